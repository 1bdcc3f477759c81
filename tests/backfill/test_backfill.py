"""Days of the past are read as if they had been live: the same ids, no alert, and a killed backfill goes on."""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, date, datetime

import pytest
import structlog

from flows import backfilling
from flows.backfilling import backfill
from flows.compose import compose
from flows.cycling import run_cycle
from flows.demo import FEEDS, FIRST_PAGE, NEXT_PAGES, feed_at
from flows.errors import FlowError, RunBusy, Unusable
from flows.installing import initialise
from flows.runs import RunLock, lock_path
from seeds.sample import read
from tests.newsroom import rss
from tests.servers import Reply, Server

JUNE = date(2012, 6, 1), date(2012, 6, 30)
SAME = (
    ("article_versions", "version_id"),
    ("claims", "claim_id"),
    ("incidents", "incident_id"),
    ("articles", "article_id"),
)
STORY = (
    "At least nine people were killed when a bus fell from a bridge near Nagpur in India on Monday, police said. "
    "Twenty-one others were injured in the accident.\nRescue workers reached the river bed an hour later."
)


@pytest.fixture(autouse=True)
def _quiet_logs():
    yield
    structlog.reset_defaults()


class Place:
    """An installation below `folder`."""

    def __init__(self, folder, base: str) -> None:
        initialise(folder)
        self.config = folder / "config"
        self.config.joinpath("settings.toml").write_text(
            "[fetch]\nallow_private_addresses = true\nhost_gap_seconds = 0.0\n[log]\nlevel = 'error'\n"
        )
        self.config.joinpath("feeds.toml").write_text(FEEDS.format(base=base))
        self.app = compose(self.config)

    def live(self, at: datetime) -> None:
        run_cycle(self.app, at, lambda stage: None, tracked=False)

    def backfill(self, *sources, days=JUNE, alert=False) -> int:
        return backfill(self.config, *days, [str(source) for source in sources], alert=alert)

    def rows(self, sql: str):
        with self.app.warehouse.transaction() as connection:
            return connection.execute(sql).fetchall()

    def ids(self):
        return {table: {row for (row,) in self.rows(f"select {key} from {table}")} for table, key in SAME}


@pytest.fixture
def site():
    with Server().running() as server:
        server.pages[FIRST_PAGE] = Reply(read("2012-06-14-china-opposes-sanctions.html"))
        for path, name in NEXT_PAGES.items():
            server.pages[path] = Reply(read(name))
        server.pages["/feed.xml"] = Reply(feed_at("feed-2012-06-15.xml", server.address))
        yield server


@pytest.fixture
def live(tmp_path, site):
    place = Place(tmp_path / "live", site.address)
    place.live(datetime(2012, 6, 15, 20, tzinfo=UTC))
    assert len(place.ids()["claims"]) > 3
    return place


@pytest.fixture
def fresh(tmp_path, site):
    return Place(tmp_path / "fresh", site.address)


def test_a_warc_file_gives_the_ids_of_the_live_run_and_no_alert(live, fresh, tmp_path, sitrep):
    file = tmp_path / "raw.warc.gz"
    assert sitrep("raw", "export", file, "--config", live.config).returncode == 0
    assert fresh.backfill(file) == 0
    assert fresh.ids() == live.ids()
    assert fresh.rows("select count(*) from alerts") == [(0,)]
    assert {row for (row,) in fresh.rows("select flow from runs")} == {"backfill"}
    fresh.live(datetime.now(UTC))  # the live run after it tells nothing of it either
    assert fresh.rows("select count(*) from alerts") == [(0,)]


def test_a_second_backfill_changes_nothing(live, fresh, tmp_path, sitrep):
    file = tmp_path / "raw.warc.gz"
    sitrep("raw", "export", file, "--config", live.config)
    assert fresh.backfill(file) == 0
    before = fresh.ids()
    assert fresh.backfill(file) == 0
    assert fresh.ids() == before


def test_days_outside_are_left_out(live, fresh, tmp_path, sitrep):
    file = tmp_path / "raw.warc.gz"
    sitrep("raw", "export", file, "--config", live.config)
    assert fresh.backfill(file, days=(date(2012, 7, 1), date(2012, 7, 2))) == 0
    assert fresh.rows("select count(*) from documents") == [(0,)]


