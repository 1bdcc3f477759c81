"""What one source says of one harm in one text: its disjoint claims added up, its restatements not.

The rule of spec/casualty-claims.md section 8: the latest stated total where the text states one, else the sum over the
disjoint claims. Victims of two classes are disjoint ("four civilians and two soldiers"); a later count of people in
general, or of a class that was counted before, states again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tasks.incidents.reports import Report

_MORE = re.compile(r"\b(?:another|further|additional|others?)\b|\bmore\b(?!\s+than\b)", re.IGNORECASE)
_CIVILIANS = frozenset({"child", "woman", "journalist", "aid_worker", "medic", "official", "patient"})
_SEVERAL = 2  # a total has at least two parts; one more person is no new total


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number of people: `low` None has no lower bound, `high` None is open upwards."""

    low: int | None
    high: int | None

    def __add__(self, other: Bounds) -> Bounds:
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = (self.high, other.high)
        return Bounds(sum(lows) if lows else None, None if None in highs else sum(high or 0 for high in highs))

    @property
    def size(self) -> int:
        """The number to compare by: the lower bound, else the upper."""
        return self.low if self.low is not None else self.high or 0


def bounds(report: Report) -> Bounds:
    """The claim's bounds, put in order where an extractor turned them round, never below zero."""
    low, high = report.count_low, report.count_high
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Bounds(None if low is None else max(low, 0), None if high is None else max(high, 0))


def total(reports: Iterable[Report]) -> Bounds:
    """The toll that claims of one source, text and harm state together."""
    ordered = sorted(reports, key=lambda report: (report.char_start, report.char_end, report.claim_id))
    stated: dict[str, Bounds] = {}
    for _, sentence in groupby(ordered, key=lambda report: report.sentence_start):
        stated = _after(stated, list(sentence))
    return _sum(stated.values())


def _after(stated: dict[str, Bounds], sentence: Sequence[Report]) -> dict[str, Bounds]:
    """What stands after one more sentence: victim class -> number."""
    parts = _parts(sentence)
    if any(_MORE.search(report.count_text) for report in sentence):
        return {name: _sum(part[name] for part in (stated, parts) if name in part) for name in stated | parts}
    if not stated:
        return parts
    if "unknown" in parts:
        new, old = _sum(parts.values()), max(part.size for part in stated.values())
        return {"unknown": new} if new.size >= _SEVERAL or new.size >= old else stated
    fresh = {name: part for name, part in parts.items() if not _told(stated, name, part)}
    return parts if fresh and "unknown" in stated else stated | fresh


def _told(stated: dict[str, Bounds], name: str, part: Bounds) -> bool:
    """Whether a broader number told before already holds these victims: twelve people, then three children."""
    broader = {"unknown", "civilian"} if name in _CIVILIANS else {"unknown"}
    holding = [stated[key] for key in broader & stated.keys() if key != name]
    one_again = part.size < _SEVERAL and name in stated
    return one_again or any(held.size >= part.size for held in holding)


def _parts(sentence: Sequence[Report]) -> dict[str, Bounds]:
    """The disjoint numbers of one sentence by victim class; "six: four civilians, two soldiers" gives the six."""
    found = [bounds(report) for report in sentence]
    for index, whole in enumerate(found):
        others = found[:index] + found[index + 1 :]
        if len(others) >= _SEVERAL and whole.low is not None and whole.low == _sum(others).low and whole.low > 0:
            return {sentence[index].victim_class: whole}
    parts: dict[str, Bounds] = {}
    for report, number in zip(sentence, found, strict=True):
        held = parts.get(report.victim_class)
        if held is None:
            parts[report.victim_class] = number
        elif held != number or number.size < _SEVERAL:  # "four people died; the four ..." is one four
            parts[report.victim_class] = held + number
    return parts


def _sum(parts: Iterable[Bounds]) -> Bounds:
    result: Bounds | None = None
    for part in parts:
        result = part if result is None else result + part
    return result if result is not None else Bounds(None, None)
