"""Reports written into a warehouse in memory, and the toll that its views make of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

import duckdb

from tasks.incidents.reports import Report
from warehouse import store
from warehouse.connection import in_memory
from warehouse.migrate import build
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    Event,
    Extraction,
    Feed,
    IncidentClaim,
    Record,
    stable_id,
)

_CLAIM = {field.name for field in fields(Claim)}


@cache
def _warehouse() -> duckdb.DuckDBPyConnection:
    connection = in_memory()
    connection.execute("SET threads = 1")
    build(connection, datetime(2012, 6, 1, tzinfo=UTC))
    return connection


def tolls(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """The rows of `tolls_of` where every report is linked to one incident."""
    rows = [row for report in reports for row in _rows(report)]
    connection = _warehouse()
    connection.begin()
    try:
        store.insert(connection, rows)
        cursor = connection.execute("SELECT * FROM tolls_with_sides(['i']) ORDER BY harm")
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        connection.rollback()


def toll(reports: Iterable[Report]) -> dict[str, Any]:
    """The only toll; an empty one where nothing was ever claimed."""
    found = tolls(reports)
    assert len(found) <= 1, found
    return found[0] if found else dict.fromkeys(("low", "best", "high"))


def numbers(reports: Iterable[Report], side: str = "") -> tuple[int | None, int | None, int | None]:
    """(low, best, high) of the only toll; `side` "civilian_" or "combatant_" for those victims alone."""
    found = toll(reports)
    return found[f"{side}low"], found[f"{side}best"], found[f"{side}high"]


def grade(reports: Iterable[Report]) -> str:
    """The grade of the only toll."""
    return str(toll(reports)["evidence_grade"])


def _rows(report: Report) -> list[Record]:
    feed_id = stable_id(report.outlet, report.source_kind, report.independence_group)
    kind, house = report.source_kind or "media", report.independence_group
    engine = "e1" if report.current else "e0"
    event_id = f"event-{report.claim_id}" if report.actor_name else None
    claim = {name: getattr(report, name) for name in _CLAIM if hasattr(report, name)} | {
        "engine_version": engine, "run_id": "r", "rule_id": "rule", "confidence": 0.9, "qualifier": "exact",
        "victims_text": "people", "period_start": None, "claimant_text": None, "claimant_start": None,
        "claimant_end": None, "place_text": None, "event_id": event_id, "sentence_end": report.sentence_start + 9,
    }  # fmt: skip
    rows: list[Record] = [
        Feed(feed_id, feed_id, report.outlet, None, "en", kind, house, True),
        Article(report.article_id, report.article_id, report.outlet, feed_id, None, report.said_at, report.version_id),
        ArticleVersion(
            report.version_id, report.article_id, "d", "r", 1, None, None, "text", report.version_id, report.said_at,
            "second", "en", report.near_duplicate_group, "", report.said_at,
        ),
        Extraction(report.version_id, report.version_id, "r", "e1", "extracted", 1, 0, 0, 0, 0, report.said_at),
        Claim(**claim),
        IncidentClaim("i", report.claim_id, "test", 1.0, "r"),
    ]  # fmt: skip
    if event_id:
        rows.append(
            Event(
                event_id, report.version_id, report.article_id, "r", engine, "rule", "ASSAULT", None, None, None, None,
                None, report.actor_name, report.actor_name, None, None, "asserted", *(None,) * 7, None, "attack", 0, 6,
            )
        )  # fmt: skip
    return rows
