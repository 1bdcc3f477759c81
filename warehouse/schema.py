"""What the program knows of the schema: the numbered migrations with their checksums, and which a file has seen."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb

from warehouse.errors import MigrationEdited, WarehouseForeign, WarehouseNewer

MIGRATIONS = Path(__file__).parent / "migrations"
BACKFILLS = (
    Path(__file__).parent / "backfills"
)  # what a migration could not fill without views; each changes nothing twice


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of migrations/. `name` is its stem (`0001_first_tables`), `checksum` the SHA-256 of its text."""

    name: str
    sql: str
    checksum: str


def known(folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations that this program brings, in the order in which they are applied."""
    return [_read(path) for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))]


def pending(connection: duckdb.DuckDBPyConnection, path: Path, migrations: list[Migration]) -> list[Migration]:
    """What `path` has not seen yet. Raises WarehouseForeign, WarehouseNewer or MigrationEdited."""
    applied = _applied(connection, path)
    names = {migration.name: migration for migration in migrations}
    if unknown := [name for name in applied if name not in names]:
        raise WarehouseNewer(path, unknown)
    for name, checksum in applied.items():
        if names[name].checksum != checksum:
            raise MigrationEdited(path, name)
    return [migration for migration in migrations if migration.name not in applied]


def _read(path: Path) -> Migration:
    # Line ends are made alike: a checkout with CRLF holds the same migration.
    sql = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    return Migration(path.stem, sql, sha256(sql.encode()).hexdigest())


def _applied(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    try:
        rows = connection.execute("SELECT name, checksum FROM schema_migrations ORDER BY name").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseForeign(path, "is a DuckDB file, but not one of Sitrep's") from error
    return dict(rows)
