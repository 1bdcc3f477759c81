"""Ages: in lists, where they count nobody ("two sons, aged five and eight"), and before nouns ("a 16-year-old")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.numbers.numbers import NumberMention

_AGED = frozenset({"aged", "ages", "age"})
_LINKS = ((",",), ("and",), (",", "and"), ("&",), ("to",), ("or",))
_OLDEST = 115
_OF_AGE = 18  # years; who is younger is a child
_TEN, _SPELLED = 10, 4  # words of "twenty - five -"
_YEARS = ("year", "years")
_UNITS = frozenset({*_YEARS, "month", "months", "week", "weeks", "day", "days"})


class SpelledAges:
    """Reads "a 16-year-old", "the seventeen year old", "twenty-five-year-old Ida Kern"."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where numbers.toml lacks the values of number words."""
        self._numbers = lexicon.numbers("numbers", "values")

    def age(self, word: str) -> int | None:
        """The number that one word says, in digits or spelled."""
        return int(word) if word.isdigit() and len(word) < 4 else self._numbers.get(word)  # noqa: PLR2004

    def is_minor(self, reading: Reading, first: int, end: int) -> bool:
        """Whether the words first..end tell an age below 18 years; months, weeks and days are young."""
        for word in range(first + 1, end):
            unit = reading.lower[word]
            if unit in _UNITS and "old" in reading.lower[word + 1 : word + 3]:
                return unit not in _YEARS or self._years(reading, word - 1, first) < _OF_AGE
        return False

    @staticmethod
    def is_all(reading: Reading, first: int, end: int) -> bool:
        """ "the 19-year-old": whether an age ends the words first..end, and nothing else is said of who it is."""
        words = [word for word in reading.lower[max(first, end - 3) : end] if word != "-"]
        return len(words) > 1 and words[-1] == "old" and words[-2] in _UNITS and not words[-2].endswith("s")

    def _years(self, reading: Reading, word: int, first: int) -> int:
        """The number that ends at `word`, its tens included: the 25 of "twenty-five-"; of age where it is none."""
        spelled = [i for i in range(word, max(first - 1, word - _SPELLED), -1) if reading.lower[i] != "-"]
        age = self.age(reading.lower[spelled[0]]) if spelled else None
        tens = self._numbers.get(reading.lower[spelled[1]], 0) if len(spelled) > 1 else 0
        if age is None:
            return _OF_AGE
        return age + tens if age < _TEN < tens else age


def ages(reading: Reading, numbers: Sequence[NumberMention]) -> set[int]:
    """First words of the numbers that are ages: behind "aged", or two and more bare figures in commas."""
    found: set[int] = set()
    for run in _runs(reading, numbers):
        before = reading.lower[run[0].first - 1] if run[0].first else ""
        told = before in _AGED
        if told or (before == "," and len(run) > 1 and _is_aside(reading, run)):
            found.update(number.first for number in run)
    return found


def _runs(reading: Reading, numbers: Sequence[NumberMention]) -> Iterator[list[NumberMention]]:
    """Numbers that only commas and "and" part."""
    run: list[NumberMention] = []
    for number in numbers:
        if run and tuple(reading.lower[run[-1].end : number.first]) in _LINKS:
            run.append(number)
            continue
        if run:
            yield run
        run = [number]
    if run:
        yield run


def _is_aside(reading: Reading, run: Sequence[NumberMention]) -> bool:
    """Whether nothing is counted by the figures, and a comma, a bracket or the sentence ends them."""
    end = run[-1].end
    young = all(number.low == number.high and (number.low or 0) <= _OLDEST for number in run)
    noun = run[0].first > 1 and reading.pos[run[0].first - 2] in ("NOUN", "PROPN")
    return young and noun and (end >= len(reading.lower) or reading.lower[end] in (",", ")", ".", ";", "-", "–", "—"))
