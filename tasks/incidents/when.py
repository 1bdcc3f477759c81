"""When the event of a claim was: the days that its date allows, and whether two such spans can be one event."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.incidents.reports import Report

_REPORTED_WITHIN = timedelta(days=2)  # news without a date is of the day or the two before
_DAY = timedelta(days=1)
NEXT_DATE = "next_day"
_FIRST, _LAST = date(1000, 1, 1), date(9000, 1, 1)  # days of other years are misread, and a calendar has an end
SAME_DAY, INSIDE, OVERLAP, COARSE, NEXT_DAY = 3.0, 2.0, 1.5, 1.0, -1.5


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last possible day. `form`: day (said), inferred (from publication), month, year."""

    first: date
    last: date
    form: str


def span(reports: tuple[Report, ...]) -> Span:
    """The span of one text's incident: its first day-precise date, else its first coarser one, else inferred."""
    said = [found for report in reports if report.event_date and (found := _parse(report.event_date))]
    if said:
        return min(said, key=lambda found: found.last - found.first)
    published = min(max(min(report.said_at for report in reports).date(), _FIRST), _LAST)
    return Span(published - _REPORTED_WITHIN, published, "inferred")


def _parse(text: str) -> Span | None:
    """An ISO day, month or year; None for anything else (a week, a day that no month has, the year 9999)."""
    parts = text.split("-")
    try:
        year, *rest = (int(part) for part in parts)
        if not _FIRST.year <= year < _LAST.year:
            return None
        if not rest:
            return Span(date(year, 1, 1), date(year, 12, 31), "year")
        if len(rest) == 1:
            return Span(date(year, rest[0], 1), date(year, rest[0], monthrange(year, rest[0])[1]), "month")
        return Span(date(year, rest[0], rest[1]), date(year, rest[0], rest[1]), "day")
    except (ValueError, IndexError):
        return None


def merged(days: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days in as few (first, last) as they can be told in, in order."""
    result: list[tuple[date, date]] = []
    for first, last in sorted(days):
        if result and first <= result[-1][1] + _DAY:
            result[-1] = result[-1][0], max(last, result[-1][1])
        else:
            result.append((first, last))
    return result


def compare(one: Span, other: Span) -> tuple[str, float] | None:
    """(rule, weight), or None where the two cannot be of one day.

    A report of the next day may carry its own day's date, so two said days that touch weigh against, not out.
    """
    overlap = one.first <= other.last and other.first <= one.last
    forms = {one.form, other.form}
    if forms == {"day"}:
        if one.first == other.first:
            return "same_day", SAME_DAY
        return (NEXT_DATE, NEXT_DAY) if abs(one.first - other.first) == _DAY else None
    if not overlap:
        return None
    if forms & {"month", "year"}:
        return "coarse_date", COARSE
    return ("inferred_day", INSIDE) if "day" in forms else ("days_overlap", OVERLAP)


def narrower(one: Span, other: Span) -> Span:
    """What two spans of one event say together: the more precise, the earlier of two equal ones."""
    return min((one, other), key=lambda found: (found.last - found.first, found.form != "day", found.first))
