"""`sitrep feeds check URL`: what stands there, in words, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flows.compose import compose
from flows.console import heading, say
from tasks.discover import Inspection, inspect
from tasks.feeds.parse import ParsedFeed
from warehouse.records import Run, stable_id

_NAMES = {
    "rss090": "RSS 0.90", "rss091n": "RSS 0.91", "rss091u": "RSS 0.91", "rss092": "RSS 0.92", "rss093": "RSS 0.93",
    "rss094": "RSS 0.94", "rss20": "RSS 2.0", "rss10": "RSS 1.0 (RDF)", "rss": "RSS", "atom01": "Atom 0.1",
    "atom02": "Atom 0.2", "atom03": "Atom 0.3", "atom10": "Atom 1.0", "atom": "Atom", "cdf": "CDF",
    "json1": "JSON Feed 1.0", "json11": "JSON Feed 1.1", "news_sitemap": "news sitemap",
}  # fmt: skip
_SHOWN = 3  # items
_MINUTE = 60


def check_feed(config: Path | None, url: str) -> int:
    """Print what `url` is; 0 where a feed was found there or from there, else 1."""
    app = compose(config)
    now = datetime.now(UTC)
    run = Run(stable_id("check", now.isoformat()), "check", "running", now, None, "", None, None)
    with app.client() as client:
        seen = inspect(client, url, app.limits, run)
    for line in _lines(seen):
        say(line)
    for one in seen.found:
        heading(f"leads to {one.url}")
        for line in _lines(one):
            say(line)
    feeds = [seen, *seen.found] if seen.feed else list(seen.found)
    known = {feed.url for feed in app.settings.feeds}
    for one in feeds:
        say()
        say(_next_step(one, known))
    if not feeds:
        say("no feed was found; look for a link that says RSS, Atom or feed on the site and check that")
    return 0 if feeds else 1


def _lines(seen: Inspection) -> Iterator[str]:
    yield f"address      {seen.url}"
    if seen.final_url and seen.final_url != seen.url:
        how = "for good" if seen.permanent_url == seen.final_url else "for now"
        yield f"redirects    {how} to {seen.final_url}"
    if seen.status is not None:
        yield f"status       {seen.status}, {seen.body_bytes:,} bytes"
    yield f"robots.txt   {seen.robots}"
    if seen.feed is None:
        yield f"format       no feed: {seen.problem}"
        return
    yield from _described(seen.feed)
    validators = "unchanged feeds cost nothing" if seen.has_validators else "no ETag, no Last-Modified: always in full"
    yield f"conditional  {validators}"
    floor = max(seen.feed.floor_seconds or 0, seen.cache_seconds or 0)
    yield f"asks for     {f'at most one poll in {floor // _MINUTE} minutes' if floor else 'nothing'}"


def _described(feed: ParsedFeed) -> Iterator[str]:
    yield f"format       {_NAMES.get(feed.format, feed.format or 'unknown')}"
    if feed.title:
        yield f"title        {feed.title}"
    if feed.flags:
        yield f"odd          {', '.join(feed.flags)}"
    full = sum(entry.content_html is not None for entry in feed.entries)
    yield f"items        {len(feed.entries)}"
    yield f"full text    {f'{full} of {len(feed.entries)} items' if full else 'no, pages are fetched'}"
    dates = sorted(entry.published_at for entry in feed.entries if entry.published_at)
    if dates:
        yield f"dates        {len(dates)} items dated, {dates[0]:%Y-%m-%d %H:%M} to {dates[-1]:%Y-%m-%d %H:%M} UTC"
    else:
        yield "dates        none"
    for entry in feed.entries[:_SHOWN]:
        yield f"  - {entry.title or entry.url or entry.key}"


def _next_step(seen: Inspection, known: set[str]) -> str:
    url = seen.permanent_url or seen.url
    if url in known or seen.url in known:
        return f"{seen.url} is in the registry"
    outlet = (seen.feed.title if seen.feed else None) or "NAME"
    name = outlet.replace("\\", "").replace('"', "'").replace("$", "").replace("`", "'")
    return f'next: sitrep feeds add {url} --outlet "{name}"'
