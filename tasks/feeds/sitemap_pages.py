"""Any sitemap (sitemaps.org 0.9, with Google's news extension or without) -> the pages and sitemaps that it names."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from tasks.errors import FeedError
from tasks.text.dates import published, published_in_url
from tasks.text.urls import is_web

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Listed:
    """One address. `at`: publication, else the day in the address, else the last change; None where nothing is said."""

    url: str
    at: datetime | None
    title: str | None
    is_sitemap: bool


def read_sitemap(body: bytes, url: str, max_bytes: int) -> Iterator[Listed]:
    """What a sitemap names, packed (.gz) or not. Raises FeedError: not_a_feed, too_large."""
    root = _root(_unpacked(body, url, max_bytes), url)
    for element in root:
        link = _text(element, "loc")
        if not link or not is_web(link):
            continue
        changed = published(_text(element, "lastmod")).at
        if _local(element) == "sitemap":
            yield Listed(link, changed, None, is_sitemap=True)
            continue
        news = next((child for child in element if _local(child) == "news"), None)
        said = published(_text(news, "publication_date")).at if news is not None else None
        title = _text(news, "title") if news is not None else None
        yield Listed(link, said or published_in_url(link).at or changed, title, is_sitemap=False)


def _unpacked(body: bytes, url: str, max_bytes: int) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(body, max_bytes)
    except zlib.error as error:
        raise FeedError(url, "not_a_feed", f"the packed sitemap is broken ({error}); ask again later") from error
    if unpacker.unconsumed_tail:
        raise FeedError(url, "too_large", f"the sitemap unpacks to more than {max_bytes} bytes; see max_body_bytes")
    return found


def _root(body: bytes, url: str) -> ET.Element:
    if b"<!doctype" in body[:10_000].lower() or b"<!entity" in body.lower():
        raise FeedError(url, "not_a_feed", "a sitemap has no DOCTYPE, and bombs are made of them; it is not read")
    try:
        root = ET.fromstring(body)  # noqa: S314 - without a DOCTYPE there are no entities; expat opens nothing
    except (ET.ParseError, ValueError, RecursionError, LookupError) as error:
        raise FeedError(url, "not_a_feed", f"this is no sitemap ({error}); name the address of one") from error
    if _local(root) not in {"urlset", "sitemapindex"}:
        raise FeedError(url, "not_a_feed", f"this is no sitemap but <{_local(root)}>; name the address of one")
    return root


def _text(element: ET.Element, name: str) -> str | None:
    child = next((child for child in element if _local(child) == name), None)
    return (child.text or "").strip() or None if child is not None else None


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
