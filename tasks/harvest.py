"""What polling feeds and fetching pages share: targets -> questions -> one row an end, collected until the commit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import structlog

from tasks.ask import Answer, Asked, Question, ask_all
from tasks.errors import FetchError
from tasks.feeds.answers import Asking, answered_row, failed_row
from tasks.feeds.conditional import LastFetch, request_headers
from tasks.feeds.limits import FetchLimits
from tasks.feeds.polling import NEVER_POLLED, PollState
from tasks.feeds.records import document_row, quarantine_row
from tasks.obey import Obedience
from warehouse import queries, store
from warehouse.records import Document, Entry, FeedMove, Fetch, Quarantine, Robots, Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Target:
    """One URL to ask, with what is known of it."""

    url: str
    feed_id: str | None
    last: LastFetch
    failures: int = 0
    hard_failures: int = 0
    is_recheck: bool = False
    state: PollState = NEVER_POLLED
    min_interval_minutes: int | None = None


@dataclass(slots=True)
class Harvest:
    """The rows of one stage, until they are committed."""

    fetches: list[Fetch] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    quarantine: list[Quarantine] = field(default_factory=list)
    robots: list[Robots] = field(default_factory=list)
    moves: list[FeedMove] = field(default_factory=list)

    @property
    def outcomes(self) -> Counter[str]:
        """How many fetches ended how."""
        return Counter(fetch.outcome for fetch in self.fetches)


Take = Callable[[Harvest, Target, Fetch, Asked], None]


@dataclass(frozen=True, slots=True)
class Harvester:
    """Asks for targets of one kind (feed or page), each end to `take`. `robots` are what servers said before."""

    client: httpx.Client
    run: Run
    limits: FetchLimits
    kind: str
    robots: Sequence[Robots]

    def ask(self, targets: Iterable[Target], take: Take, leaves_host: Callable[[Asked], bool]) -> Harvest:
        """Asks each target once; what servers said about robots is in the harvest."""
        harvest = Harvest()
        by_url: dict[str, list[Target]] = {}
        for target in targets:
            by_url.setdefault(target.url, []).append(target)
        headers = {url: request_headers(self.kind, self.limits, same[0].last) for url, same in by_url.items()}
        questions = [Question(url, found) for url, found in headers.items()]
        obedience = Obedience(self.client, self.run, self.limits, self.robots)
        guard, gap = (obedience.guard, obedience.gap) if self.limits.obey_robots else (None, None)
        # all answers first: reading one while others arrive makes threads fight, and costs a third more
        for asked in list(ask_all(self.client, questions, self.limits, leaves_host, guard, gap)):
            for target in by_url[asked.question.url]:
                take(harvest, target, self._fetch_row(target, asked), asked)
        harvest.robots = list({row.origin: row for row in obedience.rows}.values())
        return harvest

    def _fetch_row(self, target: Target, asked: Asked) -> Fetch:
        started_at = self.run.started_at + timedelta(seconds=asked.started_seconds)
        latency_ms = round(asked.elapsed_seconds * 1000)
        asking = Asking(self.run.run_id, self.kind, target.feed_id, target.url, started_at, latency_ms, target.last)
        if isinstance(asked.result, FetchError):
            return failed_row(asking, asked.result)
        answer = asked.result
        row = answered_row(asking, answer.status, answer.final_url, answer.headers, answer.body)
        return replace(row, permanent_url=answer.permanent_url) if answer.permanent_url else row


def document(fetch: Fetch, answer: Answer) -> Document:
    """The row that keeps the bytes of an answer with its headers."""
    content_type = answer.headers.get("content-type")
    row = document_row(
        fetch.kind,
        fetch.url,
        answer.final_url,
        content_type,
        answer.body,
        fetch.run_id,
        fetch.feed_id,
        fetch.started_at,
        fetch.body_sha256,
    )
    return replace(row, status=answer.status, headers=json.dumps(answer.raw_headers))


def quarantined(stage: str, fetch: Fetch, reason: str, message: str, body: bytes | None) -> Quarantine:
    """The row that keeps what could not be used."""
    return quarantine_row(stage, fetch.url, reason, message, body, fetch.run_id, fetch.started_at)


def known_robots(connection: DuckDBPyConnection, limits: FetchLimits) -> list[Robots]:
    """What servers said about robots before; nothing where it is not obeyed."""
    return queries.records(connection, Robots, "fetch_robots") if limits.obey_robots else []


def write(connection: DuckDBPyConnection, harvest: Harvest) -> tuple[int, int, int]:
    """Writes the rows; how many documents, entries and quarantine rows were new."""
    store.insert(connection, [*harvest.fetches, *harvest.moves])
    store.upsert(connection, harvest.robots)
    documents = store.insert(connection, harvest.documents)
    entries = store.insert(connection, harvest.entries)
    return documents, entries, store.insert(connection, harvest.quarantine)


def tell(harvest: Harvest) -> None:
    """Log each end with its feed: failures of feeds as warnings, what brought news as info, the rest for debugging."""
    for fetch in harvest.fetches:
        if fetch.outcome == "error":
            warn = log.warning if fetch.kind == "feed" else log.info
            warn(
                f"{fetch.kind}_failed", feed_id=fetch.feed_id, error_class=fetch.error_class, error=fetch.error_message
            )
            continue
        say = log.info if fetch.kind == "feed" and fetch.outcome == "new" else log.debug
        say(f"{fetch.kind}_asked", feed_id=fetch.feed_id, outcome=fetch.outcome, ms=fetch.latency_ms)
