"""Title, byline, date, language and canonical links of a page, each from the most exact source that the page offers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from tasks.text.dates import UNKNOWN, Published, published, published_in_line, published_in_url
from tasks.text.fingerprint import one_line
from tasks.text.jsonld import StructuredData, structured_data
from tasks.text.tree import Tree

_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
    "cxenseparse:recs:publishtime",
)
_LOWER = "translate({}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_DATED = " | ".join(
    f"//*[contains({_LOWER.format('@class')}, '{word}') and string-length(normalize-space(.)) < 120]"
    for word in ("date", "publish", "timestamp", "byline", "meta")
)
_BYLINES = "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author')]"
_BY = re.compile(r"^(?:by|von|par|por)\s*:?\s+", re.IGNORECASE)
_LONGEST_BYLINE = 120
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{1,40}$")  # " - Name of the Site"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article. `canonicals` are as printed, best first."""

    title: str | None
    byline: str | None
    published: Published
    language: str | None
    canonicals: tuple[str, ...]
    structured: StructuredData


def read_metadata(tree: Tree, url: str) -> Metadata:
    """The metadata of the parsed page `tree` (lxml) that was asked for at `url`."""
    metas = _metas(tree)
    data = structured_data(_strings(tree, "//script[contains(@type, 'ld+json')]/text()"))
    return Metadata(
        title=_title(tree, metas, data),
        byline=_byline(tree, metas, data),
        published=_published(tree, metas, data, url),
        language=_first(
            [*_strings(tree, "/html/@lang"), data.language, metas.get("content-language"), metas.get("og:locale")]
        ),
        canonicals=tuple(_strings(tree, "//link[@rel='canonical']/@href")) + tuple(filter(None, [metas.get("og:url")])),
        structured=data,
    )


def _title(tree: Tree, metas: dict[str, str], data: StructuredData) -> str | None:
    headings = _texts(tree, "//article//h1 | //h1[@itemprop='headline']") or _texts(tree, "//h1")
    whole = _first(_texts(tree, "//head/title"))
    shortened = _SUFFIX.sub("", whole) if whole else None
    heading = headings[0] if len(headings) == 1 else None
    return _first([_plain(data.headline), metas.get("og:title"), heading, shortened])


def _byline(tree: Tree, metas: dict[str, str], data: StructuredData) -> str | None:
    printed = (text for text in _texts(tree, _BYLINES) if len(text) <= _LONGEST_BYLINE)
    named = [
        _plain(data.author),
        metas.get("author"),
        metas.get("article:author"),
        metas.get("parsely-author"),
        *printed,
    ]
    found = _first(name for name in named if name and not name.startswith("http"))
    return _BY.sub("", found) if found else None


def _published(tree: Tree, metas: dict[str, str], data: StructuredData, url: str) -> Published:
    fields = [data.published, *(metas.get(name) for name in _DATE_METAS)]
    fields += _strings(tree, "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime")
    fields += _strings(tree, "//time[@pubdate]/@datetime") + _strings(
        tree, "//article//time/@datetime | //header//time/@datetime"
    )
    fields += _strings(tree, "//time/@datetime")[:1]
    for value in fields:
        found = published(value)
        if found.at is not None:
            return found
    for line in _texts(tree, _DATED)[:20]:
        found = published_in_line(line)
        if found.at is not None:
            return found
    return published_in_url(url) if url else UNKNOWN


def _metas(tree: Tree) -> dict[str, str]:
    """name, property, itemprop or http-equiv of each meta -> its first content; names lower-cased."""
    found: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = next((meta.get(key) for key in ("property", "name", "itemprop", "http-equiv") if meta.get(key)), None)
        content = one_line(meta.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _texts(tree: Tree, path: str) -> list[str]:
    lines = (one_line(element.text_content()) for element in tree.xpath(path) if hasattr(element, "text_content"))
    return [line for line in lines if line]


def _strings(tree: Tree, path: str) -> list[str]:
    return [str(value).strip() for value in tree.xpath(path) if str(value).strip()]


def _plain(text: str | None) -> str | None:
    """JSON-LD often holds text that was escaped for HTML once too often."""
    return one_line(unescape(text)) if text else None


def _first(values: Iterable[str | None]) -> str | None:
    return next((line for value in values if (line := one_line(value))), None)
