"""Labels and findings in the one shape in which they are compared. Offsets are characters of the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Range:
    """The labelled toll of one harm: every number from `low` to `high` is right."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Toll:
    """The toll that was found; None where the text gives no such bound."""

    low: int | None
    best: int | None
    high: int | None

    @property
    def number(self) -> int:
        """The one number that is compared: best, else low, else high; nothing counts as none."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), 0)


@dataclass(frozen=True, slots=True)
class Claim:
    """A casualty claim, labelled or found; a label has no confidence. `start:end` is the count phrase."""

    harm: str
    start: int
    end: int
    low: int | None
    high: int | None
    qualifier: str | None
    scope: str | None
    factuality: str | None
    victim_class: str | None
    claimant: str | None
    place: str | None
    date: str | None
    incident: int | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: the span of the content, and the spans of its speaker (none: the speaker is not named)."""

    content: Span
    speakers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym; degrees (WGS 84), None where it was not resolved."""

    start: int
    end: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Date:
    """A date expression and its TIMEX3 value."""

    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """Who does which PLOVER type of act."""

    type: str
    actor: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event that was found."""

    type: str
    actor: str | None
    sub_event: str | None  # ACLED


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and its labels; None (no entry of `tolls`): this kind was not labelled, so nothing is measured."""

    id: str | int
    text: str
    tolls: Mapping[str, Range] = field(default_factory=dict)
    claims: tuple[Claim, ...] | None = None
    statements: tuple[Statement, ...] | None = None
    places: tuple[Place, ...] | None = None
    dates: tuple[Date, ...] | None = None
    sub_event: str | None = None
    act: Act | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """What was labelled; a row with none of it measures nothing."""
        lists = ("claims", "statements", "places", "dates", "sub_event", "act")
        return frozenset({*self.tolls, *(name for name in lists if getattr(self, name) is not None)})


@dataclass(frozen=True, slots=True)
class Found:
    """What the extractor made of one text."""

    tolls: Mapping[str, Toll] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[Date, ...] = ()
    events: tuple[Event, ...] = ()


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class Tally:
    """`hits` of `cases` for one measure in one text."""

    key: str
    hits: float
    cases: float


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: `kind` is what mistakes are counted by, `quote` the words of the text around it."""

    kind: str
    id: str | int
    wanted: str
    got: str
    quote: str


@dataclass(frozen=True, slots=True)
class Trusted:
    """A claim that was found, `index` in its text, with the confidence it was given and whether it was right."""

    index: int
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one text adds. `typed`: (labelled, found) ACLED sub-event types, for the F1 of each type."""

    tallies: tuple[Tally, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    trusted: tuple[Trusted, ...] = ()
    typed: tuple[tuple[str, str | None], ...] = ()
