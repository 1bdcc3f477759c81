"""Bring incidents and their tolls to what their claims say now: the warehouse computes, revisions say what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasks.incidents.decisions import Decisions, Pair, SplitOff, decisions
from tasks.incidents.resolution import Known, Members, Settled, settle
from tasks.incidents.toll import Toll
from warehouse import queries, store
from warehouse.records import Incident, Run, TollRevision

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 2_000  # incidents


def settle_incidents(connection: DuckDBPyConnection, members: Members, run: Run, decided: str | None = None) -> Settled:
    """Write what changed of the incidents of `members`, whose links are written already. `decided`: merged or split."""
    ids = sorted(members)
    lost = any(not report.current for reports in members.values() for report in reports)
    rescoped = queries.rows(connection, "resolve_rescoped", incident_ids=ids) if lost else []
    known = Known(
        incidents=queries.records(connection, Incident, "resolve_incidents", incident_ids=ids),
        revisions=queries.records(connection, TollRevision, "resolve_tolls", incident_ids=ids),
        tolls=_tolls(connection, ids),
        rescoped=frozenset(row["claim_id"] for row in rescoped),
        decided=decided,
    )
    settled = settle(members, known, run)
    store.upsert(connection, settled.incidents)
    store.insert(connection, settled.revisions)
    return settled


def _tolls(connection: DuckDBPyConnection, ids: Sequence[str]) -> list[Toll]:
    """The tolls of these incidents now; in batches, so that a backfill stays within its memory."""
    return [
        toll
        for start in range(0, len(ids), _BATCH)
        for toll in queries.records(connection, Toll, "resolve_now", incident_ids=ids[start : start + _BATCH])
    ]


def read_decisions(connection: DuckDBPyConnection) -> Decisions:
    """What users decided and did not take back."""
    pairs = queries.records(connection, Pair, "resolve_decisions")
    if not pairs:
        return Decisions()
    return decisions(pairs, queries.records(connection, SplitOff, "resolve_decided_claims"))
