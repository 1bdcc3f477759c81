"""Prefect for one process: its embedded server, quiet, offline, in its own folder; set before Prefect is imported."""

from __future__ import annotations

import sqlite3
from collections.abc import MutableMapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from flows.errors import Unusable

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    # The first start migrates Prefect's own database: 20 to 30 s on two cores.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}


def prepare(environ: MutableMapping[str, str], home: Path) -> None:
    """Set what is not set: somebody who runs a Prefect server of his own keeps PREFECT_API_URL and PREFECT_HOME."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(
            f"{home}: no folder for Prefect can be made there ({error.strerror}); move what is there"
        ) from error
    environ.setdefault("PREFECT_HOME", str(home))
    for key, value in _QUIET.items():
        environ.setdefault(key, value)


def mend(home: Path, now: datetime) -> str | None:
    """Set Prefect's database aside where it is damaged; what was done, in words. The warehouse is not touched."""
    database = home / "prefect.db"
    damage = _damage(database)
    return set_aside(home, now, damage) if damage else None


def set_aside(home: Path, now: datetime, reason: str) -> str:
    """Rename Prefect's database, so that a new one is made at the next start; what was done, in words."""
    database = home / "prefect.db"
    aside = database.with_name(f"prefect.db.damaged-{now:%Y%m%dT%H%M%SZ}")
    for end in ("", "-wal", "-shm"):
        part = database.with_name(database.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))
    return (
        f"{database}: Prefect's own database cannot be used ({reason}); it lies at {aside} now and a new one is made. "
        "Lost is Prefect's list of past runs, nothing of the warehouse"
    )


def _damage(database: Path) -> str | None:
    if not database.is_file() or not database.stat().st_size:
        return None
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return None  # locked, or no leave to read: not what a new file would mend
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == ("ok",) else str(found[0])
