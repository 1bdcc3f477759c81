"""The rows of the warehouse: one frozen dataclass a table, standard library only.

Times are timezone-aware UTC and end in `_at`. Ids are stable hashes of natural keys (`stable_id`), so that a re-run
writes the same rows. Optional means NULL, and NULL is not zero: `count_low = 0` is somebody's word
that nobody was hurt.
For every extracted row, `article_versions.text[char_start:char_end]` equals the row's span column.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from warehouse.alerting_records import Alert, Delivery, HeardChange, Silence, StateChange
from warehouse.analyst_records import AnalystClaim
from warehouse.fetching_records import Document, Entry, Feed, FeedMove, Fetch, Fingerprint, Robots
from warehouse.incident_records import (
    DecidedClaim,
    Decision,
    Incident,
    IncidentClaim,
    IncidentPair,
    IncidentToll,
    ResolvedRun,
    ResolvedWithdrawal,
    TollRevision,
)
from warehouse.reading_records import Claim, Entity, Event, Extraction, FromTexts, Place, Position, Statement

__all__ = [
    "Alert",
    "AnalystClaim",
    "Article",
    "ArticleVersion",
    "Claim",
    "DecidedClaim",
    "Decision",
    "Delivery",
    "Document",
    "Entity",
    "Entry",
    "Event",
    "Extraction",
    "Feed",
    "FeedMove",
    "Fetch",
    "Fingerprint",
    "HeardChange",
    "Incident",
    "IncidentClaim",
    "IncidentPair",
    "IncidentToll",
    "Place",
    "Position",
    "Quarantine",
    "Reading",
    "Record",
    "ResolvedRun",
    "ResolvedWithdrawal",
    "Robots",
    "Run",
    "Silence",
    "StateChange",
    "Statement",
    "TollRevision",
    "stable_id",
]


def stable_id(*parts: object) -> str:
    """A 20-digit hexadecimal id of `parts`: the same parts give the same id on every machine and run."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow. `state`: running, completed, failed, crashed. `counts`: JSON of the stages' counts."""

    run_id: str
    flow: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    engine_version: str
    counts: str | None
    error: str | None

    @property
    def is_live(self) -> bool:
        """Whether it reads what is new now; what a backfill or an import takes in is read by those alone."""
        return self.flow not in {"backfill", "import"}


@dataclass(frozen=True, slots=True)
class Article:
    """One article by its canonical URL; `current_version_id` points to the newest text."""

    article_id: str  # stable_id(canonical_url)
    canonical_url: str
    outlet: str
    feed_id: str | None
    entry_id: str | None
    first_seen_at: datetime
    current_version_id: str


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One text of an article; a new row only when the text really changed."""

    version_id: str  # stable_id(article_id, text_sha256)
    article_id: str
    document_id: str
    run_id: str
    version_number: int
    title: str | None
    byline: str | None
    text: str
    text_sha256: str
    published_at: datetime | None
    published_precision: str  # second, day, unknown
    language: str  # BCP 47
    near_duplicate_group: str
    quality_flags: str  # comma-separated words, empty where nothing is odd
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """The mark that one page or full-text entry has been read for its article, with what came of it."""

    document_id: str
    run_id: str
    outcome: str  # new_version, same_text, other_source (the article is read from elsewhere), quarantined
    version_id: str | None  # the version that has this document's text
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Quarantine:
    """What could not be processed, with its bytes and the reason; nothing is dropped in silence."""

    quarantine_id: str  # stable_id(stage, subject, reason, sha256 of the bytes)
    run_id: str
    stage: str  # poll, fetch, normalise, extract, load
    subject: str  # URL or id
    reason: str
    message: str
    body: bytes | None
    quarantined_at: datetime


Record = (
    Run
    | Feed
    | Fetch
    | Document
    | Entry
    | Article
    | ArticleVersion
    | Reading
    | FromTexts
    | Incident
    | IncidentClaim
    | TollRevision
    | IncidentToll
    | Decision
    | DecidedClaim
    | IncidentPair
    | AnalystClaim
    | ResolvedRun
    | ResolvedWithdrawal
    | Alert
    | Delivery
    | HeardChange
    | Silence
    | Quarantine
    | Robots
    | FeedMove
    | Fingerprint
)
