"""`sitrep feeds` as a user runs it: check, add, import, export, on a loopback site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import rss
from tests.servers import Reply, Server, redirect

ITEM = "<guid>1</guid><title>Bridge reopens</title><link>/bridge</link><pubDate>Thu, 14 Jun 2012 09:30:00 GMT</pubDate>"


@pytest.fixture
def site() -> Iterator[Server]:
    with Server().running() as server:
        yield server


@pytest.fixture
def desk(sitrep, tmp_path: Path):
    sitrep("init", tmp_path)
    (tmp_path / "config" / "settings.toml").write_text(
        "[fetch]\nallow_private_addresses = true\nhost_gap_seconds = 0\n"
    )
    (tmp_path / "config" / "feeds.toml").write_text("# mine\n")
    return sitrep


def test_check_explains_a_feed(desk, site: Server) -> None:
    site.pages["/feed"] = Reply(rss(ITEM, head="<ttl>30</ttl>"), etag='"1"')
    program = desk("feeds", "check", site.url("/feed"))
    assert program.returncode == 0, program.stderr
    for words in (
        "RSS 2.0",
        "items        1",
        "1 items dated",
        "no, pages are fetched",
        "robots.txt   allowed",
        "30 minutes",
    ):
        assert words in program.stdout
    assert f"sitrep feeds add {site.url('/feed')} --outlet" in program.stdout


def test_check_finds_the_feeds_of_a_home_page(desk, site: Server) -> None:
    links = "<link rel='alternate' type='application/rss+xml' href='/feed'><link rel='alternate' type='application/feed+json' href='/feed.json'>"
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "title": "t"}]}
    site.pages |= {
        "/": Reply(f"<html><head>{links}</head><body><a href='/comments/feed'>Comments</a></body></html>".encode()),
        "/feed": redirect("/rss", 301),
        "/rss": Reply(rss(ITEM)),
        "/feed.json": Reply(json.dumps(feed).encode()),
    }
    program = desk("feeds", "check", site.url("/"))
    assert program.returncode == 0
    assert "JSON Feed 1.1" in program.stdout
    assert f"redirects    for good to {site.url('/rss')}" in program.stdout
    assert f"sitrep feeds add {site.url('/rss')}" in program.stdout


def test_check_tries_the_usual_places_of_a_page_without_links(desk, site: Server) -> None:
    site.pages |= {"/": Reply(b"<html><body>Welcome</body></html>"), "/rss.xml": Reply(rss(ITEM))}
    program = desk("feeds", "check", site.url("/"))
    assert (program.returncode, f"leads to {site.url('/rss.xml')}" in program.stdout) == (0, True)


def test_check_says_why_there_is_no_feed(desk, site: Server) -> None:
    site.pages |= {"/robots.txt": Reply(b"User-agent: *\nDisallow: /private"), "/private": Reply(rss(ITEM))}
    forbidden = desk("feeds", "check", site.url("/private"))
    missing = desk("feeds", "check", site.url("/nothing"))
    assert (forbidden.returncode, missing.returncode) == (1, 1)
    assert "robots.txt   forbidden" in forbidden.stdout
    assert "answered 404" in missing.stdout
    assert "Traceback" not in forbidden.stderr + missing.stderr


def test_what_is_exported_can_be_imported_and_means_the_same(desk, tmp_path: Path) -> None:
    options = [
        "--country",
        "GBR",
        "--independence-group",
        "abc",
        "--min-interval-minutes",
        "45",
        "--source-kind",
        "monitor",
    ]
    assert (
        desk("feeds", "add", "https://a.example/rss?x=1&y=2", "--outlet", 'The "Äther" <Post>', *options).returncode
        == 0
    )
    desk("feeds", "disable", "https://a.example/rss?x=1&y=2")
    before = desk("feeds", "list").stdout
    exported = desk("feeds", "export", "feeds.opml")
    assert exported.returncode == 0
    (tmp_path / "config" / "feeds.toml").write_text("")
    assert "1 feeds added" in desk("feeds", "import", "feeds.opml").stdout
    assert desk("feeds", "list").stdout == before
    assert "0 feeds added, 1 were there already" in desk("feeds", "import", "feeds.opml").stdout
    assert desk("feeds", "export").stdout == (tmp_path / "feeds.opml").read_text()


def test_an_opml_file_with_a_bad_row_adds_the_others(desk, tmp_path: Path) -> None:
    (tmp_path / "x.opml").write_text(
        '<opml version="1.1"><body><outline text="Folder"><outline text="A" xmlURL="https://a.example/"/>'
        '<outline text="B" xmlUrl="ftp://b.example/"/></outline><outline text="A again" xmlUrl="https://a.example/"/></body></opml>'
    )
    program = desk("feeds", "import", "x.opml")
    assert program.returncode == 1
    assert "ftp://b.example/" in program.stderr
    assert "1 feeds added, 0 were there already, 1 cannot be used" in program.stdout
    assert "# mine" in (tmp_path / "config" / "feeds.toml").read_text()


@pytest.mark.parametrize("body", ["", "words", "<html/>", "<opml", "<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>"])
def test_what_is_no_opml_is_wrong_usage(desk, tmp_path: Path, body: str) -> None:
    (tmp_path / "x.opml").write_text(body)
    program = desk("feeds", "import", "x.opml")
    assert program.returncode == 2
    assert "x.opml" in program.stderr
    assert "Traceback" not in program.stderr
