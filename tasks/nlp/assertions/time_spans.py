"""Stretches of time that a text names: "between March and June", "from Friday to Monday", "since the war began"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

from tasks.nlp.findings import DateMention, PlaceMention
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, date_mentions

Mention = TypeVar("Mention", DateMention, PlaceMention)

LONG, DAYS = "long", "days"  # over months or years; over the days of a week

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_SPAN_REACH = 6  # words between "between" and "and" in "between 1 March 2017 and last June"
_AFTER = 4  # words of the second date: "31 March 2018"
_SINCE_REACH = 14  # words behind "since" in which its date may stand


class TimeSpans:
    """Knows months and weekdays (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self.months = {name: i + 1 for i, name in enumerate(lexicon.words("scope", "period.months"))}
        self.weekdays = lexicon.word_set("scope", "period.weekdays")
        self._beginnings = lexicon.word_set("scope", "period.beginnings") | set(self.months) | self.weekdays

    def length(self, lower: list[str], word: int, high: int) -> str | None:
        """How long the span is that "between" or "from" at `word` opens: LONG, DAYS, None where it opens none."""
        if lower[word] not in ("between", "from"):
            return None
        for joint in range(word + 2, min(high, word + _SPAN_REACH)):
            if lower[joint] in ("and", "to", "until", "through"):
                return self._between(lower[word + 1 : joint], lower[joint + 1 : min(high, joint + 1 + _AFTER)])
        return None

    def _between(self, before: list[str], after: list[str]) -> str | None:
        months = [{word for word in side if word in self.months} for side in (before, after)]
        years = [{word for word in side if _YEAR.match(word)} for side in (before, after)]
        if all(month or year for month, year in zip(months, years, strict=True)):
            return DAYS if months[0] == months[1] and years[0] in (set(), years[1]) else LONG
        return DAYS if self.weekdays & set(before) and self.weekdays & set(after) else None

    def since(self, reading: Reading, word: int, end: int) -> tuple[bool, str | None]:
        """The date after "since", over "the crisis began in"; a bare clause ("since he was ill") is no period."""
        start_at = reading.tokens[word].idx
        stop = min(end, word + _SINCE_REACH)
        if stop <= word + 1:
            return False, None
        stop_at = reading.tokens[stop - 1].idx
        for mention in between(date_mentions(reading.doc), start_at, stop_at + 1):
            if mention.precision in ("day", "month", "year"):
                return True, mention.value
        for at in range(word + 1, stop):
            if _YEAR.match(reading.lower[at]):
                month = self.months.get(reading.lower[at - 1])
                return True, f"{reading.lower[at]}-{month:02d}" if month else reading.lower[at]
        return bool(self._beginnings & set(reading.lower[word + 1 : stop])), None


def between(mentions: Sequence[Mention], start: int, stop: int) -> Sequence[Mention]:
    """The mentions that begin at characters start..stop; they stand in the order of the text."""
    first = bisect_left(mentions, start, key=_start)
    return mentions[first : bisect_left(mentions, stop, first, key=_start)]


def _start(mention: DateMention | PlaceMention) -> int:
    return mention.start
