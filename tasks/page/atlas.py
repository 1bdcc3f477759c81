"""Incidents for the map and its table, and the pages that list them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from markupsafe import Markup

from tasks.page.changes import Change
from tasks.page.facets import Facets, choices
from tasks.page.folder import Piece
from tasks.page.maps import Spot, spot
from tasks.page.records import Build, Print, Tolled
from tasks.page.render import page
from tasks.page.words import clean, day, people, toll

MAPPED, LISTED = 500, 400
_REACH = {"exact": "a point", "province": "somewhere in a province", "country": "somewhere in a country"}


@dataclass(frozen=True, slots=True)
class Item:
    """One incident on the map or in a table."""

    id: str
    label: str
    grade: str
    precision: str
    facets: Markup
    spot: Spot | None
    tabled: bool


@dataclass(frozen=True, slots=True)
class Known:
    """One incident with its tolls now."""

    row: Tolled
    tolls: tuple[Tolled, ...]
    facets: Markup = Markup()  # noqa: RUF009  # immutable

    @property
    def id(self) -> str:
        """The incident."""
        return self.row.incident_id

    @property
    def grade(self) -> str:
        """Its grade."""
        return self.row.evidence_grade

    @property
    def reach_words(self) -> str:
        """How well its place is known."""
        return "no point" if self.row.latitude is None else _REACH[self.row.place_precision]


def known(rows: Iterable[Tolled]) -> Iterator[Known]:
    """Incidents in the order of `rows`, where the tolls of one stand together."""
    for _, found in groupby(rows, key=lambda row: row.incident_id):
        together = tuple(found)
        yield Known(together[0], tuple(row for row in together if row.harm))


def facets_of(incident: Known) -> Facets:
    """What an incident is found by."""
    row = incident.row
    harms = tuple(toll.harm for toll in incident.tolls if toll.harm)
    classes = tuple((row.victim_classes or "").split())
    return Facets(row.country, harms, row.event_type, classes, row.evidence_grade, row.changed_at)


def map_page(incidents: Sequence[Known], total: int, build: Build) -> str:
    """The newest incidents, of `total`, on the map, and the same as a table, what changed last first."""
    newest = sorted(incidents, key=lambda incident: incident.row.changed_at, reverse=True)
    found = [facets_of(incident) for incident in newest]
    items = [Known(i.row, i.tolls, f.attributes(i.id)) for i, f in zip(newest, found, strict=True)]
    spots = [item for item in (_item(i) for i in items) if item.spot]
    summary = f"All {people(total)} incidents." if newest else "No incident is known yet."
    if total > len(newest):
        summary = f"The {people(len(newest))} incidents that changed last, of {people(total)}."
    return page(
        "map.html", build, "Map", "Map", items=items, spots=_drawn(spots), summary=summary,
        unplaced=len(items) - len(spots), facets=choices(found, build.countries),
    )  # fmt: skip


def list_pages(
    prints: Sequence[Print], known_of: Callable[[Sequence[str]], list[Known]], build: Build
) -> Iterator[Piece]:
    """All incidents, so many a page, the newest first. Cut from the oldest on: a change alters one page."""
    count = max(1, -(-len(prints) // LISTED))
    oldest_first = prints[::-1]
    for number in range(1, count + 1):
        items = oldest_first[(number - 1) * LISTED : number * LISTED][::-1]
        total = len(prints) if number == count else 0
        ids = [found.incident_id for found in items]
        make = partial(_list_page, known_of, ids, number, count, total, build)
        yield Piece(_list_name(number, count), make, ([found.print for found in items], count, total))


def _list_page(
    known_of: Callable[[Sequence[str]], list[Known]],
    ids: Sequence[str],
    number: int,
    count: int,
    total: int,
    build: Build,
) -> str:
    items = known_of(ids)
    near = {1, count, *range(number - 3, number + 4)}
    turns = [(n, _list_name(n, count)) for n in sorted(near, reverse=True) if 1 <= n <= count]
    return page(
        "incidents.html", build, "All incidents", "All incidents", items=items, number=number, count=count,
        total=people(total) if total else "", turns=turns,
    )  # fmt: skip


def _list_name(number: int, count: int) -> str:
    return "incidents.html" if number == count else f"incidents-{number}.html"


def spots_of_changes(changed: Sequence[Change], facets: Sequence[Facets], most: int) -> list[Item]:
    """One spot an incident that changed, as it is since its newest change."""
    found: dict[str, Item] = {}
    for change, facet in zip(changed, facets, strict=True):
        first = change.first
        if first.latitude is None or first.longitude is None or first.incident_id in found:
            continue
        best = next((n for n in (first.new_best, first.new_low, first.new_high) if n is not None), None)
        found[first.incident_id] = Item(
            first.incident_id, f"{clean(first.title)}: {change.label}, {change.line}, {first.incident_grade}",
            first.incident_grade, first.place_precision, facet.attributes(),
            spot(first.latitude, first.longitude, first.place_precision, best), tabled=False,
        )  # fmt: skip
        if len(found) == most:
            break
    return _drawn(found.values())


def _item(incident: Known) -> Item:
    row = incident.row
    numbers = [t.best or t.low or t.high for t in incident.tolls]
    drawn = None
    if row.latitude is not None and row.longitude is not None:
        drawn = spot(row.latitude, row.longitude, row.place_precision, next((n for n in numbers if n), None))
    words = "; ".join(f"{t.harm} {toll(t.numbers)}" for t in incident.tolls) or "no number"
    label = f"{clean(row.title)}, {day(row.event_date)}: {words}, {row.evidence_grade}"
    return Item(row.incident_id, label, row.evidence_grade, row.place_precision, incident.facets, drawn, tabled=True)


def _drawn(items: Iterable[Item]) -> list[Item]:
    """The large ones first, so that no small one lies hidden under them."""
    return sorted(items, key=lambda item: -max(item.spot.radius, item.spot.reach) if item.spot else 0.0)
