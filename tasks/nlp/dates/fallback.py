"""Dates in layouts that no rule of ours knows ("2011/01/25", "25-Jan-2011", "Jan 25 '11"), read by python-dateutil.

Only what looks like a whole date is given to the library, and only a day that it reads in one way is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from dateutil import parser

from tasks.nlp.findings import DateMention

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_ODD = re.compile(
    rf"(?<![\w/.-])(?:\d{{4}}[/.]\d{{1,2}}[/.]\d{{1,2}}|\d{{1,2}}[-.]{_MONTH}[-.]\d{{4}}|{_MONTH}-\d{{1,2}}-\d{{4}}"
    rf"|\d{{4}},?\s{_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}{_MONTH}\d{{4}}|\d{{4}}-{_MONTH}-\d{{1,2}}"
    rf"|\d{{1,2}}\s{_MONTH}\.?,?\s['’]\d\d|{_MONTH}\.?\s\d{{1,2}},?\s['’]\d\d)(?![\w/-])"
)
_YEARS = range(1000, 2200)
# two fillers that agree on nothing: a field that comes out differently was not in the text
_FILLERS = (datetime(1904, 1, 3), datetime(1908, 2, 4))  # noqa: DTZ001  # only the day is kept


def odd_dates(text: str) -> Iterator[DateMention]:
    """The odd dates of `text`, with empty value where they are no one day: they hold their place all the same."""
    for match in _ODD.finditer(text):
        found = _day(match.group().replace("’", "'"))
        yield DateMention(match.start(), match.end(), match.group(), found or "", "day" if found else "none")


def _day(printed: str) -> str | None:
    """The ISO day, None where there is none or more than one reading."""
    days = set()
    for day_first in (True, False):
        for filler in _FILLERS:
            try:
                days.add(parser.parse(printed, default=filler, dayfirst=day_first).date())
            except (ValueError, OverflowError):
                return None
    day = days.pop()
    return day.isoformat() if not days and day.year in _YEARS else None
