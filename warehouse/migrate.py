"""Bring a warehouse file to the schema of this program: numbered migrations once each, then the views."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import schema, views
from warehouse.connection import Warehouse, in_transaction, opened
from warehouse.errors import WarehouseUnwritable
from warehouse.lock import writing
from warehouse.schema import Migration


def migrate(warehouse: Warehouse, now: datetime, *, dry_run: bool = False) -> list[str]:
    """Apply what `warehouse` has not seen, each migration in its own transaction; the names applied, or to be applied.

    Makes the folder and file where they are missing. Raises WarehouseUnwritable, WarehouseLocked, WarehouseForeign,
    WarehouseDamaged, WarehouseNewer, MigrationEdited; the file is then as it was.
    """
    migrations = schema.known()
    path = warehouse.path
    if dry_run and not path.exists():
        return [migration.name for migration in migrations]
    _make_folder(path)
    with writing(path, warehouse.lock_wait_seconds):
        if not path.exists():
            return _create(path, migrations, now)
        with opened(path, warehouse.lock_wait_seconds) as connection:
            pending = schema.pending(connection, path, migrations)
            if not dry_run:
                _apply(connection, path, pending, now)
            return [migration.name for migration in pending]


def build(connection: duckdb.DuckDBPyConnection, now: datetime, path: Path = Path(":memory:")) -> list[str]:
    """Make the whole schema in the empty database of `connection`; the names of the migrations."""
    with in_transaction(connection, path):
        connection.execute((schema.MIGRATIONS / "bookkeeping.sql").read_text(encoding="utf-8"))
    migrations = schema.known()
    _apply(connection, path, migrations, now)
    return [migration.name for migration in migrations]


def _create(path: Path, migrations: list[Migration], now: datetime) -> list[str]:
    """Make the file beside its place and move it there, so that a killed process leaves no half-made warehouse."""
    unfinished = path.with_name(path.name + ".new")
    try:
        for leftover in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
            leftover.unlink(missing_ok=True)
        with opened(unfinished, 0) as connection:
            build(connection, now, path)
        unfinished.replace(path)
    except OSError as error:
        raise WarehouseUnwritable(path, error.strerror or str(error)) from error
    return [migration.name for migration in migrations]


def _apply(connection: duckdb.DuckDBPyConnection, path: Path, pending: list[Migration], now: datetime) -> None:
    for migration in pending:
        with in_transaction(connection, path):
            connection.execute(migration.sql)
            connection.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?)", [migration.name, migration.checksum, now]
            )
    with in_transaction(connection, path):
        views.remake(connection, views.known())


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseUnwritable(path.parent, error.strerror or str(error)) from error
