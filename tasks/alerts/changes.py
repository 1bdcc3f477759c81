"""What changed in what is known. A change has a fingerprint, so that a repeat, a copy or a re-run is silent.

A revision may be told under more than one kind (a toll that rose and is contested now); a rule hears of it once, under
the first kind that it wants. A new incident is told once, with all its harms; a change of rule and a user's merge or
split are never told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.alerts.news import Revised, Total
from warehouse.records import stable_id

_TOLD_GRADES = ("contested", "confirmed")
_SILENT = ("rule_change", "merged", "split")  # nothing new is known of the world


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the state of knowledge, from one or (new_incident) several revisions, or a milestone."""

    kind: str
    state: str  # what is known now, as a part of the fingerprint
    revisions: tuple[Revised, ...] = ()
    total: Total | None = None
    milestone: int | None = None  # people
    before: int | None = None  # people: the highest total before the milestone

    @property
    def alert_id(self) -> str:
        """The fingerprint: kind, incident and harm (or claimant and region), state."""
        if self.total is not None:
            return stable_id(self.kind, *series(self.total), self.state)
        first = self.revisions[0]
        harm = None if self.kind == "new_incident" else first.harm
        return stable_id(self.kind, first.incident_id, harm, self.state)

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-3."""
        return self.total.country if self.total is not None else self.revisions[0].country

    @property
    def sizes(self) -> tuple[tuple[str, int], ...]:
        """(harm, people): the larger of the numbers before and after."""
        if self.total is not None:
            return ((self.total.harm, self.total.total),)
        return tuple((revised.harm, _size(revised)) for revised in self.revisions)


def _size(revised: Revised) -> int:
    numbers = (revised.old_best, revised.new_best)
    bounds = (revised.old_low, revised.new_low, revised.old_high, revised.new_high)
    known = [number for number in numbers if number is not None] or [n for n in bounds if n is not None]
    return max(known, default=0)


def changes(revisions: Iterable[Revised]) -> list[tuple[Change, ...]]:
    """Each change of tolls under the kinds that it may be told as; those not worth telling are left out."""
    listed = [revised for revised in revisions if revised.reason not in _SILENT]
    opening: dict[str, list[Revised]] = {}
    for revised in listed:
        if revised.opening:
            opening.setdefault(revised.incident_id, []).append(revised)
    opened = [(Change("new_incident", "opened", tuple(found)),) for found in opening.values()]
    told = [_told(revised) for revised in listed if not revised.opening]
    return opened + [options for options in told if options]


def _told(revised: Revised) -> tuple[Change, ...]:
    state = f"{_state(revised.old_low, revised.old_best, revised.old_high)}>" + _state(
        revised.new_low, revised.new_best, revised.new_high
    )
    kinds: list[str] = []
    if revised.direction in {"up", "new"}:
        kinds.append("toll_up")
    if revised.direction == "down":
        kinds.append("toll_down")
    if revised.reason == "retracted":
        gone = revised.new_low is None and revised.new_best is None and revised.new_high is None
        kinds.insert(0 if gone else len(kinds), "retracted")
    if revised.new_grade != revised.old_grade and revised.new_grade in _TOLD_GRADES:
        kinds.append(revised.new_grade)
    return tuple(Change(kind, state, (revised,)) for kind in kinds)


def _state(low: int | None, best: int | None, high: int | None) -> str:
    """The number that people are told: best, or the range where there is no best."""
    return str(best) if best is not None else f"{low}-{high}"


def grades(revisions: Iterable[Revised]) -> list[tuple[Change, ...]]:
    """Incidents whose grade changed while no number did: `new_grade` is the grade now."""
    return [
        (Change(revised.incident_grade, f"grade {revised.incident_grade}", (revised,)),)
        for revised in revisions
        if revised.incident_grade in _TOLD_GRADES
    ]


def series(total: Total) -> tuple[str, str, str]:
    """The series of a running total: claimant, region, harm."""
    return total.claimant.casefold(), (total.region or total.country or "").casefold(), total.harm
