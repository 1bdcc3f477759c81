"""Days, weeks and months around an anchor, as TIMEX3 values. Pure arithmetic; impossible dates give None."""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1000, 2199
MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has none (31 February)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month(year: int, number: int) -> str:
    """2012-06."""
    return f"{year:04d}-{number:02d}"


def week(of: date) -> str:
    """The ISO 8601 week: 2012-W24."""
    year, number, _ = of.isocalendar()
    return f"{year:04d}-W{number:02d}"


def shifted_day(anchor: date, days: int) -> date | None:
    """`anchor` moved by `days`; None outside the calendar."""
    try:
        return anchor + timedelta(days=days)
    except OverflowError:
        return None


def shifted_month(anchor: date, months: int) -> str | None:
    """The month `months` after the anchor's."""
    number = anchor.year * MONTHS_A_YEAR + anchor.month - 1 + months
    year = number // MONTHS_A_YEAR
    return month(year, number % MONTHS_A_YEAR + 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def shifted_week(anchor: date, weeks: int) -> str | None:
    """The ISO week `weeks` after the anchor's."""
    moved = shifted_day(anchor, DAYS_A_WEEK * weeks)
    return None if moved is None else week(moved)


def weekday(anchor: date, number: int, direction: str) -> date | None:
    """The weekday `number` (Monday 0) seen from `anchor`: "latest" on or before, "last" before, "coming" on or after,
    "next" after."""
    if direction in {"latest", "last"}:
        back = (anchor.weekday() - number) % DAYS_A_WEEK
        return shifted_day(anchor, -(back or DAYS_A_WEEK) if direction == "last" else -back)
    ahead = (number - anchor.weekday()) % DAYS_A_WEEK
    return shifted_day(anchor, (ahead or DAYS_A_WEEK) if direction == "next" else ahead)


def nearest_year(anchor: date, month_number: int, day_number: int, *, future: bool) -> date | None:
    """A day without a year: the latest such day on or before `anchor`, or the first on or after it. 29 February may be
    years away."""
    step = 1 if future else -1
    for back in range(9):
        found = day(anchor.year + step * back, month_number, day_number)
        if found is not None and (found >= anchor if future else found <= anchor):
            return found
    return None


def nearest_month(anchor: date, number: int, *, future: bool) -> str:
    """A month without a year: the latest such month up to the anchor's, or the first from it on."""
    if future:
        return month(anchor.year + (number < anchor.month), number)
    return month(anchor.year - (number > anchor.month), number)
