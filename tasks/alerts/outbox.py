"""The outbox: what waits to be sent, and what an attempt makes of it. The only place that decides on retries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tasks.alerts.messages import HTML, title, title_of_many, write
from tasks.alerts.payload import Disputes, Payload, line, message, payload
from tasks.alerts.rules import SEVERITIES, Channel, Wanted
from tasks.alerts.schedule import Slot, digest_key
from tasks.errors import DeliveryError
from warehouse.records import Alert, Delivery, Run, stable_id

FAILURES_TO_PAUSE = 3  # in a row: the channel is down, the rest of its alerts wait for the next run
LARGEST_BATCH = 50  # alerts in one message
_LONGEST_PAUSE = timedelta(hours=6)
_LONGEST_ASKED = timedelta(hours=24)  # a Retry-After beyond a day is not believed


@dataclass(frozen=True, slots=True)
class Patience:
    """How hard delivery tries: attempts before a delivery is given up, seconds to wait after the first failure.

    With these defaults a channel that is down is tried for about three days.
    """

    max_attempts: int = 20
    retry_seconds: float = 60.0


DEFAULT_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to a channel at once: one alert, or several that were gathered. `key`: its idempotency key."""

    key: str
    title: str
    kind: str
    severity: str
    payload: str  # JSON
    rows: tuple[Payload, ...]
    numbers: str = "en"
    is_digest: bool = False  # of a day or week, not of what happened to wait
    letter: str | None = None  # a whole HTML document that stands for the text in an e-mail

    def text(self, form: str) -> str:
        """Below the title, as text, markdown or html, with the key at its end."""
        if form == HTML:
            return self.letter or f"{write(self.rows, form, self.numbers)}<p>{self.key}</p>"
        return f"{write(self.rows, form, self.numbers)}\n{self.key}"


def alert(found: Wanted, run: Run, disputes: Disputes) -> Alert:
    """The row of an alert."""
    change, first = found.change, found.change.first
    row = payload(found, run.started_at, disputes)
    row["title"] = title(row)
    row["text"] = write([row])
    return Alert(
        alert_id=change.alert_id,
        run_id=run.run_id,
        kind=change.kind,
        rule=", ".join(rule.name for rule in found.rules),
        severity=found.severity,
        incident_id=first.incident_id,
        revision_id=first.revision_id,
        title=row["title"],
        body=row["text"],
        payload=line(row),
        raised_at=run.started_at,
    )


def pending(alert_id: str, channel: str, slot: Slot, rule: str, numbers: str = "en") -> Delivery:
    """A delivery that is due at its slot; it is a message of its own, or a part of one once its group is closed."""
    batch = alert_id if slot.group_key is None else None
    return Delivery(
        delivery_id=stable_id(alert_id, channel),
        alert_id=alert_id,
        channel=channel,
        state="pending",
        attempts=0,
        next_attempt_at=slot.at,
        delivered_at=None,
        error=None,
        rule=rule,
        numbers=numbers,
        group_key=slot.group_key,
        batch_key=batch,
    )


def closed(group: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """The deliveries of a group that is due, as messages of at most LARGEST_BATCH alerts, due now."""
    found: list[Delivery] = []
    for start in range(0, len(group), LARGEST_BATCH):
        part = group[start : start + LARGEST_BATCH]
        ids = [delivery.alert_id for delivery in part]
        batch = ids[0] if len(ids) == 1 else stable_id("batch", *sorted(ids))
        found += [replace(delivery, batch_key=batch, next_attempt_at=now) for delivery in part]
    return found


def gathered(deliveries: Sequence[Delivery], alerts: Sequence[Alert]) -> Message:
    """The message of the deliveries of one batch; `alerts` are theirs, in the same order."""
    first = deliveries[0]
    rows = tuple(json.loads(alert.payload) for alert in alerts)
    numbers, key = first.numbers or "en", first.batch_key or first.alert_id
    headline = _title(rows, alerts, numbers)
    severity = max((alert.severity for alert in alerts), key=SEVERITIES.index)
    whole = message([alert.payload for alert in alerts], key, headline)
    kind = alerts[0].kind if len({alert.kind for alert in alerts}) == 1 else "several"
    is_digest = first.group_key == digest_key(first.rule or "", first.channel)
    return Message(key, headline, kind, severity, whole, rows, numbers, is_digest)


def _title(rows: Sequence[Payload], alerts: Sequence[Alert], numbers: str) -> str:
    if len(rows) > 1:
        return title_of_many(rows, numbers)
    return alerts[0].title if numbers == "en" else title(rows[0], numbers)


def delivered(delivery: Delivery, now: datetime) -> Delivery:
    """The delivery after it was sent."""
    return replace(delivery, state="delivered", attempts=delivery.attempts + 1, delivered_at=now, error=None)


def failed(delivery: Delivery, error: DeliveryError, now: datetime, patience: Patience = DEFAULT_PATIENCE) -> Delivery:
    """The delivery after a failure: dead where trying again is useless, else due after a pause."""
    attempts = delivery.attempts + 1
    if error.permanent or attempts >= patience.max_attempts:
        return replace(delivery, state="dead", attempts=attempts, error=str(error))
    asked = min(timedelta(seconds=error.retry_after_seconds or 0), _LONGEST_ASKED)
    due = now + max(pause(delivery.batch_key or delivery.delivery_id, attempts, patience), asked)
    return replace(delivery, attempts=attempts, next_attempt_at=due, error=str(error))


def handed_on(after: Delivery, channel: Channel | None, now: datetime) -> list[Delivery]:
    """A failed delivery, and the one of its fallback channel once the channel has had its attempts or said no."""
    if channel is None or channel.fallback is None:
        return [after]
    if after.state != "dead" and after.attempts < channel.fallback_after_attempts:
        return [after]
    instead = replace(
        after,
        delivery_id=stable_id(after.alert_id, channel.fallback),
        channel=channel.fallback,
        state="pending",
        attempts=0,
        next_attempt_at=now,
        error=None,
    )
    return [replace(after, state="dead", error=f"{after.error}; handed to channel {channel.fallback}"), instead]


def again(delivery: Delivery, now: datetime) -> Delivery:
    """A dead delivery that is to be sent again, under the same key."""
    return replace(delivery, state="pending", attempts=0, next_attempt_at=now)


def pause(delivery_id: str, attempts: int, patience: Patience = DEFAULT_PATIENCE) -> timedelta:
    """How long to wait after the `attempts`th failure: doubled each time, spread by up to a quarter by the id.

    The spread keeps alerts that failed together from coming back together; taken from the id, it is the same in
    every run.
    """
    first = timedelta(seconds=patience.retry_seconds)
    grown: timedelta = min(first * 2.0 ** min(attempts - 1, 16), _LONGEST_PAUSE)
    spread = int(stable_id(delivery_id, attempts)[:4], 16) / 0xFFFF
    return grown * (1 + spread / 4)
