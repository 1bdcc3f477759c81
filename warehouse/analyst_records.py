"""Rows that people wrote: corrections of the machine's claims, and claims of their own.

Part of `warehouse.records`, which tells the rules that hold for all rows; import them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AnalystClaim:
    """What one source of people says of one claim. Append-only; the newest row of a source and subject counts."""

    analyst_claim_id: str  # stable_id(source, subject, every value)
    source: str  # who says it: an analyst, a team, a data set; never "machine"
    subject: str  # what it is about: a place in a text, or a row of the source's own
    verdict: str  # added, corrected, confirmed, rejected
    claim_id: str | None  # the machine's claim that it is about, as it was then
    version_id: str | None  # where that claim stands, so that the verdict outlasts a new engine
    char_start: int | None
    char_end: int | None
    machine_harm: str | None
    harm: str  # killed, injured, missing, abducted, detained, displaced
    count_low: int | None
    count_high: int | None
    victim_class: str
    scope: str  # incident, subset, cumulative
    factuality: str  # asserted, hedged, denied, hypothetical
    claimant_name: str | None
    claimant_kind: str | None
    place_name: str | None
    country: str | None  # ISO 3166-1 alpha-3
    latitude: float | None
    longitude: float | None
    event_date: str | None  # ISO day, month or year
    incident_id: str | None
    url: str | None
    note: str | None
    run_id: str
    imported_at: datetime
