"""Rows of what is known of events: incidents, their claims and tolls, and what users decided of them.

Part of `warehouse.records`, which tells the rules that hold for all rows; import them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """One event that claims of any article tell of. Its toll is the newest `toll_revisions` row per harm."""

    incident_id: str
    title: str
    place_name: str | None
    place_id: str | None
    latitude: float | None
    longitude: float | None
    country: str | None
    event_date: str | None
    plover_type: str | None
    acled_sub_event_type: str | None
    evidence_grade: str  # Airwars: confirmed, fair, weak, contested, discounted
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentClaim:
    """That a claim counts for an incident, and by which matching rule."""

    incident_id: str
    claim_id: str
    match_rule: str
    match_score: float
    run_id: str


@dataclass(frozen=True, slots=True)
class TollRevision:
    """One change of one incident's toll for one harm. Append-only."""

    revision_id: str  # stable_id(incident_id, harm, revision_number)
    incident_id: str
    harm: str
    revision_number: int
    old_low: int | None
    old_best: int | None
    old_high: int | None
    new_low: int | None
    new_best: int | None
    new_high: int | None  # NULL: open upwards
    direction: str  # new, up, down, range
    reason: str  # new_claim, corrected, retracted, rescoped, merged, split, rule_change
    evidence_grade: str
    claimants: str  # names, joined by "; "
    claim_id: str
    version_id: str
    run_id: str
    engine_version: str
    revised_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentToll:
    """One toll as the toll rule gave it when its incident was last settled: the columns of tolls_with_sides."""

    incident_id: str
    harm: str
    low: int | None
    best: int | None
    high: int | None  # None with a `low`: open upwards
    evidence_grade: str
    claimants: str  # names, joined by "; "
    denied_by: str
    source_count: int
    best_claim_id: str | None
    civilian_low: int | None
    civilian_best: int | None
    civilian_high: int | None
    combatant_low: int | None
    combatant_best: int | None
    combatant_high: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A user's decision on what is one event. Append-only; an undo is a decision of its own."""

    decision_id: str  # stable_id(kind, incident_id, other_incident_id, decided_at)
    kind: str  # merge, split, apart, undo
    incident_id: str  # kept, or what claims were split off
    other_incident_id: str  # folded in, or split off
    undoes_id: str | None
    note: str | None
    run_id: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class DecidedClaim:
    """A claim that a decision moved. Append-only."""

    decided_claim_id: str  # stable_id(decision_id, claim_id)
    decision_id: str
    claim_id: str
    from_incident_id: str
    to_incident_id: str


@dataclass(frozen=True, slots=True)
class IncidentPair:
    """Two incidents that may be one event, too doubtful to be merged by a rule."""

    pair_id: str  # stable_id(incident_id, other_incident_id)
    incident_id: str  # the smaller id
    other_incident_id: str
    match_rule: str
    match_score: float  # share of certainty, 0 to 1
    run_id: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class ResolvedRun:
    """How much of what a run read is resolved."""

    run_id: str
    extraction_count: int
    reading_count: int
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class ResolvedWithdrawal:
    """An article that was ever withdrawn: what resolving last knew of it."""

    article_id: str
    withdrawn: bool
    run_id: str
    resolved_at: datetime
