"""Fetching pages: those of entries without a text, and again those that may have been edited.

entries -> due? -> ask_all -> fetches, documents, quarantine -> one commit
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import httpx

from tasks.ask import Answer, Asked
from tasks.errors import FetchError, FetchTooLarge
from tasks.feeds.conditional import LastFetch
from tasks.feeds.limits import FetchLimits
from tasks.feeds.schedule import HARD_ERRORS, gives_up, may_try_page, recheck_due
from tasks.harvest import Harvest, Harvester, Target, document, known_robots, quarantined, tell, write
from tasks.text.urls import host_of
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.records import Fetch, Run

_MOST_PAGES = 2_000  # in one run, because bodies are held until the commit; the rest waits for the next run
_HANGS = 2  # requests to one host that brought nothing in time: the rest of its pages waits for the next run
_SILENT = frozenset({"timeout", "refused", "dns", "unreachable"})


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


def fetch_pages(warehouse: Warehouse, client: httpx.Client, run: Run, limits: FetchLimits) -> FetchCounts:
    """Asks for the pages of entries without a text, and again for pages that may have been edited.

    A host that answers 429 or 503, or keeps silent twice, is left alone for the rest of the run, and until its
    Retry-After. Raises only what the warehouse raises.
    """
    pending, due = _due_pages(warehouse, run, limits)
    if not due:
        return FetchCounts(waiting=pending)
    with warehouse.transaction() as connection:
        robots = known_robots(connection, limits)
    harvest = Harvester(client, run, limits, "page", robots).ask(due, _take, _Patience().leaves_host)
    with warehouse.transaction() as connection:
        write(connection, harvest)
    tell(harvest)
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
        given_up=sum(row.reason == "gave_up" for row in harvest.quarantine),
    )


def _due_pages(warehouse: Warehouse, run: Run, limits: FetchLimits) -> tuple[int, list[Target]]:
    """How many pages are pending or due for a recheck, and those of them that may be asked now."""
    now = run.started_at
    last_hour = max(limits.recheck_hours, default=0)
    with warehouse.transaction() as connection:
        pending = queries.rows(connection, "fetch_pending", hard_errors=sorted(HARD_ERRORS), live=run.is_live)
        watched = queries.rows(connection, "fetch_rechecks", last_hour=last_hour) if last_hour and run.is_live else []
        paused = {host_of(row["url"]) for row in queries.rows(connection, "fetch_paused", now=now)}
    rechecks = [row for row in watched if recheck_due(row["first_at"], row["last_at"], now, limits.recheck_hours)]
    targets = [_target(row) for row in pending if may_try_page(row["failures"], row["last_failed_at"], now)]
    targets += [replace(_target(row), is_recheck=True) for row in rechecks]
    free = [target for target in targets if host_of(target.url) not in paused]
    return len(pending) + len(rechecks), free[:_MOST_PAGES]


def _target(row: dict[str, Any]) -> Target:
    last = LastFetch(row.get("etag"), row.get("last_modified"), row.get("body_sha256"))
    return Target(row["url"], row["feed_id"], last, row.get("failures", 0), row.get("hard_failures", 0))


def _take(harvest: Harvest, target: Target, fetch: Fetch, asked: Asked) -> None:
    harvest.fetches.append(fetch)
    if isinstance(asked.result, Answer) and fetch.outcome == "new":
        harvest.documents.append(document(fetch, asked.result))
    if isinstance(asked.result, FetchTooLarge):
        harvest.quarantine.append(quarantined("fetch", fetch, asked.result.error_class, str(asked.result), None))
    if fetch.outcome != "error" or target.is_recheck:
        return
    hard = target.hard_failures + (fetch.error_class in HARD_ERRORS)
    if gives_up(target.failures + 1, hard):
        tries = target.failures + 1
        message = f"{fetch.url}: given up after {tries} tries, the last with {fetch.error_class}: {fetch.error_message}"
        harvest.quarantine.append(quarantined("fetch", fetch, "gave_up", message, None))


class _Patience:
    """Which hosts are left alone for the rest of a run."""

    def __init__(self) -> None:
        self._silent: Counter[str] = Counter()

    def leaves_host(self, asked: Asked) -> bool:
        """Whether the server asked to be left alone (RFC 6585 section 4, RFC 9110 section 15.6.4) or keeps silent."""
        result = asked.result
        if isinstance(result, FetchError):
            host = host_of(asked.question.url)
            self._silent[host] += result.error_class in _SILENT
            return self._silent[host] >= _HANGS
        return result.status in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}
