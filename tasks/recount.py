"""Compute every toll anew and compare it with what is kept: what feeds.toml says of a feed changes tolls, too."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from tasks.settle import write_tolls
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.records import IncidentToll

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RecountCounts:
    """Tolls that the rule gives, and how many of them were kept otherwise or not at all, or should not have been."""

    tolls: int
    differed: int


def recount_tolls(warehouse: Warehouse) -> RecountCounts:
    """Bring the table `tolls` to what the toll rule says now; history and alerts are left to resolving."""
    with warehouse.transaction() as connection:
        before = set(queries.records(connection, IncidentToll, "recount_tolls"))
        ids = [row["incident_id"] for row in queries.rows(connection, "recount_incidents")]
        after = set(write_tolls(connection, ids))
    counts = RecountCounts(len(after), len({(toll.incident_id, toll.harm) for toll in before ^ after}))
    log.info("recounted", tolls=counts.tolls, differed=counts.differed)
    return counts
