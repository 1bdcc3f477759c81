"""One end of a request -> the row of `fetches`. What happened is decided here, once for feeds and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from tasks.errors import FetchError
from tasks.feeds.conditional import LastFetch, judge_answer, retry_after
from tasks.feeds.freshness import cache_seconds
from warehouse.records import Fetch, stable_id


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asked for what: the part of a fetch that is known before the answer."""

    run_id: str
    kind: str  # feed, page
    feed_id: str | None
    url: str
    started_at: datetime
    latency_ms: int
    last: LastFetch

    @property
    def subject(self) -> str:
        """What has one row a run: a feed, because two of them may move to one URL; else the URL."""
        return self.feed_id if self.kind == "feed" and self.feed_id else self.url


def failed_row(asking: Asking, error: FetchError) -> Fetch:
    """The row of a request that gave no answer."""
    return replace(_row(asking), error_class=error.error_class, error_message=str(error))


def answered_row(asking: Asking, status: int, final_url: str, headers: Mapping[str, str], body: bytes) -> Fetch:
    """The row of an answer. On not_modified the last good answer's validators and hash live on (RFC 9110 15.4.5)."""
    digest = sha256(body).hexdigest()
    verdict = judge_answer(status, digest, asking.last)
    fresh = cache_seconds(headers, asking.started_at) if verdict.outcome != "error" else None
    row = replace(_row(asking), status=status, final_url=final_url, outcome=verdict.outcome, cache_seconds=fresh)
    if verdict.outcome == "error":
        return replace(
            row,
            error_class=verdict.error_class,
            error_message=f"{asking.url}: the server answered {status}; a later run asks again",
            retry_after_at=retry_after(status, headers.get("retry-after"), asking.started_at),
        )
    if verdict.outcome == "not_modified":
        last = asking.last
        etag, modified = headers.get("etag", last.etag), headers.get("last-modified", last.last_modified)
        return replace(row, body_bytes=0, body_sha256=last.body_sha256, etag=etag, last_modified=modified)
    return replace(
        row,
        body_bytes=len(body),
        body_sha256=digest,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
    )


def unreadable_row(row: Fetch, reason: str, message: str) -> Fetch:
    """`row` where the body was not what was asked for; without validators, so that the next answer is a full one."""
    return replace(row, outcome="error", error_class=reason, error_message=message, etag=None, last_modified=None)


def _row(asking: Asking) -> Fetch:
    return Fetch(
        fetch_id=stable_id(asking.run_id, asking.kind, asking.subject),
        run_id=asking.run_id,
        feed_id=asking.feed_id,
        kind=asking.kind,
        url=asking.url,
        final_url=None,
        started_at=asking.started_at,
        latency_ms=asking.latency_ms,
        status=None,
        outcome="error",
        body_bytes=None,
        body_sha256=None,
        etag=None,
        last_modified=None,
        retry_after_at=None,
        error_class=None,
        error_message=None,
    )
