"""What a warehouse needs now and then: its checks, letting go of raw bytes, a fresh snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.compose import App
from flows.runs import RunLog
from tasks.archive import drop_old_bodies
from tasks.publish import publish_snapshot


@dataclass(frozen=True, slots=True)
class Kept:
    """How many raw answers were emptied."""

    dropped_bodies: int


@dataclass(frozen=True, slots=True)
class _Done:
    maintain: Kept


def upkeep(app: App, now: datetime) -> list[str]:
    """Do it under a row of `runs`; the checks that do not hold, in words."""
    with RunLog(app.warehouse, "maintain", "none", now) as log:
        dropped = drop_old_bodies(app.warehouse, now, app.settings.fetch.keep_raw_days)
        log.complete(_Done(Kept(dropped)))
    return [str(failure) for failure in publish_snapshot(app.warehouse, log.run).failures]
