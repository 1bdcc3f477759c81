"""The incidents that are known while texts are being assigned, found by day and square degree: blocking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce

from tasks.incidents.profile import Group, Profile, groups
from tasks.incidents.reports import Report
from tasks.incidents.when import Span
from tasks.incidents.where import Cell, cell, cells_in_reach

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Board:
    """Profiles by incident, in the order in which the incidents became known."""

    profiles: dict[str, Profile] = field(default_factory=dict)
    _by_day: defaultdict[date, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _by_cell: defaultdict[tuple[date, Cell | None], dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _by_wire: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _by_article: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _order: dict[str, int] = field(default_factory=dict)
    _texts: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, incident_id: str, profile: Profile) -> None:
        """Note what one more text says of an incident, new or known."""
        known = self.profiles.get(incident_id)
        self.profiles[incident_id] = profile if known is None else known | profile
        self._order.setdefault(incident_id, len(self._order))
        for day in _days(profile.days):
            self._by_day[day][incident_id] = None
            self._by_cell[day, cell(profile.place)][incident_id] = None
        for wire in profile.wires:
            self._by_wire[wire][incident_id] = None
        for article in profile.articles:
            self._by_article[article][incident_id] = None

    def occupy(self, group: Group, incident_id: str) -> None:
        """Note that a text tells of the incident under this number."""
        self._texts[group.version_id][group.number] = incident_id

    def told(self, version_id: str) -> dict[str, str]:
        """Number -> incident for what a text is known to tell; it tells no incident under two numbers."""
        return self._texts[version_id]

    def candidates(self, profile: Profile) -> Iterator[str]:
        """Incidents in reach on a day that the text allows or the next, of the same wire story or the same article."""
        days = _days(Span(profile.days.first - _DAY, profile.days.last + _DAY, profile.days.form))
        cells = cells_in_reach(profile.place)
        if cells is None:
            found = [self._by_day.get(day, {}) for day in days]
        else:  # a broad or unknown place stands in no cell and may hold any
            found = [self._by_cell.get((day, near), {}) for day in days for near in (*cells, None)]
        found += [self._by_article.get(article, {}) for article in profile.articles]
        found += [self._by_wire.get(wire, {}) for wire in profile.wires]
        yield from sorted({incident_id for ids in found for incident_id in ids}, key=self._order.__getitem__)


def board(linked: Iterable[Report]) -> Board:
    """The board of incidents as their current claims tell them; one without any keeps what it was last known by."""
    by_incident: defaultdict[str, list[Report]] = defaultdict(list)
    for report in linked:
        by_incident[report.incident_id or ""].append(report)
    result = Board()
    for incident_id, reports in sorted(by_incident.items(), key=_age):
        texts = groups([report for report in reports if report.current] or reports)
        known = reduce(lambda one, other: one | other, (text.profile for text in texts))
        # an edited article is still known by its old text, so that its new one finds the incident again
        known = replace(known, articles=frozenset(report.article_id for report in reports))
        result.add(incident_id, known)
        for text in texts:
            if text.reports[0].current:
                result.occupy(text, incident_id)
    return result


def _age(entry: tuple[str, Sequence[Report]]) -> tuple[object, str]:
    return min(report.said_at for report in entry[1]), entry[0]


def _days(span: Span) -> list[date]:
    return [span.first + timedelta(days=offset) for offset in range((span.last - span.first).days + 1)]
