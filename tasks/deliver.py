"""Get each alert to its channels: what is due in the outbox is sent, and what came of it is committed, one by one."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import TextIO

import httpx
import structlog

from tasks.alerts import outbox
from tasks.alerts.changes import Change
from tasks.alerts.operators import OPERATOR, operator_rule, test_change
from tasks.alerts.rules import Channel, Wanted
from tasks.alerts.schedule import Slot
from tasks.errors import DeliveryError
from tasks.hold import Hold
from tasks.letter import Writer
from tasks.send import Outlet, send
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Alert, Delivery, Run, StateChange

log = structlog.get_logger()
_BATCH = 100
_AT_ONCE_SECONDS = 0.25
_Batch = tuple[list[Delivery], list[Alert]]


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """What one delivering did: deliveries that arrived, that wait for another attempt, that were given up."""

    delivered: int = 0
    waiting: int = 0
    dead: int = 0


@dataclass(slots=True)
class _Round:
    """One delivering under way: what was sent, which channels are left alone until the next run."""

    hold: Hold
    run: Run
    channels: dict[str, Channel]
    outlet: Outlet
    patience: outbox.Patience
    letter: Writer | None = None
    states: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    paused: list[str] = field(default_factory=list)
    quick: set[str] = field(default_factory=set)  # channels that took the last message at once


def deliver_alerts(
    warehouse: Warehouse,
    run: Run,
    channels: Sequence[Channel],
    console: TextIO | None = None,
    patience: outbox.Patience = outbox.DEFAULT_PATIENCE,
    clock: Callable[[], datetime] | None = None,
    letter: Writer | None = None,
) -> DeliveryCounts:
    """Send every message that is due, each committed before the next, so that a kill repeats at most one.

    The repeated one carries the same idempotency key. The lock is held while sending only to a channel that took the
    last message at once, and never long. A channel that fails three times in a row, or asks for a pause, is left alone
    until the next run; the others go on. `console`: where channels of that kind write, standard output if left out;
    `clock`: the time that messages are signed with, that of the run if left out; `letter`: what makes an e-mail of a
    digest. Raises WarehouseLocked or WarehouseUnwritable.
    """
    with ExitStack() as stack:
        now = clock or (lambda: run.started_at)
        outlet = Outlet(stack.enter_context(_client()), console or sys.stdout, now)
        hold = Hold(warehouse)
        stack.callback(hold.let_go)
        delivering = _Round(hold, run, {channel.name: channel for channel in channels}, outlet, patience, letter)
        _close_groups(delivering)
        while due := _due(delivering):
            for deliveries, alerts in due:
                if deliveries[0].channel not in delivering.paused:
                    _deliver(delivering, deliveries, alerts)
    states = delivering.states
    return DeliveryCounts(states["delivered"], states["pending"], states["dead"])


def resend_dead(warehouse: Warehouse, now: datetime, alert_ids: Sequence[str]) -> list[Delivery]:
    """Put deliveries that were given up back into the outbox, under their keys: those of the alerts whose ids begin so,
    or all where none is named. Returns them. Raises WarehouseLocked or WarehouseUnwritable.
    """
    with warehouse.transaction() as connection:
        dead = queries.records(connection, Delivery, "deliver_dead", starts=list(alert_ids))
        waiting = [outbox.again(delivery, now) for delivery in dead]
        store.upsert(connection, waiting)
    return waiting


def _client() -> httpx.Client:
    """A client that keeps nothing between alerts and reaches receivers on this machine without a proxy."""
    direct = {f"all://{host}": httpx.HTTPTransport() for host in ("localhost", "127.0.0.1", "[::1]")}
    return httpx.Client(mounts=direct, headers={"User-Agent": "Sitrep"})


def _close_groups(delivering: _Round) -> None:
    """Make messages of the groups whose time has come. Committed before anything is sent: a key never changes."""
    now = delivering.run.started_at
    with delivering.hold.transaction() as connection:
        waiting = queries.records(connection, Delivery, "deliver_groups", now=now)
        ordered = sorted(waiting, key=lambda delivery: (delivery.channel, delivery.group_key or ""))
        for _, group in groupby(ordered, key=lambda delivery: (delivery.channel, delivery.group_key)):
            store.upsert(connection, outbox.closed(list(group), now))


def _due(delivering: _Round) -> list[_Batch]:
    """The next messages: their deliveries with their alerts, the oldest alert first."""
    with delivering.hold.transaction() as connection:
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
    batches = [list(batch) for _, batch in groupby(due, key=lambda one: (one.channel, one.batch_key or one.alert_id))]
    return [(batch, [by_id[delivery.alert_id] for delivery in batch]) for batch in batches]


def _deliver(delivering: _Round, deliveries: list[Delivery], alerts: list[Alert]) -> None:
    """One attempt and its record."""
    now, name = delivering.run.started_at, deliveries[0].channel
    channel = delivering.channels.get(name)
    delivering.hold.take_turns()
    message = _message(delivering, channel, deliveries, alerts)
    if name not in delivering.quick:
        delivering.hold.let_go()
    begun = time.monotonic()
    try:
        if channel is None:
            raise DeliveryError(name, "there is no such channel in config/alerts.toml; add it again", permanent=True)
        send(channel, message, delivering.outlet)
    except DeliveryError as error:
        after = [outbox.failed(delivery, error, now, delivering.patience) for delivery in deliveries]
        _note_failure(delivering, after[0], error)
    else:
        after = [outbox.delivered(delivery, now) for delivery in deliveries]
        delivering.failures[name] = 0
    quick = after[0].state == "delivered" and time.monotonic() - begun < _AT_ONCE_SECONDS
    (delivering.quick.add if quick else delivering.quick.discard)(name)
    handed = [outbox.handed_on(delivery, channel, now) for delivery in after]
    with delivering.hold.transaction() as connection:
        store.upsert(connection, [rows[0] for rows in handed])
        store.insert(connection, [row for rows in handed for row in rows[1:]])  # what is there already stays
    delivering.states.update(rows[0].state for rows in handed)


def _message(
    delivering: _Round, channel: Channel | None, deliveries: list[Delivery], alerts: list[Alert]
) -> outbox.Message:
    """What goes out; a digest that goes by e-mail is a whole page."""
    message = outbox.gathered(deliveries, alerts)
    if delivering.letter is None or channel is None or not (message.is_digest and channel.is_mail):
        return message
    with delivering.hold.transaction() as connection:
        return replace(message, letter=delivering.letter(connection, message))


def _note_failure(delivering: _Round, after: Delivery, error: DeliveryError) -> None:
    log.warning("delivery_failed", alert_id=after.alert_id, channel=after.channel, state=after.state, error=str(error))
    if error.permanent:
        return
    delivering.failures[after.channel] += 1
    if error.retry_after_seconds or delivering.failures[after.channel] >= outbox.FAILURES_TO_PAUSE:
        delivering.paused.append(after.channel)


def send_one(channel: Channel, now: datetime, console: TextIO) -> None:
    """Send a test message to one channel. Raises DeliveryError."""
    run = Run("test", "test", "running", now, None, "", None, None)
    told = Wanted(Change(test_change(now).alert_id, (test_change(now),)), (operator_rule([channel.name], ()),))
    row = outbox.alert(told, run, {})
    waiting = outbox.pending(row.alert_id, channel.name, Slot(now), OPERATOR)
    with _client() as client:
        send(channel, outbox.gathered([waiting], [row]), Outlet(client, console, lambda: now))


def send_past_outbox(channels: Sequence[Channel], trouble: StateChange, run: Run, console: TextIO) -> int:
    """Send one trouble to each channel at once, for a warehouse that cannot hold it; how many took it. Never raises
    DeliveryError: nothing could be done about it here.
    """
    told = Wanted(Change(trouble.alert_id, (trouble,)), (operator_rule([c.name for c in channels], ()),))
    row = outbox.alert(told, run, {})
    taken = 0
    with _client() as client:
        outlet = Outlet(client, console, lambda: run.started_at)
        for channel in channels:
            waiting = outbox.pending(row.alert_id, channel.name, Slot(run.started_at), OPERATOR)
            try:
                send(channel, outbox.gathered([waiting], [row]), outlet)
                taken += 1
            except DeliveryError as error:
                log.warning("operator_not_told", channel=channel.name, error=str(error))
    return taken
