"""The outbox: what waits to be sent, and what an attempt makes of it. The only place that decides on retries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tasks.alerts.messages import body, title
from tasks.alerts.payload import payload
from tasks.alerts.rules import Wanted
from tasks.errors import DeliveryError
from warehouse.records import Alert, Delivery, Run, stable_id

FAILURES_TO_PAUSE = 3  # in a row: the channel is down, the rest of its alerts wait for the next run
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


def alert(found: Wanted, run: Run) -> Alert:
    """The row of an alert."""
    change = found.change
    first = change.revisions[0] if change.revisions else None
    return Alert(
        alert_id=change.alert_id,
        run_id=run.run_id,
        kind=change.kind,
        rule=", ".join(found.rules),
        severity=found.severity,
        incident_id=first.incident_id if first else None,
        revision_id=first.revision_id if first else None,
        title=title(change),
        body=body(change),
        payload=payload(found, run.started_at),
        raised_at=run.started_at,
    )


def pending(alert_id: str, channels: Iterable[str], now: datetime) -> list[Delivery]:
    """One delivery a channel, due at once."""
    return [
        Delivery(stable_id(alert_id, channel), alert_id, channel, "pending", 0, now, None, None)
        for channel in dict.fromkeys(channels)
    ]


def delivered(delivery: Delivery, now: datetime) -> Delivery:
    """The delivery after it was sent."""
    return replace(delivery, state="delivered", attempts=delivery.attempts + 1, delivered_at=now, error=None)


def failed(delivery: Delivery, error: DeliveryError, now: datetime, patience: Patience = DEFAULT_PATIENCE) -> Delivery:
    """The delivery after a failure: dead where trying again is useless, else due after a pause."""
    attempts = delivery.attempts + 1
    if error.permanent or attempts >= patience.max_attempts:
        return replace(delivery, state="dead", attempts=attempts, error=str(error))
    asked = min(timedelta(seconds=error.retry_after_seconds or 0), _LONGEST_ASKED)
    due = now + max(pause(delivery.delivery_id, attempts, patience), asked)
    return replace(delivery, attempts=attempts, next_attempt_at=due, error=str(error))


def pause(delivery_id: str, attempts: int, patience: Patience = DEFAULT_PATIENCE) -> timedelta:
    """How long to wait after the `attempts`th failure: doubled each time, spread by up to a quarter by the id.

    The spread keeps alerts that failed together from coming back together; taken from the id, it is the same in
    every run.
    """
    first = timedelta(seconds=patience.retry_seconds)
    grown: timedelta = min(first * 2.0 ** min(attempts - 1, 16), _LONGEST_PAUSE)
    spread = int(stable_id(delivery_id, attempts)[:4], 16) / 0xFFFF
    return grown * (1 + spread / 4)
