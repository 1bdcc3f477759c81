"""The only module that opens DuckDB: one writer behind a lock, any number of readers of the published snapshot."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import schema
from warehouse.errors import (
    SnapshotMissing,
    WarehouseDamaged,
    WarehouseForeign,
    WarehouseLocked,
    WarehouseMissing,
    WarehouseOlder,
    WarehouseUnwritable,
)
from warehouse.lock import writing

# Nothing is fetched from the network, and a misspelt table never resolves to a Python variable.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
_MAGIC = b"DUCK"  # bytes 8 to 11 of every DuckDB file (duckdb.org, internals, storage)
_RETRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Where the warehouse file and its published snapshot lie, and how long a writer waits for another one."""

    path: Path
    snapshot: Path
    lock_wait_seconds: float = 10.0

    @contextlib.contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One write transaction: committed at the end, rolled back where the block raises.

        Raises WarehouseMissing, WarehouseLocked, WarehouseUnwritable, WarehouseForeign, WarehouseDamaged,
        WarehouseOlder, WarehouseNewer, MigrationEdited.
        """
        with self.writer() as connection, in_transaction(connection, self.path):
            yield connection

    @contextlib.contextmanager
    def writer(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The write connection without a transaction; raises as `transaction` does."""
        if not self.path.exists():
            raise WarehouseMissing(self.path)
        with writing(self.path, self.lock_wait_seconds), opened(self.path, self.lock_wait_seconds) as connection:
            if pending := schema.pending(connection, self.path, schema.known()):
                raise WarehouseOlder(self.path, [migration.name for migration in pending])
            yield connection

    @contextlib.contextmanager
    def reader(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A read-only connection to the published snapshot that can touch nothing else of this machine.

        The snapshot is attached to a private in-memory database: DuckDB hands out one instance a path within a
        process, so a second reader would otherwise see the snapshot of the first one after a newer was published.
        """
        if not self.snapshot.exists():
            raise SnapshotMissing(self.snapshot)
        recognise(self.snapshot)
        with contextlib.closing(in_memory()) as connection:
            try:
                connection.execute(f"ATTACH {literal(self.snapshot)} AS warehouse (READ_ONLY)")
            except duckdb.Error as error:
                raise WarehouseDamaged(self.snapshot, _first_line(error)) from error
            connection.execute("USE warehouse")
            connection.execute("SET temp_directory = ''")  # else a large sort leaves a folder in the working directory
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection


def in_memory() -> duckdb.DuckDBPyConnection:
    """An empty database in memory with the warehouse's settings."""
    return _connect(":memory:")


@contextlib.contextmanager
def opened(path: Path, wait_seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """The DuckDB file `path`, read and write, made where it is missing; the caller holds the lock."""
    recognise(path)
    with contextlib.closing(_open(path, wait_seconds)) as connection:
        yield connection


@contextlib.contextmanager
def in_transaction(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """BEGIN, the block, COMMIT; ROLLBACK where the block raises. A full disk gives WarehouseUnwritable."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException as error:
        with contextlib.suppress(duckdb.Error):  # the failed statement may have ended the transaction already
            connection.rollback()
        # a disk that fills while a commit is written is a TransactionException with these words
        is_full = isinstance(error, duckdb.TransactionException) and "Could not write" in str(error)
        if isinstance(error, duckdb.Error) and (is_full or isinstance(error, duckdb.IOException)):
            raise WarehouseUnwritable(path, _first_line(error)) from error
        raise


def recognise(path: Path) -> None:
    """Raise WarehouseForeign where `path` exists and is no DuckDB file; it is never overwritten."""
    if not path.exists():
        return
    if not path.is_file():
        raise WarehouseForeign(path, "is not a file")
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise WarehouseUnwritable(path, error.strerror or str(error)) from error
    if head[8:12] != _MAGIC:
        raise WarehouseForeign(path, "is not a DuckDB file" if head else "is an empty file")


def literal(path: Path) -> str:
    """`path` as an SQL string: ATTACH takes no parameters."""
    return "'" + str(path).replace("'", "''") + "'"


def _open(path: Path, wait_seconds: float) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return _connect(str(path))
        except duckdb.IOException as error:
            # Another program than Sitrep (DuckDB's shell, a notebook) may hold the file without our lock.
            if "Could not set lock" not in str(error):
                raise _unreadable(path, error) from error
            if time.monotonic() >= deadline:
                pid = re.search(r"PID (\d+)", str(error))
                raise WarehouseLocked(path, int(pid[1]) if pid else None, wait_seconds) from None
        except duckdb.Error as error:
            raise WarehouseDamaged(path, _first_line(error)) from error
        time.sleep(_RETRY_SECONDS)


def _unreadable(path: Path, error: duckdb.Error) -> WarehouseUnwritable | WarehouseDamaged:
    message = _first_line(error)
    if "Cannot open file" in message:
        return WarehouseUnwritable(path, message)
    return WarehouseDamaged(path, message)


def _connect(database: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(database, config=_SETTINGS)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]
