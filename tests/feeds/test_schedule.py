from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tasks.feeds.schedule import SOFT_TRIES, gives_up, may_poll, may_try_page, recheck_due

NOW = datetime(2012, 6, 14, 12, tzinfo=UTC)


def test_a_feed_waits_until_its_server_lets_it_come_back() -> None:
    assert may_poll(None, NOW)
    assert may_poll(NOW, NOW)
    assert not may_poll(NOW + timedelta(seconds=1), NOW)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 15), (2, 30), (10, 150), (96, 1440), (1000, 1440)])
def test_the_gap_grows_with_each_failure_up_to_a_day(failures: int, minutes: int) -> None:
    assert not may_try_page(failures, NOW - timedelta(minutes=minutes) + timedelta(seconds=1), NOW)
    assert may_try_page(failures, NOW - timedelta(minutes=minutes), NOW)


def test_a_clear_no_ends_after_three_tries_and_anything_else_after_days() -> None:
    assert not gives_up(2, 2)
    assert gives_up(3, 3)
    assert not gives_up(SOFT_TRIES - 1, 0)
    assert gives_up(SOFT_TRIES, 0)


def test_a_page_is_due_once_at_each_hour_and_missed_ones_are_made_up_by_one() -> None:
    hours = (1, 6, 24)
    due = lambda first, last: recheck_due(NOW - timedelta(hours=first), NOW - timedelta(hours=last), NOW, hours)  # noqa: E731
    assert not due(0.5, 0.5)
    assert due(1, 1)
    assert not due(2, 0.9)
    assert due(30, 30)
    assert not due(30, 1)
