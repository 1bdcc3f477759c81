"""What changed in what is known, as rows of `state_changes` become alerts.

A revision may be told under more than one kind (a toll that rose and is contested now); a rule hears of it once, under
the first kind that it wants. A new incident is told once, with all its harms; of a running total each rule hears of the
highest of its steps that was passed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tasks.alerts.milestones import passed
from warehouse.records import StateChange, stable_id

MILESTONE = "cumulative_milestone"
OPERATIONS = ("silent_feed", "pipeline_failed")
_HARMS = ("killed", "injured", "missing", "abducted", "detained", "displaced")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the state of knowledge, from one or (new_incident) several rows; for a milestone with its step."""

    alert_id: str  # the fingerprint
    rows: tuple[StateChange, ...]
    milestone: int | None = None  # people

    @property
    def first(self) -> StateChange:
        """The row that speaks for all: that of the first harm."""
        return self.rows[0]

    @property
    def kind(self) -> str:
        """As in state_changes."""
        return self.first.kind


def subjects(rows: Iterable[StateChange], more: Collection[int] = ()) -> list[tuple[Change, ...]]:
    """Each subject under all that it may be told as, the best first; `more`: steps of totals beside the usual ones."""
    by_subject: dict[str, dict[tuple[int, str], list[StateChange]]] = {}
    for row in sorted(rows, key=lambda row: (row.changed_at, row.subject_id, row.rank, row.change_id)):
        by_subject.setdefault(row.subject_id, {}).setdefault((row.rank, row.alert_id), []).append(row)
    return [tuple(one for found in ranked.values() for one in _told_as(found, more)) for ranked in by_subject.values()]


def _told_as(rows: list[StateChange], more: Collection[int]) -> list[Change]:
    first = rows[0]
    if first.kind != MILESTONE:
        listed = sorted(rows, key=lambda row: _HARMS.index(row.harm) if row.harm in _HARMS else len(_HARMS))
        return [Change(first.alert_id, tuple(listed))]
    region = (first.region or first.country or "").lower()
    series = ((first.claimant or "").lower(), region, first.harm)
    steps = passed(first.old_best or 0, first.new_best or 0, more)
    return [Change(stable_id(MILESTONE, *series, step), (first,), step) for step in steps]
