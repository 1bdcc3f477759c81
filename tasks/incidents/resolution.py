"""One resolving, decided: pending claims in, rows out. Nothing here reads or writes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tasks.incidents.assigning import FOUNDED, Assigned, assign
from tasks.incidents.board import board
from tasks.incidents.describing import describe
from tasks.incidents.grade import grade, summary
from tasks.incidents.profile import groups
from tasks.incidents.reports import Report
from tasks.incidents.revisions import revise
from tasks.incidents.toll import Toll, toll
from warehouse.records import Incident, IncidentClaim, Run, TollRevision


@dataclass(frozen=True, slots=True)
class Resolution:
    """The rows to write: incidents new or changed, links, revisions. Empty where nothing changed."""

    incidents: tuple[Incident, ...]
    links: tuple[IncidentClaim, ...]
    revisions: tuple[TollRevision, ...]
    opened: int


def resolve(
    reports: Sequence[Report], incidents: Iterable[Incident], revisions: Iterable[TollRevision], run: Run
) -> Resolution:
    """Fold pending reports (without an incident) into incidents and say what changed.

    `reports` holds beside the pending ones every claim ever linked to a candidate incident, `incidents` and
    `revisions` their rows and newest toll per harm.
    """
    linked = [report for report in reports if report.incident_id is not None]
    pending = groups(report for report in reports if report.incident_id is None)
    assigned = assign(pending, board(linked), linked)
    touched = {one.incident_id for one in assigned} | {r.incident_id or "" for r in linked if not r.current}
    claims = _claims((report for report in linked if report.incident_id in touched), assigned)
    known = {incident.incident_id: incident for incident in incidents}
    last = {(revision.incident_id, revision.harm): revision for revision in revisions}
    rows: list[Incident] = []
    revised: list[TollRevision] = []
    for incident_id, members in claims.items():
        tolls = _tolls(members)
        rows += _changed(known.get(incident_id), incident_id, members, tolls, run)
        found = (
            revise(incident_id, harm, last.get((incident_id, harm)), now, _of_harm(members, harm), run)
            for harm, now in tolls.items()
        )
        revised += [revision for revision in found if revision is not None]
    opened = sum(one.match is FOUNDED for one in assigned)
    return Resolution(tuple(rows), _links(assigned, run), tuple(revised), opened)


def _claims(linked: Iterable[Report], assigned: Iterable[Assigned]) -> dict[str, list[Report]]:
    """Incident -> every claim ever linked to it and every one that joins now (still without an incident)."""
    result: defaultdict[str, list[Report]] = defaultdict(list)
    for report in linked:
        result[report.incident_id or ""].append(report)
    for one in assigned:
        result[one.incident_id] += one.group.reports
    return dict(sorted(result.items()))


def _of_harm(members: Iterable[Report], harm: str) -> list[Report]:
    return [report for report in members if report.harm == harm and report.scope == "incident"]


def _tolls(members: Sequence[Report]) -> dict[str, Toll]:
    """Harm -> toll, for every harm that was ever claimed of the incident."""
    harms = sorted({report.harm for report in members if report.scope == "incident"})
    return {harm: toll(_of_harm(members, harm)) for harm in harms}


def _changed(
    known: Incident | None, incident_id: str, members: Sequence[Report], tolls: dict[str, Toll], run: Run
) -> list[Incident]:
    """The incident's row where it is new or differs; one without current claims keeps its description."""
    word = summary(grade(toll) for toll in tolls.values())
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
