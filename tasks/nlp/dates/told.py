"""Days that a text counts from others that it tells: "the next day", "two days later", "on the third day of the truce".

They are read after the dates that stand by themselves. "The third day of" something counts from the day on which the
text says that it began; where it says none, and no other day stands in the sentence, it is the day of the story.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tasks.nlp.dates import calendar
from tasks.nlp.dates.rule import any_of
from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.vocabulary import table, words

_REACH = 1_000  # characters back to the day that is counted from
_LONGEST = 600  # characters of a sentence on each side
_STOP = re.compile(r"[.!?;](?=\s)|\n")
_WORD = re.compile(r"[a-z-]+")
_SMALL = 3  # letters of "on", "and"
_UNITS = {"day": 1, "week": 7}


class Told:
    """The expressions of dates.toml that lean on another day of the text."""

    def __init__(self, lexicon: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
        """Raises LexiconError where dates.toml lacks a table."""
        self.numbers = numbers
        self.days: dict[str, int] = dict(table(lexicon, "dates", "told"))
        self.earlier: dict[str, int] = dict(table(lexicon, "dates", "told_or_yesterday"))
        self.ordinals: dict[str, int] = dict(table(lexicon, "dates", "ordinals"))
        begin = any_of(words(lexicon, "dates", "begin"))
        self._begin = re.compile(rf"\b(?:{begin})\b")
        fixed = any_of({*self.days, *self.earlier})
        count = rf"(?P<count>(?i:{any_of(numbers)})|\d{{1,2}})\s(?P<unit>(?i:day|week))s?\s"
        # not "before" and "after": "two days before the vote" counts from the vote
        turn = r"(?P<turn>(?i:later|earlier))\b"
        self._told = re.compile(rf"\b(?:(?P<word>(?i:{fixed}))(?!\w)|{count}{turn})")
        nth = rf"(?P<nth>(?i:{any_of(self.ordinals)})|\d{{1,2}}(?:st|nd|rd|th))"
        what = r"(?:(?:the|an?|its|his|her|their|this|that)\s)?(?P<words>[a-z-]+(?:\s[a-z-]+){0,2})"
        self._nth = re.compile(
            rf"\b(?i:the|a|its|their)\s{nth}\s(?:(?:straight|consecutive|successive|full)\s)?day"
            rf"(?:\sof\s(?P<what>{what})\b|(?=\sin\sa\srow\b|\srunning\b|[,.;]|\son\b))"
        )

    def found(self, text: str, dates: Sequence[DateMention], anchor: date | None) -> Iterator[DateMention]:
        """What `text` counts from `dates`, which stand in its order, and from what was counted before."""
        days = [each for each in dates if each.precision == "day" and each.value]
        numbered = list(self._numbered(text, days, anchor))
        yield from numbered
        waiting = deque(sorted([*days, *numbered], key=lambda each: each.start))
        last: DateMention | None = None
        for match in self._told.finditer(text):
            while waiting and waiting[0].end <= match.start():
                last = waiting.popleft()
            near = last is not None and match.start() - last.end <= _REACH
            base = date.fromisoformat(last.value) if last is not None and near else None
            value = self._counted(match, base, anchor)
            told = DateMention(match.start(), match.end(), match.group(), value or "", "day" if value else "none")
            last = told if value else last
            yield told

    def _numbered(self, text: str, days: Sequence[DateMention], anchor: date | None) -> Iterator[DateMention]:
        """ "the third day" of something."""
        begun: dict[str, date] | None = None
        for match in self._nth.finditer(text):
            begun = self._begun(text, days) if begun is None else begun
            end = match.start("what") - len(" of ") if match["what"] else match.end()
            day = self._nth_day(match, begun) or self._today(text, match, days, anchor)
            if day is not None:
                yield DateMention(match.start(), end, text[match.start() : end], day.isoformat(), "day")

    def _counted(self, match: re.Match[str], base: date | None, anchor: date | None) -> str | None:
        word = " ".join((match["word"] or "").lower().split())
        if word in self.earlier:
            from_day, days = base or anchor, self.earlier[word]
        elif word:
            from_day, days = base, self.days[word]
        else:
            number = match["count"].lower()
            count = self.numbers[number] if number in self.numbers else int(number)
            back = match["turn"].lower() == "earlier"
            from_day, days = base, count * _UNITS[match["unit"].lower()] * (-1 if back else 1)
        found = calendar.shifted_day(from_day, days) if from_day else None
        if found is None or (anchor is not None and from_day is not None and from_day <= anchor < found):
            return None  # a story tells of no day after its own
        return found.isoformat()

    def _nth_day(self, match: re.Match[str], begun: Mapping[str, date]) -> date | None:
        """Counted from the day on which the text says that it began."""
        nth = match["nth"].lower()
        number = self.ordinals.get(nth) or int(nth[:-2])
        what = match["words"].split() if match["what"] else ()
        start = next((begun[word] for word in what if word in begun), None)
        return calendar.shifted_day(start, number - 1) if start is not None else None

    @staticmethod
    def _today(text: str, match: re.Match[str], days: Sequence[DateMention], anchor: date | None) -> date | None:
        """The day of the story, where no other day stands in the sentence."""
        start, end = _sentence(text, match.start())
        at = bisect_left(days, start, key=lambda each: each.start)
        told = at < len(days) and days[at].start < end
        return None if told or match["what"] is None else anchor

    def _begun(self, text: str, days: Sequence[DateMention]) -> dict[str, date]:
        """Words of sentences that say that something began -> the first such day."""
        begun: dict[str, date] = {}
        for day in days:
            start, end = _sentence(text, day.start)
            if self._begin.search(text, start, end):
                for word in _WORD.findall(text, start, end):
                    if len(word) > _SMALL:
                        begun.setdefault(word, date.fromisoformat(day.value))
        return begun


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence around `at`, by stops and line ends."""
    low = max(0, at - _LONGEST)
    start = max((m.end() for m in _STOP.finditer(text, low, at)), default=low)
    stop = _STOP.search(text, at, at + _LONGEST)
    return start, stop.start() if stop else min(len(text), at + _LONGEST)
