"""Publish a copy of the warehouse for readers: made beside the old one and renamed over it.

Readers of the old copy keep it (the system frees it when the last one closes), the writer never waits for readers.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import duckdb

from warehouse.connection import Warehouse, literal
from warehouse.errors import WarehouseUnwritable


def publish(warehouse: Warehouse) -> int:
    """Copy the warehouse to its snapshot; the size in bytes. Raises as `Warehouse.writer` does."""
    with warehouse.writer() as connection:
        return publish_from(connection, warehouse.snapshot)


def publish_from(connection: duckdb.DuckDBPyConnection, snapshot: Path) -> int:
    """The same from an open write connection, which must not be in a transaction."""
    unfinished = snapshot.with_name(snapshot.name + ".new")
    try:
        snapshot.parent.mkdir(parents=True, exist_ok=True)
        _remove(unfinished)  # what a killed publication left; we hold the lock, so nobody is writing it
        _copy(connection, unfinished)
        size = _sync(unfinished)
        unfinished.replace(snapshot)
        _sync(snapshot.parent)
    except (OSError, duckdb.IOException) as error:
        with contextlib.suppress(OSError):
            _remove(unfinished)
        raise WarehouseUnwritable(snapshot, str(error).splitlines()[0]) from error
    return size


def _copy(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    ((name,),) = connection.execute("SELECT current_database()").fetchall()
    source = str(name).replace('"', '""')
    connection.execute(f"ATTACH {literal(target)} AS published_copy")
    try:
        connection.execute(f'COPY FROM DATABASE "{source}" TO published_copy')
    finally:
        connection.execute("DETACH published_copy")  # writes the checkpoint


def _sync(path: Path) -> int:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)
