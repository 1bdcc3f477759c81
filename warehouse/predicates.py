"""Conditions that users write over `state_changes`: bound when rules are loaded, evaluated on a copy of a few rows.

A condition runs in a database of its own in memory that holds nothing but these rows, can touch nothing else of this
machine, and is stopped after a time: whatever it says, the warehouse is out of its reach.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from warehouse.columns import fields_to_arrow
from warehouse.connection import in_memory
from warehouse.records import StateChange

SECONDS = 10.0
_NAG_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Match:
    """The change_ids that a condition takes. `error`: what it ran into, None where nothing; it took no row of that."""

    change_ids: frozenset[str]
    error: str | None = None


def refusal(predicate: str) -> str | None:
    """Why `predicate` is no condition over state_changes, in a line; None where it is one."""
    if not predicate.strip():
        return "is empty; write a condition, or leave the key out"
    with _holding([]) as connection:
        try:
            if len(connection.extract_statements(_query(predicate))) != 1:
                return "is more than one statement; write one condition"
            _found(connection, _query(predicate), SECONDS / 2)
            answer = connection.execute(f"select (\n{predicate}\n) as condition from state_changes")  # noqa: S608 - as below
            kind = str(answer.description[0][1]) if answer.description else ""
        except duckdb.InterruptException:
            return f"takes longer than {SECONDS / 2:g} s without any row; write a simpler one"
        except duckdb.Error as error:
            return _line(error)
    return None if kind == "BOOLEAN" else f"is {kind}, neither true nor false; write a comparison"


def match(rows: Sequence[StateChange], predicate: str, seconds: float = SECONDS) -> Match:
    """The rows that `predicate` takes. A row that it fails on is not taken, the others are; never raises."""
    with _holding(rows) as connection:
        try:
            return Match(_found(connection, _query(predicate), seconds) & {row.change_id for row in rows})
        except duckdb.InterruptException:
            return Match(frozenset(), f"took longer than {seconds:g} s and was stopped")
        except duckdb.Error as failure:
            error = _line(failure)
        taken = []
        for row in rows:
            with contextlib.suppress(duckdb.Error):
                found = _found(connection, _query(predicate, row.change_id), seconds / 10)
                taken += [row.change_id] if row.change_id in found else []
        return Match(frozenset(taken), error)


def _query(predicate: str, change_id: str | None = None) -> str:
    # materialised first, so that the condition sees the one row alone; line ends keep a comment from eating the bracket
    source = "state_changes"
    if change_id is not None:
        source = f"(select * from state_changes where change_id = '{change_id}' limit 1) as state_changes"  # noqa: S608
    return f"select change_id from {source} where (\n{predicate}\n)"  # noqa: S608 - it is the user's own SQL, in a sandbox


def _found(connection: duckdb.DuckDBPyConnection, sql: str, seconds: float) -> frozenset[str]:
    finished = threading.Event()

    def watch() -> None:
        wait = seconds
        while not finished.wait(wait):
            connection.interrupt()
            wait = _NAG_SECONDS

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return frozenset(str(row[0]) for row in connection.execute(sql).fetchall())
    finally:
        finished.set()
        watcher.join()


@contextlib.contextmanager
def _holding(rows: Sequence[StateChange]) -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.closing(in_memory()) as connection:
        connection.register("incoming", fields_to_arrow(StateChange, rows))
        connection.execute("CREATE TABLE state_changes AS SELECT * FROM incoming")
        connection.unregister("incoming")
        connection.execute("SET temp_directory = ''")
        connection.execute("SET memory_limit = '1GB'")
        connection.execute("SET threads = 1")
        connection.execute(
            "SET ieee_floating_point_ops = false"
        )  # what is divided by zero is NULL, not infinitely many
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def _line(error: duckdb.Error) -> str:
    return " ".join(str(error).split("\n\nLINE")[0].split())[:300]
