"""Let go of what is old, class by class. What users ask about (texts, claims, tolls, alerts) is kept for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from tasks.archive import drop_old_bodies
from warehouse import queries
from warehouse.connection import Warehouse

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that each class is kept; 0: for ever."""

    raw_days: int
    request_days: int
    quarantined_bytes_days: int


@dataclass(frozen=True, slots=True)
class RetainCounts:
    """Rows that were let go, or emptied of their bytes."""

    raw_bodies: int
    requests: int
    quarantined_bodies: int


def let_go(warehouse: Warehouse, retention: Retention, now: datetime) -> RetainCounts:
    """Apply `retention`, each class in a transaction of its own. Raises as `Warehouse.writer` does."""
    counts = RetainCounts(
        drop_old_bodies(warehouse, now, retention.raw_days),
        _drop(warehouse, "maintain_requests", retention.request_days, now),
        _drop(warehouse, "maintain_quarantine", retention.quarantined_bytes_days, now),
    )
    log.info("let_go", bodies=counts.raw_bodies, requests=counts.requests, quarantined=counts.quarantined_bodies)
    return counts


def _drop(warehouse: Warehouse, query: str, days: int, now: datetime) -> int:
    if not days:
        return 0
    with warehouse.transaction() as connection:
        return len(queries.rows(connection, query, before=now - timedelta(days=days)))
