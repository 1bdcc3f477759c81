"""Fold pending claims into incidents and write down every change of a toll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import structlog

from tasks.incidents.resolution import place
from tasks.incidents.when import merged
from tasks.settle import read_decisions, read_reports, settle_incidents
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import ResolvedRun, ResolvedWithdrawal, Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Changed:
    """Articles with something new, and the (first, last) days on which an event of theirs may have been."""

    articles: frozenset[str]
    days: Sequence[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class ResolveCounts:
    """What one resolving did: claims linked, incidents opened and changed (those included), tolls revised."""

    claims: int = 0
    opened: int = 0
    changed: int = 0
    revised: int = 0


def resolve_claims(warehouse: Warehouse, run: Run) -> ResolveCounts:
    """Resolve what is pending in one transaction: articles read since, those withdrawn or back, and claims that waited.

    What users decided stands. A second call changes nothing. What it costs grows with what is pending and near it in
    time, not with the warehouse. Raises WarehouseLocked or WarehouseUnwritable; nothing is written then.
    """
    with warehouse.transaction() as connection:
        return resolve_within(connection, run)


def resolve_within(connection: DuckDBPyConnection, run: Run) -> ResolveCounts:
    """The same within a transaction of the caller's."""
    marks = _marks(connection, run)
    if not marks:
        return ResolveCounts()
    counts = _resolve(connection, _changed(connection, marks), run)
    store.upsert(connection, marks)
    log.info(
        "claims_resolved",
        claims=counts.claims,
        opened=counts.opened,
        changed=counts.changed,
        revised=counts.revised,
    )
    return counts


def _marks(connection: DuckDBPyConnection, run: Run) -> list[ResolvedRun | ResolvedWithdrawal]:
    """What is pending, as the rows that say it no more is."""
    runs = [ResolvedRun(**row, resolved_at=run.started_at) for row in queries.rows(connection, "resolve_runs")]
    taken_back = queries.rows(connection, "resolve_withdrawals")
    return [*runs, *(ResolvedWithdrawal(**row, run_id=run.run_id, resolved_at=run.started_at) for row in taken_back)]


def _changed(connection: DuckDBPyConnection, marks: Iterable[ResolvedRun | ResolvedWithdrawal]) -> Changed:
    rows = queries.rows(
        connection,
        "resolve_changed",
        run_ids=[mark.run_id for mark in marks if isinstance(mark, ResolvedRun)],
        article_ids=[mark.article_id for mark in marks if isinstance(mark, ResolvedWithdrawal)],
    )
    days = merged((row["first_day"], row["last_day"]) for row in rows if row["first_day"] is not None)
    return Changed(frozenset(row["article_id"] for row in rows), days)


def _resolve(connection: DuckDBPyConnection, changed: Changed, run: Run) -> ResolveCounts:
    near = queries.rows(
        connection,
        "resolve_near",
        article_ids=sorted(changed.articles),
        firsts=[first for first, _ in changed.days],
        lasts=[last for _, last in changed.days],
        earliest=min((first for first, _ in changed.days), default=None),
        latest=max((last for _, last in changed.days), default=None),
    )
    incidents = [row["incident_id"] for row in near if row["incident_id"] is not None]
    waiting = [row["claim_id"] for row in near if row["claim_id"] is not None]
    reports = read_reports(connection, incidents, waiting)
    placed = place(reports, read_decisions(connection), run, changed.articles)
    store.insert(connection, [*placed.links, *placed.pairs])
    settled = settle_incidents(connection, placed.members, run)
    return ResolveCounts(len(placed.links), settled.opened, len(settled.incidents), len(settled.revisions))
