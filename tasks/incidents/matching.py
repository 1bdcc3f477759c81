"""Whether one text's incident is one that is known: a score of place, day, kind, numbers, victims, claimants, actors
and wire copies.

Place, day and kind can each forbid a match. What they allow is added up; from THRESHOLD on it is the same event:
the same place and day alone are enough, a country and a day are not, two towns in reach of each other only with more.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from tasks.incidents import kind, when, where
from tasks.incidents.profile import Profile
from tasks.incidents.tally import Bounds

THRESHOLD = 4.5
DOUBT = 3.5  # from here on it may be: a pair for people to look at
CERTAIN = 10.0
_EQUAL, _ALIKE, _FAR = 1.0, 0.5, -1.0
_SAME_CLASS, _OTHER_CLASS = 0.5, -0.5
_SAME_NAME, _SAME_WORD = 1.25, 0.5  # "the Red Crescent", "police"
_SAME_ACTOR = 0.5  # who else did it is often disputed, so that two names weigh nothing
_OTHER_TOLL = -1.0  # each town, or each day, is named, and no number is the same ...
_OTHER_TOLL_AROUND = -1.5  # ... or each town, and one report is of somewhere around it
_BY_CHANCE = 3  # so few are the same number by chance
_COPY, _SAME_ARTICLE = 3.0, 2.0
_GROWN, _UNLIKE = 2.0, 5.0  # times: how far a toll of one event grows; how far two reports of it do not differ


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's name and its score (0 to 1) for `incident_claims`."""

    rule: str
    weight: float

    @property
    def score(self) -> float:
        """The weight as a share of certainty."""
        return round(min(self.weight / CERTAIN, 1.0), 3)

    @property
    def same(self) -> bool:
        """Whether it is enough to call both one event."""
        return self.weight >= THRESHOLD

    @property
    def doubtful(self) -> bool:
        """Whether it is too much to call them two and too little to call them one."""
        return DOUBT <= self.weight < THRESHOLD


def match(text: Profile, known: Profile) -> Match | None:
    """How well one text's incident fits a known one; None where place, day or kind forbids it."""
    place = where.compare(text.place, known.place)
    day = when.compare(text.days, known.days)
    type_weight = kind.compare(text.kinds, known.kinds)
    if place is None or day is None or type_weight is None:
        return None
    rules = [place[0], day[0]]
    numbers = _numbers(text, known)
    weight = place[1] + day[1] + type_weight + numbers
    weight += _classes(text, known) + _claimants(text, known) + _actors(text, known)
    if not _tell_the_same(text, known):
        weight += _OTHER_TOLL if place[0] == where.NEXT_TOWN or day[0] == when.NEXT_DATE else 0.0
        weight += _OTHER_TOLL_AROUND if place[0] == where.AROUND_TOWN else 0.0
    if text.articles & known.articles:
        rules.append("same_article")
        weight += _SAME_ARTICLE
    elif text.wires & known.wires and text.numbers & known.numbers:
        rules.append("wire_copy")
        weight += _COPY
    return Match("+".join(rules), weight)


def _numbers(text: Profile, known: Profile) -> float:
    """The nearest pair of numbers of a harm that both count."""
    pairs = [(one, other) for (harm, one), (also, other) in product(text.numbers, known.numbers) if harm == also]
    return max((_likeness(one, other) for one, other in pairs), default=0.0)


def _tell_the_same(text: Profile, known: Profile) -> bool:
    """Whether a number is the same that would hardly be so by chance."""
    return any(bounds.size > _BY_CHANCE for _, bounds in text.numbers & known.numbers)


def _likeness(one: Bounds, other: Bounds) -> float:
    if one == other:
        return _EQUAL
    small, large = sorted((max(one.size, 1), max(other.size, 1)))
    if large <= small * _GROWN:
        return _ALIKE
    return _FAR if large >= small * _UNLIKE and one.high is not None and other.high is not None else 0.0


def _classes(text: Profile, known: Profile) -> float:
    """Who the victims are, where both say so for a harm."""
    shared = {harm for harm, _ in text.classes} & {harm for harm, _ in known.classes}
    if not shared:
        return 0.0
    return _SAME_CLASS if text.classes & known.classes else _OTHER_CLASS


def _claimants(text: Profile, known: Profile) -> float:
    if text.proper_names & known.proper_names:
        return _SAME_NAME
    return _SAME_WORD if text.claimants & known.claimants else 0.0


def _actors(text: Profile, known: Profile) -> float:
    return _SAME_ACTOR if text.actors & known.actors else 0.0
