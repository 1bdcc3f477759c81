"""Ages in lists: "his two sons, aged five and eight", "three girls, 4, 6 and 9,". They count nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.numbers.numbers import NumberMention

_AGED = frozenset({"aged", "ages", "age"})
_LINKS = ((",",), ("and",), (",", "and"), ("&",), ("to",), ("or",))
_OLDEST = 115


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
