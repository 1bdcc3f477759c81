"""Named queries: queries/NAME.sql with $parameters, each file opening with what it returns and its grain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from warehouse.columns import decompress
from warehouse.user_query import Table, user_arrow, user_query

__all__ = ["Table", "records", "rows", "sql", "user_arrow", "user_query"]

QUERIES = Path(__file__).parent / "queries"
R = TypeVar("R")
_PART = 2_000  # rows


def rows(connection: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> list[dict[str, Any]]:
    """The rows of queries/`name`.sql as dictionaries: times in UTC, bytes decompressed."""
    columns, values = _fetch(connection, name, parameters)
    return [dict(zip(columns, row, strict=True)) for row in values]


def records(connection: duckdb.DuckDBPyConnection, kind: type[R], name: str, **parameters: object) -> list[R]:
    """The rows of queries/`name`.sql as records of `kind`; its columns must be the fields of `kind`, in any order.

    Equal strings of one answer are one object: a backfill reads the same names and dates a hundred thousand times.
    """
    columns, values = _fetch(connection, name, parameters)
    wanted = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if sorted(columns) != sorted(wanted):
        odd = sorted(set(columns) ^ set(wanted))
        raise TypeError(f"queries/{name}.sql does not return the fields of {kind.__name__}: see {', '.join(odd)}")
    order = [columns.index(field) for field in wanted]
    seen: dict[str, str] = {}
    return [kind(*(_once(row[index], seen) for index in order)) for row in values]


def _once(value: Any, seen: dict[str, str]) -> Any:  # noqa: ANN401 - whatever a column holds
    return seen.setdefault(value, value) if isinstance(value, str) else value


@cache
def sql(name: str) -> str:
    """The text of queries/`name`.sql."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _fetch(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object]
) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    connection.execute(sql(name), parameters)
    description = connection.description or []
    convert = [_CONVERT.get(str(column[1])) for column in description]
    return [column[0] for column in description], _values(connection, convert)


def _values(
    connection: duckdb.DuckDBPyConnection, convert: Sequence[Callable[[Any], Any] | None]
) -> Iterator[tuple[Any, ...]]:
    """The rows, a part at a time, so that a large answer is not held twice; read to the end before the next query."""
    while part := connection.fetchmany(_PART):
        yield from (_converted(row, convert) for row in part) if any(convert) else part


def _converted(row: tuple[Any, ...], convert: Sequence[Callable[[Any], Any] | None]) -> tuple[Any, ...]:
    return tuple(
        value if change is None or value is None else change(value) for value, change in zip(row, convert, strict=True)
    )


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "TIMESTAMP WITH TIME ZONE": lambda moment: moment.astimezone(UTC),
    "BLOB": decompress,
}
