"""`sitrep_scope`: incident, subset or cumulative (casualty-claims.md, section 4)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.assertions.periods import Periods
from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.victims.grouping import VictimGroup

Doc.set_extension("scopes", default=(), force=True)

_ORDINAL = re.compile(r"\d{1,6}(?:st|nd|rd|th)")
_TOLD = {
    "killed": frozenset({"dead", "killed", "fatalities", "deceased"}),
    "injured": frozenset({"wounded", "injured"}),
}
_OF_REACH = 3  # words of "of the dead" behind a number
_EARLIER = 12  # groups before a number among which its whole may stand
_WHOLE_REACH = 6  # words between "three" and "ten" in "three of the ten missing"
_FEW = 5  # relatives that one witness mourns
_SUM_BACK = 3  # sentences before parts in which their sum may stand


@dataclass(frozen=True, slots=True)
class Scope:
    """`value`: incident, subset, cumulative. `period_start`: ISO day, month or year of a cumulative number."""

    value: str
    period_start: str | None = None


@Language.factory("sitrep_scope", default_config={"lexicon": {}})
class Scopes:
    """Reads doc._.victims, doc._.dates; writes doc._.scopes, one entry a victim group."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._periods = Periods(words)
        self._ordinals = words.word_set("scope", "ordinals")
        self._paired = words.word_set("scope", "paired_ordinals")
        self._parts = PhraseIndex(words.phrases("scope", "parts"))
        self._kin = words.word_set("victims", "phrase.kin")
        self._raising = words.word_set("scope", "raising")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.scopes."""
        if not doc._.victims:
            doc._.scopes = ()
            return doc
        reading, groups = read(doc), doc._.victims
        summed = _summed(reading, groups)
        doc._.scopes = tuple(self._scope(reading, groups, k, summed) for k in range(len(groups)))
        return doc

    def _scope(self, reading: Reading, groups: Sequence[VictimGroup], k: int, summed: frozenset[int]) -> Scope:
        group = groups[k]
        running, period = self._periods.running(reading, group)
        running = running and group.kind in ("count", "none")  # "a reporter has been missing since May" is one
        part = (
            group.inside
            or k in summed
            or self._is_own(reading, groups, k)
            or self._is_ordinal(reading, group)
            or self._is_part(reading, groups, k)
        )
        if part or self._is_raising(reading, groups, k):
            return Scope("subset", period)
        return Scope("cumulative", period) if running else Scope("incident")

    def _is_ordinal(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the sixth to die", "the 507th traffic death", "a seventh child": one, part of a total.

        "A second officer", "another", "his second son" are one more; so is "the third" of three told of just before.
        """
        words = reading.lower[group.first : group.end]
        own = reading.pos[group.first] == "PRON" or words[:1] in (["his"], ["her"], ["another"])
        paired = words[:1] in (["a"], ["an"]) and bool(self._paired & set(words))
        bare = len(words) == 2 and words[0] == "the" and reading.lower[group.end : group.end + 1] != ["to"]  # noqa: PLR2004
        if group.kind != "single" or own or paired or bare:
            return False
        return any(word in self._ordinals or _ORDINAL.fullmatch(word) for word in words)

    def _is_own(self, reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "they killed my two brothers", "whose uncle was hurt": one of those counted, whom a witness mourns."""
        group = groups[k]
        words = reading.lower[group.first : group.end]
        opens = group.first == reading.bounds[reading.sentence[group.first]][0]
        lost = reading.lower[group.cue.first] in ("lost", "lose", "losing")
        mine = words[:1] in (["my"], ["our"], ["whose"]) or (words[:1] in (["his"], ["her"]) and (opens or lost))
        kin = bool(self._kin & set(words)) or group.kind in ("single", "name")
        return mine and kin and (group.low or 0) < _FEW and _has_whole(groups, k)

    def _is_part(self, reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "three of the wounded", "of the injured, 38 ...", "nine remain in captivity": a part of a number before."""
        group = groups[k]
        end = group.end + _OF_REACH if reading.lower[group.end : group.end + 1] == ["of"] else group.end
        opening = reading.lower[max(0, group.first - 4) : group.first]
        told = {"casualties", "victims"} | _TOLD.get(group.harm, frozenset())
        if opening[:2] == ["of", "the"] and opening[3:] == [","] and opening[2] in told:
            return True  # "of the injured, 38 were ..."
        if group.harm == "killed" and _TOLD["injured"] & set(reading.lower[group.first : end]):
            return False  # "two of the wounded died"
        if self._parts.found(reading.lower, group.first, min(end, len(reading.lower))):
            return bool(told & set(reading.lower[group.first : end])) or _has_whole(groups, k)
        if self._is_of_counted(reading, groups, k):
            return True
        state = group.cue.kind == "adjective" and group.harm in ("injured", "abducted")
        return state and not group.additive and _has_whole(groups, k)

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
            and reading.lower[each.first - 2 : each.first] == ["of", "the"]
        ]
        before = groups[max(0, k - _EARLIER) : k]
        return any(each.harm == group.harm and each.low == number.low for number in inner for each in before)

    def _is_raising(self, reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "three more bodies were found, taking the death toll to 21": the three are in it."""
        group = groups[k]
        for other in groups[k + 1 : k + 1 + _EARLIER]:
            if reading.sentence[other.first] != reading.sentence[group.first]:
                return False
            raised = self._raising & set(reading.lower[max(group.first, group.cue.first) : other.first])
            if other.harm == group.harm and other.cue.kind == "toll" and raised:
                return (other.low or 0) > (group.low or 0)
        return False


def _has_whole(groups: Sequence[VictimGroup], k: int) -> bool:
    """Whether a number of the same harm, as large or larger, stands before."""
    group = groups[k]
    return any(
        each.harm == group.harm and each.kind == "count" and (each.low or 0) >= (group.high or group.low or 0)
        for each in groups[max(0, k - _EARLIER) : k]
    )


def _summed(reading: Reading, groups: Sequence[VictimGroup]) -> frozenset[int]:
    """Numbers side by side that add up to one said before: "thirteen died, nine at the scene and four in hospital"."""
    beside: dict[tuple[int, str], list[int]] = {}
    for k, group in enumerate(groups):
        if not group.inside and (group.low or group.high):
            beside.setdefault((reading.sentence[group.first], group.harm), []).append(k)
    found: set[int] = set()
    for (sentence, harm), members in beside.items():
        earlier = [k for n in range(sentence - _SUM_BACK, sentence) for k in beside.get((n, harm), ())]
        exact = len(members) > 1 and all(groups[k].low == groups[k].high for k in members)
        total = sum(groups[k].low or 0 for k in members)
        if exact and any((groups[k].low or groups[k].high) == total and groups[k].kind == "count" for k in earlier):
            found.update(members)
    return frozenset(found)
