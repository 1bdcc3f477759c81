"""Take analysts' rows in: each is checked alone, a bad one is told and kept in quarantine, the others are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from tasks.analysts.claim_rows import Subject, checked, claim_of, source_name
from tasks.errors import RowError
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import AnalystClaim, Quarantine, Run, stable_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = structlog.get_logger()
_PLACE = ("claim_id", "version_id", "char_start", "char_end", "prefix")
_SHORTEST_PREFIX = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line number, its text by column, and how many cells have no column."""

    line: int
    cells: Mapping[str, str]
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class AnnotateCounts:
    """Rows that were new, known `already`, as the machine has them (`unchanged`), and what is wrong with the others."""

    added: int
    already: int
    unchanged: int
    problems: tuple[str, ...]


def annotate_claims(
    warehouse: Warehouse, name: str, rows: Sequence[Row], source: str | None, run: Run
) -> AnnotateCounts:
    """Write the rows of the file `name` in one transaction; `source` stands for all of them, else each names its own.

    Rows are added, never replaced. Raises as `Warehouse.writer` does; nothing is written then.
    """
    with warehouse.transaction() as connection:
        known = _Known(connection, rows)
        claims: list[AnalystClaim] = []
        bad: list[tuple[Row, str]] = []
        unchanged = 0
        for row in rows:
            try:
                claim = _claim(row, source, known, run)
            except RowError as error:
                bad.append((row, f"{name} line {row.line}: {error}"))
                continue
            if claim is None:
                unchanged += 1
            else:
                claims.append(claim)
        added = store.insert(connection, claims)
        store.insert(connection, [_quarantined(row, message, name, run) for row, message in bad])
    log.info("annotated", file=name, added=added, already=len(claims) - added, refused=len(bad))
    return AnnotateCounts(added, len(claims) - added, unchanged, tuple(message for _, message in bad))


class _Known:
    """The claims and incidents that the rows name, by what the rows call them."""

    def __init__(self, connection: DuckDBPyConnection, rows: Iterable[Row]) -> None:
        claims = _named(rows, "claim_id")
        incidents = _named(rows, "incident_id")
        self._claims = _by_prefix(queries.rows(connection, "annotate_claims", prefixes=claims))
        self._incidents = _by_prefix(queries.rows(connection, "annotate_incidents", prefixes=incidents))

    def subject(self, text: str) -> Subject:
        found = _only(self._claims, text, "claim_id", "claim")
        values = {name: value for name, value in found.items() if name not in _PLACE}
        return Subject(found["claim_id"], found["version_id"], found["char_start"], found["char_end"], values)

    def incident(self, text: str) -> str:
        return str(_only(self._incidents, text, "incident_id", "incident")["incident_id"])


def _claim(row: Row, source: str | None, known: _Known, run: Run) -> AnalystClaim | None:
    if row.surplus:
        raise RowError(f"has {row.surplus} cells more than there are columns; is a comma not quoted?")
    values = checked(row.cells)
    name = source_name(source or values.get("source") or "")
    subject = known.subject(values["claim_id"]) if values.get("claim_id") else None
    if values.get("incident_id"):
        values["incident_id"] = known.incident(values["incident_id"])
    says_more = subject is None or any(
        value != subject.values.get(column) for column, value in values.items() if column not in {"claim_id", "source"}
    )
    return claim_of(values, name, subject, run.run_id, run.started_at) if says_more else None


def _named(rows: Iterable[Row], column: str) -> list[str]:
    texts = {row.cells.get(column, "").strip() for row in rows}
    return sorted(text for text in texts if len(text) >= _SHORTEST_PREFIX)


def _by_prefix(found: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for each in found:
        grouped.setdefault(each["prefix"], []).append(each)
    return grouped


def _only(found: Mapping[str, list[dict[str, Any]]], text: str, column: str, what: str) -> dict[str, Any]:
    matches = found.get(text, [])
    if len({match[column] for match in matches}) != 1:
        problem = "is the beginning of several ids" if matches else f"is no {what} of the warehouse"
        raise RowError(f"{column}: {text!r} {problem}; give the whole id (at least {_SHORTEST_PREFIX} characters)")
    return matches[0]


def _quarantined(row: Row, message: str, name: str, run: Run) -> Quarantine:
    body = repr(dict(row.cells)).encode("utf-8", "replace")
    return Quarantine(
        quarantine_id=stable_id("import", name, message, body),
        run_id=run.run_id,
        stage="load",
        subject=f"{name}:{row.line}",
        reason="bad_row",
        message=message,
        body=body,
        quarantined_at=run.started_at,
    )
