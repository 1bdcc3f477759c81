"""Numbers that go on with a running total: "The mission recorded 214 deaths in March. Air strikes killed 97."

A report on a month or a war breaks its total down, sentence by sentence, and names no event of its own while it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.nlp.assertions.periods import Periods
from tasks.nlp.assertions.time_spans import between
from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading, date_mentions, place_mentions
from tasks.nlp.victims.grouping import VictimGroup

_NEXT = 2  # sentences behind a running total in which its parts may stand
_REPORT = 6  # ... in a text whose first number is one
_SAID = 3  # words of "said late on Saturday"
_RIVAL = 3  # how many times larger a total may be that another source puts lower
_SIDES = {"military": "troops", "police": "troops", "militant": "rebels", "attacker": "rebels"}


@dataclass(slots=True)
class _Total:
    """The running totals told last, who gave them, and the sentence that told one or broke it down."""

    groups: list[VictimGroup]
    source: str | None
    sentence: int
    broken_down: bool = False  # in this sentence


class Carried:
    """Reads one text from its start; the words come from scope.toml."""

    def __init__(self, lexicon: Lexicon, periods: Periods) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._periods = periods
        self._scenes = lexicon.word_set("scope", "scenes.events")
        self._days = lexicon.word_set("scope", "period.weekdays")
        self._moments = PhraseIndex(lexicon.phrases("scope", "scenes.moments"))
        self._ordinals = lexicon.word_set("scope", "ordinals") | {"other"}
        self._best = lexicon.word_set("scope", "superlatives")
        self._saying = lexicon.word_set("scope", "scenes.saying")

    def scopes(self, reading: Reading, groups: Sequence[VictimGroup], told: Sequence[str]) -> list[str]:
        """`told`, one scope a group, where an "incident" that goes on with a running total is "subset", or
        "cumulative" where the total is of other people or of another harm."""
        found = list(told)
        total: _Total | None = None
        reach = _REPORT if told and told[0] == "cumulative" else _NEXT
        for k, group in enumerate(groups):
            here, source = reading.sentence[group.first], _source(reading, k)
            if told[k] == "cumulative":
                kept = total.groups if total is not None and total.sentence == here else []
                total = _Total([*kept, group], source, here)
            elif told[k] == "incident" and total is not None:
                scope = self._scope(reading, group, total, source, reach)
                if scope is not None:
                    found[k] = scope
                    total.sentence, total.broken_down = here, True
                elif here > total.sentence:
                    total = None
            elif total is not None and here - total.sentence <= _NEXT:
                total.sentence = here  # "the dead include 14 children": the text goes on with the total
        return found

    def _scope(self, reading: Reading, group: VictimGroup, total: _Total, source: str | None, reach: int) -> str | None:
        """The scope of a number that goes on with the total; None where it tells of something else."""
        if "figure" in group.rule or group.cue.kind == "toll":
            return "cumulative" if any(group.cue is whole.cue for whole in total.groups) else None
        if not self._goes_on(reading, group, total, reach):
            return None
        if source is not None and source != total.source:
            return "cumulative" if group.cue.kind in ("adjective", "noun") and _rivals(group, total) else None
        if self._periods.is_in_period(reading, group):
            return None if _has_place(reading, group) or _is_active(group) else "cumulative"
        if any(whole.harm == group.harm and whole.low == group.low for whole in total.groups):
            return "cumulative"  # said again
        return "subset" if any(_holds(whole, group) for whole in total.groups) else "cumulative"

    def _goes_on(self, reading: Reading, group: VictimGroup, total: _Total, reach: int) -> bool:
        here = reading.sentence[group.first]
        counted = group.kind == "count" and (group.low or 0) > 1 and not group.definite
        if not counted or not 0 <= here - total.sentence <= reach:
            return False
        if here == total.sentence:
            return total.broken_down
        if reach == _NEXT and _is_paragraph_end(reading, total.sentence, here):
            return False
        return not any(self._is_scene(reading, number) for number in range(total.sentence + 1, here + 1))

    def _is_scene(self, reading: Reading, sentence: int) -> bool:
        """Whether a sentence tells of one event: it names a day, one attack, or what happened when."""
        first, end = reading.bounds[sentence]
        if self._scenes & set(reading.lower[first:end]) or self._moments.found(reading.lower, first, end):
            return True
        if any(self._points_at_one(reading, word) for word in range(first + 1, end - 1)):
            return True
        days = {word for word in range(first, end) if reading.lower[word] in self._days}
        start, stop = reading.span(first, end)
        for mention in between(date_mentions(reading.doc), start, stop):
            if mention.precision == "day":
                days.add(reading.word_at(mention.start) or first)
        return any(not self._saying & set(reading.lower[max(first, day - _SAID) : day]) for day in days)

    def _points_at_one(self, reading: Reading, word: int) -> bool:
        """ "the first killed 30", "in the worst, 22 died": of several events just told."""
        if reading.lower[word - 1] != "the":
            return False
        after = reading.pos[word + 1]
        nth = reading.lower[word] in self._ordinals and after in ("VERB", "AUX", "PUNCT")
        return nth or (reading.lower[word] in self._best and after == "PUNCT")


def _source(reading: Reading, k: int) -> str | None:
    claimants = reading.doc._.claimants
    known = k < len(claimants) and claimants[k] is not None and claimants[k].kind != "unknown"
    return claimants[k].text.lower() if known else None


def _is_paragraph_end(reading: Reading, sentence: int, other: int) -> bool:
    """Whether a line ends between two sentences."""
    start = reading.span(*reading.bounds[sentence])[1]
    return "\n" in reading.source[start : reading.tokens[reading.bounds[other][0]].idx]


def _has_place(reading: Reading, group: VictimGroup) -> bool:
    start, stop = reading.span(*reading.bounds[reading.sentence[group.first]])
    return bool(between(place_mentions(reading.doc), start, stop))


def _is_active(group: VictimGroup) -> bool:
    """ "they beheaded four": somebody did it, in one deed."""
    return group.cue.kind in ("verb", "weak") and group.first >= group.cue.last


def _rivals(group: VictimGroup, total: _Total) -> bool:
    """Whether the number is another source's for the total, not a small one beside it."""
    sizes = [whole.low or whole.high or 0 for whole in total.groups if whole.harm == group.harm]
    return any(size <= _RIVAL * (group.low or group.high or 0) for size in sizes)


def _holds(whole: VictimGroup, part: VictimGroup) -> bool:
    """Whether the part can be of the whole: same harm, no larger, not of the other side."""
    sides = {_SIDES.get(group.victim_class, "unarmed") for group in (whole, part) if group.victim_class != "unknown"}
    size = whole.low if whole.low is not None else whole.high
    return whole.harm == part.harm and (size or 0) >= (part.low or 0) and len(sides) <= 1
