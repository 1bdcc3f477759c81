"""Revisions of one incident at one moment become one change: what it is, in a word that stands first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tasks.page.records import Revised
from tasks.page.words import toll

# The strongest word for a change first; colours and signs of them are in the style sheet.
LABELS = {
    "contested": "contested",
    "retracted": "retracted",
    "new": "new incident",
    "up": "toll up",
    "down": "toll down",
    "confirmed": "confirmed",
    "range": "range changed",
}
PLURALS = {
    "toll up": "tolls up",
    "toll down": "tolls down",
    "new incident": "new incidents",
    "range changed": "ranges changed",
}
SIGNS = {"contested": "≠", "retracted": "✕", "new": "✚", "up": "▲", "down": "▼", "confirmed": "✓", "range": "↔"}


@dataclass(frozen=True, slots=True)
class Change:
    """What became known of one incident at one moment, its tolls in the order of harms."""

    kind: str
    revisions: tuple[Revised, ...]

    @property
    def first(self) -> Revised:
        """The toll that gives the change its kind."""
        return next((r for r in self.revisions if _kind(r) == self.kind), self.revisions[0])

    @property
    def label(self) -> str:
        """The kind in words."""
        return LABELS[self.kind]

    @property
    def sign(self) -> str:
        """The kind as one character."""
        return SIGNS[self.kind]

    @property
    def line(self) -> str:
        """The tolls in words: "killed 4 -> 6; injured 14 -> 16"."""
        return "; ".join(
            f"{r.harm} {toll(r.new)}" if r.direction == "new" else f"{r.harm} {toll(r.old)} → {toll(r.new)}"
            for r in self.revisions
        )

    @property
    def sources(self) -> tuple[Revised, ...]:
        """One revision for each claim that brought the change."""
        return tuple({(r.sentence, r.mark_start): r for r in reversed(self.revisions)}.values())[::-1]


def changes(revised: Iterable[Revised]) -> Iterator[Change]:
    """Changes in the order of `revised`, where the revisions of one incident and moment stand together."""
    for _, found in groupby(revised, key=lambda r: (r.revised_at, r.incident_id)):
        together = tuple(found)
        yield Change(_strongest(together), together)


def _strongest(revisions: Sequence[Revised]) -> str:
    kinds = {_kind(revision) for revision in revisions}
    return next(kind for kind in LABELS if kind in kinds)


def _kind(revision: Revised) -> str:
    if revision.new_grade == "contested" and revision.old_grade != "contested":
        return "contested"
    if revision.reason == "retracted" or revision.new == (None, None, None):
        return "retracted"
    if revision.opening:
        return "new"
    if revision.direction in {"up", "down"}:
        return revision.direction
    if revision.new_grade == "confirmed" and revision.old_grade not in {None, "confirmed"}:
        return "confirmed"
    return "up" if revision.direction == "new" else "range"
