"""What is known of one event, from one text or from all: the thing that matching compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from tasks.incidents import tally
from tasks.incidents.kind import Kinds, kinds
from tasks.incidents.reports import Report
from tasks.incidents.sources import words
from tasks.incidents.when import Span, narrower, span
from tasks.incidents.where import Site, site
from tasks.incidents.where import narrower as narrower_site

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Profile:
    """Place, days, kinds, numbers by harm and class, claimants, actors, wire groups and articles of one event."""

    place: Site | None
    days: Span
    kinds: Kinds
    numbers: frozenset[tuple[str, tally.Bounds]]  # (harm, total)
    classes: frozenset[tuple[str, str]]  # (harm, victim class)
    claimants: frozenset[frozenset[str]]
    proper_names: frozenset[frozenset[str]]  # claimants with a name of their own
    actors: frozenset[frozenset[str]]  # of the event, with a name of their own
    wires: frozenset[str]
    articles: frozenset[str]

    def __or__(self, other: Profile) -> Profile:
        return Profile(
            narrower_site(self.place, other.place),
            narrower(self.days, other.days),
            self.kinds | other.kinds,
            self.numbers | other.numbers,
            self.classes | other.classes,
            self.claimants | other.claimants,
            self.proper_names | other.proper_names,
            self.actors | other.actors,
            self.wires | other.wires,
            self.articles | other.articles,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """One text's incident: the claims of one article version with one incident number."""

    version_id: str
    article_id: str
    number: str
    said_at: datetime
    reports: tuple[Report, ...]
    profile: Profile

    @property
    def order(self) -> tuple[datetime, str, int, str, int]:
        """The deterministic order of resolving: publication, article, edit, then position in the text."""
        first = self.reports[0]
        return self.said_at, self.article_id, first.version_number, self.version_id, first.char_start

    @property
    def founds(self) -> bool:
        """Whether it may open an incident: somebody asserts or hedges a toll, not only a part of one or a denial."""
        return any(report.counts for report in self.reports)


def groups(reports: Iterable[Report]) -> list[Group]:
    """The reports by text and incident number; a claim without a number stands with its sentence."""
    together: dict[tuple[str, str, str], list[Report]] = {}
    for report in sorted(reports, key=lambda report: (report.char_start, report.char_end, report.claim_id)):
        together.setdefault((report.version_id, report.engine_version, number(report)), []).append(report)
    found = [group(key[2], claims) for key, claims in together.items()]
    return sorted(found, key=lambda one: one.order)


def number(report: Report) -> str:
    """The name of the report's incident within its text."""
    if report.incident_number is None:
        return f"sentence {report.sentence_start}"
    return str(report.incident_number)


def group(name: str, reports: Sequence[Report]) -> Group:
    """One group of reports with its profile."""
    said_at = min(report.said_at for report in reports)
    return Group(reports[0].version_id, reports[0].article_id, name, said_at, tuple(reports), profile(reports))


def profile(reports: Sequence[Report]) -> Profile:
    """The profile of one text's incident."""
    names = [report.claimant_name for report in reports if report.claimant_name]
    actors = [report.actor_name for report in reports if report.actor_name]
    counted = [report for report in reports if report.counts]
    harms = {report.harm for report in counted}
    return Profile(
        _once(site(reports)),
        _once(span(tuple(reports))),
        _once(kinds(reports)),
        frozenset((harm, tally.total(r for r in counted if r.harm == harm)) for harm in harms),
        _once(frozenset((r.harm, r.victim_class) for r in counted if r.victim_class != "unknown")),
        _once(frozenset(words(name) for name in names) - {frozenset()}),
        _once(frozenset(words(name) for name in names if _proper(name)) - {frozenset()}),
        _once(frozenset(words(name) for name in actors if _proper(name)) - {frozenset()}),
        frozenset(report.near_duplicate_group for report in reports),
        frozenset(report.article_id for report in reports),
    )


def _once(value: T) -> T:
    """An equal value that is there already: a backfill holds a hundred thousand profiles of the same few things."""
    found: T = _kept(value)
    return found


@lru_cache(maxsize=10_000)
def _kept(value: Any) -> Any:  # noqa: ANN401 - whatever a profile is made of
    return value


def _proper(name: str) -> bool:
    """Whether somebody has a name of their own ("Red Crescent", "SANA"), not only a word for many ("Police")."""
    first, *rest = name.split() or [""]
    return any(word[0].isupper() for word in rest) or (first.isupper() and len(first) > 1)
