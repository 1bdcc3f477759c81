"""How well a toll is evidenced, in Airwars' five words (airwars.org, "Methodology") and by a rule to be read:

- contested: two credible sources disagree: their intervals do not overlap, and the lower number is not simply the
  older one (a toll that grew: said more than 24 hours before the higher); or a credible source denies a number that
  another one asserts.
- confirmed: the party that did it owns up to the number (the claimant is the actor of the event), or a UN body and
  one more independent source agree on it.
- fair: two or more independent sources agree (intervals overlap with that of best).
- weak: one source, or hedged claims only.
- discounted: nothing counted is left, only denials or withdrawn claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import permutations
from math import inf

from tasks.incidents.rank import CREDIBLE
from tasks.incidents.sources import independent, words
from tasks.incidents.toll import Statement, Toll

_GROWTH = timedelta(hours=24)
_PAIR = 2
_STRENGTH = ("confirmed", "fair", "weak", "discounted")


def grade(toll: Toll) -> str:
    """The evidence grade of one toll."""
    asserted = [statement for statement in toll.counted if statement.factuality == "asserted"]
    if not toll.counted:
        return "discounted"
    if _contested(asserted, toll.denied):
        return "contested"
    if toll.setter is None:
        return "weak"
    agreeing = [statement for statement in asserted if _overlap(statement, toll.setter)]
    several = independent((statement.source, statement.owner) for statement in agreeing) >= _PAIR
    if any(map(_owns_up, agreeing)) or (several and any(statement.kind == "un" for statement in agreeing)):
        return "confirmed"
    return "fair" if several else "weak"


def summary(grades: Iterable[str]) -> str:
    """The grade of an incident: contested where one of its tolls is, else the best evidenced toll's."""
    found = set(grades)
    if "contested" in found:
        return "contested"
    return next((word for word in _STRENGTH if word in found), "discounted")


def _contested(asserted: Sequence[Statement], denied: Sequence[Statement]) -> bool:
    credible = [statement for statement in asserted if statement.kind in CREDIBLE]
    refuted = any(
        no.source != yes.source and no.kind in CREDIBLE and yes.bounds.size > 0 for no in denied for yes in asserted
    )
    return refuted or any(
        low.source != high.source and not _overlap(low, high) and not _grew(low, high)
        for low, high in permutations(credible, 2)
        if low.bounds.size < high.bounds.size
    )


def _grew(low: Statement, high: Statement) -> bool:
    return high.said_at - low.said_at > _GROWTH


def _overlap(one: Statement, other: Statement) -> bool:
    (low, high), (other_low, other_high) = _interval(one), _interval(other)
    return low <= other_high and other_low <= high


def _interval(statement: Statement) -> tuple[float, float]:
    bounds = statement.bounds
    return bounds.low or 0, inf if bounds.high is None else bounds.high


def _owns_up(statement: Statement) -> bool:
    """Whether the claimant is the one who did it: "the group claimed responsibility for killing four"."""
    if statement.name is None or statement.actor is None or statement.bounds.size == 0:
        return False
    claimant, actor = words(statement.name), words(statement.actor)
    return bool(claimant) and bool(actor) and (claimant <= actor or actor <= claimant)
