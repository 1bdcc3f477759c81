"""Each text's incidents to known incidents, one to one; what fits none opens a new one.

Texts go in the order of publication, then article, so that the same claims give the same incidents and ids on every
machine. A text never has two of its incident numbers matched to the same incident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from tasks.incidents.board import Board
from tasks.incidents.decisions import Decisions
from tasks.incidents.matching import CERTAIN, Match, match
from tasks.incidents.profile import Group
from tasks.incidents.profile import group as grouped
from tasks.incidents.reports import Report
from warehouse.records import stable_id

FOUNDED = Match("founded", CERTAIN)
_SAME_NUMBER = Match("same_number", CERTAIN)
_SAME_SPAN = Match("same_span", CERTAIN)


@dataclass(frozen=True, slots=True)
class Assigned:
    """One text's incident, the incident that it is, and those that it may be too: too doubtful to say so."""

    group: Group
    incident_id: str
    match: Match
    doubts: tuple[tuple[str, Match], ...] = ()


def assign(
    pending: Sequence[Group], known: Board, linked: Iterable[Report], decided: Decisions | None = None
) -> list[Assigned]:
    """Assign every group that fits or may open an incident; a lone denial or subset waits for its incident.

    What users `decided` stands. Updates `known` on the way.
    """
    said = decided or Decisions()
    earlier = _earlier_readings(linked)
    result: list[Assigned] = []
    texts = sorted(pending, key=lambda group: group.order[:4])
    # one text's groups may differ in time by an edit: bring them together, at the time of the first
    first = {group.version_id: index for index, group in reversed(list(enumerate(texts)))}
    texts.sort(key=lambda group: first[group.version_id])
    for _, text in groupby(texts, key=lambda group: group.version_id):
        told = _assign_text(sorted(text, key=lambda group: group.order), known, earlier, said.homes)
        found = [part for one in told for part in _overruled(one, said)]
        for one in found:
            known.add(one.incident_id, one.group.profile)
            known.occupy(one.group, one.incident_id)
        result += found
    return result


def _assign_text(
    groups: Sequence[Group], known: Board, earlier: dict[str, list[Report]], homes: Container[str]
) -> list[Assigned]:
    told = dict(known.told(groups[0].version_id))
    chosen = {group.number: (told[group.number], _SAME_NUMBER) for group in groups if group.number in told}
    taken = set(told.values())
    ranked = _ranked(groups, known, earlier)
    for group, incident_id, found in ranked:
        if found.same and group.number not in chosen and incident_id not in taken:
            chosen[group.number] = (incident_id, found)
            taken.add(incident_id)
    for group in groups:
        if group.number not in chosen and group.founds:
            incident_id = _new_id(group, known.profiles, taken, homes)
            chosen[group.number] = (incident_id, FOUNDED)
            taken.add(incident_id)
    doubts = {
        group.number: tuple(
            (other, found) for one, other, found in ranked if one is group and other not in taken and group.founds
        )
        for group in groups
    }
    return [Assigned(group, *chosen[group.number], doubts[group.number]) for group in groups if group.number in chosen]


def _overruled(one: Assigned, decided: Decisions) -> list[Assigned]:
    """The same, with the claims on which users decided where they said; a group may come apart."""
    places: dict[tuple[str, Match], list[Report]] = {}
    for report in one.group.reports:
        places.setdefault(decided.place(report, one.incident_id, one.match), []).append(report)
    if len(places) == 1:
        ((place, _),) = places.items()
        return [Assigned(one.group, *place, one.doubts)]
    return [Assigned(grouped(one.group.number, reports), *place, one.doubts) for place, reports in places.items()]


def _ranked(groups: Sequence[Group], known: Board, earlier: dict[str, list[Report]]) -> list[tuple[Group, str, Match]]:
    """Every possible or doubtful pair of a group and a known incident, the best first."""
    pairs: list[tuple[Group, str, Match]] = []
    for group in groups:
        votes = _votes(group, earlier.get(group.version_id, []))
        pairs += [(group, incident_id, _SAME_SPAN) for incident_id in votes]
        for incident_id in known.candidates(group.profile):
            found = match(group.profile, known.profiles[incident_id])
            if found is not None and (found.same or found.doubtful) and incident_id not in votes:
                pairs.append((group, incident_id, found))
    return sorted(pairs, key=lambda pair: -pair[2].weight)  # stable: then text order, then the older incident


def _earlier_readings(linked: Iterable[Report]) -> dict[str, list[Report]]:
    """Version -> claims that an older engine found in it, which keep their incident through an upgrade."""
    result: dict[str, list[Report]] = {}
    for report in linked:
        if not report.current:
            result.setdefault(report.version_id, []).append(report)
    return result


def _votes(group: Group, earlier: Iterable[Report]) -> list[str]:
    """Incidents of earlier readings at the group's own spans, the most claims first."""
    spans = [(report.harm, report.char_start, report.char_end) for report in group.reports]
    votes = Counter(
        old.incident_id
        for old in earlier
        if old.incident_id is not None
        and any(old.harm == harm and old.char_start < end and start < old.char_end for harm, start, end in spans)
    )
    return sorted((vote for vote in votes if vote), key=lambda incident_id: (-votes[incident_id], incident_id))


def _new_id(group: Group, known: Mapping[str, object], taken: Container[str], homes: Container[str]) -> str:
    """The id of a new incident: the natural key of its founding claim, the first one that counts in the text.

    An incident that is known because users put others into it (`homes`) is still this claim's own.
    """
    founder = next(report for report in group.reports if report.counts)
    key = (founder.version_id, founder.harm, founder.char_start, founder.char_end)
    ids = (stable_id("incident", *key, *([again] if again else [])) for again in count())
    return next(one for one in ids if (one not in known or one in homes) and one not in taken)
