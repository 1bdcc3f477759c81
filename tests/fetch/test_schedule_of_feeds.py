"""When feeds are asked: laws of polling, on a real loopback server and a real warehouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from config.settings import load
from flows.registering import follow_moves
from flows.runs import register
from tasks.alert import raise_alerts
from tasks.alerts.rules import Rule
from tests import servers
from tests.newsroom import Newsroom, rss
from tests.servers import Reply, Server, redirect

ITEM = "<guid>urn:bridge</guid><title>Bridge reopens</title><link>/bridge</link>"
LAST = "select * from fetches order by started_at desc limit 1"
HOSTS = [f"127.0.0.{number}" for number in range(1, 6)]


@pytest.fixture
def one(newsroom: Newsroom) -> Newsroom:
    newsroom.server.pages["/feed"] = Reply(rss(ITEM), etag='"1"')
    newsroom.add_feed("/feed")
    return newsroom


def polls(newsroom: Newsroom, minutes: int, every: int = 15) -> int:
    """How often the feed is asked within `minutes`, with a run `every` so many."""
    before = newsroom.server.paths().count("/feed")
    for _ in range(minutes // every):
        newsroom.next_run(timedelta(minutes=every))
        newsroom.poll()
    return newsroom.server.paths().count("/feed") - before


def test_a_feed_that_only_touches_its_build_date_brings_nothing_new(one: Newsroom) -> None:
    one.poll()
    one.server.pages["/feed"] = Reply(rss(ITEM, head="<lastBuildDate>now</lastBuildDate>"))
    polls(one, 15)
    row = one.one(LAST)
    assert (row["outcome"], row["new_entries"]) == ("new", 0)
    assert row["last_new_at"] < row["started_at"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(rss(ITEM, head="<ttl>120</ttl>"), etag='"1"'),
        Reply(rss(ITEM), headers={"Cache-Control": "public, max-age=7200"}),
        Reply(rss(ITEM), headers={"Expires": format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)}),
        Reply(
            rss(
                ITEM,
                head='<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
                '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">12</sy:updateFrequency>',
            )
        ),
    ],
    ids=["ttl", "cache_control", "expires", "sy"],
)
def test_what_feed_and_server_ask_for_is_the_least_interval(newsroom: Newsroom, reply: Reply) -> None:
    newsroom.server.pages["/feed"] = reply
    newsroom.add_feed("/feed")
    newsroom.poll()
    assert polls(newsroom, 105) == 0
    assert polls(newsroom, 30) == 1
    assert polls(newsroom, 90) == 0, "also after an answer that was not read again"


def test_the_registry_s_own_floor_holds(newsroom: Newsroom) -> None:
    newsroom.server.pages["/feed"] = Reply(rss(ITEM))
    newsroom.add_feed("/feed", min_interval_minutes=45)
    newsroom.poll()
    assert polls(newsroom, 90) == 2


def test_a_timeout_weighs_less_than_a_404(one: Newsroom) -> None:
    weights = {}
    for name, behaviour in {"hard": Reply(b"", 404), "soft": Reply(b"", 500), "temporary": Reply(b"", 503)}.items():
        one.server.pages[f"/{name}"] = behaviour
        one.add_feed(f"/{name}")
    one.poll()
    for row in one.rows("select url, sickness from fetches where outcome = 'error'"):
        weights[row["url"].rpartition("/")[2]] = row["sickness"]
    assert weights["hard"] > weights["soft"] > weights["temporary"] > 0


@pytest.mark.parametrize("value", ["316800", "date"])
def test_a_retry_after_of_88_hours_is_obeyed(one: Newsroom, value: str) -> None:
    later = one.run.started_at + timedelta(hours=88)
    header = value if value.isdigit() else format_datetime(later, usegmt=True)
    one.server.pages["/feed"] = Reply(b"", 503, {"Retry-After": header})
    one.poll()
    one.next_run(timedelta(hours=87))
    assert one.poll().feeds == 0
    one.next_run(timedelta(hours=1, minutes=1))
    assert one.poll().feeds == 1


def test_a_host_that_counts_requests_is_left_alone_with_all_its_feeds(newsroom: Newsroom) -> None:
    for number in range(6):
        newsroom.server.pages[f"/{number}"] = Reply(b"", 429, {"Retry-After": "3600"})
        newsroom.add_feed(f"/{number}")
    counts = newsroom.poll()
    assert counts.feeds <= 3
    assert counts.feeds + counts.skipped == 6
    newsroom.next_run(timedelta(minutes=59))
    assert newsroom.poll().feeds == 0
    newsroom.next_run(timedelta(minutes=2))
    assert newsroom.poll().feeds > 0


def test_if_most_hosts_fail_at_once_nobody_is_penalised_and_the_operator_hears_once(newsroom: Newsroom) -> None:
    port = newsroom.server.address.rpartition(":")[2]
    newsroom.server.pages["/feed"] = Reply(rss(ITEM))
    for host in HOSTS[:1]:
        newsroom.add_feed(f"http://{host}:{port}/feed")
    for host in HOSTS[1:]:
        newsroom.add_feed(f"http://{host}:1/feed")  # nobody listens there
    rules = [Rule("any", channels=("console",))]
    raised = []
    for _ in range(3):
        counts = newsroom.poll()
        assert (counts.our_fault, counts.failed) == (4, 4)
        raised.append(raise_alerts(newsroom.warehouse, newsroom.run, rules).alerts)
        newsroom.next_run(timedelta(minutes=15))
    assert raised == [1, 0, 0]
    alert = newsroom.one("select kind, severity, title from alerts")
    assert (alert["kind"], alert["severity"]) == ("silent_feed", "urgent")
    assert "4 of 5 feeds failed at once (refused)" in alert["title"]
    assert newsroom.one("select max(sickness) as n from fetches")["n"] == 0
    assert newsroom.one("select channel from deliveries") == {"channel": "console"}


def test_a_few_failing_hosts_are_their_own_fault(newsroom: Newsroom) -> None:
    newsroom.server.pages["/feed"] = Reply(rss(ITEM))
    with Server("127.0.0.2").running() as second, Server("127.0.0.3").running() as third:
        second.pages["/feed"] = third.pages["/feed"] = newsroom.server.pages["/feed"]
        well = [server.url("/feed") for server in (newsroom.server, second, third)]
        for url in [*well, "http://127.0.0.4:1/feed", "http://127.0.0.5:1/feed"]:
            newsroom.add_feed(url)
        assert newsroom.poll().our_fault == 0
    assert newsroom.one("select max(sickness) as n from fetches")["n"] > 0


def test_a_permanent_redirect_moves_the_feed_with_a_trace_and_a_temporary_one_does_not(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    server, config = newsroom.server, tmp_path / "config"
    config.mkdir()
    (config / "settings.toml").touch()
    old, new = server.url("/old"), server.url("/new")
    (config / "feeds.toml").write_text(
        f'# mine\n[[feeds]]\nurl = "{old}"  # here\noutlet = "Desk"\n\n[[feeds]]\nurl = "{server.url("/brief")}"\noutlet = "B"\n'
    )
    server.pages |= {"/old": redirect("/new", 301), "/new": Reply(rss(ITEM)), "/brief": redirect("/new", 302)}
    before = load(config, {}, tmp_path)
    register(newsroom.warehouse, before.feeds)
    assert newsroom.poll().moved == 1
    assert follow_moves(before, newsroom.warehouse, newsroom.run.started_at) == 1
    after = load(config, {}, tmp_path)
    assert [feed.url for feed in after.feeds] == [new, server.url("/brief")]
    assert after.feeds[0].feed_id == before.feeds[0].feed_id
    text = (config / "feeds.toml").read_text()
    assert f'moved_from = ["{old}"]' in text
    assert "seen on 2012-06-14" in text
    assert newsroom.one("select from_url, to_url from feed_moves") == {"from_url": old, "to_url": new}
    register(newsroom.warehouse, after.feeds)
    newsroom.next_run()
    newsroom.poll()
    assert server.paths().count("/old") == 1
    assert newsroom.one("select count(*) as n from entries where feed_id = '" + after.feeds[0].feed_id + "'")["n"] == 1
    assert follow_moves(after, newsroom.warehouse, newsroom.run.started_at) == 0


def test_a_move_is_followed_where_the_registry_cannot_be_edited(one: Newsroom) -> None:
    one.server.pages |= {"/feed": redirect("/new", 308), "/new": Reply(rss(ITEM))}
    one.poll()
    one.next_run()
    one.server.pages["/feed"] = servers.reset
    assert one.poll().unchanged == 1


def test_a_permanent_redirect_to_what_is_no_feed_moves_nothing(one: Newsroom) -> None:
    one.server.pages |= {
        "/feed": redirect("/parked", 301),
        "/parked": Reply(b"<html><body>Buy this domain</body></html>"),
    }
    assert one.poll().moved == 0
    assert one.rows("select * from feed_moves") == []


def test_two_feeds_that_moved_to_one_address_have_a_row_each(newsroom: Newsroom) -> None:
    newsroom.server.pages |= {"/a": redirect("/c", 301), "/b": redirect("/c", 301), "/c": Reply(rss(ITEM))}
    newsroom.add_feed("/a")
    newsroom.add_feed("/b")
    newsroom.poll()
    newsroom.next_run()
    assert newsroom.poll().feeds == 2
    assert newsroom.server.paths().count("/c") == 3, "asked once for both"


def test_robots_txt_is_obeyed_and_asked_for_once_a_day(one: Newsroom) -> None:
    robots = b"User-agent: sitrep-test\nDisallow: /feed\nAllow: /other\n\nUser-agent: *\nDisallow: /\n"
    one.server.pages |= {"/robots.txt": Reply(robots), "/other": Reply(rss(ITEM))}
    one.add_feed("/other")
    assert (one.poll().new, one.one("select error_class from fetches where outcome = 'error'")["error_class"]) == (
        1,
        "robots",
    )
    assert "/feed" not in one.server.paths()
    for _ in range(3):
        one.next_run(timedelta(hours=7))
        one.poll()
    assert one.server.paths().count("/robots.txt") == 1
    one.next_run(timedelta(hours=7))
    one.server.pages["/robots.txt"] = Reply(b"", 404)
    assert one.poll().failed == 0
    assert one.server.paths().count("/robots.txt") == 2


def test_a_server_that_cannot_say_whether_robots_may_come_is_left_alone(one: Newsroom) -> None:
    """RFC 9309 section 2.3.1.4; what it said before holds on."""
    one.server.pages["/robots.txt"] = Reply(b"", 500)
    one.poll()
    assert one.one(LAST)["error_class"] == "robots"
    assert "/feed" not in one.server.paths()
    one.server.pages["/robots.txt"] = Reply(b"User-agent: *\nAllow: /\n")
    one.next_run(timedelta(hours=2))
    assert one.poll().new == 1
    one.server.pages["/robots.txt"] = servers.reset
    one.next_run(timedelta(hours=30))
    assert one.poll().failed == 0


def test_robots_can_be_left_unasked_by_setting(one: Newsroom) -> None:
    one.limits = replace(one.limits, obey_robots=False)
    one.poll()
    assert one.server.paths() == ["/feed"]


def test_requests_to_one_host_keep_their_distance(newsroom: Newsroom) -> None:
    newsroom.limits = replace(newsroom.limits, host_gap_seconds=0.1)
    for number in range(4):
        newsroom.server.pages[f"/{number}"] = Reply(rss(ITEM))
        newsroom.add_feed(f"/{number}")
    newsroom.poll()
    times = sorted(row["started_at"] for row in newsroom.rows("select started_at from fetches"))
    assert all(later - earlier >= timedelta(seconds=0.095) for earlier, later in pairwise(times))


def test_a_second_poll_that_brings_nothing_writes_fetches_only(one: Newsroom) -> None:
    one.poll()
    before = {
        name: one.one(f"select count(*) as n from {name}")["n"]
        for name in ("robots", "entries", "documents", "quarantine")
    }
    rows = one.rows("select * from robots")
    one.next_run()
    one.poll()
    assert {name: one.one(f"select count(*) as n from {name}")["n"] for name in before} == before
    assert one.rows("select * from robots") == rows
