"""What a user decides of incidents: merge, split, keep apart, undo. Each is one transaction, a row of `decisions`, and
revisions of the tolls that it changed; no later run changes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import structlog

from tasks.errors import DecisionRefused
from tasks.incidents.decisions import MERGED, SPLIT
from tasks.incidents.reports import Report
from tasks.settle import read_reports, settle_incidents
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import DecidedClaim, Decision, Run, stable_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision carried out: `incident_id` is kept, `other_incident_id` folded in, split off or another one."""

    decision_id: str
    incident_id: str
    other_incident_id: str
    claims: int  # moved
    revised: int  # tolls


def merge_incidents(warehouse: Warehouse, run: Run, kept: str, folded: str, note: str | None = None) -> Decided:
    """Make `folded` a part of `kept` (ids or their first characters). Raises DecisionRefused; nothing changes then."""
    with warehouse.transaction() as connection:
        kept, folded = _incident(connection, kept), _incident(connection, folded)
        if kept == folded:
            raise DecisionRefused(f"{kept} is one incident already; name two")
        claims = [row["claim_id"] for row in queries.rows(connection, "decide_linked", incident_id=folded)]
        return _decide(connection, run, _decision("merge", kept, folded, note, run), {folded: claims}, kept)


def split_claims(
    warehouse: Warehouse, run: Run, incident: str, claims: Sequence[str], note: str | None = None
) -> Decided:
    """Make an incident of its own of `claims` of `incident` (ids, or how they begin). Raises DecisionRefused."""
    with warehouse.transaction() as connection:
        incident_id = _incident(connection, incident)
        chosen = [_claim(connection, claim, incident_id) for claim in claims]
        ids = {row["claim_id"] for row in chosen}
        linked = {row["claim_id"] for row in queries.rows(connection, "decide_linked", incident_id=incident_id)}
        if linked <= ids:
            raise DecisionRefused(f"{incident_id}: these are all its claims, so that nothing would be left of it")
        new_id = _new_id(connection, chosen[0])
        made = _decision("split", incident_id, new_id, note, run)
        # what stays is said too, so that resolving from scratch does not put it with what was split off
        store.insert(
            connection, [_moved(made, claim_id, incident_id, incident_id) for claim_id in sorted(linked - ids)]
        )
        return _decide(connection, run, made, {incident_id: sorted(ids)}, new_id)


def keep_apart(warehouse: Warehouse, run: Run, one: str, other: str, note: str | None = None) -> Decided:
    """Say that two incidents are two: they are no more possibly the same. Raises DecisionRefused."""
    with warehouse.transaction() as connection:
        first, second = _incident(connection, one), _incident(connection, other)
        if first == second:
            raise DecisionRefused(f"{first} is one incident; name two")
        return _decide(connection, run, _decision("apart", first, second, note, run), {}, second)


def undo_decision(warehouse: Warehouse, run: Run, decision: str, note: str | None = None) -> Decided:
    """Take a decision back (its id or first characters): its claims go where they came from. Raises DecisionRefused."""
    with warehouse.transaction() as connection:
        old = _only(queries.rows(connection, "decide_decision", decision_id=decision), "decision", decision)
        if not old["in_effect"]:
            raise DecisionRefused(f"{old['decision_id']}: is taken back already, or is itself an undo; decide anew")
        if old["kind"] == "split":  # all that the split-off incident has gathered goes back with it
            home, left = old["incident_id"], old["other_incident_id"]
            moves = {left: [row["claim_id"] for row in queries.rows(connection, "decide_linked", incident_id=left)]}
        else:
            home = old["other_incident_id"]
            moves = _grouped(queries.rows(connection, "decide_moved", decision_id=old["decision_id"]))
        made = _decision("undo", old["incident_id"], old["other_incident_id"], note, run, old["decision_id"])
        return _decide(connection, run, made, moves, home, "split" if old["kind"] == "merge" else "merged")


