"""The rows from which alerts are made: fields are the columns of the queries of the same purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Source:
    """The claim behind an alert and the article that carries it. All of its text is untrusted."""

    claim_id: str
    claimant: str
    sentence: str
    mark_start: int  # of the number, in characters of `sentence`
    mark_end: int
    article_title: str | None
    article_url: str
    outlet: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revised(Source):
    """One toll revision with its incident (queries alert_revisions and alert_grades)."""

    incident_id: str
    incident_title: str
    place_name: str | None
    country: str | None
    event_date: str | None
    incident_grade: str
    opening: bool  # the incident was opened by the same run
    revision_id: str
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
    claimants: str  # joined by "; ", the one who sets best first


@dataclass(frozen=True, slots=True)
class Total(Source):
    """One cumulative claim of a series (query alert_cumulative)."""

    harm: str
    region: str | None
    country: str | None
    period_start: str | None
    total: int  # people
    said_at: datetime
    pending: bool  # read since alerts were last raised
