"""People told of one by one after their number: "A bomb killed 12 people. ... The bakery's owner died at the door."

They are parts of the twelve (casualty-claims.md, section 4), known only once each number has its incident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tasks.nlp.findings import Claim
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.grouping import VictimGroup

_SIDES = {"military": "troops", "police": "troops", "militant": "rebels", "attacker": "rebels"}
_OPEN = frozenset({"unknown", "civilian", "woman"})
_HARMS = frozenset({"killed", "injured", "missing", "abducted"})
_PRONOUNCED = ("pronounced", "declared")  # "he was shot dead" may be the killer
_PEOPLE = ("single", "name")
_OF_REACH = 4  # words of "of the injured", "of its drivers" behind "one"
_AROUND = 40  # words before a number in which a hospital may stand
_REACH = 8  # sentences from a number to one of its people
_KEPT = 8  # numbers of one incident and harm that a later one is held against


@dataclass(slots=True)
class _Told:
    """What the text has said of one harm in one incident."""

    parts: list[tuple[Claim, VictimGroup]] = field(default_factory=list)  # "including five gunmen"
    wholes: list[tuple[Claim, VictimGroup]] = field(default_factory=list)  # counts of several
    singles: set[str] = field(default_factory=set)  # who was told of beside them: "three boys and a teacher"
    last: VictimGroup | None = None
    parted: bool = False  # the last one told of was a part


class Wholes:
    """Knows whose numbers come on top and who counts the dead of one house (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._houses = lexicon.word_set("scope", "wholes.houses")
        self._receiving = lexicon.word_set("scope", "wholes.receiving")
        self._own = lexicon.word_set("scope", "wholes.own")
        self._wounded = lexicon.word_set("scope", "tolls.wounded")
        self._ordinals = lexicon.word_set("scope", "ordinals")

    def parted(self, reading: Reading, groups: Sequence[VictimGroup], claims: Sequence[Claim]) -> Iterator[Claim]:
        """The claims in order; "incident" ones that are of a number told before become "subset"."""
        told: dict[tuple[int | None, str], _Told] = {}
        for group, claim in zip(groups, claims, strict=True):
            known = told.setdefault((claim.incident, claim.harm), _Told())
            if claim.scope == "subset" and group.kind == "count" and _size(claim) > 1:
                known.parts = [*known.parts[-_KEPT:], (claim, group)]
            if claim.scope != "incident" or claim.harm not in _HARMS or claim.qualifier == "none":
                yield claim
                continue
            known.parted = self._is_part(reading, claim, group, known)
            known.last = group
            if not known.parted:
                _learn(reading, known, claim, group)
            yield replace(claim, scope="subset") if known.parted else claim

    def _is_part(self, reading: Reading, claim: Claim, group: VictimGroup, known: _Told) -> bool:
        if group.kind == "pronoun":
            died = group.cue.kind in ("intransitive", "adjective") or reading.lower[group.cue.first] in _PRONOUNCED
            return known.parted or (died and self._has_whole(reading, claim, group, known))
        if known.parted and known.last is not None and known.last.cue is group.cue:
            return True  # "the bodies of a mother and her two daughters"
        one = group.kind in _PEOPLE or group.kind == "count"
        if not one or group.low != 1 or group.high != 1:
            return _is_part_again(reading, claim, group, known) or self._is_of_house(reading, claim, group, known)
        if group.rule.endswith("-named") or group.cue.kind == "toll" or "figure" in group.rule:
            return False  # "the dead man was named as A", "police put the toll at one dead"
        nth = bool(self._ordinals & set(reading.lower[group.first : group.end]))
        if ((group.also or group.additive) and not nth) or self._is_apart(reading, group):
            return False
        return self._has_whole(reading, claim, group, known)

    @staticmethod
    def _has_whole(reading: Reading, claim: Claim, group: VictimGroup, known: _Told) -> bool:
        again = reading.lower[group.head] in known.singles
        if again or not known.wholes or (claim.harm == "injured" and group.kind != "name"):
            return False  # somebody hurt later is often hurt in some other way
        whole, last = known.wholes[-1]
        sources = {each.claimant_name for each in (claim, whole)} - {None}
        if group.kind == "count" and len(sources) > 1:
            return False  # "police said one man had died"
        if reading.sentence[group.first] - reading.sentence[last.first] > _REACH:
            return False
        return any(_stands_before(reading, whole, group) and _holds(whole, claim) for whole in known.wholes)

    def _is_apart(self, reading: Reading, group: VictimGroup) -> bool:
        """ "one of its drivers", "one of the injured died": not of the number told before."""
        behind = reading.lower[group.first : group.end + _OF_REACH]
        if "of" not in behind or group.kind != "count":
            return False
        after = set(behind[behind.index("of") + 1 :])
        return bool(after & self._own) or (group.harm == "killed" and bool(after & self._wounded))

    def _is_of_house(self, reading: Reading, claim: Claim, group: VictimGroup, known: _Told) -> bool:
        """ "The hospital had received nine bodies", after 16 were counted in all."""
        if group.kind != "count" or group.additive or group.harm not in ("killed", "injured"):
            return False
        first = max(group.first - _AROUND, reading.bounds[reading.sentence[group.first]][0])
        before = set(reading.lower[first : group.first])
        told = group.cue.kind == "holder" or group.cue.first > group.first  # not "the hospital said a bomb killed nine"
        if not (before & self._houses and before & self._receiving and told and claim.high is not None):
            return False
        return any(
            _stands_before(reading, whole, group) and (whole[0].low or 0) > _size(claim) and _holds(whole, claim)
            for whole in known.wholes
        )


def _learn(reading: Reading, known: _Told, claim: Claim, group: VictimGroup) -> None:
    if group.kind == "count" and _size(claim) > 1:
        known.wholes = [*known.wholes[-_KEPT:], (claim, group)]
    elif group.kind != "pronoun":
        known.singles.add(reading.lower[group.head])


def _is_part_again(reading: Reading, claim: Claim, group: VictimGroup, known: _Told) -> bool:
    """ "All five attackers are dead", after "including five gunmen"."""
    all_of = group.definite or reading.lower[group.first : group.first + 1] == ["all"]
    return all_of and any(
        part.low == claim.low and part.victim_class in (claim.victim_class, "unknown") for part, _ in known.parts
    )


def _stands_before(reading: Reading, whole: tuple[Claim, VictimGroup], group: VictimGroup) -> bool:
    return reading.sentence[whole[1].first] < reading.sentence[group.first]


def _size(claim: Claim) -> int:
    return claim.low or claim.high or 0


def _holds(told: tuple[Claim, VictimGroup], part: Claim) -> bool:
    """Whether the part can be of the whole by day and by class; who was shot may have died, and cases are no dead."""
    whole, group = told
    if group.cue.kind == "weak" or whole.victim_class == "patient" or _is_other_day(whole, part):
        return False
    sides = [_SIDES.get(each.victim_class, "unarmed") for each in (whole, part)]
    if whole.victim_class == "unknown":
        return sides[1] != "rebels"
    return part.victim_class in ("unknown", whole.victim_class) or (
        whole.victim_class == "civilian" and sides[1] == "unarmed"
    )


def _is_other_day(one: Claim, other: Claim) -> bool:
    if one.date is None or other.date is None:
        return False
    return not (one.date.startswith(other.date) or other.date.startswith(one.date))
