"""A user's own SQL on the published snapshot: one statement that only reads, stopped after a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.connection import Warehouse, is_damage
from warehouse.errors import QueryRefused

# DESCRIBE, SHOW and SUMMARIZE are SELECT statements to DuckDB's parser.
_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_NAG_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query. `types` are DuckDB's names; `truncated` says that `max_rows` cut it off."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool


def user_query(warehouse: Warehouse, sql: str, *, seconds: float = 60, max_rows: int | None = None) -> Table:
    """The rows of `sql`, at most `max_rows` of them.

    Raises QueryRefused where it writes, fails or runs longer than `seconds`; SnapshotMissing, WarehouseForeign and
    WarehouseDamaged as `Warehouse.reader` does.
    """
    with warehouse.reader() as connection, _running(connection, sql, seconds) as statement:
        connection.execute(statement)
        description = connection.description or []
        rows = connection.fetchall() if max_rows is None else connection.fetchmany(max_rows + 1)
        return Table(
            columns=tuple(column[0] for column in description),
            types=tuple(str(column[1]) for column in description),
            rows=rows[:max_rows],
            truncated=max_rows is not None and len(rows) > max_rows,
        )


def user_arrow(warehouse: Warehouse, sql: str, *, seconds: float = 60, max_rows: int | None = None) -> pa.Table:
    """The same as an Arrow table, for Parquet. Columns of one name get a number: `a`, `a_1`."""
    with warehouse.reader() as connection, _running(connection, sql, seconds) as statement:
        relation = connection.sql(statement.query)
        answer = (relation if max_rows is None else relation.limit(max_rows)).to_arrow_table()
        return answer.rename_columns(_distinct(answer.column_names))


@contextlib.contextmanager
def _running(connection: duckdb.DuckDBPyConnection, sql: str, seconds: float) -> Iterator[duckdb.Statement]:
    finished = threading.Event()
    watch = threading.Thread(target=_interrupt_after, args=(connection, seconds, finished), daemon=True)
    try:
        statement = _only_reading(connection, sql)
        watch.start()
        yield statement
    except duckdb.InterruptException as error:
        raise QueryRefused(f"the query was stopped after {seconds:g} s; narrow it, or allow it more time") from error
    except duckdb.Error as error:
        if is_damage(error):  # the reader says so
            raise
        raise QueryRefused(f"{error}") from error
    finally:
        finished.set()
        if watch.is_alive():
            watch.join()


def _only_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryRefused(f"one statement at a time, please: these are {len(statements)}")
    if statements[0].type not in _READING:
        word = statements[0].type.name
        raise QueryRefused(f"{word} is not allowed here: the snapshot is for reading (SELECT, DESCRIBE, SHOW, EXPLAIN)")
    return statements[0]


def _interrupt_after(connection: duckdb.DuckDBPyConnection, seconds: float, finished: threading.Event) -> None:
    # Again and again: an interrupt that comes between two steps of the query is lost.
    wait = seconds
    while not finished.wait(wait):
        connection.interrupt()
        wait = _NAG_SECONDS


def _distinct(names: list[str]) -> list[str]:
    distinct: list[str] = []
    for name in names:
        candidate, number = name, 0
        while candidate in distinct:
            number += 1
            candidate = f"{name}_{number}"
        distinct.append(candidate)
    return distinct
