"""One resolving, decided: pending claims in, links out; then tolls in, rows out. Nothing here reads or writes anything.

reports ──place──> links, pairs ──(the warehouse computes the tolls)──> tolls ──settle──> incidents, revisions
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tasks.incidents.assigning import Assigned, assign
from tasks.incidents.board import board
from tasks.incidents.decisions import Decisions
from tasks.incidents.describing import describe
from tasks.incidents.grade import summary
from tasks.incidents.profile import groups
from tasks.incidents.reports import Report
from tasks.incidents.revisions import Grounds, revise
from tasks.incidents.toll import Toll
from warehouse.records import Incident, IncidentClaim, IncidentPair, Run, TollRevision, stable_id

Members = Mapping[str, Sequence[Report]]
"""Incident -> every claim ever linked to it, those that join now (still without an incident) included."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Which claims count for which incident: the links to write, doubtful pairs, and what has to be settled anew."""

    links: tuple[IncidentClaim, ...]
    pairs: tuple[IncidentPair, ...]
    members: Members


@dataclass(frozen=True, slots=True)
class Settled:
    """The rows to write: incidents new or changed, revisions. Empty where nothing changed."""

    incidents: tuple[Incident, ...]
    revisions: tuple[TollRevision, ...]
    opened: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the warehouse holds of the incidents to be settled. `decided`: merged or split, where a user did it.

    `rescoped`: ids of claims that their article gives as a part or a running total now.
    """

    incidents: Iterable[Incident]
    revisions: Iterable[TollRevision]  # the newest a toll
    tolls: Sequence[Toll]
    rescoped: frozenset[str] = frozenset()
    decided: str | None = None


def place(reports: Sequence[Report], decided: Decisions, run: Run, changed: Container[str] = ()) -> Placed:
    """Put pending reports (without an incident) into incidents, as users decided where they did.

    `reports` holds beside the pending ones every claim ever linked to a candidate incident. What incidents the articles
    `changed` ever told of is settled anew, whether they tell more of it, less or the same.
    """
    linked = [report for report in reports if report.incident_id is not None]
    pending = groups(report for report in reports if report.incident_id is None)
    assigned = assign(pending, board(linked), linked, decided)
    told = {report.incident_id or "" for report in linked if report.article_id in changed}
    touched = {one.incident_id for one in assigned} | told
    members = _members((report for report in linked if report.incident_id in touched), assigned)
    return Placed(_links(assigned, run), _pairs(assigned, decided, run), members)


def settle(members: Members, known: Known, run: Run) -> Settled:
    """The rows of the incidents and the revisions of their tolls, where they differ from what is known."""
    rows_before = {incident.incident_id: incident for incident in known.incidents}
    last = {(revision.incident_id, revision.harm): revision for revision in known.revisions}
    tolls: defaultdict[str, list[Toll]] = defaultdict(list)
    for toll in known.tolls:
        tolls[toll.incident_id].append(toll)
    for incident_id, harm in sorted(last.keys() - {(toll.incident_id, toll.harm) for toll in known.tolls}):
        tolls[incident_id].append(Toll(incident_id, harm, None, None, None, "discounted", "", 0, None))
    rows: list[Incident] = []
    revised: list[TollRevision] = []
    for incident_id, reports in members.items():
        now = tolls[incident_id]
        rows += _changed(rows_before.get(incident_id), incident_id, reports, now, run)
        for toll in now:
            grounds = Grounds(_of_harm(reports, toll.harm) or reports, known.rescoped, known.decided)
            revised += filter(None, [revise(toll, last.get((incident_id, toll.harm)), grounds, run)])
    opened = sum(row.incident_id not in rows_before for row in rows)
    return Settled(tuple(rows), tuple(revised), opened)


def _members(linked: Iterable[Report], assigned: Iterable[Assigned]) -> Members:
    result: defaultdict[str, list[Report]] = defaultdict(list)
    for report in linked:
        result[report.incident_id or ""].append(report)
    for one in assigned:
        result[one.incident_id] += one.group.reports
    return dict(sorted(result.items()))


def _of_harm(members: Iterable[Report], harm: str) -> list[Report]:
    return [report for report in members if report.harm == harm and report.scope == "incident"]


def _changed(
    known: Incident | None, incident_id: str, members: Sequence[Report], tolls: Iterable[Toll], run: Run
) -> list[Incident]:
    """The incident's row where it is new or differs; one without current claims keeps its description."""
    word = summary(toll.evidence_grade for toll in tolls)
    current = [report for report in members if report.current]
    opened_at = known.opened_at if known else run.started_at
    if current or known is None:
        row = describe(incident_id, current or members, word, opened_at)
    else:
        row = replace(known, evidence_grade=word)
    return [] if row == known else [row]


def _links(assigned: Iterable[Assigned], run: Run) -> tuple[IncidentClaim, ...]:
    return tuple(
        IncidentClaim(one.incident_id, report.claim_id, one.match.rule, one.match.score, run.run_id)
        for one in assigned
        for report in one.group.reports
    )


def _pairs(assigned: Iterable[Assigned], decided: Decisions, run: Run) -> tuple[IncidentPair, ...]:
    """The doubtful pairs that nobody decided on, each once, by its likeliest match."""
    found: dict[tuple[str, str], IncidentPair] = {}
    for one in assigned:
        for other_id, match in one.doubts:
            first, second = sorted((one.incident_id, decided.survivor(other_id)))
            known = found.get((first, second))
            if not decided.decided(first, second) and (known is None or known.match_score < match.score):
                pair_id = stable_id(first, second)
                found[first, second] = IncidentPair(
                    pair_id, first, second, match.rule, match.score, run.run_id, run.started_at
                )
    return tuple(found.values())
