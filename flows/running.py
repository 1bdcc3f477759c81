"""`sitrep run`: one cycle now, and what it did in a few lines."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from flows import logs, prefect_home
from flows.compose import App
from flows.console import complain, say, stepping, working
from flows.installing import ensure_warehouse
from flows.metrics import write_metrics
from flows.prefect_server import PrefectDown, own_server
from flows.runs import RunLock, lock_path
from warehouse.backups import read_all

if TYPE_CHECKING:
    from flows.monitor import MonitorCounts

log = structlog.get_logger()


def run_once(app: App) -> int:
    """Run one cycle; 0, or 1 where every feed failed, a check held the snapshot back or an alert was given up."""
    prepare(app)
    with RunLock(lock_path(app.warehouse)):
        pass
    tracked = start_prefect(app)
    from flows.cycling import run_cycle  # noqa: PLC0415  # Prefect costs seconds, after every check
    from flows.monitor import STAGES  # noqa: PLC0415

    with stepping(len(STAGES)) as announce:
        counts = run_cycle(app, datetime.now(UTC), announce, tracked=tracked)
    write_metrics(app, datetime.now(UTC))
    for line in summary(counts):
        say(line)
    problems = list(shortfalls(counts))
    for problem in problems:
        complain(f"sitrep: {problem}")
    return 1 if problems else 0


def prepare(app: App) -> None:
    """What must hold before Prefect starts: secrets, a warehouse that can be written, Prefect's home."""
    logs.configure(app.settings.log.format, app.settings.log.level)
    for problem in app.settings.alerts_problems:
        complain(f"sitrep: {problem}; the rules of before stay live")
    app.settings.require_secrets()
    ensure_warehouse(app)
    with app.warehouse.transaction() as connection:
        read_all(connection, app.warehouse.path)  # a damaged file is recognised before anything is written to it
    _remember_alerts(app)
    prefect_home.prepare(os.environ, app.settings.prefect_home)


def _remember_alerts(app: App) -> None:
    """Without the copy a later alerts.toml that is broken stops runs; that is no reason to stop this one."""
    try:
        app.settings.remember_alerts()
    except OSError as error:
        complain(
            f"sitrep: alerts.toml could not be kept in {app.settings.data_folder}: {error.strerror}; make room there"
        )


def start_prefect(app: App) -> bool:
    """Start a server of Prefect's for this process while the pipeline is read; whether runs can be told to it."""
    with working("reading the pipeline and starting Prefect"):
        try:
            server = own_server(Path(os.environ["PREFECT_HOME"]), app.settings.logs / "prefect-server.log")
            _ = app.extractor
            if server:
                server.start()
        except PrefectDown as error:
            log.warning("prefect_failed", error=str(error), advice="this run goes on without it")
            return False
    return True


def summary(counts: MonitorCounts) -> list[str]:
    """One line a stage."""
    return [f"{name:<10} {words(stage)}" for name, stage in counts.stages()]


def words(stage: object) -> str:
    """The counts of a stage in a line."""
    shown = {name: getattr(stage, name) for name in stage.__slots__}  # type: ignore[attr-defined]  # counts have slots
    return ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in shown.items() if not isinstance(value, tuple)
    )


def shortfalls(counts: MonitorCounts) -> list[str]:
    """What could not be done, each with what to do next; sick feeds alone are no shortfall while others answer."""
    found = []
    if counts.poll.feeds and counts.poll.failed == counts.poll.feeds:
        found.append(f"all {counts.poll.feeds} feeds failed; see `sitrep feeds`, and check the network of this machine")
    if counts.deliver.dead:
        found.append(f"{counts.deliver.dead} alerts were given up; see `sitrep alerts dead`")
    if counts.publish and counts.publish.failures:
        found.append("the snapshot was held back because a check failed; see `sitrep check`")
    if counts.page and counts.page.error:
        found.append(counts.page.error)
    return found
