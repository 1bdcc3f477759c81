"""A run that fails is told to its operators at once, through the outbox or, where nothing can be written, past it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import structlog

from flows.compose import App
from flows.errors import RunBusy
from tasks.alert import raise_alerts
from tasks.alerts.operators import run_failed
from tasks.deliver import deliver_alerts, send_past_outbox
from warehouse.errors import WarehouseLocked
from warehouse.records import Run, StateChange, stable_id

log = structlog.get_logger()


@contextmanager
def telling_failures(app: App, now: datetime) -> Iterator[None]:
    """Tell the operators of what the block raises, and raise it. A run that only has to wait its turn is none."""
    try:
        yield
    except (RunBusy, WarehouseLocked):
        raise
    except Exception as error:
        run = Run(stable_id("monitor", now.isoformat()), "monitor", "failed", now, None, "", None, None)
        try:
            tell_failure(app, run, error)
        except Exception as second:  # noqa: BLE001 - the first failure is the one to raise
            log.warning("operators_not_told", error=type(second).__name__)
        raise


def tell_failure(app: App, run: Run, error: Exception) -> None:
    """Raise and deliver what the warehouse knows of the failure; go past the warehouse where that is out of use."""
    reason = f"{type(error).__name__}: {error}"
    trouble = run_failed(run.run_id, run.started_at, reason)
    troubles: list[StateChange] = []
    with suppress(OSError):
        troubles = app.troubles(run.started_at)
    try:
        raise_alerts(app.warehouse, run, app.rules, app.operator_channels, troubles, app.unlimited)
        deliver_alerts(app.warehouse, run, app.channels, None, app.patience, lambda: datetime.now(UTC))
    except Exception:  # noqa: BLE001 - whatever keeps the outbox from working, the operators must hear of it
        names = app.operator_channels or {name for rule in app.rules for name in rule.channels}
        channels = [channel for channel in app.channels if channel.name in names]
        send_past_outbox(channels, trouble, run, sys.stdout)
