"""`sitrep_tolls`: the toll of the text's main incident (casualty-claims.md, section 8; DESIGN.md, section 3).

A text tells its toll once and then says it again: in other words, by other sources, by the names of the dead. Numbers
are added only where the text lists them side by side, says "another" or "also", or counts another class.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.background import Background
from tasks.nlp.findings import Claim, Toll
from tasks.nlp.harms import HARMS
from tasks.nlp.lexicon import Lexicon
from tasks.nlp.reading import Reading, read
from tasks.nlp.victims import VictimGroup

Doc.set_extension("tolls", default=None, force=True)

_LEAD = 4  # sentences behind the first number in which a disjoint class still adds, and a larger number replaces


_SIDES = {"military": "troops", "police": "troops", "militant": "militant", "attacker": "attacker"}


@dataclass(slots=True)
class _Part:
    """One disjoint set of victims."""

    low: int
    best: int
    high: int | None
    claim: Claim
    group: VictimGroup
    sentence: int
    words: frozenset[str]


@dataclass(slots=True)
class _Sum:
    """The parts so far, and how far other sources go beyond them."""

    parts: list[_Part] = field(default_factory=list)
    lowest: int | None = None
    highest: int | None = None
    denied_by: set[str | None] = field(default_factory=set)

    @property
    def best(self) -> int:
        return sum(part.best for part in self.parts)


@Language.factory("sitrep_tolls", default_config={"lexicon": {}})
class Tolls:
    """Reads doc._.claims, doc._.victims; writes doc._.tolls: harm -> Toll, only for harms that the text counts."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        self._background = Background(Lexicon(lexicon))

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.tolls."""
        reading = read(doc) if doc._.claims else None
        doc._.tolls = main_tolls(reading, self._counted(reading, doc)) if reading is not None else {}
        return doc

    def _counted(self, reading: Reading, doc: Doc) -> list[tuple[Claim, VictimGroup]]:
        """The claims that can enter a toll, each with its victim group."""
        by_span = {(group.harm, group.start): group for group in doc._.victims}
        pairs = [
            (claim, by_span[claim.harm, claim.start])
            for claim in doc._.claims
            if claim.scope == "incident" and claim.factuality in ("asserted", "hedged")
        ]
        return [(claim, group) for claim, group in pairs if not self._background.holds(reading, group)]


def main_tolls(reading: Reading, counted: list[tuple[Claim, VictimGroup]]) -> dict[str, Toll]:
    """The tolls of the incident that the first counted claim is about."""
    if not counted:
        return {}
    main = counted[0][0].incident
    tolls: dict[str, Toll] = {}
    for harm in HARMS:
        mine = [(claim, group) for claim, group in counted if claim.harm == harm and claim.incident == main]
        if mine:
            tolls[harm] = _toll(reading, mine, _contrasted(reading, counted))
    return tolls


def _contrasted(reading: Reading, counted: list[tuple[Claim, VictimGroup]]) -> frozenset[tuple[str, int]]:
    """Numbers behind one of another harm: in "two were killed and five others hurt" the others are other than dead."""
    first: dict[int, str] = {}
    for claim, group in counted:
        first.setdefault(reading.sentence[group.first], claim.harm)
    return frozenset((c.harm, c.start) for c, group in counted if first[reading.sentence[group.first]] != c.harm)


def _toll(reading: Reading, mine: list[tuple[Claim, VictimGroup]], contrasted: frozenset[tuple[str, int]]) -> Toll:
    total = _Sum()
    for claim, group in mine:
        if claim.qualifier == "none":
            if not total.parts:
                total.denied_by.add(claim.claimant)
            continue
        near_also = group.also and bool(total.parts) and reading.sentence[group.first] - total.parts[-1].sentence <= 1
        additive = (group.additive or (near_also and group.kind == "count")) and (
            claim.harm,
            claim.start,
        ) not in contrasted
        _take(total, _part(reading, claim, group), additive)
    if not total.parts:
        return Toll(0, 0, 0) if total.highest is None else Toll(0, 0, total.highest)
    highs = [part.high for part in total.parts]
    high = None if any(each is None for each in highs) else sum(each or 0 for each in highs)
    if high is not None and total.highest is not None:
        high = max(high, total.highest)
    low = sum(part.low for part in total.parts)
    return Toll(min(low, total.lowest) if total.lowest is not None else low, total.best, high)


def _part(reading: Reading, claim: Claim, group: VictimGroup) -> _Part:
    low = claim.low if claim.low is not None else 0
    best = claim.low if claim.low is not None else (claim.high or 0)
    words = frozenset(reading.lower[group.first : group.end])
    return _Part(low, best, claim.high, claim, group, reading.sentence[group.first], words)


def _take(total: _Sum, part: _Part, additive: bool) -> None:
    """Add `part`, let it replace what stands, widen the range, or leave it: it restates."""
    if _contradicted(total, part):
        total.highest = max(total.highest or 0, part.best)
    elif not total.parts:
        total.parts.append(part)
    elif part.group.kind in ("single", "name", "pronoun"):
        if _another_person(total, part, additive):
            total.parts.append(part)
    elif (
        _listed(total, part)
        or _of_the_wounded(part)
        or (additive and part.sentence - total.parts[-1].sentence <= _LEAD)
    ):
        total.parts.append(part)
    else:
        _restate(total, part)


def _contradicted(total: _Sum, part: _Part) -> bool:
    """Another source has said that nobody was harmed: the first word stands, the range goes up."""
    return bool(total.denied_by) and not total.parts and part.claim.claimant not in {*total.denied_by, None}


def _listed(total: _Sum, part: _Part) -> bool:
    """Whether the sentence puts the number beside the last one: same source, "four soldiers and two policemen"."""
    last = total.parts[-1]
    if last.sentence != part.sentence or last.claim.claimant != part.claim.claimant:
        return False
    if part.claim.qualifier in ("at_most", "less_than") and last.group.cue is part.group.cue:
        return False  # "at least 20 and up to 30 people"
    return not (part.group.cue.kind == "toll" or (part.best == total.best and part.group.cue is not last.group.cue))


def _of_the_wounded(part: _Part) -> bool:
    """ "three of the injured died": they come on top of the dead."""
    return part.claim.harm == "killed" and bool(part.words & {"wounded", "injured"})


def _another_person(total: _Sum, part: _Part, additive: bool) -> bool:
    """Whether a single person comes on top of the parts."""
    last = total.parts[-1]
    if part.group.kind == "pronoun" and part.claim.victim_class != "attacker":
        return False
    counted = any(each.best > 1 for each in total.parts)
    if part.group.also and (not counted or _disjoint(total, part)):
        return part.group.kind != "name" or not counted
    if additive:
        return not (counted and part.group.kind == "name") and part.sentence - last.sentence <= _LEAD
    if last.sentence == part.sentence:
        return not (part.words & last.words - {"the", "a", "an", "his", "her"}) or part.group.cue is last.group.cue
    if part.group.definite or part.group.kind == "name" or counted:
        return False
    return _disjoint(total, part) and part.sentence - last.sentence <= _LEAD


def _restate(total: _Sum, part: _Part) -> None:
    """A later number: the same again, another source's, a newer total, or one of another class."""
    first = total.parts[0]
    if any(part.best == each.best for each in total.parts) or part.best == total.best:
        return
    near = part.sentence - first.sentence <= _LEAD
    if part.claim.low is None and total.parts[-1].sentence == part.sentence:
        total.parts[-1].high = part.high
        return
    sources = {first.claim.claimant, part.claim.claimant}
    other = part.claim.claimant is not None and first.claim.claimant is None and part.group.cue.kind != "toll"
    if len(sources - {None}) > 1 or other:
        total.highest = max(total.highest or 0, part.best)
        total.lowest = min(total.lowest if total.lowest is not None else part.best, part.best)
    elif near and not part.group.definite and part.group.cue.kind != "toll" and _disjoint(total, part):
        total.parts.append(part)
    elif part.best > total.best:
        if near or part.group.cue.kind == "toll":
            total.parts[:] = [part]
        else:
            total.highest = max(total.highest or 0, part.best)


def _disjoint(total: _Sum, part: _Part) -> bool:
    """Whether the number is of another side than all before: civilians after soldiers, not women after civilians."""
    if part.claim.victim_class == "unknown" or any(each.claim.victim_class == "unknown" for each in total.parts):
        return False
    return _side(part) not in {_side(each) for each in total.parts}


def _side(part: _Part) -> str:
    return _SIDES.get(part.claim.victim_class, "unarmed")
