"""Fold pending claims into incidents and write down every change of a toll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from tasks.incidents.reports import Report
from tasks.incidents.resolution import place
from tasks.settle import read_decisions, settle_incidents
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ResolveCounts:
    """What one resolving did: claims linked, incidents opened and changed (those included), tolls revised."""

    claims: int = 0
    opened: int = 0
    changed: int = 0
    revised: int = 0


def _told_again(connection: DuckDBPyConnection) -> list[str]:
    """Incidents whose claims count again though nothing new was read: nothing is pending, and a toll differs."""
    taken_back = [row["incident_id"] for row in queries.rows(connection, "resolve_taken_back")]
    again = queries.rows(connection, "resolve_told_again", incident_ids=taken_back) if taken_back else []
    return [row["incident_id"] for row in again]


def resolve_claims(warehouse: Warehouse, run: Run) -> ResolveCounts:
    """Resolve what is pending in one transaction: unlinked incident claims of current texts, and lost claims.

    What users decided stands. A second call changes nothing. Raises WarehouseLocked or WarehouseUnwritable; nothing is
    written then.
    """
    with warehouse.transaction() as connection:
        again = _told_again(connection)
        reports = queries.records(connection, Report, "resolve_reports", incident_ids=again)
        if not reports:
            return ResolveCounts()
        placed = place(reports, read_decisions(connection), run, again)
        store.insert(connection, [*placed.links, *placed.pairs])
        settled = settle_incidents(connection, placed.members, run)
    counts = ResolveCounts(len(placed.links), settled.opened, len(settled.incidents), len(settled.revisions))
    log.info(
        "claims_resolved",
        claims=counts.claims,
        opened=counts.opened,
        changed=counts.changed,
        revised=counts.revised,
    )
    return counts
