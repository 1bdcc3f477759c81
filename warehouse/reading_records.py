"""Rows that come from reading texts. They are the span of a text, its meaning, and the engine that read it.

Part of `warehouse.records`, which tells the rules that hold for all rows; import them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Extraction:
    """The mark that one engine has read one version, with what it found or why it did not read."""

    extraction_id: str  # stable_id(version_id, engine_version)
    version_id: str
    run_id: str
    engine_version: str
    outcome: str  # extracted, skipped_language, failed
    claim_count: int
    statement_count: int
    position_count: int
    event_count: int
    entity_count: int | None  # None for engines that read none
    extracted_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """One number for one kind of harm by one claimant (spec/casualty-claims.md). `count_text` is the span."""

    claim_id: str  # stable_id(version_id, engine_version, "claim", harm, char_start, char_end, ordinal)
    version_id: str
    article_id: str
    run_id: str
    engine_version: str
    rule_id: str
    confidence: float
    harm: str  # killed, injured, missing, abducted, detained, displaced
    count_text: str
    char_start: int
    char_end: int
    count_low: int | None
    count_high: int | None
    qualifier: str  # exact, at_least, more_than, at_most, less_than, about, between, vague, none
    victims_text: str
    victim_class: str
    scope: str  # incident, subset, cumulative
    period_start: str | None  # ISO day, month or year
    claimant_text: str | None
    claimant_name: str | None  # resolved: "The group" -> "Amnesty International"
    claimant_kind: str | None
    claimant_start: int | None
    claimant_end: int | None
    factuality: str  # asserted, hedged, denied, hypothetical
    place_text: str | None
    place_name: str | None
    place_id: str | None
    place_precision: str | None
    latitude: float | None
    longitude: float | None
    country: str | None  # ISO 3166-1 alpha-3
    event_date: str | None  # ISO day, month or year
    incident_number: int | None  # within the text
    event_id: str | None
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what. `content_text` is the span."""

    statement_id: str
    version_id: str
    article_id: str
    run_id: str
    engine_version: str
    rule_id: str
    speaker_text: str | None
    speaker_name: str | None
    speaker_start: int | None
    speaker_end: int | None
    role: str | None
    affiliation: str | None
    country: str | None
    cue: str | None
    addressee: str | None
    said_on: str | None  # ISO day
    form: str  # direct, indirect, mixed
    content_text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Position:
    """Who supports or opposes what. `cue_text` is the span."""

    position_id: str
    version_id: str
    article_id: str
    run_id: str
    engine_version: str
    rule_id: str
    actor_text: str
    actor_name: str
    actor_country: str | None
    stance: str  # support, oppose
    target_text: str
    target_start: int
    target_end: int
    topic: str
    cue_text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where and when. `trigger_text` is the span."""

    event_id: str
    version_id: str
    article_id: str
    run_id: str
    engine_version: str
    rule_id: str
    plover_type: str
    plover_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    ucdp_violence_type: str | None
    hazard_class: str | None  # EM-DAT's words for disasters, accidents, epidemics
    actor_text: str | None
    actor_name: str | None
    recipient_text: str | None
    weapon: str | None
    factuality: str
    place_text: str | None
    place_name: str | None
    place_id: str | None
    place_precision: str | None
    latitude: float | None
    longitude: float | None
    country: str | None
    event_date: str | None
    trigger_text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation or place as one text tells of it. `entity_id` is the same across texts."""

    entity_row_id: str  # stable_id(version_id, engine_version, "entity", entity_id)
    entity_id: str
    version_id: str
    article_id: str
    run_id: str
    engine_version: str
    rule_id: str
    entity_kind: str  # person, organisation, place
    name: str
    aliases: str  # joined by "; "
    role: str | None
    affiliation: str | None
    country: str | None
    place_id: str | None
    candidates: str | None  # ids of the gazetteer, joined by "; "
    mention_count: int
    mention_text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer that claims, events and incidents point to."""

    place_id: str
    name: str
    latitude: float
    longitude: float
    country: str  # ISO 3166-1 alpha-3
    admin1: str | None
    feature_class: str  # GeoNames: A country or region, P populated place, L area
    population: int
    source: str


FromTexts = Extraction | Claim | Statement | Position | Event | Entity | Place
