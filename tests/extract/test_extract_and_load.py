"""Pending texts are read once, and what one text does wrong stays with that text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tasks.extract import extract_lines, extract_pending
from tasks.load import load_extracted
from tasks.nlp.extractor import Unreadable
from tasks.nlp.findings import Claim, Findings, PlaceMention
from warehouse.checks import failures
from warehouse.connection import Warehouse
from warehouse.errors import OffsetsWrong
from warehouse.migrate import migrate
from warehouse.records import Article, ArticleVersion, Document, Feed, Place, Run, stable_id
from warehouse.store import insert

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)
RUN = Run("run-1", "monitor", "running", NOON, None, "engine-1", None, None)
HOMS = Place("p-homs", "Homs", 34.7, 36.7, "SYR", "Homs", "P", 700_000, "test")


def _claim(text: str, place_id: str | None = "p-homs", start: int = 0) -> Claim:
    return Claim(
        harm="killed", text=text, start=start, end=start + len(text), low=4, high=4, qualifier="exact", victims="",
        victim_class="unknown", scope="incident", period_start=None, claimant=None, claimant_name=None, claimant_kind=None,
        claimant_start=None, claimant_end=None, factuality="asserted", place=PlaceMention(0, 4, "Homs", "Homs", place_id),
        date="2012-06-14", incident=1, event=None, sentence_start=0, sentence_end=20, confidence=0.9, rule_id="test",
    )  # fmt: skip


class Engine:
    """An extractor that finds "Four" in every text and fails on demand."""

    batch_size = 4
    only_claims = False

    def __init__(self, version: str = "engine-1", claim: Claim | None = None) -> None:
        self.engine_version, self.claim, self.read_texts = version, claim or _claim("Four"), []

    def read(self, sources):
        for source in sources:
            self.read_texts.append(source.text)
            bad = source.text.startswith("boom")
            yield (
                Unreadable("it broke") if bad else Findings((self.claim,), (), (), (), (), (), {}, self.engine_version)
            )


@pytest.fixture
def house(tmp_path):
    warehouse = Warehouse(tmp_path / "w" / "sitrep.duckdb", tmp_path / "w" / "current.duckdb")
    migrate(warehouse, NOON)
    return warehouse


def _add(warehouse: Warehouse, text: str, language: str = "en") -> str:
    article, document = stable_id(text), stable_id("document", text)
    version = stable_id(article, text)
    feed = Feed("feed", "http://127.0.0.1/feed", "Desk", "GBR", "en", "media", "desk", True)
    with warehouse.transaction() as connection:
        insert(
            connection,
            [
                RUN,
                feed,
                Document(
                    document,
                    "run-1",
                    "feed",
                    "page",
                    f"http://127.0.0.1/{article}",
                    f"http://127.0.0.1/{article}",
                    None,
                    NOON,
                    "0",
                    1,
                    b"x",
                ),
                Article(article, f"http://127.0.0.1/{article}", "Desk", "feed", None, NOON, version),
                ArticleVersion(
                    version,
                    article,
                    document,
                    "run-1",
                    1,
                    "T",
                    None,
                    text,
                    "0",
                    NOON,
                    "day",
                    language,
                    article,
                    "",
                    NOON,
                ),
            ],
        )
    return version


def _counts(warehouse: Warehouse, sql: str):
    with warehouse.transaction() as connection:
        return connection.execute(sql).fetchall()


def _places(ids):
    return [HOMS] if "p-homs" in ids else []


def test_what_was_read_once_is_not_pending_again_not_even_for_a_newer_engine(house):
    _add(house, "Four died.")
    first = extract_pending(house, Engine(), ["en"], RUN)
    assert (first.read, load_extracted(house, first, _places, RUN).claims) == (1, 1)
    for engine in ("engine-1", "engine-2"):
        again = extract_pending(house, Engine(engine), ["en"], RUN)
        assert again.rows == ()
        assert load_extracted(house, again, _places, RUN).rows == 0


def test_another_language_is_marked_and_not_read(house):
    _add(house, "Quatre morts.", language="fr")
    engine = Engine()
    found = extract_pending(house, engine, ["en"], RUN)
    load_extracted(house, found, _places, RUN)
    assert (engine.read_texts, found.skipped) == ([], 1)
    assert _counts(house, "select outcome from extractions") == [("skipped_language",)]


def test_a_text_that_breaks_the_engine_is_in_quarantine_and_the_others_are_loaded(house):
    _add(house, "boom")
    _add(house, "Four died.")
    found = extract_pending(house, Engine(), ["en"], RUN)
    load_extracted(house, found, _places, RUN)
    assert (found.read, found.failed) == (1, 1)
    assert _counts(house, "select reason from quarantine where stage = 'extract'") == [("unreadable",)]
    assert _counts(house, "select count(*) from claims") == [(1,)]


def test_a_failed_text_is_read_again_by_the_next_engine_only(house):
    _add(house, "boom")
    load_extracted(house, extract_pending(house, Engine(), ["en"], RUN), _places, RUN)
    assert extract_pending(house, Engine(), ["en"], RUN).rows == ()
    assert extract_pending(house, Engine("engine-2"), ["en"], RUN).failed == 1


def test_a_span_that_is_not_the_text_never_reaches_the_warehouse(house):
    _add(house, "Three died.")
    found = extract_pending(house, Engine(), ["en"], RUN)
    load_extracted(house, found, _places, RUN)
    assert found.failed == 1
    assert _counts(house, "select count(*) from claims") == [(0,)]
    assert "Claim 0:4" in _counts(house, "select message from quarantine")[0][0]


def test_a_place_that_the_gazetteer_does_not_hold_keeps_its_name_without_an_id(house):
    _add(house, "Four died.")
    load_extracted(house, extract_pending(house, Engine(claim=_claim("Four", "p-gone")), ["en"], RUN), _places, RUN)
    assert _counts(house, "select place_name, place_id from claims") == [("Homs", None)]
    with house.transaction() as connection:
        assert [c.name for c in failures(connection) if "place" in c.name] == []


def test_lines_keep_their_order_and_a_bad_one_gives_an_error_row():
    lines = [
        '{"id": 1, "text": "Four died."}',
        "",
        "nonsense",
        '{"id": 2, "text": "boom"}',
        '{"id": 3, "text": "Four"}',
    ]
    rows = list(extract_lines(lines, Engine()))
    assert [row.failed for row in rows] == [False, True, True, False]
    assert ['"error"' in row.line for row in rows] == [False, True, True, False]
    assert '"line": 3' in rows[1].line
    assert rows[2].line.startswith('{"id": 2')


def test_days_are_handed_to_the_engine_as_published():
    seen = []

    class Days(Engine):
        def read(self, sources):
            kept = list(sources)
            seen.extend(source.published_on for source in kept)
            return super().read(kept)

    list(extract_lines(['{"id": 1, "text": "x", "published_at": "2012-06-14T23:59:00-05:00"}'], Days()))
    assert seen == [date(2012, 6, 14)]


def test_offsets_are_looked_up_in_the_stored_text_and_nothing_is_kept_where_one_is_off(house):
    """As if the text had changed between reading and loading: the extractor's own check cannot see that."""
    _add(house, "Four died.")
    found = extract_pending(house, Engine(), ["en"], RUN)
    with house.transaction() as connection:
        connection.execute("UPDATE article_versions SET text = 'x' || text")
    with pytest.raises(OffsetsWrong, match=r"nothing of this load was stored, e\.g\. claims .*is said to stand at"):
        load_extracted(house, found, _places, RUN)
    with house.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM claims").fetchall() == [(0,)]
        assert connection.execute("SELECT count(*) FROM extractions").fetchall() == [(0,)]
