"""Decades, centuries, fiscal years, quarters, halves, weekends, holidays and days of a month by their number.

Values are those of TIMEX3 and ISO 8601-2: a decade is its first three digits (199), a century its first two (19), a
quarter 2012-Q1, a half 2012-H1. FY2012 is the fiscal year that ends in 2012: where a text names two years, the later.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dateutil.easter import easter

from tasks.nlp.dates import calendar
from tasks.nlp.dates.rule import YEAR, Row, Value, any_of
from tasks.nlp.grammar.vocabulary import table, words

# what a text must hold for a rule to be worth a search
_NEEDS = {
    "decade": ("0s", "0's", "0’s"),
    "short-decade": ("0s",),
    "word-decade": ("ties",),
    "century": ("century",),
    "fy": ("fy",),
    "quarter": ("quarter", "half", "q1", "q2", "q3", "q4", "h1", "h2"),
    "year-quarter": ("q1", "q2", "q3", "q4", "h1", "h2"),
    "weekend": ("the weekend",),
    "nth-of-month": (" month",),
    "nth-of-named": (" of ",),
}
_SATURDAY = 5
_FIRST_EASTER, _LAST_EASTER = 1583, 4099  # years that the Gregorian rule is good for (dateutil.easter)
_CENTURY = 100
_SHORT = 2  # digits of "FY12"
_THE = r"(?:(?i:the)\s)?"


class Periods:
    """The rows of the rules for stretches of time that carry a name or number of their own."""

    def __init__(self, lexicon: Mapping[str, Any], months: Mapping[str, int], direction: Mapping[str, int]) -> None:
        """Raises LexiconError where dates.toml lacks a table."""
        self.months, self.direction = months, direction
        self.ordinals: dict[str, int] = dict(table(lexicon, "dates", "ordinals"))
        self.decades: dict[str, int] = dict(table(lexicon, "dates", "decades"))
        self.holidays: dict[str, str] = dict(table(lexicon, "dates", "holidays"))
        self.feasts: dict[str, int] = dict(table(lexicon, "dates", "feasts"))
        self.heralds = words(lexicon, "dates", "easter.heralds")
        self.named: dict[str, str] = dict(table(lexicon, "dates", "named_days"))
        self.part = any_of(words(lexicon, "dates", "direction.part"))
        fiscal = words(lexicon, "dates", "fiscal")
        self.fiscal = any_of(fiscal)
        self.needs = {
            **dict.fromkeys(("fiscal-year", "year-fiscal", "fiscal-ending"), tuple(sorted(fiscal))),
            "holiday": tuple(name.lower() for name in self.holidays),
            "feast": ("easter", *(name.lower() for name in self.feasts)),
            "named-day": tuple(name.lower() for name in self.named),
            **_NEEDS,
        }

    def rows(self, turn: str, full_month: str) -> tuple[Row, ...]:
        """Names, patterns and readers; `turn` and `full_month` are the fragments of the other rules."""
        return (*self._long(), *self._fiscal(), *self._parts(turn), *self._days(turn, full_month))

    def _long(self) -> tuple[Row, ...]:
        part = rf"(?:(?:{_THE}(?i:{self.part})(?:-|\s))?"
        spelled = any_of(self.ordinals)
        return (
            ("decade", rf"{_THE}{part}{_THE})(?P<decade>1[89]\d0|20\d0)['’]?s\b", self._decade),
            ("short-decade", rf"{_THE}{part}{_THE})['‘’](?P<short>[1-9]0)s\b", self._short_decade),
            ("word-decade", rf"(?i:the)\s{part}{_THE})(?P<word>(?i:{any_of(self.decades)}))\b", self._word_decade),
            (
                "century",
                rf"{_THE}{part}{_THE})(?P<nth>(?i:{spelled})|\d{{1,2}}(?:st|nd|rd|th))\s(?i:century)\b",
                self._century,
            ),
        )

    def _fiscal(self) -> tuple[Row, ...]:
        to = r"(?:\s?[-–/]\s?(?P<to>\d{4}|\d\d)(?!\d))?"
        fiscal = rf"(?i:{self.fiscal})"
        until = rf"(?:[0-3]?\d\s)?(?:{any_of(self.months, capital=True)})\.?(?:\s[0-3]?\d,)?\s"
        return (
            ("fiscal-year", rf"{_THE}{fiscal}(?:\s(?i:year))?\s{YEAR}(?!\d){to}", self._fiscal_year),
            ("fy", rf"FY\s?['’]?(?P<year>(?:19|20)\d\d|\d\d)(?!\d){to}", self._fiscal_year),
            ("year-fiscal", rf"{_THE}{YEAR}{to}\s{fiscal}\s(?i:year)\b", self._fiscal_year),
            (
                "fiscal-ending",
                rf"{_THE}{fiscal}\s(?i:year)\s(?:that\s)?(?i:ending|ended|ends|to)\s(?:(?i:in|on)\s)?{until}{YEAR}(?!\d)",
                self._fiscal_year,
            ),
        )

    def _parts(self, turn: str) -> tuple[Row, ...]:
        """Parts of a year, and the weekend that a text means without saying which."""
        nth = rf"(?P<nth>(?i:{any_of([w for w, n in self.ordinals.items() if n <= 4])})|[1-4](?:st|nd|rd|th))"  # noqa: PLR2004
        year = rf"(?:{YEAR}(?!\d)|{turn}\s(?i:year)\b)"
        return (
            (
                "quarter",
                rf"(?:{_THE}{nth}\s(?P<unit>(?i:quarter|half))|(?P<short>Q[1-4]|H[12]))\s(?:(?i:of)\s)?{year}",
                self._year_part,
            ),
            ("year-quarter", rf"{YEAR}(?:-|\s)?(?P<short>Q[1-4]|H[12])\b", self._year_part),
            ("weekend", r"(?:(?<=over\s)|(?<=during\s)|(?<=at\s))(?i:the)\s(?i:weekend)\b", self._weekend),
        )

    def _days(self, turn: str, full_month: str) -> tuple[Row, ...]:
        spelled = rf"(?P<nth>(?i:{any_of(self.ordinals)})|(?i:last)(?=\s(?i:day)))"
        any_nth = rf"(?:{spelled}|(?P<figure>[0-3]?\d)(?:st|nd|rd|th))"
        day = r"(?:\s(?i:day))?\s(?i:of)\s"
        of_year = rf"(?:,?\s(?:in\s)?{YEAR}(?!\d))?"
        return (
            ("nth-of-month", rf"{_THE}{any_nth}{day}(?:{turn}|(?i:the))\s(?i:month)\b", self._nth),
            ("nth-of-named", rf"{_THE}{spelled}{day}{full_month}\b(?:,?\s{YEAR}(?!\d))?", self._nth),
            ("holiday", rf"(?P<name>{any_of(self.holidays)})\b{of_year}", self._holiday),
            (
                "feast",
                rf"(?:(?P<name>{any_of(self.feasts)})|(?i:{any_of(self.heralds)})\sEaster(?!\s[A-Z]))\b{of_year}",
                self._feast,
            ),
            ("named-day", rf"(?P<name>{any_of(self.named)})(?!\w)", self._named),
        )

    def _decade(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        return match["decade"][:3], "decade"

    def _short_decade(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        return self._latest_decade(int(match["short"]), anchor)

    def _word_decade(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        return self._latest_decade(self.decades[match["word"].lower()], anchor)

    @staticmethod
    def _latest_decade(first: int, anchor: date | None) -> Value:
        """ "the nineties": the latest such decade that had begun."""
        if anchor is None:
            return None
        century = anchor.year // _CENTURY
        return f"{century - (first > anchor.year % _CENTURY)}{first // 10}", "decade"

    def _century(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        return f"{self._number(match['nth']) - 1:02d}", "century"

    def _number(self, nth: str) -> int:
        return self.ordinals.get(nth.lower()) or int(nth[:-2])

    def _fiscal_year(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        year, last = match["year"], match.groupdict().get("to")
        century = str((anchor.year if anchor else 2000) // _CENTURY)
        first = int(year) if len(year) > _SHORT else int(century + year)
        end = first if last is None else int(last if len(last) > _SHORT else str(first)[:2] + last)
        return (f"FY{end}", "fiscal_year") if end in {first, first + 1} else None

    def _year_part(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        groups = match.groupdict()
        if groups.get("year"):
            year = int(groups["year"])
        elif anchor is not None and groups.get("turn"):
            year = anchor.year + self.direction[groups["turn"].lower()]
        else:
            return None
        if groups["short"]:
            return f"{year:04d}-{groups['short']}", "other"
        number, quarters = self._number(groups["nth"]), groups["unit"].lower() == "quarter"
        return (f"{year:04d}-{'Q' if quarters else 'H'}{number}", "other") if quarters or number <= _SHORT else None

    def _weekend(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        """ "over the weekend": the one that has begun last, or the next where the clause looks ahead."""
        if anchor is None:
            return None
        found = calendar.shifted_week(anchor, 0 if future or anchor.weekday() >= _SATURDAY else -1)
        return (f"{found}-WE", "week") if found else None

    def _nth(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        """ "the 14th of this month", "the third day of May 2011", "the last day of June"."""
        groups = match.groupdict()
        month = self._month_of(groups, anchor, future=future)
        if month is None:
            return None
        if (groups.get("nth") or "").lower() == "last":
            number = monthrange(*month)[1]
        else:
            number = int(groups["figure"]) if groups.get("figure") else self.ordinals[groups["nth"].lower()]
        found = calendar.day(*month, number)
        return (found.isoformat(), "day") if found else None

    def _month_of(self, groups: Mapping[str, str], anchor: date | None, *, future: bool) -> tuple[int, int] | None:
        if groups.get("month") and groups.get("year"):
            return int(groups["year"]), self.months[groups["month"].lower()]
        if anchor is None:
            return None
        if groups.get("month"):
            found: str | None = calendar.nearest_month(anchor, self.months[groups["month"].lower()], future=future)
        else:
            found = calendar.shifted_month(anchor, self.direction.get((groups.get("turn") or "this").lower(), 0))
        return (int(found[:4]), int(found[5:])) if found else None

    def _holiday(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        month, number = (int(part) for part in self.holidays[match["name"]].split("-"))
        if match["year"]:
            found = calendar.day(int(match["year"]), month, number)
        else:
            found = calendar.nearest_year(anchor, month, number, future=future) if anchor else None
        return (found.isoformat(), "day") if found else None

    def _feast(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        """A feast that moves with Easter: of the year named, else the latest one, or the next where it is to come."""
        if anchor is None and not match["year"]:
            return None
        after = timedelta(days=self.feasts.get(match["name"] or "", 0))
        near = int(match["year"]) if match["year"] else anchor.year if anchor else 0
        if not _FIRST_EASTER <= near - 1 < near + 1 <= _LAST_EASTER:
            return None
        if match["year"] or anchor is None:
            return (easter(near) + after).isoformat(), "day"
        days = [easter(year) + after for year in (near - 1, near, near + 1)]
        found = min(each for each in days if each >= anchor) if future else max(each for each in days if each <= anchor)
        return found.isoformat(), "day"

    def _named(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        return self.named[match["name"]], "day"
