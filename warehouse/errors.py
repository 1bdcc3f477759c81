"""The warehouse's error tree. Every message says what happened, to which file, and what to do next.

WarehouseError
├── WarehouseMissing      there is no warehouse file yet
├── WarehouseLost         the file is gone, its snapshot is not
├── WarehouseLocked       another process writes: path, pid
├── WarehouseUnwritable   folder or file cannot be written, disk full
├── WarehouseForeign      the file is no DuckDB file, or not one of Sitrep's
├── WarehouseDamaged      it is DuckDB's, but cannot be read
├── WarehouseOlder        migrations are pending
├── WarehouseNewer        the file was migrated by a newer Sitrep
├── MigrationEdited       an applied migration is not what it was
├── MigrationFailed       a migration was rolled back
├── SnapshotMissing       nothing was published yet, or it was removed
├── NothingToRestore      no good backup was found, or none is needed
├── ExportFailed          a file of an export cannot be written
├── OffsetsWrong          a span is not what its text has at its offsets
├── RowRefused            a value that no column can hold: table, column, key
└── QueryRefused          the user's SQL writes, has an error or ran too long
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


class WarehouseError(Exception):
    """The root: whatever the warehouse raises on purpose."""


class WarehouseMissing(WarehouseError):
    """There is no warehouse file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: there is no warehouse yet; `sitrep migrate` makes one")


class WarehouseLost(WarehouseError):
    """There is no warehouse file, and there was one."""

    def __init__(self, path: Path, snapshot: Path) -> None:
        super().__init__(
            f"{path}: the warehouse is gone, but {snapshot} was published from it; `sitrep restore` brings it back. To "
            "begin anew, move the published file away as well"
        )


class WarehouseLocked(WarehouseError):
    """Another process (or thread) writes to the warehouse; `pid` is None where it is not known."""

    def __init__(self, path: Path, pid: int | None, waited_seconds: float) -> None:
        holder = f"process {pid}" if pid is not None else "another process"
        super().__init__(
            f"{path}: {holder} is writing to the warehouse (waited {waited_seconds:.3g} s); "
            "try again when it has finished, or stop it. Readers of the snapshot are not affected"
        )
        self.path = path
        self.pid = pid


class WarehouseUnwritable(WarehouseError):
    """The folder or file cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path}: cannot be written: {reason}; "
            "make room, change its permissions, or point `[data] folder` in settings.toml to another folder"
        )
        self.path = path


class WarehouseForeign(WarehouseError):
    """The file is not Sitrep's."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}; it was left as it is. Move it away or point Sitrep to another data folder")
        self.path = path


_RESTORE = "`sitrep restore` puts the newest good backup in its place"


class WarehouseDamaged(WarehouseError):
    """DuckDB knows the file as its own and cannot read it."""

    def __init__(self, path: Path, reason: str, remedy: str = _RESTORE) -> None:
        super().__init__(f"{path}: the file is damaged ({reason}); it was left as it is. {remedy}")
        self.path = path
        self.reason = reason


class WarehouseOlder(WarehouseError):
    """The program knows migrations that the file has not seen."""

    def __init__(self, path: Path, pending: list[str]) -> None:
        super().__init__(f"{path}: migrations are pending ({', '.join(pending)}); run `sitrep migrate`")
        self.pending = pending


class WarehouseNewer(WarehouseError):
    """The file has seen migrations that the program does not know."""

    def __init__(self, path: Path, unknown: list[str]) -> None:
        super().__init__(
            f"{path}: was written by a newer Sitrep (migrations {', '.join(unknown)} are unknown here); "
            "upgrade Sitrep, or use another data folder"
        )
        self.unknown = unknown


class MigrationEdited(WarehouseError):
    """A migration that was applied has been edited since."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(
            f"{path}: migration {name} was applied to it and has been edited since; "
            "restore the file as released and put the change into a new migration"
        )
        self.name = name


class MigrationFailed(WarehouseError):
    """A migration that this file's rows do not allow; it was rolled back."""

    def __init__(self, path: Path, name: str, reason: str) -> None:
        super().__init__(
            f"{path}: migration {name} failed and was rolled back ({reason}); the file is as it was, and a copy of it "
            f"lies in {path.parent / 'backups'}. Report it, and go on with the Sitrep of before"
        )
        self.name = name


class SnapshotMissing(WarehouseError):
    """There is nothing published to read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: nothing is published there (yet); `sitrep run` publishes at its end")


class NothingToRestore(WarehouseError):
    """No good backup was found, or none is needed."""


class ExportFailed(WarehouseError):
    """A file of an export cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: cannot be written ({reason}); make room, or name another folder")


class OffsetsWrong(WarehouseError):
    """Spans that are not what their texts have at their offsets: a fault of the program, so nothing is stored."""

    def __init__(self, wrong: list[dict[str, Any]]) -> None:
        first = wrong[0]
        super().__init__(
            f"{len(wrong)} rows do not fit their texts, so nothing of this load was stored, e.g. {first['table_name']} "
            f"{first['row_id']} of version {first['version_id']}: {str(first['span'])[:80]!r} is said to stand at "
            f"{first['char_start']} to {first['char_end']}, where the text has {str(first['found'])[:80]!r}; report it "
            "with the text"
        )
        self.wrong = wrong


class RowRefused(WarehouseError):
    """A row holds a value that its column cannot hold (an integer beyond 64 bits, a time without a zone)."""

    def __init__(self, table: str, column: str, key: str, reason: str) -> None:
        super().__init__(
            f"{table}.{column} of {key}: {reason}; mend or quarantine this row, none of its batch was stored"
        )
        self.table = table
        self.column = column
        self.key = key


class QueryRefused(WarehouseError):
    """The user's SQL was not run, or not to its end."""
