"""Raw bytes: out of the warehouse as WARC, into it from WARC, and out of it for good when they are old.

What is imported lies in `documents` as if it had been fetched; the stages after that read it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import IO

from tasks.errors import FeedError
from tasks.feeds.limits import FetchLimits
from tasks.feeds.parse import parse_feed
from tasks.feeds.records import document_row, entry_rows, quarantine_row
from tasks.feeds.warc import Capture, Skipped, WarcFile, read_warc
from tasks.feeds.window import ALWAYS, Window
from tasks.text.urls import canonical_url
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Document, Entry, Feed, Quarantine, Run

_BATCH = 100  # documents whose bytes are in memory at a time
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What came of a WARC file: new `documents` and `entries`, what was known `already`, what was `skipped`."""

    documents: int = 0
    entries: int = 0
    already: int = 0
    skipped: int = 0


@dataclass(slots=True)
class _Batch:
    documents: list[Document] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    quarantine: list[Quarantine] = field(default_factory=list)


def export_warc(warehouse: Warehouse, out: IO[bytes], software: str, now: datetime, since: datetime | None) -> int:
    """Writes the feeds and pages fetched from `since` on as WARC 1.1; how many. Raises as the warehouse does."""
    with warehouse.transaction() as connection:
        found = queries.rows(connection, "archive_documents", since=since)
    file = WarcFile(out, software, now)
    for start in range(0, len(found), _BATCH):
        ids = [row["document_id"] for row in found[start : start + _BATCH]]
        with warehouse.transaction() as connection:
            documents = queries.records(connection, Document, "archive_bodies", document_ids=ids)
        for document in documents:
            file.write(document)
    return len(found)


def import_warc(
    warehouse: Warehouse, stream: IO[bytes], name: str, run: Run, limits: FetchLimits, window: Window = ALWAYS
) -> ImportCounts:
    """Takes the answers of a WARC file in that were fetched within `window`.

    Raises FeedError where the file breaks off; what came before it is kept.
    """
    with warehouse.transaction() as connection:
        feeds = {feed.url: feed for feed in queries.records(connection, Feed, "feeds_all")}
    totals: Counter[str] = Counter()
    batch = _Batch()
    try:
        for capture in read_warc(stream, name, limits.max_body_bytes):
            if isinstance(capture, Capture) and not window.holds(capture.fetched_at):
                continue
            totals["skipped"] += not _take(batch, capture, feeds, run, limits)
            if len(batch.documents) >= _BATCH:
                totals.update(_commit(warehouse, batch))
                batch = _Batch()
    finally:
        totals.update(_commit(warehouse, batch))
    return ImportCounts(**totals)


def drop_old_bodies(warehouse: Warehouse, now: datetime, keep_days: int) -> int:
    """Empties the bodies of feeds and pages that were read and are older than `keep_days`; how many. 0 days: none."""
    if not keep_days:
        return 0
    with warehouse.transaction() as connection:
        old = queries.rows(connection, "archive_old", before=now - timedelta(days=keep_days))
        for start in range(0, len(old), _BATCH):
            ids = [row["document_id"] for row in old[start : start + _BATCH]]
            documents = queries.records(connection, Document, "archive_bodies", document_ids=ids)
            store.upsert(connection, [replace(document, body=b"", dropped_at=now) for document in documents])
    return len(old)


def _take(batch: _Batch, capture: Capture | Skipped, feeds: dict[str, Feed], run: Run, limits: FetchLimits) -> bool:
    if isinstance(capture, Skipped):
        message = f"{capture.url}: not imported, because {capture.reason}"
        batch.quarantine.append(
            quarantine_row("fetch", capture.url, "not_imported", message, None, run.run_id, run.started_at)
        )
        return False
    if capture.status not in _SUCCESS:
        return False
    feed = feeds.get(capture.url)
    kind = capture.kind if capture.kind in {"feed", "page"} else "feed" if feed or _is_feed(capture, limits) else "page"
    url = capture.url if kind == "feed" or capture.kind else canonical_url(capture.url)
    row = document_row(
        kind,
        url,
        capture.final_url,
        capture.content_type,
        capture.body,
        run.run_id,
        feed.feed_id if feed else None,
        capture.fetched_at,
    )
    document = replace(row, status=capture.status, headers=json.dumps(capture.headers))
    batch.documents.append(document)
    if feed is not None and kind == "feed":
        _take_entries(batch, document, feed, limits)
    return True


def _take_entries(batch: _Batch, document: Document, feed: Feed, limits: FetchLimits) -> None:
    try:
        parsed = parse_feed(document.body, document.final_url, document.content_type, limits.max_entries_per_feed)
    except FeedError as error:
        batch.quarantine.append(
            quarantine_row(
                "poll", document.url, error.reason, str(error), document.body, document.run_id, document.fetched_at
            )
        )
        return
    for entry in parsed.entries:
        row, *full_text = entry_rows(entry, feed.feed_id, document, document.fetched_at)
        batch.entries.append(row)
        batch.documents.extend(full_text)


def _is_feed(capture: Capture, limits: FetchLimits) -> bool:
    try:
        parse_feed(capture.body, capture.final_url, capture.content_type, limits.max_entries_per_feed)
    except FeedError:
        return False
    return True


def _commit(warehouse: Warehouse, batch: _Batch) -> dict[str, int]:
    captures: Sequence[Document] = batch.documents
    with warehouse.transaction() as connection:
        documents = store.insert(connection, captures)
        entries = store.insert(connection, batch.entries)
        store.insert(connection, batch.quarantine)
    return {"documents": documents, "entries": entries, "already": len(captures) - documents}
