"""The only way rows get into the warehouse: Arrow batches, one statement a table, idempotent."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from warehouse import columns
from warehouse.columns import Table
from warehouse.records import Record

_BATCH = "incoming_rows"


def insert(connection: duckdb.DuckDBPyConnection, rows: Sequence[Record]) -> int:
    """Add the rows whose key is not there yet; the number that were new. Rows of one key count once, the first wins.

    Record types may be mixed. Text that UTF-8 cannot hold (surrogates) is stored with U+FFFD in its place.
    Raises RowRefused where a value fits no column; nothing of that table is stored then.
    """
    return sum(_insert(connection, kind, group) for kind, group in _grouped(rows))


def upsert(connection: duckdb.DuckDBPyConnection, rows: Sequence[Record]) -> int:
    """Add the rows, or replace those with the same key; the number that were new or differed. The last of a key wins.

    A row that is there already, equal in every column, is not written. Otherwise as `insert`.
    """
    return sum(_upsert(connection, kind, group) for kind, group in _grouped(rows))


def _grouped(rows: Sequence[Record]) -> Iterator[tuple[type, list[Record]]]:
    groups: dict[type, list[Record]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    return ((kind, groups[kind]) for kind in columns.kinds() if kind in groups)


def _insert(connection: duckdb.DuckDBPyConnection, kind: type, rows: list[Record]) -> int:
    shape = columns.table(kind)
    with _batch(connection, kind, rows[::-1]):  # to_arrow keeps the last of a key; reversed, that is the first
        # an anti-join, as ON CONFLICT DO NOTHING looks every key up one by one: a fifth slower
        key = ", ".join(shape.key)
        sql = f"INSERT INTO {shape.name} BY NAME SELECT * FROM {_BATCH} ANTI JOIN {shape.name} USING ({key})"  # noqa: S608 - as below
        return _count(connection, sql)


def _upsert(connection: duckdb.DuckDBPyConnection, kind: type, rows: list[Record]) -> int:
    shape = columns.table(kind)
    with _batch(connection, kind, rows):
        return _count(connection, _upsert_sql(shape))


def _upsert_sql(shape: Table) -> str:
    names, key = ", ".join(shape.columns), ", ".join(shape.key)
    others = [name for name in shape.columns if name not in shape.key]
    assignments = ", ".join(f"{name} = excluded.{name}" for name in others)
    return (
        f"INSERT INTO {shape.name} BY NAME "  # noqa: S608 - names come from records.py
        f"SELECT * FROM (SELECT {names} FROM {_BATCH} "
        f"EXCEPT SELECT {names} FROM {shape.name} SEMI JOIN {_BATCH} USING ({key})) "
        f"ON CONFLICT ({key}) DO UPDATE SET {assignments}"
    )


@contextlib.contextmanager
def _batch(connection: duckdb.DuckDBPyConnection, kind: type, rows: Sequence[Any]) -> Iterator[None]:
    connection.register(_BATCH, columns.to_arrow(kind, rows))
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.TransactionException):  # a refused statement has ended the transaction
            connection.unregister(_BATCH)


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    # fetchall, as a result that is not read to its end keeps the connection busy
    ((count,),) = connection.execute(sql).fetchall()
    return int(count)
