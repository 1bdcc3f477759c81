"""What users decided of incidents, as resolving obeys it: a merge, a split or a parting outlasts every re-run.

Resolving never merges or splits what users decided on: a claim that matching would put into a folded incident goes
where that one was folded into, and a claim at a place in a text that was split off goes to the incident split off,
whichever engine read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tasks.incidents.matching import CERTAIN, Match
from tasks.incidents.reports import Report

MERGED = Match("decided_merge", CERTAIN)
SPLIT = Match("decided_split", CERTAIN)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two incidents of which users decided. Fields are those of resolve_decisions.sql."""

    kind: str  # folded: the first is a part of the other; apart: they are two
    incident_id: str
    other_incident_id: str


@dataclass(frozen=True, slots=True)
class SplitOff:
    """One place in a text whose claims count for `incident_id`. Fields are those of resolve_decided_claims.sql."""

    version_id: str
    harm: str
    char_start: int
    char_end: int
    incident_id: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions in effect, ready to be asked."""

    folded: dict[str, str] = field(default_factory=dict)  # incident -> the one that it is a part of
    places: dict[str, tuple[SplitOff, ...]] = field(default_factory=dict)  # version -> places split off
    apart: frozenset[frozenset[str]] = frozenset()

    @property
    def homes(self) -> frozenset[str]:
        """Incidents that users put claims into, or left claims in."""
        return frozenset(self.folded.values()) | {one.incident_id for found in self.places.values() for one in found}

    def survivor(self, incident_id: str) -> str:
        """The incident that this one was merged into, itself where it was not."""
        seen = {incident_id}
        while (further := self.folded.get(incident_id)) is not None and further not in seen:
            incident_id = further
            seen.add(incident_id)
        return incident_id

    def place(self, report: Report, incident_id: str, match: Match) -> tuple[str, Match]:
        """Where a claim goes that matching would put into `incident_id`, and by which rule."""
        for split in self.places.get(report.version_id, ()):
            if split.harm == report.harm and split.char_start < report.char_end and report.char_start < split.char_end:
                return self.survivor(split.incident_id), SPLIT
        survivor = self.survivor(incident_id)
        return survivor, match if survivor == incident_id else MERGED

    def decided(self, one: str, other: str) -> bool:
        """Whether users said that the two are one event, or that they are two."""
        return self.survivor(one) == self.survivor(other) or frozenset((one, other)) in self.apart


def decisions(pairs: Iterable[Pair], split_off: Iterable[SplitOff]) -> Decisions:
    """The decisions in effect; `split_off` has the oldest first, and later ones win."""
    listed = list(pairs)
    places: defaultdict[str, list[SplitOff]] = defaultdict(list)
    for one in split_off:
        places[one.version_id].insert(0, one)
    return Decisions(
        {one.incident_id: one.other_incident_id for one in listed if one.kind == "folded"},
        {version_id: tuple(found) for version_id, found in places.items()},
        frozenset(frozenset((one.incident_id, one.other_incident_id)) for one in listed if one.kind == "apart"),
    )
