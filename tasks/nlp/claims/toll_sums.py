"""How one toll grows: which numbers come on top, which say the same again, which another source puts differently.

casualty-claims.md, section 8. A text tells its toll once and then says it again: in other words, by other sources, by
the names of the dead. So a number is added only where the text says that it is of other people.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.nlp.findings import Claim, Toll
from tasks.nlp.victims.victims import VictimGroup

LEAD = 4  # sentences behind the first number in which a disjoint class still adds, and a larger number replaces
_LONG = 12  # sentences from which on a text tells its toll in the lead and people one by one below it
_LOOKED_AT = 50  # parts that a new one is compared with
_LONG_LEAD = 1
_SIDES = {"military": "troops", "police": "troops", "militant": "militant", "attacker": "attacker"}
_EMPTY = frozenset({"the", "a", "an", "his", "her", "their", "of"})


@dataclass(slots=True)
class Part:
    """One disjoint set of victims, as one claim counts it."""

    low: int
    best: int
    high: int | None
    claim: Claim
    group: VictimGroup
    sentence: int
    noun: str  # the head of the phrase: "civilians"
    words: frozenset[str]
    additive: bool  # "another", "others", "also": the text says that they are other people
    of_wounded: bool  # "two of the wounded died"
    corrects: bool  # "lowered to eight"
    updates: bool  # "rose to eight"

    @property
    def side(self) -> str:
        """Whom the victims belong to: troops, militant, attacker, unarmed."""
        return _SIDES.get(self.claim.victim_class, "unarmed")

    @property
    def is_person(self) -> bool:
        """Somebody told of, not a number: "a teacher", a name or a list of names, "she"."""
        return self.group.kind in ("single", "name", "pronoun")

    @property
    def points_back(self) -> bool:
        """ "the five": counted before, perhaps of another event; "both", "all three" count anew."""
        return self.group.definite and not self.words & {"both", "all"}

    @property
    def is_total(self) -> bool:
        """Counted by a word for the whole: "the death toll"."""
        return self.group.cue.kind == "toll"


@dataclass(slots=True)
class TollSum:
    """The parts so far, and how far other sources go beyond them; `sentences`: of the whole text."""

    sentences: int = 0
    parts: list[Part] = field(default_factory=list)
    best: int = 0  # the sum of the parts
    lowest: int | None = None
    highest: int | None = None
    denied_by: set[str | None] = field(default_factory=set)

    def _add(self, part: Part) -> None:
        self.parts.append(part)
        self.best += part.best

    def _replace(self, part: Part) -> None:
        self.parts[:] = [part]
        self.best = part.best

    def deny(self, claimant: str | None) -> None:
        """ "No casualties were reported": says something only where nobody has been counted yet."""
        if not self.parts:
            self.denied_by.add(claimant)

    def toll(self) -> Toll:
        """Low, best and high; high is None where a part is open upwards."""
        if not self.parts:
            return Toll(0, 0, self.highest or 0)
        highs = [part.high for part in self.parts]
        high = None if any(each is None for each in highs) else sum(each or 0 for each in highs)
        if high is not None and self.highest is not None:
            high = max(high, self.highest)
        low = sum(part.low for part in self.parts)
        return Toll(min(low, self.lowest) if self.lowest is not None else low, self.best, high)

    def take(self, part: Part) -> None:
        """Add `part`, let it replace what stands, widen the range, or leave it: it restates."""
        if self._contradicts_denial(part):
            self._widen(part)
        elif not self.parts:
            self._add(part)
        elif part.corrects or self._tells_rest(part) or self._says_exactly(part):
            self._replace(part)
        elif part.is_person:
            if self._is_another_person(part):
                self._add(part)
        elif self._is_listed(part) or part.of_wounded or (part.additive and self._is_near(part, self.parts[0])):
            self._add(part)
        else:
            self._restate(part)

    def _tells_rest(self, part: Part) -> bool:
        """ "shot four men, one died, the other three are hurt": the shot were four, the injured are three."""
        last = self.parts[-1]
        return part.additive and part.group.definite and last.group.cue.kind == "weak" and part.best <= last.best

    def _says_exactly(self, part: Part) -> bool:
        """ "Dozens were hurt ... the ministry counted 34": the first number that is one, whoever tells it."""
        first = self.parts[0]
        number = part.group.kind == "count" and part.claim.qualifier not in ("vague", "at_most", "less_than")
        vague = len(self.parts) == 1 and first.claim.qualifier == "vague"
        return vague and number and part.sentence != first.sentence and not part.points_back and part.best >= first.low

    def _contradicts_denial(self, part: Part) -> bool:
        """Another source has said that nobody was harmed: the first word stands, the range goes up."""
        return bool(self.denied_by) and not self.parts and part.claim.claimant not in {*self.denied_by, None}

    def _is_near(self, part: Part, other: Part) -> bool:
        first = self.parts[0]
        told = self.sentences > _LONG and first.best > 1 and not first.is_person and first.sentence <= _LONG_LEAD
        return part.sentence - other.sentence <= (_LONG_LEAD if told else LEAD)

    def _is_listed(self, part: Part) -> bool:
        """Whether the sentence puts the number beside the last one: same source, "four soldiers and two policemen"."""
        last = self.parts[-1]
        if last.sentence != part.sentence or last.claim.claimant != part.claim.claimant or part.is_total:
            return False
        if part.claim.qualifier in ("at_most", "less_than") and last.group.cue is part.group.cue:
            return False  # "at least 20 and up to 30 people"
        if part.group.cue is not last.group.cue:
            within = part.best <= self.best and (part.claim.qualifier == "vague" or part.group.cue.kind == "adjective")
            return not within and not self._same_number(part)  # within: "nine were hurt, dozens of them badly"
        return not _rivals(last, part)

    def _same_number(self, part: Part) -> bool:
        """The number of one part, or of all, said again of the same people."""
        if part.best == self.best and not (len(self.parts) == 1 and self._is_disjoint(part)):
            return True
        return any(part.best == each.best and not _differ(part, each) for each in self.parts[-_LOOKED_AT:])

    def _is_another_person(self, part: Part) -> bool:
        """Whether somebody told of comes on top of the parts."""
        if part.group.kind == "pronoun" and part.claim.victim_class != "attacker":
            return False
        last, counted = self.parts[-1], any(each.best > 1 for each in self.parts[-_LOOKED_AT:])
        if part.group.also and (not counted or self._is_disjoint(part)) and self._is_near(part, last):
            return part.group.kind != "name" or not counted
        if part.additive:
            return not (counted and part.group.kind == "name") and self._is_near(part, last)
        if last.sentence == part.sentence:
            return not (part.words & last.words - _EMPTY) or part.group.cue is last.group.cue
        if part.group.definite or part.group.kind == "name" or counted:
            return False
        return self._is_disjoint(part) and self._is_near(part, last)

    def _restate(self, part: Part) -> None:
        """A later number: the same again, another source's, a newer total, or one of another class."""
        if self._same_number(part):
            return
        if part.claim.low is None and self.parts[-1].sentence == part.sentence:
            self.parts[-1].high = part.high
        elif self._is_other_source(part):
            self._widen(part)
        elif not part.group.definite and not part.is_total and self._is_disjoint(part) and self._in_lead(part):
            self._add(part)
        elif part.best > self.best:
            if part.is_total or (self._in_lead(part) and not part.points_back):
                self._replace(part)
            else:
                self.highest = max(self.highest or 0, part.best)

    def _in_lead(self, part: Part) -> bool:
        return self._is_near(part, self.parts[0])

    def _is_other_source(self, part: Part) -> bool:
        """Whether another than the source of the first number counts: "some put the toll at eight"."""
        first, source = self.parts[0].claim.claimant, part.claim.claimant
        if first is not None and source is not None:
            return first != source
        return source is not None and first is None and not (part.is_total and part.updates)

    def _widen(self, part: Part) -> None:
        self.highest = max(self.highest or 0, part.best)
        if self.parts:
            self.lowest = min(self.lowest if self.lowest is not None else part.best, part.best)

    def _is_disjoint(self, part: Part) -> bool:
        """Whether the number is of another side than all before: civilians after soldiers, no women after civilians."""
        return all(_differ(part, each) for each in self.parts[-_LOOKED_AT:])


def _rivals(one: Part, other: Part) -> bool:
    """ "at least 34 people and possibly more than 50 people": two estimates of one number."""
    open_both = one.claim.high is None and other.claim.high is None and other.best > one.best
    return open_both and not other.additive and one.noun == other.noun


def _differ(one: Part, other: Part) -> bool:
    """Whether two numbers are of different sides; what is said of nobody in particular may be anybody."""
    known = "unknown" not in (one.claim.victim_class, other.claim.victim_class)
    return known and one.side != other.side and {one.side, other.side} != {"militant", "attacker"}
