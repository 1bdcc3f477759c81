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
    WarehouseLost,
    WarehouseMissing,
    WarehouseOlder,
    WarehouseUnwritable,
)
from warehouse.lock import writing

# Nothing is fetched from the network, and a misspelt table never resolves to a Python variable. A checkpoint in a load
# writes half-filled blocks (tried: 600,000 claims took a third longer and half as much room again); so the log is kept
# until the connection closes, and played back after a kill.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "checkpoint_threshold": "256MB",
}
# duckdb.org, internals, storage: bytes 8 to 11 of every file, whose three headers have 4,096 bytes each. The number of
# blocks in them is no measure of the file: free blocks at its end may never have been written.
_MAGIC = b"DUCK"
_HEADER_BYTES = 3 * 4_096
_RETRY_SECONDS = 0.05
_REPUBLISH = "It is only a copy: `sitrep run` publishes a new one, `sitrep check` looks at the warehouse itself"
_BROKEN = ("Corrupt database", "computed checksum", "Could not read", "Failed to deserialize", "INTERNAL Error")
_FULL = ("No space left", "File too large", "Could not write", "Failed to write", "Read-only file system")


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Where the warehouse file and its published snapshot lie, how long a writer waits for another one, and how many
    snapshots are kept before the current one.
    """

    path: Path
    snapshot: Path
    lock_wait_seconds: float = 10.0
    keep_snapshots: int = 2

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
        self.require()
        with writing(self.path, self.lock_wait_seconds), self.opened() as connection:
            yield connection

    @contextlib.contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The same for who holds the lock already."""
        with opened(self.path, self.lock_wait_seconds) as connection:
            if pending := schema.pending(connection, self.path, schema.known()):
                raise WarehouseOlder(self.path, [migration.name for migration in pending])
            yield connection

    def require(self) -> None:
        """Raises WarehouseMissing where there is no warehouse yet, WarehouseLost where only its snapshot is left."""
        if not self.path.exists():
            raise WarehouseLost(self.path, self.snapshot) if self.snapshot.exists() else WarehouseMissing(self.path)

    @property
    def backups(self) -> Path:
        """The folder of copies made before migrations and compaction."""
        return self.path.parent / "backups"

    @property
    def previous(self) -> Path:
        """The folder of the snapshots that were published before the current one."""
        return self.snapshot.parent / "previous"

    @contextlib.contextmanager
    def reader(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A read-only connection to the published snapshot that can touch nothing else of this machine.

        The snapshot is attached to a private in-memory database: DuckDB hands out one instance a path within a
        process, so a second reader would otherwise see the snapshot of the first one after a newer was published.
        """
        if not self.snapshot.exists():
            raise SnapshotMissing(self.snapshot)
        try:
            recognise(self.snapshot)
        except WarehouseDamaged as error:
            raise WarehouseDamaged(self.snapshot, error.reason, _REPUBLISH) from error
        with contextlib.closing(in_memory()) as connection:
            try:
                connection.execute(f"ATTACH {literal(self.snapshot)} AS warehouse (READ_ONLY)")
            except duckdb.Error as error:
                if not self.snapshot.exists():  # removed since
                    raise SnapshotMissing(self.snapshot) from error
                raise WarehouseDamaged(self.snapshot, _first_line(error), _REPUBLISH) from error
            connection.execute("USE warehouse")
            connection.execute("SET temp_directory = ''")  # else a large sort leaves a folder in the working directory
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            try:
                yield connection
            except duckdb.Error as error:
                if is_damage(error):
                    raise WarehouseDamaged(self.snapshot, _first_line(error), _REPUBLISH) from error
                raise


def in_memory() -> duckdb.DuckDBPyConnection:
    """An empty database in memory with the warehouse's settings."""
    return _connect(":memory:")


@contextlib.contextmanager
def opened(path: Path, wait_seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """The DuckDB file `path`, read and write, made where it is missing; the caller holds the lock."""
    recognise(path)
    with contextlib.closing(_open(path, wait_seconds)) as connection:
        try:
            yield connection
        except duckdb.Error as error:
            if is_damage(error):
                raise WarehouseDamaged(path, _first_line(error)) from error
            if is_full(error):
                raise WarehouseUnwritable(path, _first_line(error)) from error
            raise


@contextlib.contextmanager
def opened_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The DuckDB file `path` for reading: nothing in it or beside it changes."""
    recognise(path)
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_SETTINGS)
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            raise WarehouseLocked(path, _holder(error), 0) from None
        raise WarehouseDamaged(path, _first_line(error)) from error
    with contextlib.closing(connection):
        connection.execute("SET TimeZone = 'UTC'")
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
        if isinstance(error, duckdb.Error) and (
            is_full or (isinstance(error, duckdb.IOException) and not is_damage(error))
        ):
            raise WarehouseUnwritable(path, _first_line(error)) from error
        raise


def recognise(path: Path) -> None:
    """Raise where `path` exists and is no whole DuckDB file; it is never overwritten.

    WarehouseForeign: it is something else; WarehouseDamaged: it was cut off; WarehouseUnwritable: it cannot be read.
    """
    if not path.exists():
        return
    if not path.is_file():
        raise WarehouseForeign(path, "is not a file")
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
    except OSError as error:
        raise WarehouseUnwritable(path, error.strerror or str(error)) from error
    if head[8:12] != _MAGIC:
        raise WarehouseForeign(path, "is not a DuckDB file" if head else "is an empty file")
    if len(head) < _HEADER_BYTES:
        raise WarehouseDamaged(path, f"it was cut off after {len(head)} bytes")


def is_damage(error: BaseException) -> bool:
    """Whether DuckDB complains of what the file holds, not of the disk or of the statement."""
    # a user's statement that merely names such words fails as another kind of error
    kinds = {
        duckdb.Error,
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.InternalException,
        duckdb.SerializationException,
    }
    return type(error) in kinds and not is_full(error) and any(words in str(error) for words in _BROKEN)


def is_full(error: BaseException) -> bool:
    """Whether DuckDB could not write: the disk is full, or a limit of the system was met."""
    return isinstance(error, duckdb.Error) and any(words in str(error) for words in _FULL)


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
                raise WarehouseLocked(path, _holder(error), wait_seconds) from None
        except duckdb.Error as error:
            raise WarehouseDamaged(path, _first_line(error)) from error
        time.sleep(_RETRY_SECONDS)


def _holder(error: duckdb.Error) -> int | None:
    pid = re.search(r"PID (\d+)", str(error))
    return int(pid[1]) if pid else None


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
