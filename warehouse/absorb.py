"""What an engine read beside the warehouse -> the warehouse, within one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.connection import literal

_TABLES = ("places", "extractions", "claims", "statements", "positions", "events", "entities", "quarantine")


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, source: Path) -> Iterator[None]:
    """The warehouse file `source` as `beside`, read-only; must begin outside of a transaction."""
    connection.execute(f"ATTACH {literal(source)} AS beside (READ_ONLY)")
    try:
        yield
    finally:
        connection.execute("DETACH beside")


def absorb(connection: duckdb.DuckDBPyConnection, run_id: str) -> int:
    """Copy the rows of `beside` that are not known, as rows of the run `run_id`; how many."""
    written = 0
    for table in _TABLES:
        columns = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'beside' AND table_name = ?", [table]
        ).fetchall()
        run = " REPLACE (? AS run_id)" if ("run_id",) in columns else ""
        copy = f"INSERT OR IGNORE INTO {table} BY NAME SELECT *{run} FROM beside.{table}"  # noqa: S608 - own names
        found = connection.execute(copy, [run_id] if run else []).fetchone()
        written += int(found[0]) if found else 0
    return written
