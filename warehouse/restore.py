"""Put the newest good copy in the place of a damaged or lost warehouse file, and say what it lacks."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse import backups
from warehouse.backups import Contents
from warehouse.connection import Warehouse
from warehouse.errors import NothingToRestore, WarehouseDamaged, WarehouseForeign, WarehouseUnwritable
from warehouse.lock import writing


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place: from which copy, where the file before lies now, what was no good, what is missing.

    `missing` has the tables of which the file before (or a newer copy that is no good) still tells more rows.
    """

    source: Contents
    set_aside: Path | None
    damage: str
    no_good: tuple[str, ...]
    missing: dict[str, int]


def restore(warehouse: Warehouse, now: datetime, *, source: Path | None = None, force: bool = False) -> Restored:
    """Restore from `source`, else from the newest good copy. The file before is set aside, never removed.

    Raises NothingToRestore where the warehouse is sound (and not `force`) or no copy is good, WarehouseLocked,
    WarehouseUnwritable.
    """
    try:
        warehouse.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseUnwritable(warehouse.path.parent, error.strerror or str(error)) from error
    with writing(warehouse.path, warehouse.lock_wait_seconds):
        damage = _damage(warehouse.path)
        if damage is None and not force:
            raise NothingToRestore(
                f"{warehouse.path}: is sound, nothing is to be restored (--force does it all the same)"
            )
        chosen, no_good = _newest_good([source] if source else backups.candidates(warehouse))
        if chosen is None:
            raise NothingToRestore(_none_good(warehouse, no_good))
        known = backups.readable_rows(warehouse.path) if warehouse.path.is_file() else {}
        missing = {name: count - chosen.rows.get(name, 0) for name, count in known.items()}
        set_aside = _replace(warehouse.path, chosen.path, now)
    lost = {name: count for name, count in missing.items() if count > 0}
    return Restored(chosen, set_aside, damage or "asked for", no_good, lost)


def _damage(path: Path) -> str | None:
    if not path.exists():
        return f"{path}: is gone"
    try:
        backups.contents(path)
    except (WarehouseDamaged, WarehouseForeign) as error:
        return str(error)
    return None


def _newest_good(paths: list[Path]) -> tuple[Contents | None, tuple[str, ...]]:
    no_good: list[str] = []
    for found in backups.good(paths):
        if isinstance(found, Contents):
            return found, tuple(no_good)
        no_good.append(str(found))
    return None, tuple(no_good)


def _none_good(warehouse: Warehouse, no_good: tuple[str, ...]) -> str:
    looked = f"{warehouse.snapshot}, {warehouse.previous} and {warehouse.backups}"
    reasons = "".join(f"\n  {reason}" for reason in no_good)
    return (
        f"{warehouse.path}: no good copy of it was found in {looked}; name one of your own with --from FILE. "
        f"Nothing was changed{reasons}"
    )


def _replace(path: Path, source: Path, now: datetime) -> Path | None:
    """`source` is copied first, so that a full disk leaves everything as it was."""
    unfinished, aside = path.with_name(path.name + ".new"), None
    try:
        shutil.copyfile(source, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        if path.exists():
            aside = path.with_name(f"{path.stem}.damaged-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}{path.suffix}")
            path.rename(aside)
        log = path.with_name(path.name + ".wal")
        if log.exists():  # it belongs to the file before: DuckDB must not play it into another one
            log.rename((aside or path.with_suffix(".damaged")).with_name((aside or path).name + ".wal.kept"))
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise WarehouseUnwritable(path, error.strerror or str(error)) from error
    return aside
