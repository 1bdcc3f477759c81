"""Fold pending claims into incidents and write down every change of a toll."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from tasks.incidents.reports import Report
from tasks.incidents.resolution import Resolution, resolve
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Incident, Run, TollRevision

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ResolveCounts:
    """What one resolving did: claims linked, incidents opened and changed (those included), tolls revised."""

    claims: int = 0
    opened: int = 0
    changed: int = 0
    revised: int = 0


def resolve_claims(warehouse: Warehouse, run: Run) -> ResolveCounts:
    """Resolve what is pending in one transaction: unlinked incident claims of current texts, and lost claims.

    A second call changes nothing. Raises WarehouseLocked or WarehouseUnwritable; nothing is written then.
    """
    with warehouse.transaction() as connection:
        reports = queries.records(connection, Report, "resolve_reports")
        if not reports:
            return ResolveCounts()
        ids = sorted({report.incident_id for report in reports if report.incident_id is not None})
        incidents = queries.records(connection, Incident, "resolve_incidents", incident_ids=ids)
        tolls = queries.records(connection, TollRevision, "resolve_tolls", incident_ids=ids)
        found = resolve(reports, incidents, tolls, run)
        store.upsert(connection, found.incidents)
        store.insert(connection, [*found.links, *found.revisions])
    return _counts(found)


def _counts(found: Resolution) -> ResolveCounts:
    counts = ResolveCounts(len(found.links), found.opened, len(found.incidents), len(found.revisions))
    log.info(
        "claims_resolved",
        claims=counts.claims,
        opened=counts.opened,
        changed=counts.changed,
        revised=counts.revised,
    )
    return counts
