"""Raise an alert for each change once: from the warehouse's state_changes into the outbox, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from tasks.alerts import operators, outbox
from tasks.alerts.changes import Change, subjects
from tasks.alerts.payload import Disputes
from tasks.alerts.rules import Matched, Rule, Told, Wanted, wanted
from tasks.alerts.schedule import HOUR, Traffic
from warehouse import predicates, queries, store
from warehouse.connection import Warehouse
from warehouse.records import Delivery, HeardChange, Run, Silence, StateChange

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = structlog.get_logger()
_LONGEST_INTERVAL = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """What one raising did: alerts and deliveries written; changes silenced or inhibited."""

    alerts: int = 0
    deliveries: int = 0
    silenced: int = 0
    inhibited: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be told of some changes, and what came of each of them."""

    wanted: tuple[Wanted, ...]
    outcomes: Mapping[str, str]  # change_id -> alerted, unwanted, inhibited, silenced, untold


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules are held against."""

    matched: Matched = field(default_factory=dict)
    told: Told = field(default_factory=dict)
    silenced: frozenset[str] = frozenset()  # change_ids
    told_incidents: frozenset[str] = frozenset()


def raise_alerts(
    warehouse: Warehouse,
    run: Run,
    rules: Sequence[Rule],
    operator_channels: Sequence[str] = (),
    troubles: Sequence[StateChange] = (),
    unlimited: Collection[str] = (),
) -> AlertCounts:
    """Write an alert and its pending deliveries for every change that a rule wants and nobody was told of.

    `troubles` are what operators must know beside what the warehouse knows; `unlimited` are channels without a rate
    limit (files). One transaction; a second call changes nothing. Raises WarehouseLocked or WarehouseUnwritable.
    """
    everyone = [*rules, operators.operator_rule(operator_channels, rules)]
    with warehouse.transaction() as connection:
        found = [*_pending(connection), *_unheard(connection, troubles)]
        if not found:
            return AlertCounts()
        known, failed = _known(connection, found, rules, run.started_at)
        verdict = judge([*found, *_unheard(connection, failed)], everyone, known)
        fresh = _fresh(connection, verdict.wanted)
        disputes = _disputes(connection, fresh)
        alerts = [outbox.alert(one, run, disputes) for one in fresh]
        due = _deliveries(connection, fresh, run.started_at, unlimited)
        store.insert(connection, _heard(verdict, run))
        outcomes = list(verdict.outcomes.values())
        counts = AlertCounts(
            store.insert(connection, alerts),
            store.insert(connection, due),
            outcomes.count("silenced"),
            outcomes.count("inhibited"),
        )
    if counts.alerts:
        log.info("alerts_raised", alerts=counts.alerts, deliveries=counts.deliveries)
    return counts


def _heard(verdict: Verdict, run: Run) -> list[HeardChange]:
    return [HeardChange(one, outcome, run.run_id, run.started_at) for one, outcome in verdict.outcomes.items()]


def judge(rows: Sequence[StateChange], rules: Sequence[Rule], known: Known) -> Verdict:
    """Which rules want which of these changes; no rule hears of a silenced one, of one that is no news, or of a part of
    a larger incident that is told.
    """
    outcomes = {row.change_id: "unwanted" if row.is_news else "untold" for row in rows}
    outcomes |= {row.change_id: "silenced" for row in rows if row.is_news and row.change_id in known.silenced}
    steps = {step for rule in rules for step in rule.milestones}
    told: list[Wanted] = []
    for options in subjects((row for row in rows if row.is_news), steps):
        if any(row.change_id in known.silenced for change in options for row in change.rows):
            outcomes |= {row.change_id: "silenced" for change in options for row in change.rows}
            continue
        told += wanted(options, rules, known.matched, known.told)
    incidents = known.told_incidents | {
        one.change.first.incident_id for one in told if one.change.first.incident_id is not None
    }
    kept: list[Wanted] = []
    for one in told:
        larger = {row.larger_incident_id for row in one.change.rows} & incidents
        takers = tuple(rule for rule in one.rules if not (rule.inhibit and larger))
        outcomes |= {row.change_id: "alerted" if takers else "inhibited" for row in one.change.rows}
        kept += [Wanted(one.change, takers)] if takers else []
    return Verdict(tuple(kept), outcomes)


def _pending(connection: DuckDBPyConnection) -> list[StateChange]:
    """The changes that were never looked at."""
    ids = [row["change_id"] for row in queries.rows(connection, "alert_pending")]
    return queries.records(connection, StateChange, "alert_changes", change_ids=ids) if ids else []


def _unheard(connection: DuckDBPyConnection, troubles: Sequence[StateChange]) -> list[StateChange]:
    ids = [row.change_id for row in troubles]
    heard = {row["change_id"] for row in queries.rows(connection, "alert_heard", change_ids=ids)} if ids else set()
    return [row for row in troubles if row.change_id not in heard]


def _known(
    connection: DuckDBPyConnection, rows: Sequence[StateChange], rules: Sequence[Rule], now: datetime
) -> tuple[Known, list[StateChange]]:
    """What the rules are held against, and the troubles of rules whose condition failed."""
    silences = queries.records(connection, Silence, "silences_active", now=now)
    matched, failed = match_rules(rows, rules, now)
    silenced = frozenset(
        change_id for silence in silences for change_id in predicates.match(rows, silence.predicate).change_ids
    )
    larger = {row.larger_incident_id for row in rows if row.larger_incident_id is not None}
    found = queries.rows(connection, "alert_told_incidents", incident_ids=sorted(larger)) if larger else []
    told = told_numbers(connection, rows, rules)
    return Known(matched, told, silenced, frozenset(row["incident_id"] for row in found)), failed


def match_rules(
    rows: Sequence[StateChange], rules: Sequence[Rule], now: datetime
) -> tuple[dict[str, frozenset[str]], list[StateChange]]:
    """What the condition of each rule takes, and the trouble of each that failed on some change."""
    matched, failed = {}, []
    for rule in rules:
        if rule.where is None:
            continue
        found = predicates.match(rows, rule.where)
        matched[rule.name] = found.change_ids
        if found.error is not None:
            log.warning("rule_failed", rule=rule.name, error=found.error)
            failed.append(operators.rule_failed(rule.name, rule.where, found.error, now))
    return matched, failed


def told_numbers(connection: DuckDBPyConnection, rows: Iterable[StateChange], rules: Sequence[Rule]) -> Told:
    """The number of each toll that each picky rule told last; the first that was known where it told none."""
    picky = [rule.name for rule in rules if rule.is_picky]
    ids = sorted({row.incident_id for row in rows if row.incident_id is not None})
    if not picky or not ids:
        return {}
    first = queries.rows(connection, "alert_first_tolls", incident_ids=ids)
    told = {(name, row["incident_id"], row["harm"]): row["number"] for row in first for name in picky}
    for row in queries.rows(connection, "alert_told_tolls", incident_ids=ids):
        names = row["rule"].split(", ")
        for toll in json.loads(row["payload"])["tolls"]:
            number = next((toll["new"][key] for key in ("best", "low", "high") if toll["new"][key] is not None), None)
            if number is not None:
                told |= {(name, row["incident_id"], toll["harm"]): number for name in names if name in picky}
    return told


def _fresh(connection: DuckDBPyConnection, found: Sequence[Wanted]) -> list[Wanted]:
    """Those whose fingerprint was never raised."""
    ids = [one.change.alert_id for one in found]
    told = {row["alert_id"] for row in queries.rows(connection, "alert_known", alert_ids=ids)} if ids else set()
    return list({one.change.alert_id: one for one in found if one.change.alert_id not in told}.values())


def _disputes(connection: DuckDBPyConnection, found: Sequence[Wanted]) -> Disputes:
    """Who says what of the tolls that are contested."""
    ids = sorted(
        {
            row.incident_id or ""
            for one in found
            for row in one.change.rows
            if "contested" in {row.new_grade, row.incident_grade}
        }
    )
    rows = queries.rows(connection, "alert_disputes", incident_ids=ids) if ids else []
    return {(row["incident_id"], row["harm"]): row["who_says_what"] for row in rows if row["who_says_what"]}


def _deliveries(
    connection: DuckDBPyConnection, found: Sequence[Wanted], now: datetime, unlimited: Collection[str]
) -> list[Delivery]:
    """One delivery an alert and channel, in the slot of the rule that is first to send it there."""
    if not found:
        return []
    traffic = Traffic(
        {
            (row["rule"], row["channel"]): row["messages"]
            for row in queries.rows(connection, "alert_traffic", since=now - HOUR)
        },
        {row["group_key"]: row["closes_at"] for row in queries.rows(connection, "alert_open_groups")},
        {
            row["group_key"]: row["closed_at"]
            for row in queries.rows(connection, "alert_closed_groups", since=now - _LONGEST_INTERVAL)
        },
        frozenset(unlimited),
    )
    return [delivery for one in found for delivery in _of(one, traffic, now)]


def _of(one: Wanted, traffic: Traffic, now: datetime) -> list[Delivery]:
    change: Change = one.change
    best: dict[str, Delivery] = {}
    for rule in one.rules:
        for channel in dict.fromkeys(rule.channels):
            if channel in best and best[channel].next_attempt_at <= now:
                continue
            slot = traffic.slot(rule, change, channel, now)
            row = outbox.pending(change.alert_id, channel, slot, rule.name, rule.numbers)
            if channel not in best or row.next_attempt_at < best[channel].next_attempt_at:
                best[channel] = row
    return list(best.values())
