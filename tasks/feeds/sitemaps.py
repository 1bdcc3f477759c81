"""News sitemaps (sitemaps.org 0.9 with Google's news extension) -> items in the shape that feedparser gives.

An index of sitemaps is never followed: it may name itself. It is no feed, and its error names the sitemaps to add.
"""

from __future__ import annotations

from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from tasks.errors import FeedError
from tasks.text.dates import published

_SHOWN = 5  # sitemaps of an index that the message names


def read_news_sitemap(text: str, url: str) -> list[dict[str, Any]]:
    """The news of a <urlset> without a DOCTYPE. Raises FeedError (not_a_feed)."""
    root = _root(text, url)
    found = [item for element in root if (item := _item(element)) is not None]
    if not found:
        message = "the sitemap names no news (no <news:news>); check the address of the feed"
        raise FeedError(url, "not_a_feed", message)
    return found


def refuse_index(text: str, url: str) -> FeedError:
    """The error of a <sitemapindex>, with the sitemaps that it names."""
    try:
        named = [value for element in _root(text, url) if (value := _text(element, "loc"))]
    except FeedError as error:
        return error
    news = [name for name in named if "news" in name.lower()] or named
    shown = ", ".join(news[:_SHOWN]) or "none"
    message = f"an index of {len(named)} sitemaps, which is not followed; add the one with the news: {shown}"
    return FeedError(url, "sitemap_index", message)


def _root(text: str, url: str) -> ET.Element:
    try:
        # S314: the DOCTYPE was cut out before, so there are no entities; expat opens nothing
        return ET.fromstring(text.encode("utf-8", "replace"))  # noqa: S314
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise FeedError(url, "not_a_feed", f"the sitemap is broken XML ({error}); a later run asks again") from error


def _item(element: ET.Element) -> dict[str, Any] | None:
    news = next((child for child in element if _local(child) == "news"), None)
    link = _text(element, "loc")
    if news is None or link is None:
        return None
    title, moment = _text(news, "title"), published(_text(news, "publication_date")).at
    return {
        "id": link,
        "link": link,
        "title": escape(title, quote=False) if title else None,
        "published_parsed": moment.timetuple() if moment else None,
    }


def _text(element: ET.Element, name: str) -> str | None:
    child = next((child for child in element if _local(child) == name), None)
    return (child.text or "").strip() or None if child is not None else None


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
