"""When a feed is asked again: laws of the decision alone, over weeks, without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import FetchFailed
from tasks.feeds.answers import Asking, failed_row
from tasks.feeds.conditional import NOTHING
from tasks.feeds.freshness import cache_seconds, feed_floor_seconds
from tasks.feeds.polling import FULL_AFTER, NEVER_POLLED, Bounds, PollState, fault_is_ours, planned, wants_full, weight
from warehouse.records import Fetch

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)
BOUNDS = Bounds(0, 60)
QUARTER = timedelta(minutes=15)


def end(
    at: datetime, outcome: str, new_entries: int | None = None, error: str = "http_404", url: str = "http://a.example/"
) -> Fetch:
    asking = Asking(f"run {at}", "feed", url, url, at, 1, NOTHING)
    row = failed_row(asking, FetchFailed(url, error, "no"))
    return row if outcome == "error" else replace(row, outcome=outcome, error_class=None, new_entries=new_entries)


def after(row: Fetch) -> PollState:
    return PollState(row.sickness or 0, row.not_modified_in_a_row or 0, row.last_new_at, row.feed_floor_seconds)


def asked(outcomes: list[str], bounds: Bounds = BOUNDS, days: int = 30, every: timedelta = QUARTER) -> list[datetime]:
    """When a feed is asked by runs that come `every` so often and that answers with `outcomes`, the last one for ever."""
    state, due, moments, now = NEVER_POLLED, NOON, [], NOON
    while now < NOON + timedelta(days=days):
        if due <= now:
            outcome = outcomes[min(len(moments), len(outcomes) - 1)]
            news = {"news": 1, "new": 0}.get(outcome)
            row = end(now, "new" if outcome == "news" else outcome, news)
            planned_row = planned(row, state, bounds, now, is_our_fault=False)
            moments.append(now)
            state, due = after(planned_row), planned_row.due_at or now
        now += every
    return moments


def test_a_busy_feed_is_asked_at_every_run_and_a_silent_one_once_an_hour() -> None:
    assert len(asked(["news"], days=1)) == 96
    moments = asked(["news", "not_modified"])
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits[:3] == [QUARTER] * 3
    assert max(waits) == waits[-1] == timedelta(hours=1)


def test_news_make_a_silent_feed_quick_again() -> None:
    moments = asked(["news", *["unchanged"] * 200, *["news"] * 10])
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits[199] > QUARTER
    assert waits[202] == QUARTER


def test_a_body_that_changes_without_a_new_item_brings_nothing_new() -> None:
    assert asked(["news", "new"]) == asked(["news", "unchanged"])


def test_errors_slow_a_feed_down_linearly_and_it_is_asked_for_ever() -> None:
    moments = asked(["news", "error"], days=400)
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits[1] == QUARTER, "the first failure costs nothing"
    steps = [later - earlier for earlier, later in pairwise(waits[3:40])]
    average = sum(steps, timedelta()) / len(steps)
    assert timedelta(hours=0.9) <= average <= timedelta(hours=1.2), "four points of a quarter of an hour for each 404"
    assert max(waits) <= timedelta(days=8)
    assert moments[-1] > NOON + timedelta(days=390)


def test_one_good_answer_makes_a_sick_feed_well() -> None:
    sick = PollState(sickness=400)
    assert planned(end(NOON, "not_modified"), sick, BOUNDS, NOON, is_our_fault=False).sickness == 0


def test_hard_errors_weigh_more_than_soft_ones_and_those_more_than_temporary_ones() -> None:
    hard = {weight(word) for word in ("http_404", "http_410", "html_not_feed", "private_address", "too_large")}
    soft = {weight(word) for word in ("http_500", "dns", "refused", "tls", "protocol")}
    temporary = {weight(word) for word in ("timeout", "reset", "http_429", "http_503")}
    assert len(hard) == len(soft) == len(temporary) == 1
    assert min(hard) > min(soft) > min(temporary) > weight(None) == 0


def test_after_a_long_run_of_304_the_next_request_is_a_full_one() -> None:
    state = NEVER_POLLED
    for number in range(FULL_AFTER):
        assert not wants_full(state)
        state = after(planned(end(NOON + number * QUARTER, "not_modified"), state, BOUNDS, NOON, is_our_fault=False))
    assert wants_full(state)
    assert not wants_full(after(planned(end(NOON, "unchanged"), state, BOUNDS, NOON, is_our_fault=False)))


def test_our_own_fault_leaves_a_feed_as_it_was() -> None:
    before = PollState(sickness=3, last_new_at=NOON)
    row = planned(end(NOON, "error", error="dns"), before, BOUNDS, NOON, is_our_fault=True)
    assert (row.sickness, row.due_at, row.is_our_fault) == (3, NOON, True)
    row = planned(end(NOON, "error", error="http_404"), before, BOUNDS, NOON, is_our_fault=True)
    assert row.sickness == 7, "an answer is no fault of ours"


def rows(*errors: str) -> list[Fetch]:
    return [
        end(NOON, "error" if error else "new", error=error, url=f"http://{number}.example/")
        for number, error in enumerate(errors)
    ]


@pytest.mark.parametrize(
    ("errors", "sick", "ours"),
    [
        (("dns", "dns", ""), (), True),
        (("dns", "", ""), (), False),
        (("dns", "dns"), (), False),
        (("http_500", "http_500", "http_500"), (), False),
        (("dns", "dns", "dns"), ("http://0.example/", "http://1.example/", "http://2.example/"), False),
        (("dns", "dns", "", "timeout"), ("http://0.example/",), True),
    ],
    ids=["most", "one", "too_few_hosts", "answers", "sick_before", "sick_and_well"],
)
def test_the_fault_is_ours_if_most_hosts_that_were_well_fail_by_the_network(
    errors: tuple[str, ...], sick: tuple[str, ...], ours: bool
) -> None:
    assert fault_is_ours(rows(*errors), frozenset(sick)) == ours


@given(
    st.integers(0, 10_000), st.integers(0, 1_000), st.sampled_from(["new", "unchanged", "not_modified", "error"]),
    st.integers(0, 2_000), st.none() | st.integers(1, 86_400), st.none() | st.integers(1, 86_400),
)  # fmt: skip
@settings(deadline=None)
def test_whatever_happens_a_feed_is_due_again_within_the_bounds(
    sickness: int, streak: int, outcome: str, least: int, floor: int | None, cache: int | None
) -> None:
    state = PollState(sickness, streak, NOON - timedelta(days=900), floor)
    row = replace(end(NOON, outcome), cache_seconds=cache)
    due_at = planned(row, state, BOUNDS.with_floor(least), NOON, is_our_fault=False).due_at
    assert due_at is not None
    assert NOON + timedelta(minutes=least) <= due_at
    assert due_at <= NOON + max(timedelta(days=8), timedelta(minutes=least))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, MAX-AGE=600, s-maxage=9000"}, 600),
        ({"cache-control": 'private,max-age="60"', "age": "20"}, 40),
        ({"cache-control": "max-age=600, no-cache"}, None),
        ({"cache-control": "no-store"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=31536000"}, 86_400),
        ({"cache-control": "max-age=-5, banana"}, None),
        ({"expires": "Thu, 14 Jun 2012 12:10:00 GMT"}, 600),
        ({"expires": "Thu, 14 Jun 2012 12:10:00 GMT", "date": "Thu, 14 Jun 2012 12:05:00 GMT"}, 300),
        ({"expires": "0"}, None),
        ({"expires": "-1", "cache-control": "max-age=60"}, 60),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert cache_seconds(headers, NOON) == seconds


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ((None, None, None), None),
        (("60", None, None), 3_600),
        (("0", None, None), None),
        (("sixty", "often", "x"), None),
        (("-5", None, None), None),
        ((None, "hourly", "2"), 1_800),
        ((None, " Daily ", None), 86_400),
        (("10", "hourly", "1"), 3_600),
        (("999999999", None, None), 86_400),
        ((None, "hourly", "0"), 3_600),
    ],
)
def test_what_a_feed_asks_for(said: tuple[object, object, object], seconds: int | None) -> None:
    assert feed_floor_seconds(*said) == seconds
