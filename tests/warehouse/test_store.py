from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import columns, queries, records, store
from warehouse.connection import in_memory
from warehouse.errors import RowRefused
from warehouse.migrate import build
from warehouse.records import ArticleVersion, Document, Feed, Run, stable_id

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXT = st.text(st.characters(), max_size=60)  # with NUL, surrogates, emoji, combining marks


@pytest.fixture(scope="module")
def shared() -> Iterator[duckdb.DuckDBPyConnection]:
    """One database for all examples of a property: rows are told apart by their ids."""
    with closing(in_memory()) as connection:
        build(connection, NOW)
        yield connection


def document(body: bytes) -> Document:
    sha256 = stable_id(body)
    return Document(sha256, "run", None, "page", "u", "u", None, NOW, sha256, len(body), body)


def feed(feed_id: str, outlet: str = "Daily Courier") -> Feed:
    return Feed(feed_id, "https://news.example/feed", outlet, None, None, "media", "courier", True)


def stored(connection: duckdb.DuckDBPyConnection, kind: type, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(queries, "sql", lambda _: f"SELECT * FROM {columns.table(kind).name}")
    return queries.records(connection, kind, "all")


@pytest.mark.parametrize("kind", get_args(records.Record), ids=lambda kind: kind.__name__)
def test_every_kind_of_row_comes_back_as_it_went_in(
    memory: duckdb.DuckDBPyConnection, make: Any, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make(kind)
    assert store.insert(memory, [row]) == 1
    assert stored(memory, kind, monkeypatch) == [row]


def test_the_same_rows_twice_add_none(memory: duckdb.DuckDBPyConnection, make: Any) -> None:
    rows = [make(kind) for kind in get_args(records.Record)]
    assert store.insert(memory, rows) == len(rows)
    assert store.insert(memory, rows) == 0


def test_only_new_rows_count(memory: duckdb.DuckDBPyConnection) -> None:
    store.insert(memory, [feed("a"), feed("b")])
    assert store.insert(memory, [feed("b"), feed("c"), feed("c")]) == 1


def test_an_inserted_row_is_never_replaced(memory: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    store.insert(memory, [feed("a", "first"), feed("a", "second")])
    store.insert(memory, [feed("a", "third")])
    assert stored(memory, Feed, monkeypatch) == [feed("a", "first")]


def test_upsert_replaces_what_differs_and_writes_nothing_else(
    memory: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.upsert(memory, [feed("a"), feed("b"), feed("c")]) == 3
    assert store.upsert(memory, [feed("a"), feed("b", "Evening Post"), feed("c")]) == 1
    assert store.upsert(memory, [feed("a"), feed("b", "Evening Post"), feed("c")]) == 0
    assert {row.feed_id: row.outlet for row in stored(memory, Feed, monkeypatch)} == {
        "a": "Daily Courier",
        "b": "Evening Post",
        "c": "Daily Courier",
    }


def test_the_last_of_a_key_wins_an_upsert(memory: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.upsert(memory, [feed("a", "first"), feed("a", "second")]) == 1
    assert stored(memory, Feed, monkeypatch) == [feed("a", "second")]


def test_a_run_is_finished_in_place(
    memory: duckdb.DuckDBPyConnection, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that others refer to may be updated in the transaction in which it was written."""
    run = make(Run, state="running")
    store.upsert(memory, [run])
    store.insert(memory, [make(Document)])
    done = replace(run, state="completed", finished_at=NOW + timedelta(minutes=1))
    assert store.upsert(memory, [done]) == 1
    assert stored(memory, Run, monkeypatch) == [done]


def test_a_pair_is_a_key_too(memory: duckdb.DuckDBPyConnection, make: Any) -> None:
    link = make(records.IncidentClaim, incident_id="one", claim_id="c")
    other = replace(link, incident_id="two")
    assert store.insert(memory, [link, other, link]) == 2
    assert store.upsert(memory, [link, replace(other, match_score=0.9)]) == 1


def test_no_rows_are_no_statement(memory: duckdb.DuckDBPyConnection) -> None:
    assert store.insert(memory, []) == store.upsert(memory, []) == 0


@given(text=TEXT)
@settings(max_examples=60, deadline=None)
def test_text_comes_back_character_for_character(shared: duckdb.DuckDBPyConnection, text: str) -> None:
    """Also NUL; a surrogate, which no file can hold, becomes one U+FFFD, so that offsets stay what they were."""
    kept = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    store.insert(shared, [feed(stable_id(text), text)])
    found = shared.execute("SELECT outlet, length(outlet) FROM feeds WHERE feed_id = $id", {"id": stable_id(text)})
    assert found.fetchall() == [(kept, len(text))]


@given(body=st.binary(max_size=2_000))
@settings(max_examples=40, deadline=None)
def test_bodies_come_back_byte_for_byte(shared: duckdb.DuckDBPyConnection, body: bytes) -> None:
    row = document(body)
    store.insert(shared, [row])
    shared.execute("SELECT body FROM documents WHERE document_id = $id", {"id": row.document_id})
    (kept,) = shared.fetchall()[0]
    assert columns.decompress(kept) == body
    assert kept[:4] == bytes.fromhex("28b52ffd")  # the magic number of a zstd frame, RFC 8878 section 3.1.1


def test_a_page_takes_less_room_than_its_bytes(shared: duckdb.DuckDBPyConnection) -> None:
    page = b"<p>The river rose in the night and took the bridge.</p>" * 400
    store.insert(shared, [document(page)])
    assert (
        shared.execute("SELECT min(octet_length(body)) FROM documents WHERE body_bytes = 22000").fetchall()[0][0] < 500
    )


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("version_number", 2**70, "version_number of second: '1180591620717411303424' does not fit"),
        ("version_number", "many", "version_number of second: 'many' does not fit"),
        ("created_at", datetime(2026, 3, 1), "a time without a zone"),  # noqa: DTZ001
        ("text", 42, "text of second: '42' does not fit"),
    ],
)
def test_a_value_that_fits_no_column_is_named_and_nothing_is_stored(
    memory: duckdb.DuckDBPyConnection, make: Any, field: str, value: object, reason: str
) -> None:
    rows = [make(ArticleVersion, version_id="first"), make(ArticleVersion, version_id="second", **{field: value})]
    with pytest.raises(RowRefused, match=reason):
        store.insert(memory, rows)
    assert memory.execute("SELECT count(*) FROM article_versions").fetchall() == [(0,)]


def test_a_time_of_any_zone_is_the_same_moment(
    memory: duckdb.DuckDBPyConnection, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokyo = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    store.insert(memory, [make(Run, started_at=tokyo)])
    (run,) = stored(memory, Run, monkeypatch)
    assert run.started_at == tokyo
    assert run.started_at.tzinfo is UTC
