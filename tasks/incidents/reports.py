"""What resolving knows about one claim: the claim, the article that carries it, the event it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One claim as one article reports it. Fields are the columns of `warehouse/queries/resolve_reports.sql`."""

    claim_id: str
    article_id: str
    version_id: str
    version_number: int  # of its article's texts
    engine_version: str
    harm: str
    count_text: str
    count_low: int | None
    count_high: int | None
    victim_class: str
    scope: str  # incident, subset
    factuality: str  # asserted, hedged, denied
    claimant_name: str | None  # None: the article speaks in its own voice
    claimant_kind: str | None
    place_id: str | None
    place_name: str | None
    place_precision: str | None
    latitude: float | None
    longitude: float | None
    country: str | None  # ISO 3166-1 alpha-3
    admin1: str | None
    feature_class: str | None  # GeoNames
    event_date: str | None  # ISO day, month or year
    incident_number: int | None
    char_start: int
    char_end: int
    sentence_start: int
    said_at: datetime  # when this article first carried this number
    outlet: str
    source_kind: str | None  # of the feed
    independence_group: str
    near_duplicate_group: str
    plover_type: str | None
    acled_sub_event_type: str | None
    hazard_class: str | None
    actor_name: str | None
    trigger_text: str | None
    bare_event: bool  # a word of harm alone makes the event, and nobody is said to have done it
    reextracted: bool  # the article's current text, read by more than one engine
    current: bool  # of the article's current text as the newest engine reads it
    incident_id: str | None  # the incident that the claim is linked to

    @property
    def counts(self) -> bool:
        """Whether the claim may move a toll: of one event, not a part of another claim, not denied."""
        return self.scope == "incident" and self.factuality in {"asserted", "hedged"}
