"""What only this machine can tell an operator: a disk that is full, a rule that fails on what it is asked.

Everything else is in state_changes (kinds silent_feed and pipeline_failed). It goes to the operators' channels, once,
whatever the rules want: silence would look like peace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from tasks.alerts.rules import Rule
from warehouse.records import StateChange, stable_id

OPERATOR = "operator"
_FAILED = "pipeline_failed"


def operator_rule(channels: Sequence[str], rules: Sequence[Rule]) -> Rule:
    """The rule that sends what operators must know; to every channel that a rule uses where they have none."""
    used = tuple(dict.fromkeys(channel for rule in rules for channel in rule.channels))
    kinds = ("silent_feed", _FAILED)
    return Rule(OPERATOR, kinds=kinds, severity="urgent", channels=tuple(channels) or used, inhibit=False)


def disk_full(free_megabytes: int, wanted_megabytes: int, now: datetime) -> StateChange | None:
    """The trouble of a disk with less room than wanted, once a day; None where there is enough."""
    if free_megabytes >= wanted_megabytes:
        return None
    summary = f"disk nearly full: {free_megabytes:,} MB free, fewer than {wanted_megabytes:,}"
    advice = "Make room, or point [data] folder to another disk: a full disk stops every run."
    return _trouble("disk", f"{now:%Y-%m-%d}", summary, advice, now)


def rule_failed(rule: str, where: str, error: str, now: datetime) -> StateChange:
    """The trouble of a rule whose condition failed on some change, once as long as it reads the same."""
    advice = f"Changes that it failed on did not count as wanted by it: {error}. Mend it in alerts.toml."
    return _trouble(f"rule {rule}", where, f"rule {rule} failed on some changes", advice, now)


def rules_refused(problems: str, now: datetime) -> StateChange:
    """The trouble of an alerts.toml that cannot be used, once as long as its problems are the same."""
    return _trouble("alerts.toml", problems, "alerts.toml is refused: the rules of before stay live", problems, now)


def run_failed(run_id: str, started_at: datetime, error: str) -> StateChange:
    """The trouble of a run that ended badly, where the warehouse cannot tell it."""
    summary = f"run failed: the run of {started_at:%Y-%m-%d %H:%M} UTC did not end well"
    advice = f"{error}. The next run takes up what is pending; see sitrep status."
    return _trouble("run", run_id, summary, advice, started_at)


def test_change(now: datetime) -> StateChange:
    """What `sitrep alerts ping` sends."""
    return _trouble(
        "test", now.isoformat(), "test message of Sitrep", "Nothing is wrong: somebody tries a channel.", now
    )


def _trouble(subject: str, state: str, summary: str, advice: str, now: datetime) -> StateChange:
    key = stable_id(_FAILED, subject, state)
    values: dict[str, Any] = {field.name: None for field in fields(StateChange)}
    values |= {
        "change_id": key,
        "alert_id": key,
        "subject_id": f"{subject} {state}",
        "rank": 1,
        "kind": _FAILED,
        "is_news": True,
        "changed_at": now,
        "summary": summary,
        "advice": advice,
    }
    return StateChange(**values)
