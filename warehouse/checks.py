"""Checks: checks/NAME.sql, each a SELECT of the rows that break one law. They gate publication."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

CHECKS = Path(__file__).parent / "checks"
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """A law that does not hold: the check's name, what it says, how many rows break it, and the first 20 of them."""

    name: str
    law: str
    count: int
    rows: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        example = ", ".join(f"{column}={value!r}" for column, value in self.rows[0].items())
        return f"{self.name}: {self.law} {self.count} rows break this, e.g. {example}"


def names() -> list[str]:
    """The checks that this program brings."""
    return [path.stem for path in sorted(CHECKS.glob("*.sql"))]


def failures(connection: duckdb.DuckDBPyConnection) -> list[CheckFailure]:
    """The laws that do not hold in the database of `connection`; empty where all is well."""
    return [failure for name in names() if (failure := failure_of(connection, name)) is not None]


def failure_of(connection: duckdb.DuckDBPyConnection, name: str) -> CheckFailure | None:
    """The failure of one check, None where it holds."""
    sql = (CHECKS / f"{name}.sql").read_text(encoding="utf-8")
    connection.execute(sql)
    columns = [column[0] for column in connection.description or []]
    rows = connection.fetchall()
    if not rows:
        return None
    first = tuple(dict(zip(columns, row, strict=True)) for row in rows[:_SHOWN])
    return CheckFailure(name, _law(sql), len(rows), first)


def _law(sql: str) -> str:
    lines = sql.splitlines()
    comment = (line[2:].strip() for line in lines[: next(i for i, line in enumerate(lines) if line[:2] != "--")])
    return " ".join(comment)
