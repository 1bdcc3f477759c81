"""Backups: whole copies of the warehouse file beside it, and which of them are good.

warehouse/sitrep.duckdb           the warehouse
warehouse/backups/MOMENT-WHY.duckdb   before a migration or compaction
warehouse/current.duckdb, previous/   published snapshots: whole copies as well
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import schema
from warehouse.connection import Warehouse, is_damage, opened_read_only
from warehouse.errors import WarehouseDamaged, WarehouseError, WarehouseUnwritable


@dataclass(frozen=True, slots=True)
class Contents:
    """What a warehouse file holds: rows of each table, and when its newest run was started."""

    path: Path
    rows: dict[str, int]
    last_run_at: datetime | None


def back_up(warehouse: Warehouse, why: str, now: datetime) -> Path:
    """Copy the closed warehouse file into `backups`; the copy. The caller holds the lock."""
    target = _named(warehouse, why, now)
    unfinished = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(warehouse.path, unfinished)
        _sync(unfinished)
        unfinished.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise WarehouseUnwritable(target, error.strerror or str(error)) from error
    return target


def keep(warehouse: Warehouse, why: str, now: datetime) -> Path:
    """Name the present file as a backup without a copy: for what is about to be replaced as a whole."""
    target = _named(warehouse, why, now)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        os.link(warehouse.path, target)
    except OSError as error:
        raise WarehouseUnwritable(target, error.strerror or str(error)) from error
    return target


def candidates(warehouse: Warehouse) -> list[Path]:
    """Every whole copy of the warehouse, the newest first."""
    found = [warehouse.snapshot, *warehouse.previous.glob("*.duckdb"), *warehouse.backups.glob("*.duckdb")]
    return sorted((path for path in found if path.is_file()), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def contents(path: Path) -> Contents:
    """Read the whole file: every block is checked. Raises WarehouseDamaged, WarehouseForeign, WarehouseNewer."""
    with opened_read_only(path) as connection:
        schema.pending(connection, path, schema.known())
        return read_all(connection, path)


def read_all(connection: duckdb.DuckDBPyConnection, path: Path) -> Contents:
    """The same from an open connection."""
    try:
        counts = {name: _read(connection, name) for name in tables(connection)}
        ((last,),) = connection.execute("SELECT max(started_at) FROM runs").fetchall()
    except duckdb.Error as error:
        if is_damage(error) or isinstance(error, duckdb.IOException | duckdb.InternalException):
            raise WarehouseDamaged(path, str(error).splitlines()[0]) from error
        raise
    return Contents(path, counts, last.astimezone(UTC) if last else None)


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of the database that `connection` uses."""
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY table_name"
    return [name for (name,) in connection.execute(sql).fetchall()]


def readable_rows(path: Path) -> dict[str, int]:
    """Rows of the tables of a damaged file, as far as it still tells; a table that does not is not there."""
    counts: dict[str, int] = {}
    with contextlib.suppress(WarehouseError, duckdb.Error), opened_read_only(path) as connection:
        for name in tables(connection):
            with contextlib.suppress(duckdb.Error):
                ((counts[name],),) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()  # noqa: S608 - ours
    return counts


def good(paths: list[Path]) -> Iterator[Contents | WarehouseError]:
    """What each file holds, or why it is no good."""
    for path in paths:
        try:
            yield contents(path)
        except WarehouseError as error:
            yield error


def _read(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    # hash() looks at every value; count(*) alone would read none of them
    connection.execute(f'SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM "{table}"')  # noqa: S608 - a table of ours
    return int(connection.fetchall()[0][0])


def _named(warehouse: Warehouse, why: str, now: datetime) -> Path:
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
    return warehouse.backups / f"{moment}-{re.sub('[^A-Za-z0-9_]+', '-', why)}.duckdb"


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
