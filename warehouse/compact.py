"""Give back the room of what was deleted and updated: DuckDB reuses it, but a file never shrinks by itself."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

from warehouse import backups
from warehouse.connection import Warehouse, opened
from warehouse.errors import WarehouseDamaged, WarehouseUnwritable
from warehouse.lock import writing
from warehouse.snapshot import copy_database


def compact(warehouse: Warehouse, now: datetime) -> tuple[int, int]:
    """Rewrite the file tightly; its size in bytes before and after. The file before becomes a backup.

    The copy replaces it only when every table has as many rows. Raises as `Warehouse.writer` does.
    """
    warehouse.require()
    path, wait = warehouse.path, warehouse.lock_wait_seconds
    unfinished = path.with_name(path.name + ".compact")
    with writing(path, wait):
        _remove(unfinished)
        try:
            with opened(path, wait) as connection:
                before = backups.read_all(connection, path).rows
                copy_database(connection, unfinished)
            after = backups.contents(unfinished).rows
            if after != before:
                raise WarehouseDamaged(path, f"a copy of it has other numbers of rows: {_difference(before, after)}")
            sizes = path.stat().st_size, unfinished.stat().st_size
            if sizes[1] < sizes[0]:
                _swap(warehouse, unfinished, now)
                return sizes
            return sizes[0], sizes[0]
        finally:
            _remove(unfinished)


def _swap(warehouse: Warehouse, unfinished: Path, now: datetime) -> None:
    backups.keep(warehouse, "before-compaction", now)
    try:
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(warehouse.path)
    except OSError as error:
        raise WarehouseUnwritable(warehouse.path, error.strerror or str(error)) from error


def _difference(before: dict[str, int], after: dict[str, int]) -> str:
    return ", ".join(
        f"{name} {count} and {after.get(name)}" for name, count in before.items() if after.get(name) != count
    )


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + ".wal")):
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
