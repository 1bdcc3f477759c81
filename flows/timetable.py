"""When the next run is due: a grid of slots, of which those that were missed are skipped and never made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Timetable:
    """Slots `interval` apart. All moments are in UTC, so that no change of a time zone moves them."""

    interval: timedelta

    def first(self, last_started_at: datetime | None, now: datetime) -> datetime:
        """The first slot after a start: at once, or an interval after the last run where that is not over yet.

        A program that is started over and over so asks no server more often than one that stays up.
        """
        if last_started_at is None or last_started_at > now:
            return now
        return max(now, last_started_at + self.interval)

    def next(self, slot: datetime, now: datetime) -> tuple[datetime, int]:
        """The slot after `slot` that is not over at `now`, and how many between them are too late and skipped."""
        late = max(timedelta(0), now - slot)
        missed = max(0, -(-late // self.interval) - 1)
        return slot + (missed + 1) * self.interval, missed

    def is_due(self, slot: datetime, now: datetime) -> bool:
        """Whether a run starts now; also where the clock went back and the slot would be waited for too long."""
        return now >= slot or self.went_back(slot, now)

    def went_back(self, slot: datetime, now: datetime) -> bool:
        """Whether the clock was put back: no slot is ever more than an interval away."""
        return slot - now > self.interval

    def anchored(self, slot: datetime, now: datetime) -> datetime:
        """The slot that a run starting now belongs to; the grid starts anew after a clock that jumped."""
        return now if self.went_back(slot, now) else slot
