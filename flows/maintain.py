"""`sitrep maintain` and `sitrep restore`: keep the warehouse sound and small, and bring it back when it broke."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flows import logs
from flows.compose import App, compose
from flows.console import complain, say, table
from flows.runs import RunLock, RunLog, lock_path
from tasks.publish import publish_snapshot
from tasks.recount import recount_tolls
from tasks.retain import Retention, let_go
from warehouse import backups
from warehouse.checks import failures
from warehouse.compact import compact
from warehouse.restore import Restored, restore
from warehouse.snapshot import prune

_NO_ENGINE = "none"


def maintain(config: Path | None) -> int:
    """Integrity, retention, compaction, publication, pruning; 1 where a check does not hold, else 0."""
    app = compose(config)
    logs.configure(app.settings.log.format, app.settings.log.level)
    now = datetime.now(UTC)
    app.warehouse.require()
    broken = _integrity(app)
    with RunLog(app.warehouse, "maintain", _NO_ENGINE, now) as log:
        settings = app.settings.maintain
        kept = let_go(
            app.warehouse,
            Retention(
                app.settings.fetch.keep_raw_days, settings.keep_request_days, settings.keep_quarantined_bytes_days
            ),
            now,
        )
        say(
            f"retention   {kept.raw_bodies} raw answers emptied, {kept.requests} polls dropped, "
            f"{kept.quarantined_bodies} quarantined bodies emptied"
        )
        tolls = recount_tolls(app.warehouse)
        say(f"tolls       {tolls.differed} of {tolls.tolls} were not what the toll rule gives now, and are put right")
        before, after = compact(app.warehouse, now)
        say(f"compaction  {_megabytes(before)} -> {_megabytes(after)}")
        log.complete(kept)
    published = publish_snapshot(app.warehouse, log.run)
    size = "held back" if published.snapshot_bytes is None else _megabytes(published.snapshot_bytes)
    say(f"snapshot    {size}")
    _prune(app)
    return 1 if broken else 0


def restore_warehouse(config: Path | None, source: Path | None, *, force: bool) -> None:
    """Put the newest good copy in place and say what is missing. Raises NothingToRestore, WarehouseError, RunBusy."""
    app = compose(config)
    app.warehouse.path.parent.mkdir(parents=True, exist_ok=True)
    with RunLock(lock_path(app.warehouse)):
        restored = restore(app.warehouse, datetime.now(UTC), source=source, force=force)
    _tell(app, restored)


def _integrity(app: App) -> bool:
    """Every block is read and every check asked; whether one does not hold."""
    with app.warehouse.writer() as connection:
        found = backups.read_all(connection, app.warehouse.path)
        broken = failures(connection)
    say(f"integrity   {sum(found.rows.values())} rows of {len(found.rows)} tables read")
    for failure in broken:
        complain(f"sitrep: check {failure}")
    return bool(broken)


def _prune(app: App) -> None:
    kept = app.settings.maintain
    gone = prune(app.warehouse.previous, kept.keep_snapshots)
    gone += prune(app.warehouse.backups, kept.keep_backups)
    say(f"pruning     {len(gone)} files removed" + "".join(f"\n            {path}" for path in gone))


def _tell(app: App, restored: Restored) -> None:
    for reason in restored.no_good:
        say(f"no good   {reason}")
    last = restored.source.last_run_at
    say(f"restored  {app.warehouse.path} from {restored.source.path}")
    if restored.set_aside:
        say(f"          the file before is {restored.set_aside}")
    since = f"{last:%Y-%m-%d %H:%M} UTC, when its newest run began" if last else "its making: it holds no run"
    say(f"missing   what was written after {since}")
    if restored.missing:
        table(["table", "rows missing"], sorted(restored.missing.items()))
    elif restored.set_aside:
        say("          rows that the file before still tells of: none")
    say("next      sitrep run: it polls every feed again and reads what they still list; alerts are not sent twice for")
    say("          what the restored file knows")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
