"""`sitrep_numbers`: which number words count something, with their qualifier (casualty-claims.md, section 2).

Dates, times, ages, measures, money, ordinals and names with a number ("Route 60") are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.lexicon import Lexicon
from tasks.nlp.numerals import Numeral, NumeralGrammar
from tasks.nlp.reading import Reading, date_mentions, read

Doc.set_extension("numbers", default=(), force=True)

_HYPHENS = frozenset("-‐‑–—")
_TIME_OR_SCORE = re.compile(r"\d{1,2}[:.]\d{2}")
_OLDEST = 120  # years; a number between commas behind a name is an age up to here
_YEARS, _DAYS = range(1900, 2100), range(1, 32)
QUALIFIERS = ("at_least", "more_than", "at_most", "less_than", "about", "exact")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A count. `first:end` are words of the Reading (qualifier included), `core` its first numeral word."""

    first: int
    end: int
    core: int
    low: int | None
    high: int | None
    qualifier: str
    start: int  # characters
    stop: int


@Language.factory("sitrep_numbers", default_config={"lexicon": {}})
class Numbers:
    """Reads words, part-of-speech tags and doc._.dates; writes doc._.numbers."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._grammar = NumeralGrammar(words)
        self._starting: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._ending: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        before = [(p, q) for q in QUALIFIERS for p in words.phrases("numbers", f"before.{q}")]
        for pair in sorted(before, key=lambda pair: -len(pair[0])):
            self._starting.setdefault(pair[0][0], []).append(pair)
            self._ending.setdefault(pair[0][-1], []).append(pair)
        self._after = [(p, q) for q in ("at_least", "about", "at_most") for p in words.phrases("numbers", f"after.{q}")]
        self._after.sort(key=lambda pair: -len(pair[0]))
        self._none_words = words.word_set("numbers", "none.words")
        self._none_phrases = words.phrases("numbers", "none.phrases")
        self._none_firsts = self._none_words | {phrase[0] for phrase in self._none_phrases}
        self._labels = words.word_set("numbers", "context.labels")
        self._measures = words.word_set("numbers", "context.measures")
        self._currency = words.word_set("numbers", "context.currency")
        self._year_before = words.word_set("numbers", "context.year_before")
        self._calendar = words.word_set("numbers", "context.calendar")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.numbers, in order of the text, disjoint."""
        doc._.numbers = tuple(self._mentions(read(doc)))
        return doc

    def _mentions(self, reading: Reading) -> list[NumberMention]:
        dated = _dated_words(reading)
        found: list[NumberMention] = []
        at = 0
        while at < len(reading.lower):
            if reading.sentence[at] in reading.tables:
                at = reading.bounds[reading.sentence[at]][1]
                continue
            mention, at = self._mention(reading, at, dated, found[-1].end if found else 0)
            if mention is not None:
                found.append(mention)
        return found

    def _mention(self, reading: Reading, at: int, dated: set[int], floor: int) -> tuple[NumberMention | None, int]:
        """The count at word `at` and where to read on; qualifiers never reach back beyond word `floor`."""
        none = self._none(reading, at)
        if none is not None:
            return none, none.end
        numeral = self._grammar.read(reading.lower, at)
        if numeral is not None and numeral.range and self._is_rise(reading.lower, at, numeral.end):
            numeral = self._grammar.single(reading.lower, at)
        if numeral is None:
            return None, at + 1
        between = self._between(reading, at, numeral)
        if between is not None:
            return between, between.end
        if reading.lower[at] == "both" and "and" in reading.lower[at + 1 : at + 7]:
            return None, numeral.end  # "both the driver and the guard"
        if at in dated or self._names_a_thing(reading, at, numeral) or self._measures_something(reading, at, numeral):
            return None, numeral.end
        return self._qualified(reading, at, numeral, floor), numeral.end

    @staticmethod
    def _is_rise(lower: list[str], at: int, end: int) -> bool:
        """ "rose from 40 to 45" is no range, "ranging from 40 to 45" is."""
        if at < 2 or lower[at - 1] != "from" or "to" not in lower[at:end]:  # noqa: PLR2004  # two words before
            return False
        return lower[at - 2] not in ("ranging", "range", "ranges", "ranged", "anywhere")

    def _none(self, reading: Reading, at: int) -> NumberMention | None:
        lower = reading.lower
        if lower[at] not in self._none_firsts or self._prefix_at(lower, at)[1] is not None:
            return None  # "no fewer than 16"
        for phrase in self._none_phrases:
            if tuple(lower[at : at + len(phrase)]) == phrase:
                return self._made(reading, at, at + len(phrase), at, 0, 0, "none")
        if lower[at] in self._none_words:
            return self._made(reading, at, at + 1, at, 0, 0, "none")
        return None

    def _between(self, reading: Reading, at: int, first: Numeral) -> NumberMention | None:
        """ "between 12 and 17", "between 30 and more than 45"."""
        lower = reading.lower
        if (
            at == 0
            or lower[at - 1] != "between"
            or first.end + 1 >= len(lower)
            or lower[first.end] not in ("and", "to")
        ):
            return None
        after, qualifier = self._prefix_at(lower, first.end + 1)
        second = self._grammar.read(lower, after) if after < len(lower) else None
        if second is None or second.low < first.low:
            return None
        high = None if qualifier in ("more_than", "at_least") else second.high
        if self._measures_something(reading, at, second) or (
            first.digits and _is_year(second.low) and high == second.low
        ):
            return None
        return self._made(reading, at - 1, second.end, at, first.low, high, "between")

    def _prefix_at(self, lower: list[str], at: int) -> tuple[int, str | None]:
        """A qualifier that starts at word `at`: the word after it and the qualifier."""
        for phrase, qualifier in self._starting.get(lower[at], ()) if at < len(lower) else ():
            if tuple(lower[at : at + len(phrase)]) == phrase:
                return at + len(phrase), qualifier
        return at, None

    def _qualified(self, reading: Reading, at: int, numeral: Numeral, floor: int) -> NumberMention:
        """The numeral with what stands before and after it: "at least four", "four or more"."""
        first, qualifier = self._prefix_before(reading.lower, at, floor)
        if first == at and at > floor and reading.lower[at - 1] in ("another", "a", "further", "other", "additional"):
            outer, qualifier = self._prefix_before(reading.lower, at - 1, floor)  # "at least another forty"
            first = outer if qualifier else at
        end = numeral.end
        for phrase, found in self._after:
            if tuple(reading.lower[end : end + len(phrase)]) == phrase:
                end, qualifier = end + len(phrase), qualifier or found
                break
        low, high, name = _bounds(numeral, qualifier)
        return self._made(reading, first, end, at, low, high, name)

    def _prefix_before(self, lower: list[str], at: int, floor: int) -> tuple[int, str | None]:
        for phrase, qualifier in self._ending.get(lower[at - 1], ()) if at else ():
            start = at - len(phrase)
            if start >= floor and start >= 0 and tuple(lower[start:at]) == phrase:
                further, outer = self._prefix_before(lower, start, floor)
                if qualifier == "exact" and outer is not None:
                    return further, outer
                return start, qualifier
        return at, None

    def _names_a_thing(self, reading: Reading, at: int, numeral: Numeral) -> bool:
        """ "Route 60", "No. 5", "May 2011", "in 2014", "Covid-19", "#4", "3:30"."""
        lower, before = reading.lower, reading.lower[at - 1] if at else ""
        after = lower[numeral.end] if numeral.end < len(lower) else ""
        if not numeral.digits:
            return before == "-" and at > 1 and reading.tokens[at].idx == _stop(reading, at - 1)
        if before in self._labels or before in self._currency or before in self._calendar or before.endswith("$"):
            return not (before in self._calendar and reading.pos[min(numeral.end, len(lower) - 1)] in ("NOUN", "ADJ"))
        if self._is_clock_or_score(lower, at, numeral.end) or self._is_second_age(lower, at):
            return True
        if after in self._calendar and reading.tokens[numeral.end].is_title and _is_day(numeral.low):
            return not numeral.range
        if before in _HYPHENS and at > 1 and reading.tokens[at].idx == _stop(reading, at - 1):
            return True
        return _is_year(numeral.low) and "," not in lower[at] and self._reads_as_year(reading, at, numeral.end)

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

    def _measures_something(self, reading: Reading, at: int, numeral: Numeral) -> bool:
        """ "20 km", "six-point", "24-year-old", "aged 30", ", 32, of Hayes", "$ 5 million"."""
        lower, end = reading.lower, numeral.end
        after = lower[end] if end < len(lower) else ""
        following = lower[end + 1] if end + 1 < len(lower) else ""
        if after in self._measures or (after == "." and following in ("m", "am", "pm")):
            return True
        if after in _HYPHENS and end + 1 < len(lower) and reading.tokens[end].idx == _stop(reading, end - 1):
            return not following[:1].isdigit()
        if after == "square" or (after == "of" and following == "age"):
            return True
        if numeral.digits and numeral.low < _OLDEST and at and lower[at - 1] in (",", "("):
            return self._is_age(reading, at, after)
        return _TIME_OR_SCORE.match(lower[at]) is not None

    @staticmethod
    def _is_second_age(lower: list[str], at: int) -> bool:
        """The nine of "aged 7 and 9"."""
        return lower[at - 1 : at] in (["and"], [","]) and lower[max(0, at - 3) : at - 2] in (["aged"], ["ages"])

    def _is_age(self, reading: Reading, at: int, after: str) -> bool:
        """A bare number between commas or brackets after a name: "Karim Zuhair, 32, was ..."."""
        if after not in (",", ")", ".", ";", "and"):
            return False
        before = reading.pos[at - 2] if at > 1 else ""
        return before == "PROPN" or (before == "NOUN" and reading.lower[at - 1] == "(")

    @staticmethod
    def _made(
        reading: Reading, first: int, end: int, core: int, low: int | None, high: int | None, qualifier: str
    ) -> NumberMention:
        start, stop = reading.span(first, end)
        return NumberMention(first, end, core, low, high, qualifier, start, stop)


def _bounds(numeral: Numeral, qualifier: str | None) -> tuple[int | None, int | None, str]:
    """Low, high and qualifier of a numeral under a qualifier (the table of section 2)."""
    low, high = numeral.low, numeral.high
    if qualifier in ("at_least", "more_than"):
        return low, None, qualifier
    if qualifier in ("at_most", "less_than"):
        return None, high if high is not None else low, qualifier
    if numeral.range:
        return low, high, "between"
    if numeral.vague:
        return low, None, "vague"
    if high is None:
        return low, None, "at_least"
    return low, high, qualifier or "exact"


def _dated_words(reading: Reading) -> set[int]:
    """Words inside the date expressions that `sitrep_dates` found."""
    words: set[int] = set()
    for mention in date_mentions(reading.doc):
        word = reading.word_at(mention.start)
        while word is not None and word < len(reading.tokens) and reading.tokens[word].idx < mention.end:
            words.add(word)
            word += 1
    return words


def _stop(reading: Reading, word: int) -> int:
    return reading.tokens[word].idx + len(reading.tokens[word])


def _is_year(number: int) -> bool:
    return number in _YEARS


def _is_day(number: int) -> bool:
    return number in _DAYS