def test_html_files_give_the_ids_of_the_live_run(live, fresh, tmp_path, site):
    folder = tmp_path / "pages"
    folder.mkdir()
    for path, reply in site.pages.items():
        if path.endswith(".xml"):
            continue
        link = f'<link rel="canonical" href="{site.url(path)}">'.encode()
        (folder / f"{path.rpartition('/')[2]}.html").write_bytes(reply.body.replace(b"<head>", b"<head>" + link, 1))
    (folder / "nowhere.html").write_bytes(b"<html><head><title>x</title></head><body><p>no address</p></body></html>")
    assert fresh.backfill(folder) == 1  # one page names no address
    assert fresh.rows("select reason, message like '%names no address of its own%' from quarantine") == [
        ("not_imported", True)
    ]
    assert fresh.ids()["claims"] == live.ids()["claims"]


def test_rows_of_texts_give_the_ids_of_the_live_run(live, fresh, tmp_path):
    texts = live.rows(
        "select version_id, text, published_at, title, canonical_url, outlet from article_versions join articles using (article_id)"
    )
    lines = [
        json.dumps({"id": v, "text": t, "published_at": p.isoformat(), "title": title, "url": url, "outlet": outlet})
        for v, t, p, title, url, outlet in texts
    ]
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    assert fresh.backfill(tmp_path / "rows.jsonl.gz") == 0
    assert fresh.ids() == live.ids()


def test_a_bad_row_is_kept_with_its_place_and_the_others_are_read(fresh, tmp_path):
    good = json.dumps({"id": 1, "text": STORY, "published_at": "2012-06-18"})
    undated = json.dumps({"id": 2, "text": STORY})
    (tmp_path / "rows.jsonl").write_text(f"{good}\n{{broken\n{undated}\n[1]\n")
    assert fresh.backfill(tmp_path / "rows.jsonl") == 1
    assert len(fresh.ids()["article_versions"]) == 1
    messages = [row for (row,) in fresh.rows("select message from quarantine order by message")]
    assert [message.split(": ")[0].rpartition("/")[2] for message in messages] == ["rows.jsonl:2", "rows.jsonl:4"]


