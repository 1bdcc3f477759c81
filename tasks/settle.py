"""Bring incidents and their tolls to what their claims say now: the warehouse computes, revisions say what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import zip_longest
from typing import TYPE_CHECKING

from tasks.incidents.decisions import Decisions, Pair, SplitOff, decisions
from tasks.incidents.reports import Report
from tasks.incidents.resolution import Known, Members, Settled, settle
from tasks.incidents.toll import Toll
from warehouse import queries, store
from warehouse.records import Incident, IncidentToll, Run, TollRevision

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_INCIDENTS, _CLAIMS = 500, 5_000  # a batch, so that a backfill stays within its memory


def settle_incidents(connection: DuckDBPyConnection, members: Members, run: Run, decided: str | None = None) -> Settled:
    """Write what changed of the incidents of `members`, whose links are written already. `decided`: merged or split."""
    ids = sorted(members)
    lost = any(not report.current for reports in members.values() for report in reports)
    rescoped = queries.rows(connection, "resolve_rescoped", incident_ids=ids) if lost else []
    known = Known(
        incidents=queries.records(connection, Incident, "resolve_incidents", incident_ids=ids),
        revisions=queries.records(connection, TollRevision, "resolve_tolls", incident_ids=ids),
        tolls=[_of_rule(toll) for toll in write_tolls(connection, ids)],
        rescoped=frozenset(row["claim_id"] for row in rescoped),
        decided=decided,
    )
    settled = settle(members, known, run)
    store.upsert(connection, settled.incidents)
    store.insert(connection, settled.revisions)
    return settled


def write_tolls(connection: DuckDBPyConnection, ids: Sequence[str]) -> list[IncidentToll]:
    """Bring the table `tolls` to what the toll rule says of these incidents now, and return it."""
    tolls: list[IncidentToll] = []
    for some in _batches(ids, _INCIDENTS):
        found = queries.records(connection, IncidentToll, "settle_tolls", incident_ids=some)
        kept = [f"{toll.incident_id}/{toll.harm}" for toll in found]
        queries.rows(connection, "settle_gone", incident_ids=some, kept=kept)
        store.upsert(connection, found)
        tolls.extend(found)
    return tolls


def _of_rule(toll: IncidentToll) -> Toll:
    return Toll(**{field.name: getattr(toll, field.name) for field in fields(Toll)})


def read_reports(connection: DuckDBPyConnection, incidents: Sequence[str], waiting: Sequence[str] = ()) -> list[Report]:
    """Every claim ever linked to the incidents, and of those without one what the newest engine read; by time.

    What an edit took back is among them, so that resolving all again gives the incidents that the news gave.
    """
    batches = zip_longest(_batches(incidents, _INCIDENTS), _batches(waiting, _CLAIMS), fillvalue=())
    found = [
        report
        for some, others in batches
        for report in queries.records(connection, Report, "resolve_reports", incident_ids=some, claim_ids=others)
    ]
    return sorted(found, key=lambda one: (one.said_at, one.article_id, one.version_id, one.char_start, one.claim_id))


def _batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def read_decisions(connection: DuckDBPyConnection) -> Decisions:
    """What users decided and did not take back."""
    pairs = queries.records(connection, Pair, "resolve_decisions")
    if not pairs:
        return Decisions()
    return decisions(pairs, queries.records(connection, SplitOff, "resolve_decided_claims"))
