"""What a text says, before anything is known about it: the extractor's product. Offsets are characters of the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place of the gazetteer that an ambiguous name may mean."""

    place_id: str
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym. Coordinates are degrees (WGS 84); None where the name stays ambiguous or unknown."""

    start: int
    end: int
    text: str
    name: str
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None  # ISO 3166-1 alpha-3
    admin1: str | None = None
    feature_class: str | None = None  # GeoNames
    precision: str | None = None  # exact, near, district, province, country
    candidates: tuple[PlaceCandidate, ...] = ()  # of an ambiguous name, the likeliest first; empty where one is chosen


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression. `value` as TIMEX3 has it: 2012-06-14, 2012-05, 2011, 2012-W24, FY2012, 199, PRESENT_REF."""

    start: int
    end: int
    text: str
    value: str
    precision: str  # day, week, month, year, fiscal_year, decade, century, other


@dataclass(frozen=True, slots=True)
class Claim:
    """spec/casualty-claims.md, field by field. `start:end` is the count phrase, `text` its words."""

    harm: str
    text: str
    start: int
    end: int
    low: int | None
    high: int | None
    qualifier: str
    victims: str
    victim_class: str
    scope: str
    period_start: str | None
    claimant: str | None  # as printed
    claimant_name: str | None  # resolved
    claimant_kind: str | None
    claimant_start: int | None
    claimant_end: int | None
    factuality: str
    place: PlaceMention | None
    date: str | None
    incident: int | None
    event: int | None  # index into Findings.events
    sentence_start: int
    sentence_end: int
    confidence: float
    rule_id: str


@dataclass(frozen=True, slots=True)
class Statement:
    """`start:end` is the content, `text` its words. `form`: direct, indirect, mixed."""

    text: str
    start: int
    end: int
    form: str
    speaker: str | None
    speaker_name: str | None
    speaker_start: int | None
    speaker_end: int | None
    role: str | None
    affiliation: str | None
    country: str | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    addressee: str | None
    said_on: str | None
    rule_id: str


@dataclass(frozen=True, slots=True)
class Position:
    """`start:end` is the cue ("does not approve of"), `text` its words. `stance`: support, oppose."""

    text: str
    start: int
    end: int
    actor: str
    actor_name: str
    actor_country: str | None
    stance: str
    target: str
    target_start: int
    target_end: int
    topic: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class Event:
    """`start:end` is the trigger ("car bombing"), `text` its words. Types: PLOVER manual, ACLED codebook, UCDP."""

    text: str
    start: int
    end: int
    plover_type: str
    plover_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    ucdp_violence_type: str | None
    hazard_class: str | None
    actor: str | None
    actor_name: str | None
    recipient: str | None
    weapon: str | None
    factuality: str
    place: PlaceMention | None
    date: str | None
    rule_id: str


@dataclass(frozen=True, slots=True)
class EntityMention:
    """One place in the text that names an entity."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place of a text. `entity_id` is the same in every text that tells of it."""

    entity_id: str
    kind: str  # person, organisation, place
    name: str
    aliases: tuple[str, ...]  # what else the text calls it
    role: str | None
    affiliation: str | None
    country: str | None  # ISO 3166-1 alpha-3
    place_id: str | None
    candidates: tuple[PlaceCandidate, ...]
    mentions: tuple[EntityMention, ...]  # in text order, pronouns left out
    rule_id: str


@dataclass(frozen=True, slots=True)
class Toll:
    """The bounds of one harm for the text's main incident; `high` None is open upwards."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything one text yields. `tolls`: harm -> toll of the main incident, only harms that the text counts."""

    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...]
    positions: tuple[Position, ...]
    events: tuple[Event, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    tolls: dict[str, Toll]
    engine_version: str
    entities: tuple[Entity, ...] = ()
