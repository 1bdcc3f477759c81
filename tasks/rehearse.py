"""What a rule would have sent: the changes of the past are told to it again, one by one, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from tasks.alert import Known, judge, match_rules, told_numbers
from tasks.alerts.messages import title
from tasks.alerts.payload import Payload, payload
from tasks.alerts.rules import Rule, Told, Wanted, number_of
from tasks.alerts.schedule import HOUR, Traffic
from warehouse import queries
from warehouse.records import StateChange

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One alert that the rule would have raised: when it was known, when it would have gone out, its payload."""

    changed_at: datetime
    sent_at: datetime
    gathered: bool
    title: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rule would have sent; `error`: what its condition ran into, None where nothing."""

    alerts: tuple[Rehearsed, ...]
    changes: int  # looked at
    error: str | None = None


def rehearse(connection: DuckDBPyConnection, rule: Rule, since: datetime) -> Rehearsal:
    """What `rule` alone would have sent of all that changed since then, to the first of its channels."""
    rows = queries.records(connection, StateChange, "alert_since", since=since)
    matched, failed = match_rules(rows, [rule], since)
    known = Known(matched, _first(told_numbers(connection, rows, [replace(rule, name="")]), rule))
    traffic = Traffic({}, {}, {})
    found: list[Rehearsed] = []
    sent: set[str] = set()
    recent: list[datetime] = []
    for moment, group in groupby(rows, key=lambda row: row.changed_at):
        told = judge(list(group), [rule], known).wanted
        fresh = [one for one in told if one.change.alert_id not in sent]
        recent = [at for at in recent if moment - at < HOUR]
        traffic.recent = {(rule.name, rule.channels[0]): len(recent)}
        traffic.opened = {name: at for name, at in traffic.opened.items() if at > moment}
        for one in fresh:
            sent.add(one.change.alert_id)
            found.append(_sent(one, rule, traffic, moment))
            recent += [] if found[-1].gathered else [moment]
        known = _after(known, fresh, rule)
    return Rehearsal(tuple(found), len(rows), failed[0].advice if failed else None)


def _first(told: Told, rule: Rule) -> Told:
    """The numbers that were known first: told by nobody, as no rule is called so."""
    return {(rule.name, incident, harm): number for (_, incident, harm), number in told.items()}


def _sent(one: Wanted, rule: Rule, traffic: Traffic, moment: datetime) -> Rehearsed:
    slot = traffic.slot(rule, one.change, rule.channels[0], moment)
    row = payload(one, moment, {})
    row["title"] = title(row, rule.numbers)
    return Rehearsed(moment, slot.at, slot.group_key is not None, row["title"], row)


def _after(known: Known, told: Iterable[Wanted], rule: Rule) -> Known:
    rows = [row for one in told for row in one.change.rows]
    numbers = dict(_numbers(rows, rule))
    incidents = {row.incident_id for row in rows if row.incident_id is not None}
    return replace(known, told={**known.told, **numbers}, told_incidents=known.told_incidents | incidents)


def _numbers(rows: Iterable[StateChange], rule: Rule) -> Iterator[tuple[tuple[str, str | None, str | None], int]]:
    for row in rows:
        if (number := number_of(row)) is not None:
            yield (rule.name, row.incident_id, row.harm), number
