"""Material of the past -> documents and entries, as if it had been fetched; the stages after fetching read them.

kept feeds, rows of JSON Lines, HTML files, pages that a sitemap names -> only what is in the window -> commits of 100
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import httpx
import structlog

from tasks.ask import Question, ask
from tasks.errors import FeedError, FetchError, RowError
from tasks.feeds.conditional import request_headers
from tasks.feeds.limits import FetchLimits
from tasks.feeds.parse import parse_feed
from tasks.feeds.records import document_row, entry_rows, quarantine_row
from tasks.feeds.sitemap_pages import Listed, read_sitemap
from tasks.feeds.window import Window
from tasks.nlp.jsonl import parse_row
from tasks.obey import Obedience
from tasks.text.charset import decode
from tasks.text.dates import published, published_in_url
from tasks.text.fingerprint import one_line
from tasks.text.metadata import read_metadata
from tasks.text.tree import parse_html
from tasks.text.urls import canonical_url, host_of, is_web
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Document, Entry, Feed, Quarantine, Run, stable_id

log = structlog.get_logger()
_BATCH = 100  # documents whose bytes are in memory at a time
_MOST_SITEMAPS = 1_000


@dataclass(slots=True)
class GatherCounts:
    """What came of a source: new `documents` and `entries`; `outside` the window; without a date; `refused` rows."""

    documents: int = 0
    entries: int = 0
    outside: int = 0
    undated: int = 0
    refused: int = 0


@dataclass
class Gatherer:
    """One source under way: what waits for the next commit, and what came of it so far."""

    warehouse: Warehouse
    run: Run
    window: Window
    limits: FetchLimits
    counts: GatherCounts = field(default_factory=GatherCounts)
    _waiting: list[Document | Entry | Quarantine | Feed] = field(default_factory=list)
    _feeds: dict[str, Feed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.warehouse.transaction() as connection:
            known = queries.records(connection, Feed, "feeds_all")
        for feed in sorted(known, key=lambda feed: (feed.enabled, feed.feed_id)):
            self._feeds[_site(feed.url)] = self._feeds[feed.outlet] = feed

    def kept(self) -> Iterator[None]:
        """The feeds whose bytes lie in the warehouse: their entries, as far as they are new. One step a feed."""
        with self.warehouse.transaction() as connection:
            found = queries.rows(connection, "gather_feeds", first=self.window.first, last=self.window.last)
        for start in range(0, len(found), _BATCH):
            ids = [row["document_id"] for row in found[start : start + _BATCH]]
            with self.warehouse.transaction() as connection:
                documents = queries.records(connection, Document, "archive_bodies", document_ids=ids)
            for document in documents:
                self._take_feed(document)
                yield
        self.commit()

    def rows(self, lines: Iterable[str], name: str) -> Iterator[None]:
        """Rows of JSON Lines: id, text, published_at, and optional title, byline, url, outlet. One step a line."""
        for number, line in enumerate(lines, start=1):
            if line.strip():
                self._take_row(line, f"{name}:{number}")
            yield
        self.commit()

    def pages(self, files: Iterable[tuple[str, bytes]]) -> Iterator[None]:
        """HTML pages, each with the name of its file; the address is the one that the page names. One step a file."""
        for name, body in files:
            self._take_page(name, body)
            yield
        self.commit()

    def sitemap(self, client: httpx.Client, url: str) -> Iterator[None]:
        """Entries for the pages that a sitemap, or those that it names, lists; fetching them comes after."""
        obedience = Obedience(client, self.run, self.limits, ())
        waiting, seen = [url], {url}
        while waiting and len(seen) <= _MOST_SITEMAPS:
            address = waiting.pop(0)
            for listed, source in self._listed(client, obedience, address):
                if not listed.is_sitemap:
                    self._take_listed(listed, source)
                elif listed.url not in seen and (listed.at is None or listed.at.date() >= self.window.first):
                    seen.add(listed.url)
                    waiting.append(listed.url)
            self.commit()
            yield

    def commit(self) -> None:
        """Write what waits; rows that are known already change nothing."""
        with self.warehouse.transaction() as connection:
            store.upsert(connection, [row for row in self._waiting if isinstance(row, Feed)])
            self.counts.documents += store.insert(connection, [r for r in self._waiting if isinstance(r, Document)])
            self.counts.entries += store.insert(connection, [r for r in self._waiting if isinstance(r, Entry)])
            store.insert(connection, [row for row in self._waiting if isinstance(row, Quarantine)])
        self._waiting = []

    def _keep(self, *rows: Document | Entry | Quarantine) -> None:
        self._waiting.extend(rows)
        if len(self._waiting) >= _BATCH:
            self.commit()

    def _holds(self, moment: datetime | None) -> bool:
        self.counts.undated += moment is None
        inside = self.window.holds(moment)
        self.counts.outside += moment is not None and not inside
        return inside

    def _refuse(self, subject: str, reason: str, message: str, body: bytes | None) -> None:
        self.counts.refused += 1
        self._keep(quarantine_row("fetch", subject, reason, message, body, self.run.run_id, self.run.started_at))

    def _take_feed(self, document: Document) -> None:
        if document.feed_id is None:
            return
        try:
            parsed = parse_feed(
                document.body, document.final_url, document.content_type, self.limits.max_entries_per_feed
            )
        except FeedError:
            return  # polling has said so
        ours = replace(document, run_id=self.run.run_id)  # found by this run, in bytes of another one
        for entry in parsed.entries:
            self._keep(*entry_rows(entry, document.feed_id, ours, document.fetched_at))

    def _take_row(self, line: str, where: str) -> None:
        try:
            row = parse_row(line)
            more: Mapping[str, Any] = json.loads(line)
        except RowError as error:
            self._refuse(where, "not_imported", f"{where}: {error}; the other rows were read", line.encode())
            return
        at = published(str(more.get("published_at") or "")).at
        if not self._holds(at):
            return
        web = row.url if row.url and is_web(row.url) else None
        url = canonical_url(web) if web else f"urn:sitrep:row:{row.id}"
        outlet = one_line(str(more.get("outlet") or "")) or host_of(url) or "unknown"
        feed = self._feed(url, outlet)
        body = row.source.text.encode("utf-8", "replace")
        document = document_row(
            "entry",
            url,
            url,
            "text/plain; charset=utf-8",
            body,
            self.run.run_id,
            feed.feed_id,
            at or self.run.started_at,
        )
        title, byline = (one_line(str(more.get(key) or "")) for key in ("title", "byline"))
        self._keep(document, self._entry(feed, document, url, title, byline, at))

    def _take_page(self, name: str, body: bytes) -> None:
        tree = parse_html(decode(body, None).text)
        said = read_metadata(tree, "") if tree is not None else None
        address = next((link for link in said.canonicals if is_web(link)), None) if said else None
        if address is None:
            message = f"{name}: the page names no address of its own (<link rel=canonical> or og:url); add one"
            self._refuse(name, "not_imported", message, body)
            return
        url = canonical_url(address)
        at = (said.published.at if said else None) or published_in_url(url).at
        if self._holds(at):
            feed = self._feed(url, host_of(url))
            row = document_row(
                "page", url, url, "text/html", body, self.run.run_id, feed.feed_id, at or self.run.started_at
            )
            self._keep(row)

    def _listed(self, client: httpx.Client, obedience: Obedience, url: str) -> list[tuple[Listed, Document]]:
        try:
            guard = obedience.guard if self.limits.obey_robots else None
            answer = ask(client, Question(url, request_headers("feed", self.limits)), self.limits, guard)
            if not httpx.codes.is_success(answer.status):
                raise FeedError(url, "http_error", f"the server answered {answer.status}; look at the address")
            listed = list(read_sitemap(answer.body, url, self.limits.max_body_bytes))
            kind, now = answer.headers.get("content-type"), self.run.started_at
            source = document_row("feed", url, answer.final_url, kind, answer.body, self.run.run_id, None, now)
            self._keep(source)
            return [(one, source) for one in listed]
        except (FeedError, FetchError) as error:
            reason = error.reason if isinstance(error, FeedError) else error.error_class
            self._refuse(url, reason, str(error), None)
            log.warning("sitemap_failed", url=url, error=str(error))
            return []

    def _take_listed(self, listed: Listed, source: Document) -> None:
        if self._holds(listed.at):
            url = canonical_url(listed.url)
            feed = self._feed(url, host_of(url))
            self._keep(self._entry(feed, source, url, listed.title, None, listed.at))

    def _entry(
        self, feed: Feed, document: Document, url: str, title: str | None, byline: str | None, at: datetime | None
    ) -> Entry:
        entry_id = stable_id(feed.feed_id, url)
        return Entry(
            entry_id=entry_id,
            run_id=self.run.run_id,
            feed_id=feed.feed_id,
            document_id=document.document_id,
            guid=None,
            url=url if is_web(url) else None,
            page_url=url if is_web(url) else None,
            title=title,
            byline=byline,
            published_at=at,
            first_seen_at=at or self.run.started_at,
            content_html=None,
        )

    def _feed(self, url: str, outlet: str) -> Feed:
        """The feed of the registry that this would have come from, else one that is never polled."""
        known = self._feeds.get(outlet) or self._feeds.get(_site(url))
        if known is None:
            address = f"urn:sitrep:backfill:{outlet}"
            known = Feed(stable_id(address), address, outlet, None, "en", "media", outlet, enabled=False)
            self._feeds[outlet] = known
            self._waiting.append(known)
        return known


def _site(url: str) -> str:
    return host_of(url).removeprefix("www.")
