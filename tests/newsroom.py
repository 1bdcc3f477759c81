"""A small world for stages: an empty warehouse, feeds that point to a loopback server, runs at chosen times."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tasks.connect import open_client
from tasks.feeds.limits import FetchLimits
from tasks.fetch import FetchCounts, fetch_pages
from tasks.normalise import NormaliseCounts, normalise_documents
from tasks.poll import PollCounts, poll_feeds
from tests.servers import Server
from warehouse import store
from warehouse.checks import CheckFailure, failures
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Feed, Run, stable_id

NOON = datetime(2012, 6, 14, 12, 0, tzinfo=UTC)
LIMITS = FetchLimits(
    user_agent="sitrep-test",
    contact="desk@example.org",
    timeout_seconds=1.0,
    connect_timeout_seconds=1.0,
    max_body_bytes=200_000,
    max_redirects=3,
    host_gap_seconds=0.0,
    allow_private_addresses=True,
)


@dataclass
class Newsroom:
    """One warehouse, one server, one client; `run` is the run that stages work in."""

    warehouse: Warehouse
    server: Server
    client: httpx.Client
    limits: FetchLimits = LIMITS
    run: Run = field(init=False)
    _runs: int = 0

    def __post_init__(self) -> None:
        self.next_run(timedelta(0))

    def next_run(self, later: timedelta = timedelta(minutes=15)) -> Run:
        """Starts the next run, `later` than the one before."""
        started = self.run.started_at + later if self._runs else NOON
        self._runs += 1
        self.run = Run(f"run-{self._runs}", "monitor", "running", started, None, "test", None, None)
        return self.run

    def add_feed(
        self, url: str, outlet: str = "The Desk", *, enabled: bool = True, min_interval_minutes: int | None = None
    ) -> str:
        """Registers a feed; a path means one of the loopback server."""
        url = self.server.url(url) if url.startswith("/") else url
        feed = Feed(stable_id(url), url, outlet, "GBR", "en", "media", outlet, enabled, min_interval_minutes)
        with self.warehouse.transaction() as connection:
            store.upsert(connection, [feed])
        return feed.feed_id

    def add_feeds(self, urls: list[str]) -> None:
        """Registers many at once."""
        with self.warehouse.transaction() as connection:
            store.upsert(
                connection, [Feed(stable_id(url), url, "Desk", "GBR", "en", "media", "Desk", True) for url in urls]
            )

    def poll(self) -> PollCounts:
        """Polls in the present run."""
        return poll_feeds(self.warehouse, self.client, self.run, self.limits)

    def fetch(self) -> FetchCounts:
        """Fetches pages in the present run."""
        return fetch_pages(self.warehouse, self.client, self.run, self.limits)

    def normalise(self) -> NormaliseCounts:
        """Normalises in the present run."""
        return normalise_documents(self.warehouse, self.run)

    def cycle(self, later: timedelta = timedelta(minutes=15)) -> tuple[PollCounts, FetchCounts, NormaliseCounts]:
        """One whole run of the three stages."""
        self.next_run(later)
        return self.poll(), self.fetch(), self.normalise()

    def failed_checks(self) -> list[CheckFailure]:
        """What the warehouse's own checks find, with the present run in its place."""
        with self.warehouse.transaction() as connection:
            store.insert(connection, [self.run])
            return failures(connection)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query on the warehouse file."""
        with self.warehouse.transaction() as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, sql: str) -> dict[str, Any]:
        """The only row of a query."""
        rows = self.rows(sql)
        assert len(rows) == 1, rows
        return rows[0]


def empty_warehouse(folder: Path) -> Path:
    """A migrated warehouse file to copy: migrating takes longer than copying."""
    path = folder / "template.duckdb"
    migrate(Warehouse(path, folder / "snapshot.duckdb"), NOON)
    return path


def opened_newsroom(template: Path, folder: Path) -> Iterator[Newsroom]:
    """A newsroom with its own copy of the warehouse."""
    path = folder / "sitrep.duckdb"
    shutil.copy(template, path)
    with Server().running() as server, open_client(LIMITS) as client:
        yield Newsroom(Warehouse(path, folder / "snapshot.duckdb"), server, client)


def rss(*items: str, head: str = "") -> bytes:
    """An RSS 2.0 feed of these <item> bodies."""
    body = "".join(f"<item>{item}</item>\n" for item in items)
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Desk</title>{head}\n{body}</channel></rss>'
    return text.encode()


def page(
    *paragraphs: str, title: str = "Bridge reopens after flood", head: str = "", navigation: str = "Home"
) -> bytes:
    """An article page with navigation, related links and footer around its paragraphs."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Desk</title>{head}</head>
<body><nav><ul><li><a href="/">{navigation}</a></li><li><a href="/world">World</a></li></ul></nav>
<main><article><h1>{title}</h1>{text}</article></main>
<aside><h2>Related</h2><ul><li><a href="/other">Another story of the week</a></li></ul></aside>
<footer>Copyright The Desk</footer></body></html>""".encode()


STORY = (
    "The bridge over the Lune was opened to traffic on Thursday, three weeks after the river carried away one of its piers.",
    "Engineers worked in two shifts and tested the new span with lorries full of gravel before the first cars were let across.",
    "The county council said that the repair had cost less than feared, and that a second bridge would be built next year.",
)
