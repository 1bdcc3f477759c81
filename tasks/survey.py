"""Read what the situation page shows from the published snapshot, and make its files but those of the incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from seeds.geometry import rings
from tasks.page import atlas, atom, now
from tasks.page.changes import Change, changes
from tasks.page.charts import script
from tasks.page.days import DAYS, LEAST_DAYS, time_page
from tasks.page.digest import digest_page
from tasks.page.folder import Piece
from tasks.page.health import health_page, summary
from tasks.page.incident import Incident
from tasks.page.maps import world
from tasks.page.records import (
    Build,
    Claimed,
    DayToll,
    Doubt,
    Floor,
    Head,
    Print,
    Revised,
    Revision,
    Toll,
    Tolled,
    Total,
)
from tasks.page.render import ASSETS
from tasks.page.sources import sources_page
from warehouse.queries import records, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST, EARLIER, CONTESTED, POSITIONS, STATEMENTS, RUNS, TOTALS = 50_000, 60, 60, 2_000, 60, 20, 400
T = TypeVar("T", Toll, Revision, Claimed, Doubt)
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


def prints_of(connection: DuckDBPyConnection) -> list[Print]:
    """What each incident's page is made from, the newest incident first."""
    return records(connection, Print, "page_prints")


def incidents_of(connection: DuckDBPyConnection, ids: Sequence[str]) -> Iterator[Incident]:
    """The incidents `ids` with all that is known of them."""
    wanted = list(ids)
    tolls = _by_incident(records(connection, Toll, "page_incident_tolls", ids=wanted))
    revisions = _by_incident(records(connection, Revision, "page_incident_revisions", ids=wanted))
    claims = _by_incident(records(connection, Claimed, "page_incident_claims", ids=wanted))
    doubts = _by_incident(records(connection, Doubt, "page_incident_doubts", ids=wanted))
    for head in records(connection, Head, "page_incident_heads", ids=wanted):
        key = head.incident_id
        yield Incident(head, tolls[key], revisions[key], claims[key], doubts[key])


def folder_files(
    connection: DuckDBPyConnection, prints: Sequence[Print], build: Build, floors: Sequence[Floor]
) -> Iterator[Piece]:
    """Every file but those of the incidents."""

    def known(ids: Sequence[str]) -> list[atlas.Known]:
        return list(atlas.known(records(connection, Tolled, "page_incidents", ids=list(ids))))

    yield from _now(connection, build)
    open_ = [found for found in prints if not found.folded]
    newest = sorted(open_, key=lambda found: found.changed_at, reverse=True)[: atlas.MAPPED]
    mapped = [found.incident_id for found in newest]
    yield Piece("map.html", lambda: atlas.map_page(known(mapped), len(open_), build))
    yield from atlas.list_pages(open_, known, build)
    yield Piece("time.html", partial(_time, connection, build))
    contested = rows(connection, "page_contested", limit=CONTESTED)
    positions = rows(connection, "page_positions", limit=POSITIONS)
    statements = rows(connection, "page_statements", limit=STATEMENTS)
    yield Piece("sources.html", partial(sources_page, contested, positions, statements, build))
    feeds, runs = rows(connection, "status_feeds"), rows(connection, "status_runs", limit=RUNS)
    lag, holdings = rows(connection, "page_lag", since=build.since)[0], rows(connection, "status_numbers")[0]
    yield Piece("health.html", partial(health_page, feeds, runs, lag, holdings, floors, build))
    last_day = build.now - timedelta(days=1)
    recent = list(changes(records(connection, Revised, "page_changes", since=last_day, limit=MOST)))
    yield Piece("digest.html", partial(digest_page, recent, contested, summary(feeds, runs, build), build))
    yield from _assets()


def _now(connection: DuckDBPyConnection, build: Build) -> Iterator[Piece]:
    """The first page, older changes of the period beside it, and the feed."""
    changed = list(changes(records(connection, Revised, "page_changes", since=build.since, limit=MOST)))
    earlier = not changed
    if earlier:
        changed = list(changes(records(connection, Revised, "page_changes", since=_BEGINNING, limit=EARLIER)))
    parts = _parts(changed) if len(changed) > now.SHOWN else []
    for name, found in parts:
        yield Piece(name, partial(now.part, found, build), found)
    unplaced = len({c.first.incident_id for c in changed if c.first.latitude is None})
    names = [name for name, _ in parts]
    yield Piece("index.html", partial(now.index, changed, names, build, earlier=earlier, unplaced=unplaced))
    yield Piece("changes.atom", partial(atom.feed, changed, build))


def _parts(changed: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    """Files of older changes, the newest first. Cut from the oldest on, day by day: a new change alters one."""
    days: defaultdict[str, list[Change]] = defaultdict(list)
    for change in reversed(changed):
        days[f"{change.first.revised_at:%Y-%m-%d}"].append(change)
    found = [
        (f"data/changes-{day}-{start // now.PART + 1}.js", told[start : start + now.PART][::-1])
        for day, told in days.items()
        for start in range(0, len(told), now.PART)
    ]
    return found[::-1]


def _time(connection: DuckDBPyConnection, build: Build) -> str:
    last = rows(connection, "page_last_day", today=build.now.date())[0]["day"] or build.now.date()
    first = last - timedelta(days=DAYS - 1)
    tolls = [toll for toll in records(connection, DayToll, "page_daily", first=first) if toll.day <= last]
    earliest = min((toll.day for toll in tolls), default=first) - timedelta(days=1)
    first = max(first, min(earliest, last - timedelta(days=LEAST_DAYS - 1)))
    return time_page(tolls, records(connection, Total, "page_series", limit=TOTALS), first, last, build)


def _assets() -> Iterator[Piece]:
    for name in ("page.css", "page.js", "vega.js", "LICENSES.md"):
        yield Piece(f"assets/{name}", partial((ASSETS / name).read_text, encoding="utf-8"))
    yield Piece("assets/charts.js", script)
    yield Piece("assets/world.svg", lambda: world(rings()), "outlines")


def _by_incident(found: Sequence[T]) -> defaultdict[str, list[T]]:
    by: defaultdict[str, list[Any]] = defaultdict(list)
    for row in found:
        by[row.incident_id].append(row)
    return by
