"""Polling feeds: those that are due are asked, every end is a row that says when the feed is due again.

feeds -> due? -> ask_all -> take: parse, entries, quarantine -> plan: new entries, our fault, next poll -> one commit
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import httpx

from tasks.ask import Answer, Asked
from tasks.errors import FeedError, FetchError, FetchTooLarge
from tasks.feeds.answers import unreadable_row
from tasks.feeds.conditional import NOTHING, LastFetch
from tasks.feeds.limits import FetchLimits
from tasks.feeds.parse import ParsedFeed, parse_feed
from tasks.feeds.polling import Bounds, PollState, fault_is_ours, planned, wants_full
from tasks.feeds.records import entry_rows
from tasks.feeds.schedule import may_poll
from tasks.harvest import Harvest, Harvester, Target, document, known_robots, quarantined, tell, write
from tasks.text.urls import host_of
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.records import FeedMove, Fetch, Run, stable_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# what was read of a feed, but not all of it: kept in the quarantine; the first two are asked for in full again
_AGAIN = {
    "truncated": "the feed ends in the middle; the whole items were kept, and the next request is answered in full",
    "too_many_entries": "the feed has more entries than max_entries_per_feed; the first ones were kept",
}
_INCOMPLETE = _AGAIN | {
    "entities": "the feed declares entities of its own; they were cut out, because bombs are made of them",
}


@dataclass(frozen=True, slots=True)
class PollCounts:
    """One poll: `feeds` were asked, `skipped` are not due or wait for a Retry-After; `entries`, `quarantined` are new.

    `moved` feeds have a new address for good; `our_fault` failed because this machine or its network did.
    """

    feeds: int = 0
    new: int = 0
    unchanged: int = 0
    not_modified: int = 0
    failed: int = 0
    skipped: int = 0
    entries: int = 0
    quarantined: int = 0
    moved: int = 0
    our_fault: int = 0


def poll_feeds(warehouse: Warehouse, client: httpx.Client, run: Run, limits: FetchLimits) -> PollCounts:
    """Asks every enabled feed that is due. Raises only what the warehouse raises."""
    with warehouse.transaction() as connection:
        known = queries.rows(connection, "poll_feeds", now=run.started_at)
        paused = {host_of(row["url"]) for row in queries.rows(connection, "fetch_paused", now=run.started_at)}
        robots = known_robots(connection, limits)
    targets = [_target(row) for row in known if _is_due(row, paused, run.started_at)]
    taker = _Taker(limits)
    harvest = Harvester(client, run, limits, "feed", robots).ask(targets, taker.take, _leaves_host)
    if not harvest.fetches:
        return PollCounts(skipped=len(known))
    bounds = Bounds(limits.min_interval_minutes, limits.max_interval_minutes)
    with warehouse.transaction() as connection:
        _plan(connection, harvest, targets, bounds, run)
        _, entries, quarantine = write(connection, harvest)
    tell(harvest)
    outcomes = harvest.outcomes
    return PollCounts(
        feeds=len(harvest.fetches),
        new=outcomes["new"],
        unchanged=outcomes["unchanged"],
        not_modified=outcomes["not_modified"],
        failed=outcomes["error"],
        skipped=len(known) - len(harvest.fetches),
        entries=entries,
        quarantined=quarantine,
        moved=len(harvest.moves),
        our_fault=sum(bool(fetch.is_our_fault) for fetch in harvest.fetches),
    )


def _is_due(row: dict[str, Any], paused: set[str], now: datetime) -> bool:
    return may_poll(row["due_at"], now) and not (paused and host_of(row["url"]) in paused)


def _target(row: dict[str, Any]) -> Target:
    state = PollState(row["sickness"], row["not_modified_in_a_row"], row["last_new_at"], row["feed_floor_seconds"])
    last = LastFetch(row["etag"], row["last_modified"], row["body_sha256"])
    if wants_full(state):
        last = replace(NOTHING, body_sha256=last.body_sha256)
    return Target(row["url"], row["feed_id"], last, state=state, min_interval_minutes=row["min_interval_minutes"])


@dataclass(frozen=True, slots=True)
class _Taker:
    """What the end of one poll leaves in the harvest."""

    limits: FetchLimits

    def take(self, harvest: Harvest, target: Target, fetch: Fetch, asked: Asked) -> None:
        answer = asked.result
        if isinstance(answer, FetchError) or fetch.outcome != "new":
            harvest.fetches.append(fetch)
            if isinstance(answer, FetchTooLarge):
                harvest.quarantine.append(quarantined("poll", fetch, answer.error_class, str(answer), None))
            return
        content_type = answer.headers.get("content-type")
        try:
            feed = parse_feed(answer.body, answer.final_url, content_type, self.limits.max_entries_per_feed)
        except FeedError as error:
            harvest.fetches.append(unreadable_row(fetch, error.reason, str(error)))
            harvest.quarantine.append(quarantined("poll", fetch, error.reason, str(error), answer.body))
            return
        _keep(harvest, target, _noted(harvest, fetch, feed, answer.body), feed, answer)


def _noted(harvest: Harvest, fetch: Fetch, feed: ParsedFeed, body: bytes) -> Fetch:
    """`fetch` with what was odd about the feed; what was left of it goes to the quarantine."""
    for reason in sorted(_INCOMPLETE.keys() & set(feed.flags)):
        text = f"{fetch.url}: {_INCOMPLETE[reason]}"
        harvest.quarantine.append(quarantined("poll", fetch, reason, text, body))
        if reason in _AGAIN:
            fetch = replace(fetch, etag=None, last_modified=None)
    note = f"{fetch.url}: read in spite of {', '.join(feed.flags)}" if feed.flags else None
    return replace(fetch, error_message=note, feed_floor_seconds=feed.floor_seconds)


def _keep(harvest: Harvest, target: Target, fetch: Fetch, feed: ParsedFeed, answer: Answer) -> None:
    body = document(fetch, answer)
    harvest.fetches.append(fetch)
    harvest.documents.append(body)
    for entry in feed.entries:
        row, *full_text = entry_rows(entry, target.feed_id or "", body, fetch.started_at)
        harvest.entries.append(row)
        harvest.documents.extend(full_text)


def _plan(
    connection: DuckDBPyConnection, harvest: Harvest, targets: Sequence[Target], bounds: Bounds, run: Run
) -> None:
    """Gives each fetch what the next poll needs to know, and finds feeds that have moved for good."""
    by_feed = {target.feed_id: target for target in targets}
    news = _new_entries(connection, harvest)
    sick = frozenset(target.feed_id or "" for target in targets if target.state.sickness)
    ours = fault_is_ours(harvest.fetches, sick)
    rows = []
    for fetch in harvest.fetches:
        target = by_feed[fetch.feed_id]
        if fetch.outcome == "new":
            fetch = replace(fetch, new_entries=news[fetch.feed_id or ""])  # noqa: PLW2901 - the row grows
        own = bounds.with_floor(target.min_interval_minutes)
        rows.append(planned(fetch, target.state, own, run.started_at, is_our_fault=ours))
        if fetch.outcome != "error" and fetch.permanent_url and fetch.permanent_url != fetch.url:
            harvest.moves.append(_move(fetch, fetch.permanent_url, run))
    harvest.fetches = rows


def _new_entries(connection: DuckDBPyConnection, harvest: Harvest) -> Counter[str]:
    """How many entries of each feed were not known before; only those stay in the harvest."""
    if not harvest.entries:
        return Counter()
    ids = [entry.entry_id for entry in harvest.entries]
    known = {row["entry_id"] for row in queries.rows(connection, "poll_known_entries", entry_ids=ids)}
    harvest.entries = [entry for entry in harvest.entries if entry.entry_id not in known]
    return Counter(entry.feed_id for entry in harvest.entries)


def _move(fetch: Fetch, to_url: str, run: Run) -> FeedMove:
    feed_id = fetch.feed_id or ""
    move_id = stable_id(feed_id, fetch.url, to_url)
    return FeedMove(move_id, feed_id, run.run_id, fetch.url, to_url, fetch.started_at)


def _leaves_host(asked: Asked) -> bool:
    """Whether the server counts our requests and named a time (RFC 6585 section 4): then none of its feeds is asked."""
    answer = asked.result
    return (
        isinstance(answer, Answer)
        and answer.status == httpx.codes.TOO_MANY_REQUESTS
        and "retry-after" in answer.headers
    )
