"""Polling feeds and fetching pages: what is pending in the warehouse is asked for, every end is a row.

poll_feeds   feeds   -> ask_all -> fetches, documents, entries, quarantine
fetch_pages  entries -> ask_all -> fetches, documents, quarantine
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from tasks.ask import Answer, Asked, Question, ask_all
from tasks.errors import FeedError, FetchError, FetchTooLarge
from tasks.feeds.answers import Asking, answered_row, failed_row, unreadable_row
from tasks.feeds.conditional import LastFetch, request_headers
from tasks.feeds.limits import FetchLimits
from tasks.feeds.parse import parse_feed
from tasks.feeds.records import document_row, entry_rows, quarantine_row
from tasks.feeds.schedule import HARD_ERRORS, gives_up, may_poll, may_try_page, recheck_due
from tasks.text.urls import host_of
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Document, Entry, Fetch, Quarantine, Run

_MOST_PAGES = 2_000  # in one run, because bodies are held until the commit; the rest waits for the next run
_INCOMPLETE = {
    "truncated": "the feed ends in the middle; the whole items were kept, and the next request is answered in full",
    "too_many_entries": "the feed has more entries than max_entries_per_feed; the first ones were kept",
}


@dataclass(frozen=True, slots=True)
class PollCounts:
    """One poll: `feeds` were asked, `skipped` wait for their Retry-After; `entries` and `quarantined` are new rows."""

    feeds: int = 0
    new: int = 0
    unchanged: int = 0
    not_modified: int = 0
    failed: int = 0
    skipped: int = 0
    entries: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class FetchCounts:
    """One round of pages: `pages` were asked, `rechecked` of them again, `waiting` are left for later runs."""

    pages: int = 0
    rechecked: int = 0
    new: int = 0
    unchanged: int = 0
    not_modified: int = 0
    failed: int = 0
    waiting: int = 0
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class _Target:
    """One URL to ask, with what is known of it."""

    url: str
    feed_id: str | None
    last: LastFetch
    failures: int = 0
    hard_failures: int = 0
    is_recheck: bool = False


@dataclass(slots=True)
class _Harvest:
    """The rows of one stage, until they are committed."""

    fetches: list[Fetch] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    quarantine: list[Quarantine] = field(default_factory=list)

    @property
    def outcomes(self) -> Counter[str]:
        return Counter(fetch.outcome for fetch in self.fetches)


def poll_feeds(warehouse: Warehouse, client: httpx.Client, run: Run, limits: FetchLimits) -> PollCounts:
    """Asks every enabled feed once, but those whose server said to stay away. Raises only what the warehouse raises."""
    with warehouse.transaction() as connection:
        known = queries.rows(connection, "poll_feeds")
    due = [_target(row) for row in known if may_poll(row["retry_after_at"], run.started_at)]
    harvest = _ask_targets("feed", due, _take_feed, client, run, limits)
    _, entries, quarantined = _commit(warehouse, harvest)
    outcomes = harvest.outcomes
    return PollCounts(
        feeds=len(harvest.fetches),
        new=outcomes["new"],
        unchanged=outcomes["unchanged"],
        not_modified=outcomes["not_modified"],
        failed=outcomes["error"],
        skipped=len(known) - len(due),
        entries=entries,
        quarantined=quarantined,
    )


def fetch_pages(warehouse: Warehouse, client: httpx.Client, run: Run, limits: FetchLimits) -> FetchCounts:
    """Asks for the pages of entries without a text, and again for pages that may have been edited.

    A host that answers 429 or 503 is left alone for the rest of the run and until its Retry-After. Raises only what the
    warehouse raises.
    """
    pending, due = _due_pages(warehouse, run.started_at, limits)
    harvest = _ask_targets("page", due, _take_page, client, run, limits, _leaves_host)
    _, _, given_up = _commit(warehouse, harvest)
    outcomes = harvest.outcomes
    asked = {fetch.url for fetch in harvest.fetches}
    return FetchCounts(
        pages=len(harvest.fetches),
        rechecked=sum(target.is_recheck for target in due if target.url in asked),
        new=outcomes["new"],
        unchanged=outcomes["unchanged"],
        not_modified=outcomes["not_modified"],
        failed=outcomes["error"],
        waiting=pending - len(harvest.fetches),
        given_up=given_up,
    )


def _due_pages(warehouse: Warehouse, now: datetime, limits: FetchLimits) -> tuple[int, list[_Target]]:
    """How many pages are pending or due for a recheck, and those of them that may be asked now."""
    last_hour = max(limits.recheck_hours, default=0)
    with warehouse.transaction() as connection:
        pending = queries.rows(connection, "fetch_pending", hard_errors=sorted(HARD_ERRORS))
        watched = queries.rows(connection, "fetch_rechecks", last_hour=last_hour) if last_hour else []
        paused = {host_of(row["url"]) for row in queries.rows(connection, "fetch_paused", now=now)}
    rechecks = [row for row in watched if recheck_due(row["first_at"], row["last_at"], now, limits.recheck_hours)]
    targets = [_target(row) for row in pending if may_try_page(row["failures"], row["last_failed_at"], now)]
    targets += [replace(_target(row), is_recheck=True) for row in rechecks]
    free = [target for target in targets if host_of(target.url) not in paused]
    return len(pending) + len(rechecks), free[:_MOST_PAGES]


def _target(row: dict[str, Any]) -> _Target:
    last = LastFetch(row.get("etag"), row.get("last_modified"), row.get("body_sha256"))
    return _Target(row["url"], row["feed_id"], last, row.get("failures", 0), row.get("hard_failures", 0))


Take = Callable[[_Harvest, _Target, Fetch, Asked, FetchLimits], None]


def _ask_targets(
    kind: str,
    targets: Iterable[_Target],
    take: Take,
    client: httpx.Client,
    run: Run,
    limits: FetchLimits,
    leaves_host: Callable[[Asked], bool] = lambda _: False,
) -> _Harvest:
    harvest = _Harvest()
    by_url = {target.url: target for target in targets}
    questions = [Question(url, request_headers(kind, limits, target.last)) for url, target in by_url.items()]
    for asked in ask_all(client, questions, limits, leaves_host):
        target = by_url[asked.question.url]
        take(harvest, target, _fetch_row(kind, target, asked, run), asked, limits)
    return harvest


def _fetch_row(kind: str, target: _Target, asked: Asked, run: Run) -> Fetch:
    started_at = run.started_at + timedelta(seconds=asked.started_seconds)
    latency_ms = round(asked.elapsed_seconds * 1000)
    asking = Asking(run.run_id, kind, target.feed_id, target.url, started_at, latency_ms, target.last)
    if isinstance(asked.result, FetchError):
        return failed_row(asking, asked.result)
    answer = asked.result
    return answered_row(asking, answer.status, answer.final_url, answer.headers, answer.body)


def _take_feed(harvest: _Harvest, target: _Target, fetch: Fetch, asked: Asked, limits: FetchLimits) -> None:
    if isinstance(asked.result, FetchError) or fetch.outcome != "new":
        harvest.fetches.append(fetch)
        if isinstance(asked.result, FetchTooLarge):
            harvest.quarantine.append(_quarantine("poll", fetch, asked.result.error_class, str(asked.result), None))
        return
    answer, document = asked.result, _document(fetch, asked.result)
    try:
        feed = parse_feed(answer.body, answer.final_url, document.content_type, limits.max_entries_per_feed)
    except FeedError as error:
        harvest.fetches.append(unreadable_row(fetch, error.reason, str(error)))
        harvest.quarantine.append(_quarantine("poll", fetch, error.reason, str(error), answer.body))
        return
    for reason in sorted(_INCOMPLETE.keys() & set(feed.flags)):
        harvest.quarantine.append(
            _quarantine("poll", fetch, reason, f"{fetch.url}: {_INCOMPLETE[reason]}", answer.body)
        )
        fetch = replace(fetch, etag=None, last_modified=None)
    note = f"{fetch.url}: read in spite of {', '.join(feed.flags)}" if feed.flags else None
    harvest.fetches.append(replace(fetch, error_message=note))
    harvest.documents.append(document)
    for entry in feed.entries:
        row, *full_text = entry_rows(entry, target.feed_id or "", document, fetch.started_at)
        harvest.entries.append(row)
        harvest.documents.extend(full_text)


def _take_page(harvest: _Harvest, target: _Target, fetch: Fetch, asked: Asked, limits: FetchLimits) -> None:
    del limits
    harvest.fetches.append(fetch)
    if isinstance(asked.result, Answer) and fetch.outcome == "new":
        harvest.documents.append(_document(fetch, asked.result))
    if fetch.outcome != "error" or target.is_recheck:
        return
    hard = target.hard_failures + (fetch.error_class in HARD_ERRORS)
    if gives_up(target.failures + 1, hard):
        tries = target.failures + 1
        message = f"{fetch.url}: given up after {tries} tries, the last with {fetch.error_class}: {fetch.error_message}"
        harvest.quarantine.append(_quarantine("fetch", fetch, "gave_up", message, None))


def _leaves_host(asked: Asked) -> bool:
    """Whether the server asked to be left alone (RFC 6585 section 4, RFC 9110 section 15.6.4)."""
    busy = {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}
    return isinstance(asked.result, Answer) and asked.result.status in busy


def _document(fetch: Fetch, answer: Answer) -> Document:
    content_type = answer.headers.get("content-type")
    final_url, feed_id = answer.final_url, fetch.feed_id
    return document_row(
        fetch.kind, fetch.url, final_url, content_type, answer.body, fetch.run_id, feed_id, fetch.started_at
    )


def _quarantine(stage: str, fetch: Fetch, reason: str, message: str, body: bytes | None) -> Quarantine:
    return quarantine_row(stage, fetch.url, reason, message, body, fetch.run_id, fetch.started_at)


def _commit(warehouse: Warehouse, harvest: _Harvest) -> tuple[int, int, int]:
    """Writes the rows in one transaction; how many documents, entries and quarantine rows were new."""
    if not harvest.fetches:
        return 0, 0, 0
    with warehouse.transaction() as connection:
        store.insert(connection, harvest.fetches)
        documents = store.insert(connection, harvest.documents)
        entries = store.insert(connection, harvest.entries)
        return documents, entries, store.insert(connection, harvest.quarantine)
