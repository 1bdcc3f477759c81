"""Rows of what people are told: alerts, deliveries, what was looked at, silences; and the rows of `state_changes`.

Part of `warehouse.records`, which tells the rules that hold for all rows; import them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """One change of the state of knowledge, raised once. `alert_id` is the fingerprint."""

    alert_id: str  # as in state_changes; of a passed milestone: stable_id(kind, series, step)
    run_id: str
    kind: str  # as in state_changes
    rule: str  # names, joined by ", "
    severity: str  # info, notice, urgent
    incident_id: str | None
    revision_id: str | None
    title: str
    body: str
    payload: str  # JSON
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert to one channel, from the outbox to its terminal state. Rows of one `batch_key` are one message."""

    delivery_id: str  # stable_id(alert_id, channel)
    alert_id: str
    channel: str
    state: str  # pending, delivered, dead
    attempts: int
    next_attempt_at: datetime
    delivered_at: datetime | None
    error: str | None
    rule: str | None = None
    numbers: str | None = None  # BCP 47
    group_key: str | None = None  # gathered with others until next_attempt_at
    batch_key: str | None = None  # the message and its idempotency key; NULL while its group is open


@dataclass(frozen=True, slots=True)
class HeardChange:
    """That one state change was looked at, and what came of it."""

    change_id: str
    outcome: str  # alerted, unwanted, inhibited, silenced, untold
    run_id: str
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """A user's word that changes of a kind send no alert until `expires_at`."""

    silence_id: str  # stable_id(predicate, created_at)
    predicate: str  # SQL over state_changes
    note: str | None
    run_id: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StateChange:
    """One row of the mart `state_changes`, which says what each column means. All of its text is untrusted."""

    change_id: str
    alert_id: str
    subject_id: str
    rank: int
    kind: str
    is_news: bool
    changed_at: datetime
    incident_id: str | None
    incident_title: str | None
    place_name: str | None
    country: str | None
    event_date: str | None
    latitude: float | None
    longitude: float | None
    plover_type: str | None
    acled_sub_event_type: str | None
    incident_grade: str | None
    harm: str | None
    old_low: int | None
    old_best: int | None
    old_high: int | None
    new_low: int | None
    new_best: int | None
    new_high: int | None
    people: int | None
    change: int | None
    change_percent: float | None
    direction: str | None
    reason: str | None
    old_grade: str | None
    new_grade: str | None
    claimants: str | None
    claimant: str | None
    claimant_kind: str | None
    victim_class: str | None
    confidence: float | None
    count_text: str | None
    sentence: str | None
    mark_start: int | None
    mark_end: int | None
    article_title: str | None
    article_url: str | None
    outlet: str | None
    published_at: datetime | None
    region: str | None
    period_start: str | None
    milestone: int | None
    larger_incident_id: str | None
    feed_id: str | None
    feed_url: str | None
    summary: str | None
    advice: str | None
    claim_id: str | None
    revision_id: str | None
    run_id: str | None
