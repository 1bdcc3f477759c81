"""The alert for the operator: most hosts failed at once, so this machine or its network is at fault.

It goes to every channel that any rule uses, once for an outage, whatever the rules want: silence would look like peace.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tasks.alerts.payload import SCHEMA
from tasks.alerts.rules import Rule
from warehouse.records import Alert, Run, stable_id

_KIND, _SEVERITY, _RULE = "silent_feed", "urgent", "operator"


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage that still lasts (query alert_outage), by the poll with which it began."""

    run_id: str
    started_at: datetime
    feeds: int
    failed: int
    error_class: str


def outage_alert(outage: Outage, run: Run) -> Alert:
    """The row of the alert; the same outage gives the same id in every run."""
    title = f"no network: {outage.failed} of {outage.feeds} feeds failed at once ({outage.error_class})"
    text = (
        f"since: {outage.started_at:%Y-%m-%d %H:%M} UTC\n"
        "Most hosts failed at the same time, so the fault is with this machine or its network. No feed is "
        "penalised; every run asks again. Check the connection, the name server and the clock."
    )
    alert_id = stable_id(_KIND, "network", outage.run_id)
    payload = {
        "schema": SCHEMA,
        "alert_id": alert_id,
        "idempotency_key": alert_id,
        "kind": _KIND,
        "severity": _SEVERITY,
        "rules": [_RULE],
        "raised_at": run.started_at.isoformat(),
        "title": title,
        "text": text,
        "incident": None,
        "tolls": [],
        "series": None,
        "evidence": [],
    }
    line = json.dumps(payload, ensure_ascii=True)
    return Alert(alert_id, run.run_id, _KIND, _RULE, _SEVERITY, None, None, title, text, line, run.started_at)


def operator_channels(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Every channel that a rule uses, each once."""
    return tuple(dict.fromkeys(channel for rule in rules for channel in rule.channels))
