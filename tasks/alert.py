"""Raise an alert for each change once, and get each to its channels: a transactional outbox in the warehouse."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

import httpx
import structlog

from tasks.alerts import outbox
from tasks.alerts.changes import Change, changes, grades
from tasks.alerts.milestones import milestones
from tasks.alerts.news import Revised, Total
from tasks.alerts.outage import Outage, operator_channels, outage_alert
from tasks.alerts.rules import Channel, Rule, Wanted, wanted
from tasks.errors import DeliveryError
from tasks.send import Outlet, send
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Alert, Delivery, Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = structlog.get_logger()
_BATCH = 100


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """What one raising did: alerts and deliveries written."""

    alerts: int = 0
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """What one delivering did: deliveries that arrived, that wait for another attempt, that were given up."""

    delivered: int = 0
    waiting: int = 0
    dead: int = 0


def raise_alerts(warehouse: Warehouse, run: Run, rules: Sequence[Rule]) -> AlertCounts:
    """Write an alert and its pending deliveries for every change that a rule wants and nobody was told of.

    One transaction; a second call changes nothing. Raises WarehouseLocked or WarehouseUnwritable.
    """
    with warehouse.transaction() as connection:
        found = [one for options in _changes(connection, run, rules) for one in wanted(options, tuple(rules))]
        fresh = _unknown(connection, found)
        alerts = [outbox.alert(one, run) for one in fresh]
        due = [row for one in fresh for row in outbox.pending(one.change.alert_id, one.channels, run.started_at)]
        for outage in queries.records(connection, Outage, "alert_outage"):
            told = outage_alert(outage, run)
            alerts.append(told)
            due += outbox.pending(told.alert_id, operator_channels(rules), run.started_at)
        counts = AlertCounts(store.insert(connection, alerts), store.insert(connection, due))
    if counts.alerts:
        log.info("alerts_raised", alerts=counts.alerts, deliveries=counts.deliveries)
    return counts


def _changes(connection: DuckDBPyConnection, run: Run, rules: Sequence[Rule]) -> list[tuple[Change, ...]]:
    """Everything that changed since alerts were last raised."""
    now = run.started_at
    steps = {step for rule in rules for step in rule.milestones}
    return [
        *changes(queries.records(connection, Revised, "alert_revisions", now=now)),
        *grades(queries.records(connection, Revised, "alert_grades", now=now)),
        *milestones(queries.records(connection, Total, "alert_cumulative", now=now), steps),
    ]


def _unknown(connection: DuckDBPyConnection, found: Iterable[Wanted]) -> list[Wanted]:
    """Those whose fingerprint was never raised."""
    by_id = {one.change.alert_id: one for one in found}
    known = queries.rows(connection, "alert_known", alert_ids=list(by_id)) if by_id else []
    told = {row["alert_id"] for row in known}
    return [one for alert_id, one in by_id.items() if alert_id not in told]


@dataclass(slots=True)
class _Round:
    """One delivering under way: what was sent, which channels are left alone until the next run."""

    warehouse: Warehouse
    run: Run
    channels: dict[str, Channel]
    outlet: Outlet
    patience: outbox.Patience
    states: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    paused: list[str] = field(default_factory=list)


def deliver_alerts(
    warehouse: Warehouse,
    run: Run,
    channels: Sequence[Channel],
    console: TextIO | None = None,
    patience: outbox.Patience = outbox.DEFAULT_PATIENCE,
) -> DeliveryCounts:
    """Send every delivery that is due, each committed before the next, so that a kill repeats at most one.

    The repeated one carries the same idempotency key. The lock is not held while sending. A channel that fails three
    times in a row, or asks for a pause, is left alone until the next run; the others go on. `console`: where channels
    of that kind write, standard output if left out. Raises WarehouseLocked or WarehouseUnwritable.
    """
    with ExitStack() as stack:
        outlet = Outlet(stack.enter_context(_client()), console or sys.stdout, run.started_at)
        delivering = _Round(warehouse, run, {channel.name: channel for channel in channels}, outlet, patience)
        while due := _due(delivering):
            for delivery, alert in due:
                if delivery.channel not in delivering.paused:
                    _deliver(delivering, delivery, alert)
    states = delivering.states
    return DeliveryCounts(states["delivered"], states["pending"], states["dead"])


def _client() -> httpx.Client:
    """A client that keeps nothing between alerts and reaches receivers on this machine without a proxy."""
    direct = {f"all://{host}": httpx.HTTPTransport() for host in ("localhost", "127.0.0.1", "[::1]")}
    return httpx.Client(mounts=direct, headers={"User-Agent": "Sitrep"})


def _due(delivering: _Round) -> list[tuple[Delivery, Alert]]:
    """The next deliveries with their alerts, the oldest alert first."""
    with delivering.warehouse.transaction() as connection:
        due = queries.records(
            connection,
            Delivery,
            "deliver_due",
            now=delivering.run.started_at,
            paused=delivering.paused,
            batch=_BATCH,
        )
        ids = sorted({delivery.alert_id for delivery in due})
        alerts = queries.records(connection, Alert, "deliver_alerts", alert_ids=ids) if ids else []
    by_id = {alert.alert_id: alert for alert in alerts}
    return [(delivery, by_id[delivery.alert_id]) for delivery in due]


def _deliver(delivering: _Round, delivery: Delivery, alert: Alert) -> None:
    """One attempt and its record."""
    now = delivering.run.started_at
    try:
        send(_channel(delivering, delivery.channel), alert, delivering.outlet)
    except DeliveryError as error:
        after = outbox.failed(delivery, error, now, delivering.patience)
        _note_failure(delivering, after, error)
    else:
        after = outbox.delivered(delivery, now)
        delivering.failures[delivery.channel] = 0
    with delivering.warehouse.transaction() as connection:
        store.upsert(connection, [after])
    delivering.states[after.state] += 1


def _channel(delivering: _Round, name: str) -> Channel:
    if name not in delivering.channels:
        raise DeliveryError(name, "there is no such channel in config/alerts.toml; add it again", permanent=True)
    return delivering.channels[name]


def _note_failure(delivering: _Round, after: Delivery, error: DeliveryError) -> None:
    log.warning("delivery_failed", alert_id=after.alert_id, channel=after.channel, state=after.state, error=str(error))
    if error.permanent:
        return
    delivering.failures[after.channel] += 1
    if error.retry_after_seconds or delivering.failures[after.channel] >= outbox.FAILURES_TO_PAUSE:
        delivering.paused.append(after.channel)
