"""The rules of date expressions: one bounded regular expression each and what it means. Values are TIMEX3's.

Rules are tried in order; where two overlap, the earlier start wins, then the longer, then the earlier rule. No
expression has nested repetition, so reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.nlp.dates import calendar
from tasks.nlp.dates.periods import Periods
from tasks.nlp.dates.rule import YEAR, Row, Rule, Value, any_of
from tasks.nlp.grammar.vocabulary import table, words

_UNITS = r"day|week|month|year|decade|fortnight"


@dataclass(frozen=True, slots=True)
class _Fragments:
    """Parts of the regular expressions, made of the words of dates.toml."""

    month: str
    full_month: str
    weekday: str
    lead: str
    number: str
    year: str
    to: str
    part: str
    turn: str
    herald: str
    year_herald: str
    count: str
    bare_months: frozenset[str]
    present: frozenset[str]


class Rules:
    """The table of rules over the words of dates.toml."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.months: dict[str, int] = dict(table(lexicon, "dates", "months"))
        self.weekdays: dict[str, int] = dict(table(lexicon, "dates", "weekdays"))
        self.days: dict[str, int] = dict(table(lexicon, "dates", "days"))
        self.numbers: dict[str, int] = dict(table(lexicon, "dates", "numbers"))
        self.seasons: dict[str, str] = dict(table(lexicon, "dates", "seasons"))
        self.direction = {
            **dict.fromkeys(words(lexicon, "dates", "direction.past"), -1),
            **dict.fromkeys(words(lexicon, "dates", "direction.present"), 0),
            **dict.fromkeys(words(lexicon, "dates", "direction.future"), 1),
        }
        self.part = words(lexicon, "dates", "direction.part")
        self.periods = Periods(lexicon, self.months, self.direction)
        self.never_before = words(lexicon, "dates", "never.before")
        self.never_after = words(lexicon, "dates", "never.after")
        self.rules = list(self._table(lexicon))

    def _table(self, lexicon: Mapping[str, Any]) -> Iterator[Rule]:
        fragments = self._fragments(lexicon)
        periods = self.periods.rows(fragments.turn, fragments.full_month)
        rows = (*self._days(fragments), *self._spans(fragments), *periods)
        for name, pattern, read in rows:
            compiled = re.compile(rf"(?<![\w/.-]){pattern}" if name != "year" else pattern)
            yield Rule(name, compiled, read, self.periods.needs.get(name, ()))

    def _fragments(self, lexicon: Mapping[str, Any]) -> _Fragments:
        full = words(lexicon, "dates", "full_months")
        month = rf"(?P<month>{any_of(self.months, capital=True)})\.?"
        full_month = "(?P<month>" + any_of([m for m in self.months if m in full], capital=True) + ")"
        full_days = any_of([word for word in self.weekdays if word.endswith("day")], capital=True)
        short_days = any_of([word for word in self.weekdays if not word.endswith("day")], capital=True)
        weekday = rf"(?:(?P<weekday>{full_days})\b|(?P<short>{short_days})\.)"
        lead = rf"(?:(?:{any_of(self.weekdays, capital=True)})\b\.?,?\s(?:the\s)?)?"
        number = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
        year = YEAR
        to = r"(?:\s?(?:-|–|to)\s?[0-3]?\d(?:st|nd|rd|th)?)?"
        part = rf"(?:(?P<part>(?i:{any_of(self.part)}))(?:-|\s))?"
        turn = rf"(?P<turn>(?i:{any_of(self.direction)}))"
        herald = "(?i:" + any_of(words(lexicon, "dates", "direction.month_heralds")) + ")"
        year_herald = "(?i:" + any_of(words(lexicon, "dates", "direction.year_heralds")) + ")"
        count = rf"(?P<count>(?i:{any_of(self.numbers)})|\d{{1,3}})"
        return _Fragments(
            month=month,
            full_month=full_month,
            weekday=weekday,
            lead=lead,
            number=number,
            year=year,
            to=to,
            part=part,
            turn=turn,
            herald=herald,
            year_herald=year_herald,
            count=count,
            bare_months=words(lexicon, "dates", "direction.bare_months"),
            present=words(lexicon, "dates", "present.words"),
        )

    def _days(self, p: _Fragments) -> tuple[Row, ...]:
        """Days and months by number and name."""
        return (
            ("iso", r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)(?!-\d)", self._numeric),
            (
                "numeric",
                r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d/])",
                self._slashed,
            ),
            ("day-month-year", rf"{p.lead}{p.number}{p.to}\s(?:of\s)?{p.month},?\s{p.year}(?!\d)", self._dated),
            ("month-day-year", rf"{p.lead}{p.month}\s{p.number}{p.to},?\s{p.year}(?!\d)", self._dated),
            (
                "day-month-turn",
                rf"{p.lead}{p.number}{p.to}\s(?:of\s)?{p.month}\s(?:of\s)?{p.turn}\s(?i:year)\b",
                self._in_turned_year,
            ),
            (
                "month-day-turn",
                rf"{p.lead}{p.month}\s{p.number}{p.to},?\s(?:of\s)?{p.turn}\s(?i:year)\b",
                self._in_turned_year,
            ),
            ("month-turn", rf"{p.part}{p.full_month}\s(?:of\s)?{p.turn}\s(?i:year)\b", self._in_turned_year),
            ("day-month", rf"{p.lead}{p.number}{p.to}\s(?:of\s)?{p.month}(?![a-z])", self._dated),
            ("month-day", rf"{p.lead}{p.month}\s{p.number}{p.to}(?![\d,]\d)(?!\d)(?!\s?%)", self._dated),
            ("month-year", rf"{p.part}{p.full_month}(?:\sof)?,?\s{p.year}(?!\d)", self._month),
            ("short-month-year", rf"{p.part}{p.month}\s{p.year}(?!\d)", self._month),
            ("part-month", rf"(?P<part>(?i:{any_of(self.part)}))(?:-|\s){p.full_month}\b(?!\s\d\d?\b)", self._month),
        )

    def _spans(self, p: _Fragments) -> tuple[Row, ...]:
        """Weekdays, and what is counted from publication."""
        return (
            ("turn-month", rf"(?:(?i:in|since|of)\s)?{p.turn}\s{p.full_month}\b", self._turned_month),
            ("month", rf"(?<![A-Za-z]){p.herald}\s{p.full_month}\b(?!\s\d\d?\b)", self._month),
            (
                "bare-month",
                rf"(?P<month>{any_of(p.bare_months, capital=True)})\b(?!\s\d)",
                self._month,
            ),
            ("turn-weekday", rf"{p.turn}\s{p.weekday}", self._weekday),
            ("weekday-turn", rf"{p.weekday}\s(?P<turn>(?i:last|next|this))\sweek", self._weekday_of_week),
            ("weekday", p.weekday, self._weekday),
            (
                "turn-unit",
                rf"{p.part}(?:(?i:the)\s)?{p.turn}\s(?P<unit>(?i:week|month|year|weekend|quarter))\b",
                self._turned_unit,
            ),
            (
                "season-year",
                rf"(?:(?i:the)\s)?(?P<season>(?i:{any_of(self.seasons)}))\s(?:of\s)?{p.year}(?!\d)",
                self._season,
            ),
            ("turn-season", rf"{p.turn}\s(?P<season>(?i:{any_of(self.seasons)}))\b", self._season),
            ("ago", rf"{p.count}\s(?P<unit>(?i:{_UNITS}))s?\s(?i:ago)\b", self._ago),
            ("day", rf"(?P<word>(?i:{any_of(self.days)}))\b", self._day_word),
            ("year-part", rf"(?P<part>(?i:{any_of(self.part)}))(?:-|\s){p.year}(?![\d%-])(?!s\b)", self._year),
            ("year", rf"(?<![A-Za-z]){p.year_herald}\s{p.year}(?![\d%-])(?!s\b)(?!,\d)(?!\.\d)", self._year),
            ("present", "(?i:" + any_of(p.present) + r")\b", self._present),
        )

    def _dated(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        month, number = self.months[match["month"].lower()], int(match["day"])
        groups = match.groupdict()
        if groups.get("year"):
            found = calendar.day(int(groups["year"]), month, number)
        else:
            found = calendar.nearest_year(anchor, month, number, future=future) if anchor else None
        return (found.isoformat(), "day") if found else None

    def _numeric(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        found = calendar.day(int(match["year"]), int(match["month"]), int(match["day"]))
        return (found.isoformat(), "day") if found else None

    def _slashed(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        """Day and month in either order, only where one order is possible or both mean the same day."""
        one, other, year = int(match["a"]), int(match["b"]), int(match["year"])
        readings = {calendar.day(year, other, one), calendar.day(year, one, other)} - {None}
        found = readings.pop() if len(readings) == 1 else None
        return (found.isoformat(), "day") if found else None

    def _month(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        month = self.months[match["month"].lower()]
        year = match.groupdict().get("year")
        if year:
            return calendar.month(int(year), month), "month"
        return (calendar.nearest_month(anchor, month, future=future), "month") if anchor else None

    def _in_turned_year(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        """ "in March last year", "on 3 November of this year": a month, or its day, of a year told from publication."""
        if anchor is None:
            return None
        month, year = self.months[match["month"].lower()], anchor.year + self.direction[match["turn"].lower()]
        number = match.groupdict().get("day")
        if number is None:
            return calendar.month(year, month), "month"
        found = calendar.day(year, month, int(number))
        return (found.isoformat(), "day") if found else None

    def _turned_month(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        """ "last February": before this month; "next February": after it; "this February": of this year."""
        if anchor is None:
            return None
        month, turn = self.months[match["month"].lower()], self.direction[match["turn"].lower()]
        if turn == 0:
            return calendar.month(anchor.year, month), "month"
        year = anchor.year - (month >= anchor.month) if turn < 0 else anchor.year + (month <= anchor.month)
        return calendar.month(year, month), "month"

    def _weekday(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        if anchor is None:
            return None
        word = match.groupdict().get("turn")
        turn = self.direction[word.lower()] if word else None
        direction = {-1: "last", 1: "next"}.get(turn or 0, "coming" if future else "latest")
        found = calendar.weekday(anchor, self._weekday_number(match), direction)
        return (found.isoformat(), "day") if found else None

    def _weekday_number(self, match: re.Match[str]) -> int:
        return self.weekdays[(match["weekday"] or match["short"]).lower()]

    def _weekday_of_week(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        """ "Thursday last week": the day of that ISO week."""
        if anchor is None:
            return None
        weeks = self.direction[match["turn"].lower()]
        offset = self._weekday_number(match) - anchor.weekday() + calendar.DAYS_A_WEEK * weeks
        found = calendar.shifted_day(anchor, offset)
        return (found.isoformat(), "day") if found else None

    def _turned_unit(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        if anchor is None:
            return None
        turn, unit = self.direction[match["turn"].lower()], match["unit"].lower()
        if match["turn"].lower() == "past":
            return None  # "the past month" is a stretch of time, not a month
        if unit == "month":
            found = calendar.shifted_month(anchor, turn)
        elif unit == "year":
            found = f"{anchor.year + turn:04d}"
        elif unit == "quarter":
            number = anchor.year * 4 + (anchor.month - 1) // 3 + turn
            return f"{number // 4:04d}-Q{number % 4 + 1}", "other"
        else:
            found = calendar.shifted_week(anchor, turn)
            unit, found = "week", f"{found}-WE" if found and unit == "weekend" else found
        return (found, unit) if found else None

    def _season(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        groups = match.groupdict()
        if groups.get("year"):
            year = int(groups["year"])
        elif anchor is not None:
            year = anchor.year + self.direction[match["turn"].lower()]
        else:
            return None
        return f"{year:04d}-{self.seasons[match['season'].lower()]}", "other"

    def _ago(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        if anchor is None:
            return None
        word, unit = match["count"].lower(), match["unit"].lower()
        count = self.numbers[word] if word in self.numbers else int(word)
        if unit == "day":
            found = calendar.shifted_day(anchor, -count)
            return (found.isoformat(), "day") if found else None
        if unit == "month":
            value = calendar.shifted_month(anchor, -count)
        elif unit in {"year", "decade"}:
            year = anchor.year - count * (10 if unit == "decade" else 1)
            value = f"{year:04d}" if year >= calendar.FIRST_YEAR else None
            unit = "year"
        else:
            value = calendar.shifted_week(anchor, -count * (2 if unit == "fortnight" else 1))
            unit = "week"
        return (value, unit) if value else None

    def _day_word(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        if anchor is None:
            return None
        found = calendar.shifted_day(anchor, self.days[" ".join(match["word"].lower().split())])
        return (found.isoformat(), "day") if found else None

    def _year(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        return match["year"], "year"

    def _present(self, match: re.Match[str], anchor: date | None, future: bool) -> Value:
        return "PRESENT_REF", "other"
