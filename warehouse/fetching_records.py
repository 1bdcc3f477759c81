"""Rows that come from asking servers: feeds, requests, raw bytes, entries, and what servers said on the way.

Part of `warehouse.records`, which tells the rules that hold for all rows; import them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the registry. Its health is not here: it is read from `fetches` (mart `feed_health`)."""

    feed_id: str  # stable_id(url)
    url: str
    outlet: str
    country: str | None  # ISO 3166-1 alpha-3 of the outlet
    language: str | None  # BCP 47
    source_kind: str  # media, state_media, un, monitor, government
    independence_group: str  # outlets of one owner or agency count as one source
    enabled: bool
    min_interval_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request for a feed or page, with exactly one terminal outcome."""

    fetch_id: str  # stable_id(run_id, kind, feed_id of a feed or url of a page)
    run_id: str
    feed_id: str | None
    kind: str  # feed, page
    url: str
    final_url: str | None
    started_at: datetime
    latency_ms: int | None
    status: int | None  # RFC 9110 status code
    outcome: str  # new (body kept), unchanged (same body again), not_modified (304), error
    body_bytes: int | None
    body_sha256: str | None
    etag: str | None
    last_modified: str | None
    retry_after_at: datetime | None
    error_class: str | None
    error_message: str | None
    due_at: datetime | None = None  # feeds: when it may be asked again
    sickness: int | None = None  # feeds: weights of the errors since the last good answer
    not_modified_in_a_row: int | None = None
    new_entries: int | None = None
    last_new_at: datetime | None = None
    feed_floor_seconds: int | None = None  # ttl, sy:updatePeriod
    cache_seconds: int | None = None  # Cache-Control, Expires
    permanent_url: str | None = None  # where 301 and 308 alone lead
    is_our_fault: bool | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Raw bytes as they came, kept once per URL and content (compressed with zstd in the warehouse)."""

    document_id: str  # stable_id(kind, url, body_sha256)
    run_id: str
    feed_id: str | None
    kind: str  # feed, page, entry (full text inside a feed)
    url: str
    final_url: str
    content_type: str | None
    fetched_at: datetime
    body_sha256: str
    body_bytes: int
    body: bytes
    status: int | None = None
    headers: str | None = None  # JSON array of [name, value]
    dropped_at: datetime | None = None  # the body was older than keep_raw_days


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as the feed said it, once per feed and item."""

    entry_id: str  # stable_id(feed_id, guid or url)
    run_id: str
    feed_id: str
    document_id: str
    guid: str | None
    url: str | None
    page_url: str | None  # `url` without tracking parameters and fragment: what is fetched; NULL if not http(s)
    title: str | None
    byline: str | None
    published_at: datetime | None
    first_seen_at: datetime
    content_html: str | None  # full text, where the feed has it


@dataclass(frozen=True, slots=True)
class Robots:
    """What one server (scheme, host, port) says to robots. No `body`: everything is allowed."""

    origin: str
    run_id: str
    fetched_at: datetime
    status: int
    body: str | None


@dataclass(frozen=True, slots=True)
class FeedMove:
    """One permanent redirect that a feed followed; the feed keeps its id."""

    move_id: str  # stable_id(feed_id, from_url, to_url)
    feed_id: str
    run_id: str
    from_url: str
    to_url: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What finds copies of one version: an exact hash, a MinHash, the agency that the text credits."""

    version_id: str
    run_id: str
    exact: str
    minhash: str  # hexadecimal
    agency: str | None