@pytest.mark.parametrize(
    "spoil",
    [lambda packed: packed[: len(packed) // 2], lambda packed: packed[:-9_000] + b"\x00" * 500 + packed[-8_500:]],
    ids=["cut off", "damaged"],
)
def test_a_packed_file_that_breaks_off_gives_what_came_before(fresh, tmp_path, capsys, spoil):
    row = {"id": 1, "text": STORY, "published_at": "2012-06-18"}
    later = [row | {"id": n, "text": random.Random(n).randbytes(60).hex(), "published_at": "2013"} for n in range(400)]
    packed = gzip.compress("".join(f"{json.dumps(one)}\n" for one in [row, *later]).encode())
    (tmp_path / "rows.jsonl.gz").write_bytes(spoil(packed))
    assert fresh.backfill(tmp_path / "rows.jsonl.gz") == 1
    assert "rows.jsonl.gz: cannot be read to its end" in capsys.readouterr().err
    assert len(fresh.ids()["article_versions"]) == 1


def test_sitemaps_lead_to_the_pages_of_the_days(live, fresh, site):
    pages = "".join(
        f"<url><loc>{site.url(path)}</loc><lastmod>2012-06-15</lastmod></url>"
        for path in site.pages
        if not path.endswith(".xml")
    )
    old = f"<url><loc>{site.url('/2011/01/01/old')}</loc></url>"
    head = '<?xml version="1.0"?>'
    site.pages["/june.xml"] = Reply(
        f"{head}<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{pages}{old}</urlset>".encode()
    )
    site.pages["/index.xml"] = Reply(
        f"{head}<sitemapindex><sitemap><loc>{site.url('/june.xml')}</loc></sitemap><sitemap><loc>{site.url('/index.xml')}</loc>"
        "</sitemap></sitemapindex>".encode()
    )
    assert fresh.backfill(site.url("/index.xml")) == 0
    assert fresh.ids()["claims"] == live.ids()["claims"]
    assert "/2011/01/01/old" not in site.paths()


@pytest.mark.parametrize(
    "body", [b"<html>no sitemap</html>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><urlset/>", b"", b"\x1f\x8bbroken"]
)
def test_what_is_no_sitemap_is_said(fresh, site, body, capsys):
    site.pages["/sitemap.xml"] = Reply(body)
    assert fresh.backfill(site.url("/sitemap.xml")) == 1
    assert fresh.rows("select stage, reason from quarantine") == [("fetch", "not_a_feed")]


def test_kept_raw_bytes_give_what_a_limit_kept_out(fresh, site):
    item = "<guid>{n}</guid><title>Bus</title><link>{link}</link><pubDate>Mon, 18 Jun 2012 10:00:00 GMT</pubDate>"
    site.pages["/2"] = Reply(read("2012-06-15-garden-reopens.html"))
    site.pages["/3"] = Reply(read("2012-06-15-toll-rises.html"))
    site.pages["/feed.xml"] = Reply(rss(*(item.format(n=n, link=site.url(f"/{n}")) for n in (1, 2, 3))))
    settings = fresh.config / "settings.toml"
    whole = settings.read_text()
    settings.write_text(whole.replace("[log]", "max_entries_per_feed = 1\n[log]"))
    fresh.app = compose(fresh.config)
    fresh.live(datetime(2012, 6, 18, 20, tzinfo=UTC))
    assert len(fresh.ids()["articles"]) == 0
    settings.write_text(whole)
    assert fresh.backfill() == 0
    assert len(fresh.ids()["articles"]) == 2
    assert fresh.rows("select count(*) from alerts") == [(0,)]


def test_what_a_killed_live_run_left_is_finished_by_a_live_run(fresh):
    def until_normalise(stage):
        if stage == "normalise":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_cycle(fresh.app, datetime(2012, 6, 15, 20, tzinfo=UTC), until_normalise, tracked=False)
    with pytest.raises(FlowError, match="finish it first with: sitrep run"):
        fresh.backfill()


def test_a_live_run_leaves_what_a_backfill_took_in_to_the_backfill(fresh, site, tmp_path, monkeypatch):
    del site.pages["/feed.xml"]
    row = {"id": 1, "text": STORY, "published_at": "2012-06-18", "url": "https://x.org/1"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row))
    monkeypatch.setattr(backfilling, "normalise_documents", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        fresh.backfill(tmp_path / "rows.jsonl")
    monkeypatch.undo()
    fresh.live(datetime.now(UTC))
    assert len(fresh.ids()["article_versions"]) == 0
    assert fresh.backfill(tmp_path / "rows.jsonl") == 0
    assert len(fresh.ids()["incidents"]) == 1
    fresh.live(datetime.now(UTC))
    assert fresh.rows("select count(*) from alerts") == [(0,)]


def test_a_killed_backfill_goes_on_and_stays_silent(fresh, site, tmp_path, monkeypatch):
    del site.pages["/feed.xml"]
    lines = [
        json.dumps(
            {
                "id": n,
                "text": STORY.replace("Nagpur", town),
                "published_at": f"2012-06-{n:02}",
                "url": f"https://x.org/{n}",
            }
        )
        for n, town in enumerate(["Nagpur", "Pune", "Delhi", "Agra", "Patna"], start=1)
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines))
    monkeypatch.setattr(backfilling, "_BATCH", 2)
    real, batches = backfilling.resolve_claims, []

    def dies(*arguments):
        batches.append(1)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(backfilling, "resolve_claims", dies)
    with pytest.raises(KeyboardInterrupt):
        fresh.backfill(tmp_path / "rows.jsonl")
    monkeypatch.undo()
    assert len(fresh.ids()["article_versions"]) == 4
    assert fresh.backfill(tmp_path / "rows.jsonl") == 0
    assert len(fresh.ids()["article_versions"]) == 5
    assert len(fresh.ids()["incidents"]) == 5
    fresh.live(datetime.now(UTC))
    assert fresh.rows("select count(*) from alerts") == [(0,)]


def test_with_alert_it_tells(fresh, tmp_path):
    row = {"id": 1, "text": STORY, "published_at": "2012-06-18", "url": "https://x.org/1"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row))
    assert fresh.backfill(tmp_path / "rows.jsonl", alert=True) == 0
    assert fresh.rows("select distinct kind from alerts") == [("new_incident",)]


def test_it_waits_for_the_run_that_is_under_way(fresh, tmp_path, monkeypatch):
    (tmp_path / "rows.jsonl").write_text("")
    monkeypatch.setattr(backfilling, "_TURN_SECONDS", 0.0)
    monkeypatch.setattr(backfilling, "_PAUSE_SECONDS", 0.01)
    with RunLock(lock_path(fresh.app.warehouse)), pytest.raises(RunBusy, match="another run is under way"):
        fresh.backfill(tmp_path / "rows.jsonl")


def test_wrong_use_is_said(fresh, tmp_path):
    with pytest.raises(Unusable, match="--from 2012-06-30 is after --to 2012-06-01"):
        fresh.backfill(days=(JUNE[1], JUNE[0]))
    with pytest.raises(Unusable, match="no such file or folder"):
        fresh.backfill(tmp_path / "none")
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(Unusable, match="not one of"):
        fresh.backfill(tmp_path / "a.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unusable, match="no file in it"):
        fresh.backfill(tmp_path / "empty")
