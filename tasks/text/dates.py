"""Publication dates as pages and feeds print them, with the precision that they really have. No clock is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil import parser

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AMBIGUOUS = re.compile(r"\b(0?[1-9]|1[0-2])[/.](0?[1-9]|1[0-2])[/.]\d{4}\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?:/|$)|(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"
)
_PRINTED = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? (?:19|20)\d\d"
    r"|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b",
    re.IGNORECASE,
)
# RFC 822 section 5.1 names these zones, news sites a few more
_ZONE_HOURS: dict[str, float] = {
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "EST": -5,
    "EDT": -4,
}
_ZONE_HOURS |= {"ET": -5, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "IST": 5.5, "JST": 9}
# two fillers that agree on nothing: a field that comes out differently was not in the text
_FILLERS = (datetime(1904, 1, 3), datetime(1908, 2, 4, 23, 58, 57))  # noqa: DTZ001 - the zone is a field, too
_LONGEST = 80  # characters of a date


@dataclass(frozen=True, slots=True)
class Published:
    """When a text came out, in UTC. `precision`: second, day (then midnight), unknown (then `at` is None)."""

    at: datetime | None
    precision: str


UNKNOWN = Published(None, "unknown")


def published(value: str | None) -> Published:
    """`value` of a date field; unknown where it names no full day or could be read in two ways.

    Midnight sharp counts as a bare day: publishing systems print it for want of a time, in the zone of the outlet.
    """
    text = (value or "").strip()
    if not text or len(text) > _LONGEST or not _YEAR.search(text) or _ambiguous(text):
        return UNKNOWN
    bare = _DAY.fullmatch(text)
    if bare:
        return _day(*(int(part) for part in bare.groups()))
    try:
        moments = [parser.parse(text, default=filler, tzinfos=_zone) for filler in _FILLERS]
    except (ValueError, ArithmeticError, TypeError, IndexError, AttributeError):  # dateutil lets all of these out
        return UNKNOWN
    return _agreed(*moments)


def published_at_moment(moment: datetime | None) -> Published:
    """A moment that a feed gave, unknown without one; midnight sharp is a bare day here, too."""
    if moment is None:
        return UNKNOWN
    is_day = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return Published(moment, "day" if is_day else "second")


def published_in_url(url: str) -> Published:
    """The day in a path like /2012/06/14/ or 2012-06-14, unknown without one."""
    found = _IN_PATH.search(url)
    return _day(*(int(part) for part in found.groups() if part)) if found else UNKNOWN


def published_in_line(line: str) -> Published:
    """The day printed in a dateline such as "Published June 14, 2012 at noon", unknown without one."""
    found = _PRINTED.search(" ".join(line.split()))
    return published(found[0]) if found else UNKNOWN


def _agreed(one: datetime, two: datetime) -> Published:
    if one.date() != two.date():
        return UNKNOWN
    if one.hour != two.hour or (one.hour, one.minute, one.second) == (0, 0, 0):
        return _day(one.year, one.month, one.day)
    exact = one.replace(second=one.second if one.second == two.second else 0, tzinfo=one.tzinfo or UTC)
    try:
        return Published(exact.astimezone(UTC), "second")
    except (OverflowError, ValueError):
        return UNKNOWN


def _day(year: int, month: int, day: int) -> Published:
    try:
        return Published(datetime(year, month, day, tzinfo=UTC), "day")
    except ValueError:
        return UNKNOWN


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = _ZONE_HOURS.get((name or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))


def _ambiguous(text: str) -> bool:
    found = _AMBIGUOUS.search(text)
    return found is not None and int(found[1]) != int(found[2])
