"""What a feed said -> rows of the warehouse."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from tasks.feeds.parse import FeedEntry
from tasks.text.urls import canonical_url, is_web
from warehouse.records import Document, Entry, Quarantine, stable_id


def entry_rows(
    entry: FeedEntry, feed_id: str, document: Document, first_seen_at: datetime
) -> tuple[Entry] | tuple[Entry, Document]:
    """The row of `entry`, found in the feed's `document`, and the document of its full text where it has one."""
    entry_id = stable_id(feed_id, entry.key)
    row = Entry(
        entry_id=entry_id,
        run_id=document.run_id,
        feed_id=feed_id,
        document_id=document.document_id,
        guid=entry.guid,
        url=entry.url,
        page_url=canonical_url(entry.url) if entry.url and is_web(entry.url) else None,
        title=entry.title,
        byline=entry.byline,
        published_at=entry.published_at,
        first_seen_at=first_seen_at,
        content_html=entry.content_html,
    )
    if entry.content_html is None:
        return (row,)
    # an item without a link still is an article; its name must not change when the feed moves
    url = row.page_url or f"urn:sitrep:entry:{entry_id}"
    body = entry.content_html.encode("utf-8", "replace")
    full_text = document_row(
        "entry", url, url, "text/html; charset=utf-8", body, document.run_id, feed_id, first_seen_at
    )
    return row, full_text


def document_row(
    kind: str,
    url: str,
    final_url: str,
    content_type: str | None,
    body: bytes,
    run_id: str,
    feed_id: str | None,
    fetched_at: datetime,
    body_sha256: str | None = None,
) -> Document:
    """The row that keeps `body` as it came; `body_sha256` is its hash where that is known."""
    digest = body_sha256 or sha256(body).hexdigest()
    return Document(
        document_id=stable_id(kind, url, digest),
        run_id=run_id,
        feed_id=feed_id,
        kind=kind,
        url=url,
        final_url=final_url,
        content_type=content_type,
        fetched_at=fetched_at,
        body_sha256=digest,
        body_bytes=len(body),
        body=body,
    )


def quarantine_row(
    stage: str, subject: str, reason: str, message: str, body: bytes | None, run_id: str, quarantined_at: datetime
) -> Quarantine:
    """The row that keeps what could not be processed; the same bytes for the same reason give one row for ever."""
    digest = sha256(body).hexdigest() if body is not None else None
    quarantine_id = stable_id(stage, subject, reason, digest)
    return Quarantine(quarantine_id, run_id, stage, subject, reason, message, body, quarantined_at)
