"""Looking at one URL as a reader would: is it a feed, what is in it, and if it is a page, where its feeds are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import httpx

from tasks.ask import Answer, Question, ask
from tasks.errors import FeedError, FetchError
from tasks.feeds.conditional import request_headers
from tasks.feeds.freshness import cache_seconds
from tasks.feeds.limits import FetchLimits
from tasks.feeds.links import feed_links
from tasks.feeds.parse import ParsedFeed, parse_feed
from tasks.obey import Obedience
from tasks.text.charset import decode
from tasks.text.urls import absolute_url
from warehouse.records import Run

_GUESSES = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "feed.json")  # tried where a page links to none
_MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class Inspection:
    """What stands at one URL: a `feed`, or the `problem` why there is none."""

    url: str
    final_url: str | None = None
    permanent_url: str | None = None
    status: int | None = None
    body_bytes: int = 0
    has_validators: bool = False
    cache_seconds: int | None = None
    robots: str = "allowed"
    feed: ParsedFeed | None = None
    problem: str | None = None
    found: tuple[Inspection, ...] = ()  # feeds that the page at `url` leads to


def inspect(client: httpx.Client, url: str, limits: FetchLimits, run: Run) -> Inspection:
    """Asks `url`, and where it is a page the feeds that it links to, else the usual places."""
    obedience = Obedience(client, run, limits, ())
    first, answer = _look(client, url, limits, obedience, run.started_at)
    if first.feed is not None or answer is None:
        return first
    found = (_look(client, link, limits, obedience, run.started_at)[0] for link in _candidates(answer))
    feeds: dict[str | None, Inspection] = {}
    for one in found:
        if one.feed is not None:
            feeds.setdefault(one.final_url, one)
    return replace(first, found=tuple(feeds.values()))


def _candidates(answer: Answer) -> Iterator[str]:
    text = decode(answer.body, answer.headers.get("content-type")).text
    linked = feed_links(text, answer.final_url)
    yield from linked[:_MOST_LINKS]
    if not linked:
        yield from (url for guess in _GUESSES if (url := absolute_url(answer.final_url, f"/{guess}")))


def _look(
    client: httpx.Client, url: str, limits: FetchLimits, obedience: Obedience, now: datetime
) -> tuple[Inspection, Answer | None]:
    seen, robots = Inspection(url), "allowed" if limits.obey_robots else "not asked"
    try:
        if limits.obey_robots:
            obedience.guard(url)
        guard = obedience.guard if limits.obey_robots else None
        answer = ask(client, Question(url, request_headers("feed", limits)), limits, guard)
    except FetchError as error:
        refused = "forbidden" if error.error_class == "robots" else "unknown"
        return replace(seen, robots=refused, problem=str(error)), None
    seen = replace(
        seen,
        final_url=answer.final_url,
        permanent_url=answer.permanent_url,
        status=answer.status,
        body_bytes=len(answer.body),
        has_validators="etag" in answer.headers or "last-modified" in answer.headers,
        cache_seconds=cache_seconds(answer.headers, now),
        robots=robots,
    )
    if not httpx.codes.is_success(answer.status):
        return replace(seen, problem=f"{url}: the server answered {answer.status}"), None
    try:
        content_type = answer.headers.get("content-type")
        return replace(
            seen, feed=parse_feed(answer.body, answer.final_url, content_type, limits.max_entries_per_feed)
        ), answer
    except FeedError as error:
        return replace(seen, problem=str(error)), answer
