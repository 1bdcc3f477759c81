"""What makes a numeral no count: dates, ages, clocks, measures, money, names with a number ("Route 60")."""

from __future__ import annotations

import re

from tasks.nlp.grammar.inflection import noun_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.numbers.numerals import Numeral

HYPHENS = frozenset("-‐‑–—")
_TIME_OR_SCORE = re.compile(r"\d{1,2}[:.]\d{2}")
_OLDEST = 120  # years; a number between commas behind a name is an age up to here
_BEHIND_AGE = HYPHENS | {",", ")", ".", ";", "and", "("}
_NUMBERED = ("no", "nos")
_LONGEST_NAME = 4  # words
_YEARS, _DAYS = range(1900, 2100), range(1, 32)


class NumberContext:
    """Knows the words around a numeral (numbers.toml, context)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where numbers.toml lacks a table."""
        self._labels = lexicon.word_set("numbers", "context.labels")
        self._measures = lexicon.word_set("numbers", "context.measures")
        self._currency = lexicon.word_set("numbers", "context.currency")
        self._year_before = lexicon.word_set("numbers", "context.year_before")
        self._calendar = lexicon.word_set("numbers", "context.calendar")
        self._values = frozenset(lexicon.numbers("numbers", "values"))
        self._shares = lexicon.phrases("numbers", "context.shares")
        people = lexicon.classes("victims", "people").values()
        self._people = frozenset(form for words in people for word in words for form in noun_forms(word.lower()))
        self._loose = lexicon.word_set("numbers", "context.loose")
        self._where = lexicon.word_set("numbers", "context.where")
        self._rising = lexicon.word_set("numbers", "context.rising")

    def is_no_count(self, reading: Reading, at: int, numeral: Numeral) -> bool:
        """Whether the numeral at word `at` counts nothing."""
        return (
            self._names_a_thing(reading, at, numeral)
            or self.measures_something(reading, at, numeral)
            or self._is_rate(reading, at, numeral.end)
        )

    def _is_rate(self, reading: Reading, at: int, end: int) -> bool:
        """ "one in four women", "two out of every five", also its second number; no "killed one in two attacks"."""
        lower = reading.lower
        for share in self._shares:
            if tuple(lower[end : end + len(share)]) == share:
                return self._is_share(reading, at, end + len(share))
            before = at - len(share)
            if before > 0 and tuple(lower[before:at]) == share and self._is_figure(lower[before - 1]):
                return self._is_share(reading, before - 1, at)
        return False

    def _is_share(self, reading: Reading, first: int, at: int) -> bool:
        """Whether a figure stands at word `at`, and people behind it, or anything where no verb is before `first`."""
        lower, pos = reading.lower, reading.pos
        if at + 1 >= len(lower) or not self._is_figure(lower[at]):
            return False
        free = pos[at + 1] in ("AUX", "VERB", "PUNCT") or reading.tag[at + 1] == "NNS"
        return (
            lower[at + 1] in self._people
            or lower[at + 1] == "of"
            or (free and (first == 0 or pos[first - 1] != "VERB"))
        )

    def _is_figure(self, word: str) -> bool:
        return word.isdigit() or word in self._values

    def is_rise(self, lower: list[str], at: int, end: int) -> bool:
        """ "rose from 40 to 45" is no range, "from 20 to 25 rebels" and "ranging from 40 to 45" are."""
        if at < 1 or lower[at - 1] != "from" or "to" not in lower[at:end]:
            return False
        return bool(self._rising & set(lower[max(0, at - 4) : at - 1]))

    def _names_a_thing(self, reading: Reading, at: int, numeral: Numeral) -> bool:
        """ "Route 60", "No. 5", "May 2011", "in 2014", "Covid-19", "#4", "3:30"."""
        lower, before = reading.lower, reading.lower[at - 1] if at else ""
        after = lower[numeral.end] if numeral.end < len(lower) else ""
        if not numeral.digits:
            return before == "-" and at > 1 and reading.tokens[at].idx == _stop(reading, at - 1)
        if before in self._labels or before in self._currency or before in self._calendar or before.endswith("$"):
            return not (before in self._calendar and reading.pos[min(numeral.end, len(lower) - 1)] in ("NOUN", "ADJ"))
        clock = self._is_clock_or_score(lower, at, numeral.end) or self._is_second_age(lower, at)
        if clock or self.is_numbering(reading, at - 2):
            return True
        if after in self._calendar and reading.tokens[numeral.end].is_title and _is_day(numeral.low):
            return not numeral.range
        if before in HYPHENS and at > 1 and reading.tokens[at].idx == _stop(reading, at - 1):
            return True
        return is_year(numeral.low) and "," not in lower[at] and self._reads_as_year(reading, at, numeral.end)

    @staticmethod
    def is_numbering(reading: Reading, word: int) -> bool:
        """Whether the No of "the No. 2 commander" stands at `word`."""
        if word < 0 or reading.lower[word] not in _NUMBERED or not reading.tokens[word].is_title:
            return False
        return reading.lower[word + 1 : word + 2] == ["."] and "".join(reading.lower[word + 2 : word + 3])[:1].isdigit()

    @staticmethod
    def _is_clock_or_score(lower: list[str], at: int, end: int) -> bool:
        """ "3:30", "12/05"."""
        before = at > 1 and lower[at - 1] in (":", "/") and lower[at - 2][:1].isdigit()
        return before or (end + 1 < len(lower) and lower[end] in (":", "/") and lower[end + 1][:1].isdigit())

    def _reads_as_year(self, reading: Reading, at: int, end: int) -> bool:
        before = reading.lower[at - 1] if at else ""
        if before in self._year_before or before in self._calendar or before == ",":
            return True
        return end >= len(reading.pos) or reading.pos[end] not in ("NOUN", "ADJ")

    def measures_something(self, reading: Reading, at: int, numeral: Numeral) -> bool:
        """ "20 km", "six-point", "24-year-old", "aged 30", ", 32, of Hayes", "$ 5 million"."""
        lower, end = reading.lower, numeral.end
        after = lower[end] if end < len(lower) else ""
        following = lower[end + 1] if end + 1 < len(lower) else ""
        if after in self._measures or (after == "." and following in ("m", "am", "pm")):
            return True
        if after in HYPHENS and end + 1 < len(lower) and reading.tokens[end].idx == _stop(reading, end - 1):
            return not following[:1].isdigit() and following not in self._loose
        if after == "square" or (after == "of" and following == "age"):
            return True
        if numeral.digits and numeral.low < _OLDEST and at and lower[at - 1] in (",", "("):
            return self._is_age(reading, at, end)
        return _TIME_OR_SCORE.match(lower[at]) is not None

    @staticmethod
    def _is_second_age(lower: list[str], at: int) -> bool:
        """The nine of "aged 7 and 9"."""
        return lower[at - 1 : at] in (["and"], [","]) and lower[max(0, at - 3) : at - 2] in (["aged"], ["ages"])

    def _is_age(self, reading: Reading, at: int, end: int) -> bool:
        """A bare number behind a name and a comma, or in brackets: "Karim Zuhair, 32, was", "Ana Roth, 58 — a"."""
        closed = end >= reading.bounds[reading.sentence[at]][1] or reading.lower[end] in _BEHIND_AGE
        before = reading.pos[at - 2] if at > 1 and closed else ""
        if before == "NOUN":
            return reading.lower[at - 1] == "("
        return before == "PROPN" and not (reading.lower[at - 1] == "," and self._is_place(reading, at - 2))

    def _is_place(self, reading: Reading, name: int) -> bool:
        """The Homs of "in Homs, 12 (three of them children) died": no person."""
        first = reading.bounds[reading.sentence[name]][0]
        word = name
        while word > first and reading.pos[word] == "PROPN" and name - word < _LONGEST_NAME:
            word -= 1
        return reading.lower[word] in self._where and reading.tokens[name].ent_type_ not in ("PER", "PERSON")


def is_year(number: int) -> bool:
    """Whether the number can be a year of our time."""
    return number in _YEARS


def _is_day(number: int) -> bool:
    return number in _DAYS


def _stop(reading: Reading, word: int) -> int:
    return reading.tokens[word].idx + len(reading.tokens[word])
