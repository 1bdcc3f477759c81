"""`sitrep status`: how the installation is, on one screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flows.compose import App
from flows.console import heading, say, table
from flows.observing import LATE_INTERVALS, Observation, observe

_RUNS, _SICK = 5, 5
_RUN_COLUMNS = (
    "started",
    "flow",
    "state",
    "seconds",
    "fetched",
    "errors",
    "texts",
    "claims",
    "revisions",
    "alerts",
    "error",
)


def show_status(app: App) -> None:
    """Print runs, stages, lag, feeds, outbox, disk and engine."""
    seen = observe(app, datetime.now(UTC), _RUNS)
    heading("runs")
    table(_RUN_COLUMNS, [_run(row) for row in seen.runs])
    _overdue(seen, app.settings.run.interval_minutes)
    if seen.stages:
        heading("stages of the last completed run")
        table(["stage", "seconds", "what it did"], [_stage(name, row) for name, row in seen.stages.items()])
    heading("feeds")
    _feeds(seen)
    heading("warehouse")
    for line in _lines(app, seen):
        say(line)


def _run(row: dict[str, Any]) -> list[object]:
    seconds = "" if row["seconds"] is None else f"{row['seconds']:.1f}"
    names = (
        "fetch_count",
        "fetch_error_count",
        "version_count",
        "claim_count",
        "revision_count",
        "alert_count",
        "error",
    )
    return [f"{row['started_at']:%Y-%m-%d %H:%M}", row["flow"], row["state"], seconds, *(row[name] for name in names)]


def _stage(name: str, row: dict[str, Any]) -> list[object]:
    seconds = f"{row['seconds']:.1f}" if "seconds" in row else ""
    did = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in row.items() if key != "seconds")
    return [name, seconds, did]


def _overdue(seen: Observation, interval_minutes: int) -> None:
    """Say when the schedule seems to have stopped; without it silence would look like peace."""
    limit = LATE_INTERVALS * timedelta(minutes=interval_minutes)
    if seen.monitor and seen.at - seen.monitor["started_at"] > limit:
        say(f"the last run is older than {LATE_INTERVALS * interval_minutes} minutes: is the schedule running?")


def _feeds(seen: Observation) -> None:
    sick = [feed for feed in seen.feeds if feed["state"] == "failing"]
    say(f"{len(seen.feeds)} feeds, {len(sick)} sick")
    if not sick:
        return
    columns = ["outlet", "failures_in_a_row", "last_error_class", "last_error_message", "url"]
    table([c.replace("_", " ") for c in columns], [[feed[c] for c in columns] for feed in sick[:_SICK]])
    if len(sick) > _SICK:
        say(f"and {len(sick) - _SICK} more: sitrep feeds list")


def _lines(app: App, seen: Observation) -> list[str]:
    numbers = dict(seen.numbers)
    waiting, dead = numbers.pop("pending_deliveries"), numbers.pop("dead_deliveries")
    holds = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in numbers.items())
    outbox = f"outbox    {waiting} waiting, {dead} given up" + ("; see: sitrep alerts dead" if dead else "")
    return [
        f"holds     {holds}",
        f"lag       {_lag(seen)}",
        outbox,
        f"disk      {_disk(seen)}",
        f"engine    {(seen.monitor or {}).get('engine_version') or 'none has run'}",
        f"snapshot  {app.warehouse.snapshot}",
    ]


def _disk(seen: Observation) -> str:
    sizes = {"warehouse": seen.warehouse_bytes, "snapshot": seen.snapshot_bytes, "free": seen.free_bytes}
    return ", ".join(f"{name} {_mega(size)}" for name, size in sizes.items())


def _lag(seen: Observation) -> str:
    lag = seen.lag
    if not lag["alerts"]:
        return "no alert of the last 7 days has a text with a time of day"
    return (
        f"publication to alert {lag['median_seconds'] / 60:.0f} min (median), {lag['max_seconds'] / 60:.0f} (longest), "
        f"{max(0.0, lag['seen_seconds']) / 60:.0f} min of it until the feed showed it; {lag['alerts']} alerts in 7 days"
    )


def _mega(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
