from __future__ import annotations

import gzip
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests import servers
from tests.newsroom import STORY, Newsroom, rss
from tests.servers import Reply, gzipped, redirect

ITEM = "<guid>urn:bridge</guid><title>Bridge reopens</title><link>/bridge?utm_source=rss#top</link>"
OTHER = "<guid>urn:ferry</guid><title>Ferry stops</title><link>/ferry</link><pubDate>Thu, 14 Jun 2012 09:30:00 +0200</pubDate>"
FETCHES = "select * from fetches order by started_at"


def test_a_feed_becomes_a_fetch_a_document_and_its_entries(newsroom: Newsroom) -> None:
    body = rss(ITEM, OTHER)
    newsroom.server.pages["/feed"] = Reply(body, headers={"Content-Type": "application/rss+xml"}, etag='"1"')
    newsroom.add_feed("/feed")

    counts = newsroom.poll()

    assert (counts.feeds, counts.new, counts.entries, counts.failed) == (1, 1, 2, 0)
    fetch = newsroom.one("select * from fetches")
    assert (fetch["outcome"], fetch["status"], fetch["etag"]) == ("new", 200, '"1"')
    assert fetch["body_bytes"] == len(body)
    assert newsroom.one("select kind, body_bytes from documents") == {"kind": "feed", "body_bytes": len(body)}
    bridge, ferry = newsroom.rows("select * from entries order by title")
    assert bridge["url"] == newsroom.server.url("/bridge?utm_source=rss#top")
    assert bridge["page_url"] == newsroom.server.url("/bridge")
    assert bridge["published_at"] is None
    assert ferry["published_at"] == datetime(2012, 6, 14, 7, 30, tzinfo=UTC)


def test_every_answer_is_logged_with_its_feed(newsroom: Newsroom) -> None:
    newsroom.server.pages |= {"/feed": Reply(rss(ITEM)), "/bridge": Reply(b"", status=500)}
    good, gone = newsroom.add_feed("/feed"), newsroom.add_feed("/gone")
    with capture_logs() as told:
        newsroom.poll()
        newsroom.fetch()
    said = {(row["event"], row["log_level"], row["feed_id"]) for row in told if "feed_id" in row}
    assert said == {("feed_asked", "info", good), ("feed_failed", "warning", gone), ("page_failed", "info", good)}


def test_who_we_are_is_said_and_no_cookie_is_kept(newsroom: Newsroom) -> None:
    newsroom.server.pages["/feed"] = Reply(rss(ITEM), headers={"Set-Cookie": "id=7; Path=/"})
    newsroom.add_feed("/feed")
    newsroom.poll()
    newsroom.next_run()
    newsroom.poll()
    headers = newsroom.server.hits[-1][1]
    assert headers["User-Agent"] == "sitrep-test (+desk@example.org)"
    assert "Cookie" not in headers


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(rss(ITEM), etag='W/"a"'), "not_modified"),
        (Reply(rss(ITEM), last_modified="Thu, 14 Jun 2012 08:00:00 GMT"), "not_modified"),
        (Reply(rss(ITEM)), "unchanged"),
    ],
    ids=["etag", "last_modified", "hash"],
)
def test_a_feed_that_did_not_change_writes_only_its_fetch(newsroom: Newsroom, reply: Reply, outcome: str) -> None:
    newsroom.server.pages["/feed"] = reply
    newsroom.add_feed("/feed")
    newsroom.poll()
    for _ in range(2):
        newsroom.next_run()
        newsroom.poll()
    assert [row["outcome"] for row in newsroom.rows(FETCHES)] == ["new", outcome, outcome]
    assert newsroom.one("select count(*) as n from documents")["n"] == 1
    assert newsroom.one("select count(*) as n from entries")["n"] == 1


def test_an_item_seen_again_or_twice_is_one_entry(newsroom: Newsroom) -> None:
    newsroom.server.pages["/feed"] = Reply(rss(ITEM, ITEM))
    newsroom.add_feed("/feed")
    assert newsroom.poll().entries == 1
    newsroom.server.pages["/feed"] = Reply(rss(OTHER, ITEM))
    newsroom.next_run()
    assert newsroom.poll().entries == 1
    assert newsroom.one("select count(*) as n from entries")["n"] == 2


