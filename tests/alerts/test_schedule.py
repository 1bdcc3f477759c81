"""When an alert goes out: nothing is dropped, and no rule, however greedy, floods a channel."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasks.alerts.changes import Change
from tasks.alerts.rules import Rule
from tasks.alerts.schedule import Slot, Traffic
from warehouse.records import StateChange

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)  # a Thursday
PLAIN = Rule("plain", channels=("hook",))


def change(country: str = "SYR", incident: str = "i") -> Change:
    row: dict[str, Any] = {field.name: None for field in fields(StateChange)}
    row |= {"country": country, "incident_id": incident, "kind": "toll_up", "harm": "killed", "changed_at": NOON}
    return Change("a", (StateChange(**row),))


def traffic(**values: Any) -> Traffic:
    return Traffic(**{"recent": {}, "opened": {}, "closed": {}} | values)


def test_without_wishes_an_alert_goes_at_once_and_alone() -> None:
    assert traffic().slot(PLAIN, change(), "hook", NOON) == Slot(NOON)


def test_a_group_waits_gathers_and_keeps_its_distance_to_the_last_message() -> None:
    rule = replace(PLAIN, group_by=("country",), wait_minutes=10, interval_minutes=60)
    now = traffic()
    first = now.slot(rule, change(), "hook", NOON)
    assert first.at == NOON + timedelta(minutes=10)
    assert now.slot(rule, change(), "hook", NOON + timedelta(minutes=9)) == first
    assert now.slot(rule, change("IRQ"), "hook", NOON).group_key != first.group_key
    later = traffic(closed={first.group_key: NOON})
    assert later.slot(rule, change(), "hook", NOON + timedelta(minutes=20)).at == NOON + timedelta(minutes=60)


def test_beyond_the_rate_limit_everything_goes_in_one_message_of_the_next_hour() -> None:
    rule = replace(PLAIN, rate_limit=3)
    now = traffic()
    slots = [now.slot(rule, change(), "hook", NOON) for _ in range(1_000)]
    assert slots[:3] == [Slot(NOON)] * 3
    assert {slot.group_key for slot in slots[3:]} == {slots[3].group_key}
    assert {slot.at for slot in slots[3:]} == {NOON + timedelta(hours=1)}


def test_the_rate_limit_holds_for_groups_too_and_not_for_files() -> None:
    rule = replace(PLAIN, rate_limit=2, group_by=("incident",))
    now = traffic()
    slots = {now.slot(rule, change(incident=str(n)), "hook", NOON).group_key for n in range(50)}
    assert len(slots) == 3
    free = traffic(unlimited=frozenset({"log"}))
    assert {free.slot(replace(PLAIN, rate_limit=1), change(), "log", NOON) for _ in range(9)} == {Slot(NOON)}


@pytest.mark.parametrize(
    ("clock", "released"),
    [
        (datetime(2012, 6, 14, 19, 59, tzinfo=UTC), None),  # 21:59 in Zurich
        (datetime(2012, 6, 14, 20, 0, tzinfo=UTC), datetime(2012, 6, 15, 5, 0, tzinfo=UTC)),
        (datetime(2012, 6, 15, 4, 59, tzinfo=UTC), datetime(2012, 6, 15, 5, 0, tzinfo=UTC)),
        (datetime(2012, 6, 15, 5, 0, tzinfo=UTC), None),
        # the night on which summer time ended: 07:00 is an hour later in UTC
        (datetime(2012, 10, 27, 22, 30, tzinfo=UTC), datetime(2012, 10, 28, 6, 0, tzinfo=UTC)),
    ],
)
def test_quiet_hours_are_those_of_the_time_zone(clock: datetime, released: datetime | None) -> None:
    rule = replace(PLAIN, quiet_hours="22:00-07:00", time_zone="Europe/Zurich")
    slot = traffic().slot(rule, change(), "hook", clock)
    assert slot.at == (released or clock)
    assert (slot.group_key is None) == (released is None)


def test_quiet_hours_may_lie_in_the_day() -> None:
    rule = replace(PLAIN, quiet_hours="12:00-14:00")
    assert traffic().slot(rule, change(), "hook", NOON).at == NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        (Rule("d", channels=("hook",), digest="daily", digest_at="08:00"), datetime(2012, 6, 15, 8, tzinfo=UTC)),
        (Rule("d", channels=("hook",), digest="daily", digest_at="12:01"), datetime(2012, 6, 14, 12, 1, tzinfo=UTC)),
        (Rule("d", channels=("hook",), digest="daily", digest_at="12:00"), datetime(2012, 6, 15, 12, tzinfo=UTC)),
        (Rule("w", channels=("hook",), digest="weekly", digest_day="thursday"), datetime(2012, 6, 21, 8, tzinfo=UTC)),
        (Rule("w", channels=("hook",), digest="weekly", digest_day="friday"), datetime(2012, 6, 15, 8, tzinfo=UTC)),
        (
            Rule("z", channels=("hook",), digest="daily", digest_at="08:00", time_zone="America/New_York"),
            datetime(2012, 6, 15, 12, tzinfo=UTC),
        ),
    ],
)
def test_a_digest_goes_at_its_time(rule: Rule, at: datetime) -> None:
    now = traffic()
    slot = now.slot(rule, change(), "hook", NOON)
    assert slot.at == at
    assert now.slot(rule, change("IRQ"), "hook", NOON) == slot
