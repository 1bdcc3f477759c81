"""An alert as JSON: what a webhook gets, and what every message is written from. `schema.json` is its published schema.

Keys are only ever added; `schema` changes where one changes its meaning. Several alerts that go out in one message are
`sitrep.alerts/1`, with a list of these. `idempotency_key` is the message's: whoever gets one twice may drop the second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tasks.alerts.changes import Change
from tasks.alerts.plain import marked, plain
from tasks.alerts.rules import Wanted
from warehouse.records import StateChange

SCHEMA, MANY = "sitrep.alert/1", "sitrep.alerts/1"
LINE, NAME, QUOTE, ADDRESS = 240, 80, 500, 2000  # characters
Payload = Mapping[str, Any]
Disputes = Mapping[tuple[str, str], str]  # (incident, harm) -> who says what


def payload(found: Wanted, raised_at: datetime, disputes: Disputes) -> dict[str, Any]:
    """The alert without its `title` and `text`, which messages.py writes."""
    change, first = found.change, found.change.first
    of_incident = first.incident_id is not None
    return {
        "schema": SCHEMA,
        "alert_id": change.alert_id,
        "idempotency_key": change.alert_id,
        "kind": change.kind,
        "severity": found.severity,
        "rules": [rule.name for rule in found.rules],
        "raised_at": raised_at.isoformat(),
        "title": "",
        "text": "",
        "incident": _incident(first) if of_incident else None,
        "tolls": [_toll(row, disputes) for row in change.rows] if of_incident else [],
        "series": _series(change),
        "operation": _operation(first),
        "evidence": [_evidence(row) for row in {row.claim_id: row for row in change.rows if row.claim_id}.values()],
    }


def message(payloads: Sequence[str], batch_key: str, title: str) -> str:
    """The JSON of one message: the stored alert itself where it goes alone, else all of them."""
    if len(payloads) == 1 and json.loads(payloads[0])["alert_id"] == batch_key:
        return payloads[0]
    row = {
        "schema": MANY,
        "idempotency_key": batch_key,
        "title": title,
        "alerts": [json.loads(text) for text in payloads],
    }
    return line(row)


def line(row: Payload) -> str:
    """JSON on one line, in pure ASCII: no line separator or lone surrogate breaks a reader."""
    return json.dumps(row, ensure_ascii=True)


def _name(text: str | None, limit: int = NAME) -> str | None:
    return plain(text, limit) if text else None


def _incident(row: StateChange) -> dict[str, Any]:
    return {
        "incident_id": row.incident_id,
        "title": plain(row.incident_title or "", LINE),
        "place": _name(row.place_name),
        "country": row.country,
        "date": row.event_date,
        "grade": row.incident_grade,
        "explain": f"sitrep explain {row.incident_id}",
    }


def _toll(row: StateChange, disputes: Disputes) -> dict[str, Any]:
    dispute = disputes.get((row.incident_id or "", row.harm or ""))
    return {
        "harm": row.harm,
        "old": {"low": row.old_low, "best": row.old_best, "high": row.old_high},
        "new": {"low": row.new_low, "best": row.new_best, "high": row.new_high},
        "direction": row.direction,
        "reason": row.reason,
        "grade": row.new_grade,
        "claimants": [plain(name, NAME) for name in (row.claimants or "").split("; ") if name],
        "said_by": plain(row.claimant or "", NAME),
        "contested": _name(dispute, QUOTE),
    }


def _series(change: Change) -> dict[str, Any] | None:
    row = change.first
    if change.milestone is None:
        return None
    return {
        "claimant": plain(row.claimant or "", NAME),
        "region": _name(row.region or row.country),
        "country": row.country,
        "harm": row.harm,
        "since": _name(row.period_start),
        "before": row.old_best,
        "total": row.new_best,
        "milestone": change.milestone,
    }


def _operation(row: StateChange) -> dict[str, Any] | None:
    if row.summary is None:
        return None
    return {
        "summary": plain(row.summary, LINE),
        "advice": plain(row.advice or "", QUOTE),
        "feed": _name(row.feed_url, ADDRESS),
        "since": row.changed_at.isoformat(),
    }


def _evidence(row: StateChange) -> dict[str, Any]:
    return {
        "claim_id": row.claim_id,
        "claimant": plain(row.claimant or "", NAME),
        "quote": marked(row.sentence or "", row.mark_start or 0, row.mark_end or 0, QUOTE),
        "article": {
            "url": plain(row.article_url or "", ADDRESS),
            "title": _name(row.article_title, LINE),
            "outlet": plain(row.outlet or "", NAME),
            "published_at": row.published_at.isoformat() if row.published_at else None,
        },
        "explain": f"sitrep explain {row.claim_id}",
    }