def _decision(kind: str, kept: str, other: str, note: str | None, run: Run, undoes: str | None = None) -> Decision:
    decision_id = stable_id("decision", kind, kept, other, run.started_at.isoformat())
    return Decision(decision_id, kind, kept, other, undoes, note, run.run_id, run.started_at)


def _moved(made: Decision, claim_id: str, left: str, home: str) -> DecidedClaim:
    return DecidedClaim(stable_id(made.decision_id, claim_id), made.decision_id, claim_id, left, home)


def _decide(
    connection: DuckDBPyConnection,
    run: Run,
    made: Decision,
    moves: dict[str, list[str]],
    home: str,
    reason: str | None = None,
) -> Decided:
    """Write the decision, let the claims of `moves` (by incident) count for `home`, and settle all of them."""
    why = reason or ("merged" if made.kind == "merge" else "split")
    rule = MERGED if why == "merged" else SPLIT
    moved = [(claim_id, left) for left, claims in moves.items() for claim_id in claims if left != home]
    store.insert(connection, [made, *(_moved(made, claim_id, left, home) for claim_id, left in moved)])
    revised = 0
    if moved:
        claims = [claim_id for claim_id, _ in moved]
        queries.rows(connection, "decide_move", claim_ids=claims, incident_id=home, match_rule=rule.rule)
        touched = [home, *moves]
        reports = read_reports(connection, touched)
        members = _members(reports, touched, frozenset(claims))
        revised = len(settle_incidents(connection, members, run, why).revisions)
    log.info("decided", kind=made.kind, decision_id=made.decision_id, claims=len(moved), revised=revised)
    return Decided(made.decision_id, made.incident_id, made.other_incident_id, len(moved), revised)


def _members(reports: Iterable[Report], touched: Iterable[str], moved: frozenset[str]) -> dict[str, list[Report]]:
    """Each incident's claims; one that has none left is still told by those that left it."""
    listed = list(reports)
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for report in listed:
        found[report.incident_id or ""].append(report)
    gone = [report for report in listed if report.claim_id in moved]
    return {incident_id: found[incident_id] or gone for incident_id in sorted(set(touched))}


def _grouped(rows: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    result: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        result[row["incident_id"]].append(row["claim_id"])
    return dict(result)


def _incident(connection: DuckDBPyConnection, start: str) -> str:
    row = _only(queries.rows(connection, "decide_incidents", incident_id=start), "incident", start)
    if row["into_incident_id"] is not None:
        raise DecisionRefused(
            f"{row['incident_id']} is a part of {row['into_incident_id']} now; name that one, or undo the merge"
        )
    return str(row["incident_id"])


def _claim(connection: DuckDBPyConnection, start: str, incident_id: str) -> dict[str, Any]:
    row = _only(queries.rows(connection, "decide_claims", claim_id=start), "claim", start)
    if row["incident_id"] != incident_id:
        raise DecisionRefused(
            f"claim {row['claim_id']} counts for {row['incident_id'] or 'no incident'}, not {incident_id}"
        )
    return row


def _only(found: Sequence[dict[str, Any]], what: str, start: str) -> dict[str, Any]:
    if not found or not start:
        raise DecisionRefused(f'no {what} "{start}"; `sitrep incidents list` and `sitrep incidents show` have the ids')
    if len(found) > 1:
        raise DecisionRefused(f'"{start}" fits several {what}s; give more of its characters')
    return found[0]


def _new_id(connection: DuckDBPyConnection, claim: dict[str, Any]) -> str:
    """The id of an incident that this claim founds, as resolving makes it, or the next that is free."""
    key = (claim["version_id"], claim["harm"], claim["char_start"], claim["char_end"])
    ids = (stable_id("incident", *key, *([again] if again else [])) for again in count())
    return next(new_id for new_id in ids if not queries.rows(connection, "decide_incidents", incident_id=new_id))
