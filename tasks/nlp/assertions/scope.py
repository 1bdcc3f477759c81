"""`sitrep_scope`: incident, subset or cumulative (casualty-claims.md, section 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.assertions.carried import Carried
from tasks.nlp.assertions.fractions import Fractions, has_whole, last_whole
from tasks.nlp.assertions.periods import Periods
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.victims.grouping import VictimGroup

Doc.set_extension("scopes", default=(), force=True)

_ORDINAL = re.compile(r"\d{1,6}(?:st|nd|rd|th)")
_EARLIER = 12  # groups before a number among which its whole may stand
_FEW = 5  # relatives that one witness mourns
_ARMED = ("military", "police", "militant", "attacker")  # a witness mourns none of them
_NEAR = 4  # sentences from a number to "her husband drowned"
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
        self._fractions = Fractions(words)
        self._carried = Carried(words, self._periods)
        self._ordinals = words.word_set("scope", "ordinals")
        self._paired = words.word_set("scope", "paired_ordinals")
        self._early = words.word_set("scope", "early_ordinals")
        self._counted = words.word_set("scope", "counted")
        self._kin = words.word_set("victims", "phrase.kin")
        self._raising = words.word_set("scope", "raising")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.scopes."""
        if not doc._.victims:
            doc._.scopes = ()
            return doc
        reading, groups = read(doc), doc._.victims
        running = [self._running(reading, group) for group in groups]
        values = self._values(reading, groups, [runs for runs, _ in running])
        told = self._carried.scopes(reading, groups, values)
        doc._.scopes = tuple(
            Scope(value, period if value != "incident" else None)
            for value, (_, period) in zip(told, running, strict=True)
        )
        return doc

    def _running(self, reading: Reading, group: VictimGroup) -> tuple[bool, str | None]:
        """Whether the number runs over a time; "a reporter has been missing since May" is one person."""
        if group.kind not in ("count", "none"):
            return False, None
        return self._periods.running(reading, group)

    def _values(self, reading: Reading, groups: Sequence[VictimGroup], running: Sequence[bool]) -> list[str]:
        """The scope of each group by its own words and by the numbers beside it."""
        summed = _summed(reading, groups, running)
        own: set[int] = set()  # the relatives of a witness, and those told in one breath with them
        found: list[str] = []
        for k, group in enumerate(groups):
            beside = k - 1 in own and groups[k - 1].cue is group.cue
            if beside or self._is_own(reading, groups, running, k):
                own.add(k)
            part = group.inside or k in summed or k in own or self._is_ordinal(reading, groups, k)
            if part or self._fractions.is_part(reading, groups, running, k):
                found.append("subset")
            elif running[k] or (found[-1:] == ["cumulative"] and _shares_verb(reading, groups[k - 1], group)):
                found.append("cumulative")
            else:
                found.append("subset" if self._is_raising(reading, groups, running, k) else "incident")
        return found

    def _is_ordinal(self, reading: Reading, groups: Sequence[VictimGroup], k: int) -> bool:
        """ "the sixth to die", "the 507th traffic death", "a seventh child": one, part of a total.

        "A second officer", "another", "his second son" are one more; so is "the third" where two were told of before.
        """
        group = groups[k]
        words = reading.lower[group.first : group.end]
        own = reading.pos[group.first] == "PRON" or words[:1] in (["his"], ["her"], ["another"])
        paired = words[:1] in (["a"], ["an"]) and bool(self._paired & set(words))
        told = reading.lower[group.end : group.end + 1] == ["to"] or bool(self._counted & set(words))
        if group.kind != "single" or own or paired:
            return False
        if words[:1] == ["the"] and self._early & set(words) and not told:
            return has_whole(groups, k, more=True)  # "the second bomber was killed", of two
        return any(word in self._ordinals or _ORDINAL.fullmatch(word) for word in words)

    def _is_own(self, reading: Reading, groups: Sequence[VictimGroup], running: Sequence[bool], k: int) -> bool:
        """ "they killed my two brothers", "whose uncle was hurt": one of those counted, whom a witness mourns."""
        group = groups[k]
        words = reading.lower[group.first : group.end]
        opens = group.first == reading.bounds[reading.sentence[group.first]][0]
        lost = reading.lower[group.cue.first] in ("lost", "lose", "losing")
        kin = bool(self._kin & set(words))
        mine = words[:1] in (["my"], ["our"], ["whose"]) and (kin or group.kind in ("single", "name"))
        theirs = words[:1] in (["his"], ["her"]) and kin and (opens or lost)
        if not (mine or theirs) or (group.low or 0) >= _FEW:
            return False
        whole = last_whole(groups, k)
        if (
            whole is not None
            and theirs
            and reading.sentence[group.first] - reading.sentence[groups[whole].first] > _NEAR
        ):
            return False  # of a round-up's other event
        return whole is not None and not running[whole] and groups[whole].victim_class not in _ARMED

    def _is_raising(self, reading: Reading, groups: Sequence[VictimGroup], running: Sequence[bool], k: int) -> bool:
        """ "three more bodies were found, taking the death toll to 21": the three are in it; a toll of the year that
        one event raises holds several."""
        group = groups[k]
        for j in range(k + 1, min(len(groups), k + 1 + _EARLIER)):
            other = groups[j]
            if reading.sentence[other.first] != reading.sentence[group.first]:
                return False
            raised = self._raising & set(reading.lower[max(group.first, group.cue.first) : other.first])
            whole = other.cue.kind in ("toll", "noun") and reading.lower[other.first - 1] == "to"
            if other.harm == group.harm and (whole or other.cue.kind == "toll") and raised:
                return (other.low or 0) > (group.low or 0) and not running[j]
        return False


def _shares_verb(reading: Reading, one: VictimGroup, other: VictimGroup) -> bool:
    """ "a violent weekend has left 14 dead and dozens injured": two participles of one verb."""
    between = range(one.end, max(one.end, other.cue.first))
    if reading.sentence[one.first] != reading.sentence[other.first] or other.cue.form != "ed":
        return False
    return "and" in reading.lower[one.end : other.first + 1] and not any(reading.pos[i] == "AUX" for i in between)


def _summed(reading: Reading, groups: Sequence[VictimGroup], running: Sequence[bool]) -> frozenset[int]:
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
        if exact and any(
            (groups[k].low or groups[k].high) == total and groups[k].kind == "count" and not running[k] for k in earlier
        ):
            found.update(members)
    return frozenset(found)
