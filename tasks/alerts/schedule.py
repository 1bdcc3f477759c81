"""When an alert of a rule goes out: at once, with its group, after the quiet hours, in the digest, or in the next hour.

Times of day are those of the rule's time zone, also over a change of daylight saving time. Nothing is dropped: what may
not go out now waits and goes out with what waits beside it, in one message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tasks.alerts.changes import Change
from tasks.alerts.rules import Rule
from warehouse.records import stable_id

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """When a delivery is due, and with what it is gathered until then; None: it goes alone."""

    at: datetime
    group_key: str | None = None


@dataclass(slots=True)
class Traffic:
    """What goes to channels: messages of the last hour by (rule, channel), open groups and when groups last went."""

    recent: dict[tuple[str, str], int]
    opened: dict[str, datetime]  # group -> when it is closed
    closed: Mapping[str, datetime]  # group -> when one of its messages was last closed
    unlimited: frozenset[str] = frozenset()  # channels

    def slot(self, rule: Rule, change: Change, channel: str, now: datetime) -> Slot:
        """The slot of a change, which counts from then on."""
        free = _after_quiet(rule, now)
        if rule.digest:
            slot = Slot(_after_quiet(rule, _digest_at(rule, now)), digest_key(rule.name, channel))
        elif rule.wait_minutes or rule.interval_minutes or rule.group_by:
            slot = self._grouped(rule, change, channel, now)
        elif free > now:
            slot = Slot(free, stable_id("quiet", rule.name, channel))
        else:
            slot = Slot(now)
        if slot.group_key is None or slot.group_key not in self.opened:
            slot = self._limited(rule, channel, now, slot)
        if slot.group_key is not None:
            self.opened[slot.group_key] = slot.at
        return slot

    def _limited(self, rule: Rule, channel: str, now: datetime, slot: Slot) -> Slot:
        """The slot of one more message, or the one in which everything beyond the rate limit is gathered."""
        sent = self.recent.get((rule.name, channel), 0)
        if rule.rate_limit and sent >= rule.rate_limit and channel not in self.unlimited:
            held = stable_id("rate", rule.name, channel)
            return Slot(self.opened.get(held, _after_quiet(rule, now + HOUR)), held)
        self.recent[rule.name, channel] = sent + 1
        return slot

    def _grouped(self, rule: Rule, change: Change, channel: str, now: datetime) -> Slot:
        row = change.first
        by = {"country": row.country, "incident": row.incident_id, "kind": row.kind, "harm": row.harm}
        group = stable_id("group", rule.name, channel, *(by[name] for name in rule.group_by))
        if group in self.opened:
            return Slot(self.opened[group], group)
        at = now + timedelta(minutes=rule.wait_minutes)
        if group in self.closed:
            at = max(at, self.closed[group] + timedelta(minutes=rule.interval_minutes))
        return Slot(_after_quiet(rule, at), group)


def digest_key(rule: str, channel: str) -> str:
    """The group in which the digest of a rule is gathered for a channel."""
    return stable_id("digest", rule, channel)


def _after_quiet(rule: Rule, moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours that it lies in."""
    if rule.quiet_hours is None:
        return moment
    start, end = (time.fromisoformat(text) for text in rule.quiet_hours.split("-"))
    local = moment.astimezone(ZoneInfo(rule.time_zone))
    clock = local.time().replace(tzinfo=None)
    over_night = start > end
    quiet = clock >= start or clock < end if over_night else start <= clock < end
    if not quiet:
        return moment
    day = local.date() + timedelta(days=1 if over_night and clock >= start else 0)
    return _moment(day, end, rule.time_zone)


def _digest_at(rule: Rule, now: datetime) -> datetime:
    """The next time of the digest after `now`."""
    at = time.fromisoformat(rule.digest_at)
    day = now.astimezone(ZoneInfo(rule.time_zone)).date()
    for ahead in range(9):
        found = day + timedelta(days=ahead)
        if rule.digest == "weekly" and _DAYS[found.weekday()] != rule.digest_day:
            continue
        if (moment := _moment(found, at, rule.time_zone)) > now:
            return moment
    raise AssertionError("every week has each day")


def _moment(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
