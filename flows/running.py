"""`sitrep run`: one cycle now, and what it did in a few lines."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows import logs, prefect_home
from flows.compose import App
from flows.console import complain, say, stepping, working
from flows.installing import ensure_warehouse
from flows.metrics import write_metrics
from flows.runs import RunLock, lock_path
from warehouse.backups import read_all

if TYPE_CHECKING:
    from flows.monitor import MonitorCounts


def run_once(app: App) -> int:
    """Run one cycle; 0, or 1 where every feed failed, a check held the snapshot back or an alert was given up."""
    prepare(app)
    with RunLock(lock_path(app.warehouse)):
        pass
    with working("reading the pipeline and starting Prefect"):
        from flows.cycling import run_cycle  # noqa: PLC0415  # Prefect costs seconds, after every check
        from flows.monitor import STAGES  # noqa: PLC0415
    with stepping(len(STAGES)) as announce:
        counts = run_cycle(app, datetime.now(UTC), announce)
    write_metrics(app, datetime.now(UTC))
    for line in summary(counts):
        say(line)
    problems = list(shortfalls(counts))
    for problem in problems:
        complain(f"sitrep: {problem}")
    return 1 if problems else 0


def prepare(app: App) -> None:
    """What must hold before Prefect starts: secrets, a warehouse that can be written, a pipeline, Prefect's home."""
    logs.configure(app.settings.log.format, app.settings.log.level)
    for problem in app.settings.alerts_problems:
        complain(f"sitrep: {problem}; the rules of before stay live")
    app.settings.require_secrets()
    ensure_warehouse(app)
    with app.warehouse.transaction() as connection:
        read_all(connection, app.warehouse.path)  # a damaged file is recognised before anything is written to it
    _remember_alerts(app)
    _ = app.extractor
    prefect_home.prepare(os.environ, app.settings.prefect_home)
    if mended := prefect_home.mend(Path(os.environ["PREFECT_HOME"]), datetime.now(UTC)):
        complain(f"sitrep: {mended}")


def _remember_alerts(app: App) -> None:
    """Without the copy a later alerts.toml that is broken stops runs; that is no reason to stop this one."""
    try:
        app.settings.remember_alerts()
    except OSError as error:
        complain(
            f"sitrep: alerts.toml could not be kept in {app.settings.data_folder}: {error.strerror}; make room there"
        )


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