BAD = {
    "http_404": Reply(b"gone", 404),
    "http_500": Reply(b"oops", 500),
    "http_304": Reply(b"", 304),
    "html_not_feed": Reply(b"<!doctype html><html><body><h1>Our feeds have moved</h1></body></html>"),
    "empty": Reply(b""),
    "not_a_feed": Reply(b'{"version": "https://example.org/other"}'),
    "reset": servers.reset,
    "protocol": servers.break_off,
    "protocol ": servers.break_chunks,
    "protocol  ": servers.say_garbage,
    "protocol   ": Reply(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
    "protocol    ": Reply(gzip.compress(b"<rss>" + bytes(range(256)) * 40)[:60], headers={"Content-Encoding": "gzip"}),
    "protocol     ": Reply(b"x", headers={"Content-Encoding": "br"}),
    "protocol      ": servers.hang_up,
    "protocol       ": redirect(""),
    "timeout": servers.drip,
    "timeout ": servers.drip_headers,
    "timeout  ": servers.say_nothing,
    "too_large": servers.never_end,
    "too_large ": gzipped(b"<rss>" + b" " * 30_000_000),
    "redirects": redirect("/redirects"),
    "scheme": redirect("file:///etc/passwd"),
}


def test_every_bad_feed_has_one_row_with_its_class_and_harms_no_other(newsroom: Newsroom) -> None:
    for name, behaviour in BAD.items():
        path = "/" + name.replace(" ", "_")
        newsroom.server.pages[path] = behaviour
        newsroom.add_feed(path)
    newsroom.server.pages["/good"] = Reply(rss(ITEM))
    newsroom.add_feed("/good")

    counts = newsroom.poll()

    assert (counts.feeds, counts.new, counts.failed) == (len(BAD) + 1, 1, len(BAD))
    found = {row["url"].rpartition("/")[2]: row["error_class"] for row in newsroom.rows(FETCHES)}
    assert found.pop("good") is None
    assert found == {name.replace(" ", "_"): name.strip() for name in BAD}
    assert all(row["error_message"] for row in newsroom.rows("select * from fetches where outcome = 'error'"))


def test_what_cannot_be_read_is_kept_once_with_its_bytes(newsroom: Newsroom) -> None:
    body = b"<!doctype html><html><body>Please accept our cookies</body></html>"
    newsroom.server.pages["/feed"] = Reply(body, etag='"1"')
    newsroom.add_feed("/feed")
    assert newsroom.poll().quarantined == 1
    newsroom.next_run()
    assert newsroom.poll().quarantined == 0
    row = newsroom.one("select stage, subject, reason from quarantine")
    assert row == {"stage": "poll", "subject": newsroom.server.url("/feed"), "reason": "html_not_feed"}
    assert "If-None-Match" not in newsroom.server.hits[-1][1]


def test_a_truncated_feed_keeps_its_whole_items_and_is_asked_in_full_again(newsroom: Newsroom) -> None:
    whole = rss(ITEM, OTHER)
    newsroom.server.pages["/feed"] = Reply(whole[: whole.index(b"</title><link>/ferry")], etag='"1"')
    newsroom.add_feed("/feed")
    counts = newsroom.poll()
    assert (counts.new, counts.entries, counts.quarantined) == (1, 1, 1)
    assert newsroom.one("select reason from quarantine") == {"reason": "truncated"}

    newsroom.server.pages["/feed"] = Reply(whole, etag='"1"')
    newsroom.next_run()
    assert newsroom.poll().entries == 1


def test_retry_after_is_obeyed_and_counted(newsroom: Newsroom) -> None:
    newsroom.server.pages["/feed"] = Reply(b"slow down", 429, {"Retry-After": "3600"})
    newsroom.add_feed("/feed")
    assert newsroom.poll().failed == 1
    newsroom.next_run(timedelta(minutes=30))
    counts = newsroom.poll()
    assert (counts.feeds, counts.skipped) == (0, 1)
    newsroom.next_run(timedelta(minutes=31))
    assert newsroom.poll().feeds == 1
    assert newsroom.server.paths().count("/feed") == 2


def test_redirects_are_followed_and_the_end_is_kept(newsroom: Newsroom) -> None:
    newsroom.server.pages |= {"/old": redirect("/new", 301), "/new": Reply(rss(ITEM))}
    newsroom.add_feed("/old")
    assert newsroom.poll().new == 1
    assert newsroom.one("select final_url from fetches") == {"final_url": newsroom.server.url("/new")}


def test_private_addresses_are_refused_before_they_are_asked(newsroom: Newsroom) -> None:
    newsroom.limits = replace(newsroom.limits, allow_private_addresses=False)
    newsroom.server.pages["/feed"] = Reply(rss(ITEM))
    newsroom.add_feed("/feed")
    newsroom.add_feed("http://169.254.169.254/latest/meta-data")
    newsroom.add_feed(f"http://2130706433:{newsroom.server.address.rpartition(':')[2]}/feed")
    assert newsroom.poll().failed == 3
    assert {row["error_class"] for row in newsroom.rows(FETCHES)} == {"private_address"}
    assert newsroom.server.hits == []


def test_a_redirect_to_a_private_address_is_refused(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.connect.is_public", lambda address: str(address) == "127.0.0.1")
    newsroom.limits = replace(newsroom.limits, allow_private_addresses=False)
    newsroom.server.pages["/feed"] = redirect("http://169.254.169.254/latest/meta-data")
    newsroom.add_feed("/feed")
    newsroom.poll()
    row = newsroom.one("select error_class, error_message from fetches")
    assert row["error_class"] == "private_address"
    assert "169.254.169.254" in row["error_message"]


def test_the_address_that_was_checked_is_the_one_connected_to(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that says another address the second time gains nothing: nobody asks it twice for one connection."""
    answers = iter(["93.184.216.34"])
    connected: list[str] = []

    def resolves(host: Any, port: Any, *arguments: Any, **named: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers, "127.0.0.1"), port))]

    def refuses(family: int, address: tuple[Any, ...], timeout: float | None) -> Any:
        connected.append(address[0])
        raise OSError("no route to host")

    monkeypatch.setattr(socket, "getaddrinfo", resolves)
    monkeypatch.setattr("tasks.connect._connected", refuses)
    newsroom.limits = replace(newsroom.limits, allow_private_addresses=False)
    newsroom.add_feed("http://rebinding.example/feed")
    newsroom.poll()
    newsroom.next_run()
    newsroom.poll()
    assert connected == ["93.184.216.34"]
    assert [row["error_class"] for row in newsroom.rows(FETCHES)] == ["unreachable", "private_address"]


def test_a_name_without_address_and_a_closed_port_have_their_classes(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = socket.getaddrinfo

    def no_name_server(host: Any, *arguments: Any, **named: Any) -> Any:
        """Tests ask no name server: it is not on loopback."""
        if host in ("no-such-host.invalid", b"no-such-host.invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return asked(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", no_name_server)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        newsroom.add_feed(f"http://127.0.0.1:{closed.getsockname()[1]}/feed")
        newsroom.add_feed("http://no-such-host.invalid/feed")
        newsroom.add_feed("ftp://example.org/feed")
        newsroom.add_feed(newsroom.server.url("/feed").replace("http:", "https:"))
        newsroom.poll()
    assert sorted(row["error_class"] for row in newsroom.rows(FETCHES)) == ["dns", "refused", "scheme", "tls"]


def test_a_slow_host_is_asked_by_two_at_a_time(newsroom: Newsroom) -> None:
    for number in range(6):
        newsroom.server.pages[f"/{number}"] = Reply(rss(ITEM))
        newsroom.add_feed(f"/{number}")
    assert newsroom.poll().new == 6
    assert newsroom.server.busiest <= 2


def test_full_text_in_the_feed_is_a_document_of_its_own(newsroom: Newsroom) -> None:
    content = "".join(f"<p>{line}</p>" for line in STORY * 2)
    item = f'{ITEM}<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[{content}]]></content:encoded>'
    newsroom.server.pages["/feed"] = Reply(rss(item))
    newsroom.add_feed("/feed")
    newsroom.poll()
    assert newsroom.one("select content_html from entries") == {"content_html": content}
    row = newsroom.one("select url, body_bytes from documents where kind = 'entry'")
    assert row == {"url": newsroom.server.url("/bridge"), "body_bytes": len(content)}
    assert newsroom.fetch().pages == 0


def test_a_disabled_feed_is_not_asked_and_nothing_is_written(newsroom: Newsroom) -> None:
    newsroom.add_feed("/feed", enabled=False)
    assert newsroom.poll().feeds == 0
    assert newsroom.server.hits == []


def test_what_polling_writes_passes_the_checks(newsroom: Newsroom) -> None:
    newsroom.server.pages["/feed"] = Reply(rss(ITEM, OTHER))
    newsroom.add_feed("/feed")
    newsroom.poll()
    assert newsroom.failed_checks() == []
