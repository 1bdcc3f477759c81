"""One run over feeds and pages that are broken in every way we know: the good ones are processed, nothing is lost."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.demo_server import Site, serving

PARAGRAPH = (
    "Nine people were killed and 21 were injured on Monday when a bus fell from a bridge near the city of Nagpur, police said. "
    "The bus had been on its way from a wedding. Rescue workers reached the river bed an hour later with ropes and lamps."
)
FRENCH = (
    "Neuf personnes ont été tuées et vingt et une autres blessées lundi lorsqu'un autocar est tombé d'un pont près de la ville, "
    "a indiqué la police. Le véhicule revenait d'un mariage. Les secours sont arrivés une heure plus tard avec des cordes."
)
ITEM = '<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">{guid}</guid><pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate></item>'


def _feed(*items: str, encoding: str = "utf-8", declared: str | None = None) -> bytes:
    head = f'<?xml version="1.0" encoding="{declared or encoding}"?><rss version="2.0"><channel><title>T</title>'
    return (head + "".join(items) + "</channel></rss>").encode(encoding)


def _page(title: str, paragraphs: list[str], lang: str = "en") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<html lang="{lang}"><head><title>{title}</title><meta property="article:published_time" content="2024-03-04"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def _item(base: str, path: str, guid: str | None = None, title: str = "News") -> str:
    return ITEM.format(title=title, link=base + path, guid=guid or path)


@dataclass
class World:
    base: str
    sitrep: object
    folder: Path
    site: Site

    def query(self, sql: str):
        program = self.sitrep("sql", sql, "--format", "json")
        assert program.returncode == 0, program.stderr
        return json.loads(program.stdout)

    def counts(self):
        """Rows and a hash of all rows, by table."""
        tables = [row["name"] for row in self.query("select table_name as name from duckdb_tables() order by name")]
        each = (
            f"select '{name}' as name, count(*) as n, cast(sum(hash(t)) as varchar) as h from {name} t"
            for name in tables
        )
        return {row.pop("name"): row for row in self.query(" union all ".join(each))}


def _publish(site: Site, base: str) -> dict[str, str]:
    """Put the broken world on the site; gives the feeds by name."""
    site.pages.update(
        {
            "/good": _page("Bus falls from bridge", [PARAGRAPH, PARAGRAPH.replace("Nine", "At least nine")]),
            "/empty-page": _page("Nothing", []),
            "/french": _page("Un autocar tombe d'un pont", [FRENCH, FRENCH], lang="fr"),
            "/good.xml": _feed(
                _item(base, "/good"), _item(base, "/good"), _item(base, "/empty-page"), _item(base, "/french")
            ),
            "/html.xml": _page("This is a home page", [PARAGRAPH]),
            "/empty.xml": b"",
            "/truncated.xml": _feed(_item(base, "/good", guid="again"), _item(base, "/lost"))[:-60],
            "/latin.xml": _feed(
                _item(base, "/good", guid="latin", title="Señor"), encoding="latin-1", declared="utf-8"
            ),
        }
    )
    names = ("good", "html", "empty", "truncated", "latin", "missing")
    return {**{name: f"{base}/{name}.xml" for name in names}, "unreachable": "http://127.0.0.1:9/feed.xml"}


@contextmanager
def _world(folder: Path, sitrep_in):
    site = Site()
    with serving(site) as base:
        feeds = _publish(site, base)
        (folder / "config").mkdir()
        (folder / "config" / "settings.toml").write_text("[fetch]\nallow_private_addresses = true\n", encoding="utf-8")
        registry = "".join(f'[[feeds]]\nurl = "{url}"\noutlet = "{name}"\n' for name, url in feeds.items())
        (folder / "config" / "feeds.toml").write_text(registry, encoding="utf-8")
        yield World(base, sitrep_in(folder), folder, site)


@pytest.fixture(scope="module")
def ran(tmp_path_factory, sitrep_in):
    with _world(tmp_path_factory.mktemp("world"), sitrep_in) as world:
        first = world.sitrep("run", timeout=280)
        before = world.counts()
        second = world.sitrep("run", timeout=280)
        yield world, first, before, second


def test_the_run_ends_well_while_some_feeds_answer(ran):
    _, first, _, _ = ran
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Traceback" not in first.stderr


def test_every_feed_has_exactly_one_outcome(ran):
    world, *_ = ran
    rows = world.query(
        "select outlet, outcome, status, error_class from fetches join feeds using (feed_id) "
        "where kind = 'feed' qualify row_number() over (partition by feed_id order by started_at) = 1 order by outlet"
    )
    assert [row["outlet"] for row in rows] == ["empty", "good", "html", "latin", "missing", "truncated", "unreachable"]
    found = {row["outlet"]: row for row in rows}
    assert found["missing"]["error_class"] == "http_404"
    assert found["unreachable"]["outcome"] == "error"
    assert found["good"]["outcome"] == "new"


def test_what_is_no_feed_is_in_quarantine_with_its_reason(ran):
    world, *_ = ran
    rows = world.query("select subject, reason from quarantine where stage = 'poll'")
    reasons = {row["subject"].rpartition("/")[2]: row["reason"] for row in rows}
    assert reasons["html.xml"] == "html_not_feed"
    assert reasons["empty.xml"] == "empty"
    assert reasons["truncated.xml"] == "truncated"


def test_the_whole_items_of_a_truncated_feed_and_odd_encodings_are_kept(ran):
    world, *_ = ran
    rows = world.query("select guid, title from entries where guid in ('again', 'latin') order by guid")
    assert rows == [{"guid": "again", "title": "News"}, {"guid": "latin", "title": "Señor"}]


def test_an_item_that_comes_twice_is_one_entry_and_one_article(ran):
    world, *_ = ran
    assert world.query("select count(*) as n from entries where guid = '/good'") == [{"n": 1}]
    assert world.query("select count(*) as n from articles where canonical_url like '%/good'") == [{"n": 1}]


def test_a_page_without_text_is_in_quarantine_and_another_language_is_kept_unread(ran):
    world, *_ = ran
    rows = world.query("select subject from quarantine where stage = 'normalise'")
    assert [row["subject"].endswith("/empty-page") for row in rows] == [True]
    rows = world.query(
        "select language, outcome from article_versions join extractions using (version_id) where language = 'fr'"
    )
    assert rows == [{"language": "fr", "outcome": "skipped_language"}]


def test_the_good_article_has_its_claims_and_the_alert_is_in_the_file(ran):
    world, *_ = ran
    rows = world.query("select distinct harm, count_low from claims where scope = 'incident' order by harm")
    assert {"harm": "killed", "count_low": 9} in rows
    assert {"harm": "injured", "count_low": 21} in rows
    lines = (world.folder / "data" / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == world.query("select count(*) as n from alerts")[0]["n"] > 0


def test_a_second_run_changes_no_row_but_runs_and_fetches(ran):
    world, _, before, second = ran
    assert second.returncode == 0, second.stdout + second.stderr
    after = world.counts()
    assert {name for name in after if after[name] != before[name]} == {"runs", "fetches"}


def test_where_every_feed_fails_the_run_says_so_and_ends_with_1(tmp_path, sitrep_in):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("[fetch]\nallow_private_addresses = true\n", encoding="utf-8")
    feeds = '[[feeds]]\nurl = "http://127.0.0.1:9/feed.xml"\noutlet = "Nobody"\n'
    (tmp_path / "config" / "feeds.toml").write_text(feeds, encoding="utf-8")
    program = sitrep_in(tmp_path)("run", timeout=280)
    assert program.returncode == 1
    assert "all 1 feeds failed" in program.stderr
