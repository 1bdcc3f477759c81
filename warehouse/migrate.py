"""Bring a warehouse file to the schema of this program: numbered migrations once each, then the views."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import schema, views
from warehouse.backups import back_up, read_all
from warehouse.connection import Warehouse, in_transaction, opened
from warehouse.errors import MigrationFailed, WarehouseLost, WarehouseUnwritable
from warehouse.lock import writing
from warehouse.schema import Migration

_BACKFILLED_FROM = "tolls_with_sides"


def migrate(warehouse: Warehouse, now: datetime, *, dry_run: bool = False) -> list[str]:
    """Apply what `warehouse` has not seen, each migration in its own transaction and after a backup; the names applied,
    or to be applied.

    Makes the folder and file where they are missing. Raises WarehouseUnwritable, WarehouseLocked, WarehouseForeign,
    WarehouseDamaged, WarehouseNewer, MigrationEdited, MigrationFailed; the file is then as before that migration.
    """
    migrations = schema.known()
    path = warehouse.path
    if not path.exists() and warehouse.snapshot.exists():
        raise WarehouseLost(path, warehouse.snapshot)
    if dry_run and not path.exists():
        return [migration.name for migration in migrations]
    _make_folder(path)
    with writing(path, warehouse.lock_wait_seconds):
        if not path.exists():
            return _create(path, migrations, now)
        with opened(path, warehouse.lock_wait_seconds) as connection:
            pending = schema.pending(connection, path, migrations)
            if pending:
                read_all(connection, path)  # a copy of a damaged file would be no backup
        if dry_run:
            return [migration.name for migration in pending]
        for migration in pending:
            back_up(warehouse, f"before-{migration.name}", now)
            with opened(path, warehouse.lock_wait_seconds) as connection:
                _apply(connection, path, migration, now)
        with opened(path, warehouse.lock_wait_seconds) as connection:
            _finish(connection, path)
        return [migration.name for migration in pending]


def build(connection: duckdb.DuckDBPyConnection, now: datetime, path: Path = Path(":memory:")) -> list[str]:
    """Make the whole schema in the empty database of `connection`; the names of the migrations."""
    with in_transaction(connection, path):
        connection.execute((schema.MIGRATIONS / "bookkeeping.sql").read_text(encoding="utf-8"))
    migrations = schema.known()
    for migration in migrations:
        _apply(connection, path, migration, now)
    _finish(connection, path)
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


def _apply(connection: duckdb.DuckDBPyConnection, path: Path, migration: Migration, now: datetime) -> None:
    try:
        with in_transaction(connection, path):
            connection.execute(migration.sql)
            connection.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?)", [migration.name, migration.checksum, now]
            )
    except duckdb.Error as error:
        raise MigrationFailed(path, migration.name, str(error).splitlines()[0]) from error


def _finish(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    with in_transaction(connection, path):
        made = views.known()
        views.remake(connection, made)
        if _BACKFILLED_FROM in {view.name for view in made}:
            connection.execute((schema.BACKFILLS / "0007_tolls.sql").read_text(encoding="utf-8"))


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseUnwritable(path.parent, error.strerror or str(error)) from error
