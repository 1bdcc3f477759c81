from __future__ import annotations

from datetime import timedelta

import pytest

from tests import servers
from tests.newsroom import NOON, STORY, Newsroom, page, rss
from tests.servers import Reply, redirect
from warehouse import store
from warehouse.records import Claim, stable_id

ITEM = "<guid>urn:bridge</guid><title>Bridge reopens</title><link>/bridge</link>"
SAME = "<guid>urn:other</guid><title>Bridge reopens</title><link>/bridge?utm_campaign=x</link>"


@pytest.fixture
def polled(newsroom: Newsroom) -> Newsroom:
    """One feed with one item that points to /bridge."""
    newsroom.server.pages["/feed"] = Reply(rss(ITEM), etag='"1"')
    newsroom.add_feed("/feed")
    newsroom.poll()
    return newsroom


def test_the_page_of_an_entry_is_fetched_once(polled: Newsroom) -> None:
    body = page(*STORY)
    polled.server.pages["/bridge"] = Reply(body, headers={"Content-Type": "text/html"})
    counts = polled.fetch()
    assert (counts.pages, counts.new) == (1, 1)
    row = polled.one("select url, body_bytes, content_type from documents where kind = 'page'")
    assert row == {"url": polled.server.url("/bridge"), "body_bytes": len(body), "content_type": "text/html"}
    polled.next_run()
    assert polled.fetch().pages == 0


def test_one_page_behind_two_tracking_links_is_asked_once(newsroom: Newsroom) -> None:
    newsroom.server.pages |= {"/feed": Reply(rss(ITEM, SAME)), "/bridge": Reply(page(*STORY))}
    newsroom.add_feed("/feed")
    assert newsroom.poll().entries == 2
    assert newsroom.fetch().pages == 1


def test_a_page_that_is_gone_is_given_up_after_three_runs_with_a_quarantine_row(polled: Newsroom) -> None:
    for _ in range(2):
        assert polled.fetch().given_up == 0
        polled.next_run(timedelta(days=1))
    assert polled.fetch().given_up == 1
    row = polled.one("select stage, subject, reason, message from quarantine")
    assert (row["stage"], row["subject"], row["reason"]) == ("fetch", polled.server.url("/bridge"), "gave_up")
    assert "http_404" in row["message"]
    polled.next_run(timedelta(days=30))
    assert polled.fetch().pages == 0


def test_a_page_that_breaks_off_is_tried_again_after_growing_gaps(polled: Newsroom) -> None:
    polled.server.pages["/bridge"] = servers.reset
    assert polled.fetch().failed == 1
    polled.next_run(timedelta(minutes=5))
    assert (polled.fetch().pages, polled.next_run(timedelta(minutes=15)) and polled.fetch().pages) == (0, 1)
    polled.next_run(timedelta(minutes=20))
    counts = polled.fetch()
    assert (counts.pages, counts.waiting) == (0, 1)
    polled.server.pages["/bridge"] = Reply(page(*STORY))
    polled.next_run(timedelta(minutes=15))
    assert polled.fetch().new == 1


def test_a_host_that_says_slow_down_is_left_alone(newsroom: Newsroom) -> None:
    items = [f"<title>{number}</title><link>/story/{number}</link>" for number in range(8)]
    newsroom.server.pages["/feed"] = Reply(rss(*items))
    for number in range(8):
        newsroom.server.pages[f"/story/{number}"] = Reply(b"", 503, {"Retry-After": "7200"})
    newsroom.add_feed("/feed")
    newsroom.poll()
    counts = newsroom.fetch()
    assert counts.pages <= 3
    assert counts.pages + counts.waiting == 8
    newsroom.next_run(timedelta(hours=1))
    assert newsroom.fetch().pages == 0
    newsroom.next_run(timedelta(hours=2))
    assert newsroom.fetch().pages > 0


def test_a_page_that_shows_no_article_is_rechecked_after_1_6_and_24_hours(polled: Newsroom) -> None:
    polled.server.pages["/bridge"] = Reply(page("We use cookies."), etag='"wall"')
    polled.fetch()
    assert polled.normalise().quarantined == 1
    asked, hour = [], 0
    for next_hour in (1, 5, 7, 23, 25, 100):
        _, counts, _ = polled.cycle(timedelta(hours=next_hour - hour, seconds=9))
        hour = next_hour
        if counts.rechecked:
            asked.append(hour)
            assert counts.not_modified == 1
    assert asked == [1, 7, 25]


def test_a_page_whose_article_carries_claims_is_rechecked_and_one_without_is_not(polled: Newsroom) -> None:
    polled.server.pages["/bridge"] = Reply(page(*STORY))
    polled.fetch()
    polled.normalise()
    _, counts, _ = polled.cycle(timedelta(minutes=61))
    assert counts.rechecked == 0
    version = polled.one("select version_id, article_id from article_versions")
    with polled.warehouse.transaction() as connection:
        store.insert(connection, [_claim(version["version_id"], version["article_id"])])
    _, counts, _ = polled.cycle(timedelta(minutes=5))
    assert (counts.rechecked, counts.unchanged) == (1, 1)
    assert polled.server.paths().count("/bridge") == 2


def test_a_redirected_page_keeps_the_address_it_was_asked_at(polled: Newsroom) -> None:
    polled.server.pages |= {"/bridge": redirect("/2012/bridge"), "/2012/bridge": Reply(page(*STORY))}
    polled.fetch()
    row = polled.one("select url, final_url from documents where kind = 'page'")
    assert row == {"url": polled.server.url("/bridge"), "final_url": polled.server.url("/2012/bridge")}


def _claim(version_id: str, article_id: str) -> Claim:
    unset = dict.fromkeys(Claim.__slots__)
    values = {
        "claim_id": stable_id(version_id),
        "version_id": version_id,
        "article_id": article_id,
        "run_id": "run-1",
        "engine_version": "test",
        "rule_id": "test",
        "confidence": 1.0,
        "harm": "killed",
        "count_text": "The",
        "char_start": 0,
        "char_end": 3,
        "qualifier": "exact",
        "count_low": 1,
        "count_high": 1,
        "victims_text": "",
        "victim_class": "unknown",
        "scope": "incident",
        "factuality": "asserted",
        "sentence_start": 0,
        "sentence_end": 3,
        "event_date": NOON.date().isoformat(),
        "incident_number": 1,
    }
    return Claim(**{**unset, **values})  # type: ignore[arg-type]
