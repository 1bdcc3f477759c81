"""Words by which a number says that it is a part of one told before: "three of the wounded", "the other two"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.grouping import VictimGroup

_TOLD = {
    "killed": frozenset({"dead", "killed", "fatalities", "deceased", "deaths", "slain", "bodies"}),
    "injured": frozenset({"wounded", "injured", "hurt"}),
    "missing": frozenset({"missing"}),
    "abducted": frozenset({"abducted", "kidnapped", "hostages", "captives"}),
    "detained": frozenset({"arrested", "detained", "detainees"}),
    "displaced": frozenset({"displaced", "evacuees", "evacuated"}),
}
_OF_REACH = 3  # words of "of the dead" behind a number
_EARLIER = 12  # groups before a number among which its whole may stand
_WHOLE_REACH = 6  # words between "three" and "ten" in "three of the ten missing"
_OPENING = 7  # words of "of the 32 people injured ,"
_CARE_REACH = 5  # words of "have since been discharged"
_STILL = frozenset({"still", "remain", "remains", "remained"})
_WHILE = frozenset({"as", "after", "when", "with"})
_BESIDE = 3  # groups between a toll and its part
_WITH_REACH = 3  # words of "with a further three"


class Fractions:
    """Knows the wordings of parts (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._parts = PhraseIndex(lexicon.phrases("scope", "parts"))
        self._members = lexicon.word_set("scope", "members")
        self._rest = lexicon.word_set("scope", "rest")
        self._after_death = PhraseIndex(lexicon.phrases("scope", "after_death"))
        self._rising = lexicon.word_set("scope", "tolls.updating")
        self._care = PhraseIndex(lexicon.phrases("scope", "care"))

    def is_part(self, reading: Reading, groups: Sequence[VictimGroup], running: Sequence[bool], k: int) -> bool:
        """Whether the words of number `k` make it a part; `running`: which numbers run over a time."""
        group = groups[k]
        return (
            self._is_of_told(reading, groups, k)
            or self._is_among(reading, group)
            or self._is_rest(reading, groups, k)
            or self._is_cared_for(reading, groups, k)
            or self._is_beside_toll(reading, groups, running, k)
        )

    def _is_of_told(self, reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "three of the wounded", "of the injured, 38 ...", "nine remain in captivity"."""
        group = groups[k]
        end = group.end + _OF_REACH if reading.lower[group.end : group.end + 1] == ["of"] else group.end
        words = set(reading.lower[group.first : end])
        told = {"casualties", "victims"} | _TOLD[group.harm]
        if self._is_opened(reading, group, told):
            return True
        if group.harm == "killed" and _TOLD["injured"] & words:
            return False  # "two of the wounded died"
        if self._names_told(reading, group, end):
            return True
        if self._parts.found(reading.lower, group.first, min(end, len(reading.lower))):
            return bool(told & words) or has_whole(groups, k)
        if self._is_of_counted(reading, groups, k):
            return True
        held = group.harm == "detained" and bool(_STILL & set(reading.lower[group.end : group.cue.last]))
        state = group.cue.kind == "adjective" and (group.harm in ("injured", "abducted") or held)
        return state and not group.additive and has_whole(groups, k)

    @staticmethod
    def _names_told(reading: Reading, group: VictimGroup, end: int) -> bool:
        """ "seven of the missing", "two of those killed"."""
        words = reading.lower[group.first : end]
        return any(
            word in _TOLD[group.harm] and {"the", "those"} & set(words[max(0, i - 2) : i]) and "of" in words[:i]
            for i, word in enumerate(words)
        )

    @staticmethod
    def _is_opened(reading: Reading, group: VictimGroup, told: set[str]) -> bool:
        """ "Of the 32 injured, 21 ...", "of those hurt, four ..."."""
        comma = group.first - 1
        first = max(reading.bounds[reading.sentence[group.first]][0], comma - _OPENING)
        if comma <= first or reading.lower[comma] != ",":
            return False
        for at in range(comma - 1, first - 1, -1):
            if reading.lower[at] == "of" and reading.lower[at + 1] in ("the", "those", "these"):
                return bool(told & set(reading.lower[at + 2 : comma]))
            if reading.lower[at] == ",":
                return False
        return False

    @staticmethod
    def _is_of_counted(reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "three of the ten missing were cadets", where ten were counted before."""
        group, numbers = groups[k], reading.doc._.numbers
        at = bisect_right(numbers, group.first, key=lambda number: number.first)
        inner = [
            each
            for each in numbers[at : at + 2]
            if each.start != group.start
            and each.first < group.first + _WHOLE_REACH
            and reading.lower[each.first - 2 : each.first] in (["of", "the"], ["of", "those"])
        ]
        before = groups[max(0, k - _EARLIER) : k]
        return any(each.harm == group.harm and each.low == number.low for number in inner for each in before)

    def _is_among(self, reading: Reading, group: VictimGroup) -> bool:
        """ "two commanders were among the militants killed": between the number and its harm word."""
        return group.end < group.cue.first and bool(
            self._members & set(reading.lower[group.end : group.cue.first])
            and not {",", ";"} & set(reading.lower[group.end : group.cue.first])
        )

    def _is_rest(self, reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "the other three died in hospital", "the two others": what is left of a number told before."""
        group = groups[k]
        words = reading.lower[group.first : group.end]
        before = reading.lower[group.first - 1 : group.first]
        definite = words[:1] == ["the"] or before == ["the"]
        return definite and group.kind == "count" and bool(self._rest & set(words)) and self._has_rest(groups, k)

    @staticmethod
    def _has_rest(groups: Sequence[VictimGroup], k: int) -> bool:
        """Not of "shot four men", who are hurt only as far as they are not dead."""
        whole = last_whole(groups, k, more=True)
        return whole is not None and groups[whole].cue.kind != "weak"

    def _is_cared_for(self, reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "13 have been discharged", "11 bodies have been identified", after more were counted."""
        group = groups[k]
        words = {"injured": self._care, "killed": self._after_death}.get(group.harm)
        if words is None or group.kind not in ("count", "none") or group.additive:
            return False
        end = reading.bounds[reading.sentence[group.first]][1]
        stop = min(end, max(group.end, group.cue.last) + _CARE_REACH)
        return words.found(reading.lower, group.end, stop) and has_whole(groups, k, more=True)

    def _is_beside_toll(self, reading: Reading, groups: Sequence[VictimGroup], running: Sequence[bool], k: int) -> bool:
        """ "put the toll at 20, with three dying overnight", "rose to 37 as ten bodies were found"."""
        group = groups[k]
        at = next((j for j in range(k - 1, max(-1, k - 1 - _BESIDE), -1) if groups[j].harm == group.harm), None)
        if at is None or groups[at].cue.kind != "toll" or group.cue.kind == "toll":
            return False
        last = groups[at]
        start = min(group.first, group.cue.first)
        between = reading.lower[last.end : start]
        here = reading.sentence[last.first] == reading.sentence[group.first] and not running[at]
        opened = "with" in between[-_WITH_REACH:]
        rising = bool(self._rising & set(reading.lower[last.cue.first : last.first])) and bool(_WHILE & set(between))
        return here and (opened or rising) and (group.low or 0) < (last.low or 0)


def has_whole(groups: Sequence[VictimGroup], k: int, *, more: bool = False) -> bool:
    """Whether a number of the same harm, as large or larger (`more`: larger), stands before."""
    return last_whole(groups, k, more=more) is not None


def last_whole(groups: Sequence[VictimGroup], k: int, *, more: bool = False) -> int | None:
    """The last such number."""
    group = groups[k]
    size = (group.high or group.low or 0) + more
    for j in range(k - 1, max(-1, k - 1 - _EARLIER), -1):
        if groups[j].harm == group.harm and groups[j].kind == "count" and (groups[j].low or 0) >= size:
            return j
    return None
