"""Bytes -> entries: RSS 0.9x to 2.0, RDF, Atom, JSON Feed, news sitemaps.

feedparser is given a buffer, and so never opens anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import unescape
from io import BytesIO
from typing import Any

import feedparser

from tasks.errors import FeedError
from tasks.feeds.freshness import feed_floor_seconds
from tasks.feeds.json_feed import is_json, read_json_feed
from tasks.feeds.sitemaps import read_news_sitemap, refuse_index
from tasks.feeds.sniff import SITEMAP, SITEMAP_INDEX, FeedText, sniff
from tasks.text.fingerprint import one_line, text_sha256
from tasks.text.urls import absolute_url

feedparser.api.PREFERRED_XML_PARSERS[:] = []  # it looks for libxml2's at every feed, in vain: expat reads them
_TAG = re.compile(r"<[^>]{0,2000}>")
_CUT = re.compile(
    r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.|\b(?:read|continue|learn) (?:more|reading)\W{0,5})$", re.IGNORECASE
)
_ADDRESS_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)")
_FULL_CONTENT = 500  # characters of content:encoded or atom:content that make a text
_FULL_SUMMARY = 1500  # of a description, which is a teaser by habit
_YEAR_9999 = 9999


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item as the feed said it. `key` makes it the same item tomorrow; `content_html` is a full text or None."""

    key: str
    guid: str | None
    url: str | None
    title: str | None
    byline: str | None
    published_at: datetime | None
    content_html: str | None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """The entries of a feed, each once. `flags`: those of FeedText, and malformed where the XML is broken."""

    entries: tuple[FeedEntry, ...]
    flags: tuple[str, ...]
    format: str  # feedparser's word (rss20, rss10, atom10), json11, news_sitemap
    title: str | None = None
    floor_seconds: int | None = None  # least interval that the feed asks for


def parse_feed(body: bytes, url: str, content_type: str | None, max_entries: int) -> ParsedFeed:
    """The entries in `body`. Raises FeedError: empty, html_not_feed, not_a_feed, sitemap_index."""
    if is_json(body):
        version, title, items = read_json_feed(body, url)
        flags = ("too_many_entries",) if len(items) > max_entries else ()
        return ParsedFeed(_unique(items[:max_entries], url), flags, version, _plain(title))
    feed = sniff(body, url, content_type, max_entries)
    if feed.root == SITEMAP_INDEX:
        raise refuse_index(feed.text, url)
    if feed.root == SITEMAP:
        return ParsedFeed(_unique(read_news_sitemap(feed.text, url), url), feed.flags, "news_sitemap")
    return _parsed(feed, url)


def _parsed(feed: FeedText, url: str) -> ParsedFeed:
    # no content-location: links are resolved here, feedparser would resolve everything that looks like one
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # sanitizing is for browsers; here it only costs time, and quadratic time on a hostile item
        parsed = feedparser.parse(
            BytesIO(feed.text.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        version, items = str(parsed.get("version") or ""), parsed["entries"]
        entries = _unique(items, url)
    except Exception as error:  # feedparser lets out whatever its parsers raise
        raise FeedError(url, "not_a_feed", f"feedparser gave up on the bytes: {error!r}") from error
    if not version and not items:
        raise FeedError(url, "not_a_feed", "the bytes have a feed's root but no feed; check the address of the feed")
    flags = (*feed.flags, "malformed") if parsed.get("bozo") else feed.flags
    said = parsed.get("feed") or {}
    floor = feed_floor_seconds(said.get("ttl"), said.get("sy_updateperiod"), said.get("sy_updatefrequency"))
    return ParsedFeed(entries, flags, version, _plain(said.get("title")), floor)


def _unique(items: Iterable[dict[str, Any]], url: str) -> tuple[FeedEntry, ...]:
    entries: dict[str, FeedEntry] = {}
    for item in items:
        entry = _entry(item, url)
        if entry is not None:
            entries.setdefault(entry.key, entry)
    return tuple(entries.values())


def _entry(item: dict[str, Any], feed_url: str) -> FeedEntry | None:
    get = partial(dict.get, item)  # feedparser's own get looks each key up under its older names, too
    guid = one_line(get("id"))
    link = one_line(get("feedburner_origlink") or get("link"))
    url = (absolute_url(feed_url, link) or link) if link else None
    title, content = _plain(get("title")), _full_text(item)
    key = guid or url or (text_sha256(f"{title}\n{get('summary')}") if title or get("summary") else None)
    if key is None:
        return None  # an item that says nothing
    return FeedEntry(key, guid, url, title, _byline(item), _published(item), content)


def _byline(item: dict[str, Any]) -> str | None:
    """The author's name. RSS 2.0 asks for "address (name)", which feedparser takes apart wrongly for long domains."""
    author = dict.get(item, "author")
    named = _ADDRESS_AND_NAME.fullmatch(str(author).strip()) if author else None
    if named is not None:
        return _plain(named[1])
    detail = dict.get(item, "author_detail")
    name = detail.get("name") if isinstance(detail, dict) else None
    return _plain(name or author)


def _published(item: dict[str, Any]) -> datetime | None:
    """The item's own date, however absurd; None where it has none or one that no calendar has. Never the present."""
    for name in ("published_parsed", "updated_parsed"):
        parts = dict.get(item, name)  # feedparser's own get gives one date for the other, with a warning
        if parts is None:
            continue
        try:
            year, month, day, hour, minute, second = (int(part) for part in parts[:6])
            moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)  # 59: a leap second
        except (ValueError, TypeError, OverflowError):
            continue
        if 1 < moment.year < _YEAR_9999:  # at the ends of the calendar a change of zone overflows
            return moment
    return None


def _full_text(item: dict[str, Any]) -> str | None:
    """The text of the item where the feed carries all of it, None for a teaser."""
    contents = [str(part.get("value") or "") for part in dict.get(item, "content") or () if isinstance(part, dict)]
    best = max(contents, key=len, default="")
    if _characters(best) >= _FULL_CONTENT and not _CUT.search(_TAG.sub(" ", best).strip()):
        return best
    summary = str(dict.get(item, "summary") or "")
    if len(summary) < _FULL_SUMMARY:
        return None
    return (
        summary if _characters(summary) >= _FULL_SUMMARY and not _CUT.search(_TAG.sub(" ", summary).strip()) else None
    )


def _characters(html: str) -> int:
    return len(" ".join(unescape(_TAG.sub(" ", html)).split()))


def _plain(html: object) -> str | None:
    text = str(html) if html else ""
    return one_line(unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text)
