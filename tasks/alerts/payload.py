"""An alert as JSON, for webhooks and files. Keys are only ever added; `schema` changes where one changes its meaning.

schema           "sitrep.alert/1"
alert_id         fingerprint of the change; the same change has the same one for ever
idempotency_key  the same as alert_id: whoever gets one twice may drop the second
kind             new_incident, toll_up, toll_down, contested, confirmed, retracted, cumulative_milestone, silent_feed
                 (for the operator: the network of this machine is out, and nothing can be read)
severity         info, notice, urgent
rules            names of the rules that wanted it
raised_at        ISO 8601, UTC
title, text      the message: one line, and what it rests on
incident         incident_id, title, place, country (ISO 3166-1 alpha-3), date (ISO), grade; null for a milestone
tolls            for each harm that changed: harm, old and new (low, best, high; null is unknown or, for high, open),
                 direction, reason, grade, claimants
series           for a milestone: claimant, region, harm, since, before, total, milestone; else null
evidence         for each claim behind it: claim_id, claimant, quote (its sentence, the number in brackets),
                 article (url, title, outlet, published_at), explain (the command that shows all of it)
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tasks.alerts.changes import Change
from tasks.alerts.messages import ADDRESS, LINE, NAME, QUOTE, body, title
from tasks.alerts.news import Revised, Source
from tasks.alerts.plain import marked, plain
from tasks.alerts.rules import Wanted

SCHEMA = "sitrep.alert/1"


def payload(found: Wanted, raised_at: datetime) -> str:
    """The JSON of one alert, keys in the order above, on one line."""
    change = found.change
    row: dict[str, Any] = {
        "schema": SCHEMA,
        "alert_id": change.alert_id,
        "idempotency_key": change.alert_id,
        "kind": change.kind,
        "severity": found.severity,
        "rules": list(found.rules),
        "raised_at": raised_at.isoformat(),
        "title": title(change),
        "text": body(change),
        "incident": _incident(change.revisions[0]) if change.revisions else None,
        "tolls": [_toll(revised) for revised in change.revisions],
        "series": _series(change),
        "evidence": [_evidence(source) for source in _sources(change)],
    }
    return json.dumps(row, ensure_ascii=True)  # pure ASCII: no line separator or lone surrogate breaks a reader


def _sources(change: Change) -> list[Source]:
    found: list[Source] = [change.total] if change.total is not None else list(change.revisions)
    return list({source.claim_id: source for source in found}.values())


def _incident(revised: Revised) -> dict[str, Any]:
    return {
        "incident_id": revised.incident_id,
        "title": plain(revised.incident_title, LINE),
        "place": plain(revised.place_name, NAME) if revised.place_name else None,
        "country": revised.country,
        "date": revised.event_date,
        "grade": revised.incident_grade,
    }


def _toll(revised: Revised) -> dict[str, Any]:
    return {
        "harm": revised.harm,
        "old": {"low": revised.old_low, "best": revised.old_best, "high": revised.old_high},
        "new": {"low": revised.new_low, "best": revised.new_best, "high": revised.new_high},
        "direction": revised.direction,
        "reason": revised.reason,
        "grade": revised.new_grade,
        "claimants": [plain(name, NAME) for name in revised.claimants.split("; ") if name],
    }


def _series(change: Change) -> dict[str, Any] | None:
    if change.total is None:
        return None
    return {
        "claimant": plain(change.total.claimant, NAME),
        "region": change.total.region or change.total.country,
        "harm": change.total.harm,
        "since": change.total.period_start,
        "before": change.before,
        "total": change.total.total,
        "milestone": change.milestone,
    }


def _evidence(source: Source) -> dict[str, Any]:
    return {
        "claim_id": source.claim_id,
        "claimant": plain(source.claimant, NAME),
        "quote": marked(source.sentence, source.mark_start, source.mark_end, QUOTE),
        "article": {
            "url": plain(source.article_url, ADDRESS),
            "title": plain(source.article_title, LINE) if source.article_title else None,
            "outlet": plain(source.outlet, NAME),
            "published_at": source.published_at.isoformat() if source.published_at else None,
        },
        "explain": f"sitrep explain {source.claim_id}",
    }
