"""One cycle under Prefect or, where Prefect fails, without it: the news does not wait for a scheduler's database."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import structlog
from prefect.exceptions import PrefectException

from flows.compose import App
from flows.errors import Stopped
from flows.monitor import Announce, MonitorCounts, cycle, monitor_with

log = structlog.get_logger()
_AFTER = timedelta(milliseconds=1)  # the second attempt is a run of its own


def run_cycle(app: App, now: datetime, announce: Announce, *, tracked: bool = True) -> MonitorCounts:
    """Run one cycle. Where Prefect itself fails, say so and run it, or what is left of it, without Prefect."""
    if not tracked:
        return cycle(app, now, announce, tracked=False)
    try:
        return monitor_with(app, now, announce)
    except Exception as error:
        if not is_prefects(error):
            raise
        log.warning(
            "prefect_failed", error=f"{type(error).__name__}: {error}"[:300], advice="this run goes on without it"
        )
        return cycle(app, now + _AFTER, announce, tracked=False)


def is_prefects(error: BaseException) -> bool:
    """Whether Prefect, its server or the way to it failed, and not a stage; stages let no error of HTTP out."""
    if isinstance(error, Stopped):
        return False
    return _raised_by_prefect(error) or isinstance(error, PrefectException | httpx.HTTPError)


def _raised_by_prefect(error: BaseException) -> bool:
    """A server that cannot be reached gives a bare RuntimeError."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return frame is not None and str(frame.tb_frame.f_globals.get("__name__", "")).startswith("prefect.")
