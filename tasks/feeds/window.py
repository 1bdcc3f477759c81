"""The days of a backfill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Window:
    """From the start of `first` to the end of `last`, both in UTC."""

    first: date
    last: date

    def holds(self, moment: datetime | None) -> bool:
        """Whether `moment` is in it; nobody knows of what has none."""
        return moment is not None and self.first <= moment.astimezone(UTC).date() <= self.last


ALWAYS = Window(date.min, date.max)
