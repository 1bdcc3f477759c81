"""Runs start at their slots; what was missed is skipped, and no jump of the clock makes a storm or a silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.timetable import Timetable

QUARTER = timedelta(minutes=15)
NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)
TABLE = Timetable(QUARTER)


def test_the_first_run_is_at_once_and_after_a_restart_an_interval_after_the_last_one():
    assert TABLE.first(None, NOON) == NOON
    assert TABLE.first(NOON - timedelta(minutes=5), NOON) == NOON + timedelta(minutes=10)
    assert TABLE.first(NOON - timedelta(days=1), NOON) == NOON
    assert TABLE.first(NOON + timedelta(days=365), NOON) == NOON  # of a clock that was wrong


def test_a_run_in_time_is_followed_by_the_next_slot():
    assert TABLE.next(NOON, NOON + timedelta(minutes=2)) == (NOON + QUARTER, 0)
    assert TABLE.next(NOON, NOON) == (NOON + QUARTER, 0)


def test_slots_that_a_long_run_took_are_skipped():
    assert TABLE.next(NOON, NOON + timedelta(minutes=16)) == (NOON + 2 * QUARTER, 1)
    assert TABLE.next(NOON, NOON + timedelta(days=1)) == (NOON + timedelta(days=1), 95)


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_the_next_slot_is_on_the_grid_and_less_than_an_interval_away(late):
    slot, missed = TABLE.next(NOON, NOON + late)
    assert (slot - NOON) % QUARTER == timedelta(0)
    assert timedelta(0) <= slot - (NOON + late) <= QUARTER
    assert slot == NOON + (missed + 1) * QUARTER


def test_a_clock_that_was_put_back_starts_the_grid_anew():
    yesterday = NOON - timedelta(days=1)
    assert TABLE.is_due(NOON, yesterday)
    assert TABLE.anchored(NOON, yesterday) == yesterday
    assert not TABLE.is_due(NOON, NOON - timedelta(minutes=5))
