"""`sitrep health`: one answer for probes of systemd, Docker, Kubernetes and people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from flows.compose import App
from flows.console import complain, say
from flows.observing import LATE_INTERVALS, Observation, observe
from warehouse.errors import WarehouseError

_LEAST_FREE_BYTES = 100_000_000


def check_health(app: App, max_age_minutes: int | None) -> int:
    """Print a line a question, 0 where all is well, 1 where not.

    Well: the snapshot can be read, a run completed lately, the disk has room and can be written.
    """
    interval = app.settings.run.interval_minutes
    limit = timedelta(minutes=max_age_minutes or LATE_INTERVALS * interval)
    try:
        troubles = list(_troubles(app, observe(app, datetime.now(UTC), 1), limit))
    except WarehouseError as error:
        troubles = [str(error)]
    for trouble in troubles:
        complain(f"wrong {trouble}")
    if not troubles:
        say(f"ok    a run completed within {limit.total_seconds() / 60:.0f} minutes, and the warehouse can be written")
    return 1 if troubles else 0


def _troubles(app: App, seen: Observation, limit: timedelta) -> Iterator[str]:
    yield from _of_runs(seen, limit)
    if seen.free_bytes < _LEAST_FREE_BYTES:
        yield f"{app.warehouse.path.parent}: {seen.free_bytes // 1_000_000} MB are free; make room"
    if not os.access(app.warehouse.path.parent, os.W_OK) or not os.access(app.warehouse.path, os.W_OK):
        yield f"{app.warehouse.path}: cannot be written by this user"


def _of_runs(seen: Observation, limit: timedelta) -> Iterator[str]:
    last = seen.monitor
    if last is None or last["completed_at"] is None:
        why = f" (the last one: {last['state']}, {last['last_error']})" if last else ""
        yield f"no run has completed yet{why}; start one with: sitrep run, or: sitrep serve"
        return
    age = seen.at - last["completed_at"]
    if age > limit:
        why = f"; the last run is {last['state']}: {last['last_error']}" if last["state"] != "completed" else ""
        yield (
            f"the last completed run ended {age.total_seconds() / 60:.0f} minutes ago, more than "
            f"{limit.total_seconds() / 60:.0f}{why}; is the schedule running?"
        )
