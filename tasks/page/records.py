"""What pages are made of, as the queries page_*.sql give it. Times are UTC; a high of None beside a low is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

Numbers = tuple[int | None, int | None, int | None]  # low, best, high


@dataclass(frozen=True, slots=True)
class Revised:
    """One change of a toll, with its incident and the sentence that brought it."""

    revision_id: str
    incident_id: str
    revised_at: datetime
    opening: bool
    harm: str
    old_low: int | None
    old_best: int | None
    old_high: int | None
    new_low: int | None
    new_best: int | None
    new_high: int | None
    direction: str
    reason: str
    old_grade: str | None
    new_grade: str
    claimants: str
    title: str
    place_name: str | None
    country: str | None
    event_date: str | None
    event_type: str | None
    incident_grade: str
    latitude: float | None
    longitude: float | None
    place_precision: str
    claimant: str | None
    victim_class: str | None
    sentence: str | None
    mark_start: int | None
    mark_end: int | None
    article_title: str | None
    outlet: str | None
    url: str | None
    published_at: datetime | None

    @property
    def old(self) -> Numbers:
        """Low, best and high before."""
        return self.old_low, self.old_best, self.old_high

    @property
    def new(self) -> Numbers:
        """Low, best and high since."""
        return self.new_low, self.new_best, self.new_high


@dataclass(frozen=True, slots=True)
class Print:
    """What the page of an incident is made from, as one number; `folded` where it is a part of another one."""

    incident_id: str
    print: str
    changed_at: datetime
    folded: bool


@dataclass(frozen=True, slots=True)
class Tolled:
    """One incident and one of its tolls now; `harm` is None where it has none."""

    incident_id: str
    title: str
    place_name: str | None
    country: str | None
    event_date: str | None
    event_type: str | None
    evidence_grade: str
    latitude: float | None
    longitude: float | None
    place_precision: str
    opened_at: datetime
    changed_at: datetime
    harm: str | None
    low: int | None
    best: int | None
    high: int | None
    claimants: str | None
    toll_grade: str | None
    victim_classes: str | None  # joined by spaces

    @property
    def numbers(self) -> Numbers:
        """Low, best and high."""
        return self.low, self.best, self.high


@dataclass(frozen=True, slots=True)
class Head:
    """One incident; `into_incident_id` is what a decision made it a part of."""

    incident_id: str
    title: str
    place_name: str | None
    country: str | None
    event_date: str | None
    event_type: str | None
    evidence_grade: str
    latitude: float | None
    longitude: float | None
    place_precision: str
    opened_at: datetime
    into_incident_id: str | None


@dataclass(frozen=True, slots=True)
class Toll:
    """One toll by the toll rule, with civilians and combatants where claims tell them apart."""

    incident_id: str
    harm: str
    low: int | None
    best: int | None
    high: int | None
    evidence_grade: str
    claimants: str
    denied_by: str
    source_count: int
    civilian_low: int | None
    civilian_best: int | None
    civilian_high: int | None
    combatant_low: int | None
    combatant_best: int | None
    combatant_high: int | None

    @property
    def numbers(self) -> Numbers:
        """Low, best and high."""
        return self.low, self.best, self.high


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a toll, of an incident that is known."""

    revision_id: str
    incident_id: str
    revised_at: datetime
    harm: str
    old_low: int | None
    old_best: int | None
    old_high: int | None
    new_low: int | None
    new_best: int | None
    new_high: int | None
    direction: str
    reason: str
    new_grade: str
    claimants: str
    claim_id: str

    @property
    def old(self) -> Numbers:
        """Low, best and high before."""
        return self.old_low, self.old_best, self.old_high

    @property
    def new(self) -> Numbers:
        """Low, best and high since."""
        return self.new_low, self.new_best, self.new_high


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim with its sentence and article; `current` says whether its article still makes it."""

    incident_id: str
    claim_id: str
    claimant: str
    claimant_kind: str | None
    harm: str
    count_text: str
    count_low: int | None
    count_high: int | None
    victims_text: str
    victim_class: str
    scope: str
    factuality: str
    place_name: str | None
    event_date: str | None
    sentence: str
    mark_start: int
    mark_end: int
    reported_at: datetime
    article_title: str | None
    outlet: str
    url: str
    current: bool

    @property
    def published_at(self) -> datetime:
        """When it was reported: what an article's line shows."""
        return self.reported_at


@dataclass(frozen=True, slots=True)
class Doubt:
    """Another incident that may be the same event."""

    incident_id: str
    other_incident_id: str
    other_title: str


@dataclass(frozen=True, slots=True)
class DayToll:
    """Killed or injured of one country and day."""

    country: str
    day: date
    harm: str
    incident_count: int
    low: int | None
    best: int | None
    high: int | None
    open: bool


@dataclass(frozen=True, slots=True)
class Total:
    """One running total of one claimant."""

    claimant: str
    harm: str
    region: str | None
    period_start: str | None
    reported_at: datetime
    count_low: int | None
    count_high: int | None
    count_text: str
    fell: bool
    totals: int
    url: str


@dataclass(frozen=True, slots=True)
class Floor:
    """A measure of the engine's accuracy: what every release reaches on a labelled set, in percent."""

    texts: str
    measure: str
    percent: float


@dataclass(frozen=True, slots=True)
class Build:
    """What the build of a page knows of itself: when, since when changes are listed, its address."""

    now: datetime
    since: datetime
    days: float
    address: str  # where the folder is published, with a slash at the end; "" where only files are
    articles: int
    countries: Mapping[str, str]  # ISO 3166-1 alpha-3 -> name
