"""JSON Feed 1.0 and 1.1 (jsonfeed.org) -> items in the shape that feedparser gives, so that one reading serves all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from tasks.errors import FeedError
from tasks.text.charset import decode
from tasks.text.dates import published

FORMATS = {"https://jsonfeed.org/version/1": "json1", "https://jsonfeed.org/version/1.1": "json11"}


def is_json(body: bytes) -> bool:
    """Whether `body` starts as a JSON object."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_json_feed(body: bytes, url: str) -> tuple[str, str | None, list[dict[str, Any]]]:
    """Format, title and items of the feed. Raises FeedError (not_a_feed)."""
    try:
        feed = json.loads(decode(body, "application/json; charset=utf-8").text, strict=False)
    except (ValueError, RecursionError) as error:
        message = f"the bytes start as JSON but are none ({error}); a later run asks again"
        raise FeedError(url, "not_a_feed", message) from error
    version, items = str(feed.get("version") or ""), feed.get("items")
    if "jsonfeed.org/version/" not in version or not isinstance(items, list):
        raise FeedError(url, "not_a_feed", "the bytes are JSON but no JSON Feed; check the address of the feed")
    found = [_item(item, feed) for item in items if isinstance(item, dict)]
    return FORMATS.get(version.replace("http:", "https:").rstrip("/"), "json11"), _text(feed.get("title")), found


def _item(item: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, Any]:
    content = _text(item.get("content_html"))
    if content is None and (plain := _text(item.get("content_text"))):
        content = escape(plain, quote=False)
    names = [_name(author) for author in _authors(item) or _authors(feed)]
    moments = (published(_text(item.get(key))).at for key in ("date_published", "date_modified"))
    moment = next((found for found in moments if found is not None), None)
    return {
        "id": _text(item.get("id")),
        "link": _text(item.get("url")) or _text(item.get("external_url")),
        "title": escape(title, quote=False) if (title := _text(item.get("title"))) else None,
        "summary": _text(item.get("summary")),
        "content": [{"value": content}] if content else [],
        "author": ", ".join(name for name in names if name) or None,
        "published_parsed": moment.timetuple() if moment else None,
    }


def _authors(thing: Mapping[str, Any]) -> list[Any]:
    authors = thing.get("authors") or thing.get("author")
    return authors if isinstance(authors, list) else [authors] if authors else []


def _name(author: object) -> str | None:
    return _text(author.get("name") if isinstance(author, dict) else author)


def _text(value: object) -> str | None:
    """Version 1.1 wants strings; numbers as ids are common all the same."""
    return str(value) if isinstance(value, str | int | float) and str(value).strip() else None
