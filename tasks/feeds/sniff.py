"""What bytes that should be a feed really are, before any parser sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.errors import FeedError
from tasks.text.charset import decode

SITEMAP, SITEMAP_INDEX = "urlset", "sitemapindex"
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel", SITEMAP, SITEMAP_INDEX})
_HTML_ROOTS = frozenset({"html", "head", "body"})
_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
_LATE_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_SOME_HTML = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_URL_END = re.compile(r"</(?:[\w.-]+:)?url\s*>", re.IGNORECASE)  # in a sitemap; in RSS an image has a <url>, too
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 section 2.2
_HEAD = 20_000  # characters in which a root must show
_MOST_PROLOG = 200  # comments and instructions before the root


@dataclass(frozen=True, slots=True)
class FeedText:
    """Characters that have a feed's root and its end.

    `flags`: truncated (the end was missing and now stands after the last whole item), too_many_entries (cut likewise),
    wrong_encoding, leading_junk, internal_subset, entities (the subset declares some). `root` is the first element.
    """

    text: str
    flags: tuple[str, ...]
    root: str


@dataclass(frozen=True, slots=True)
class _Prolog:
    root: str  # name of the first element, empty where there is none
    start: int  # where it stands
    subset: tuple[int, int] | None  # the internal subset of a DOCTYPE


def sniff(body: bytes, url: str, content_type: str | None, max_entries: int) -> FeedText:
    """The feed in `body`. Raises FeedError (empty, html_not_feed, not_a_feed).

    The internal subset of a DOCTYPE is cut out: no feed needs its entities, and bombs are made of them.
    """
    decoded = decode(body, content_type)
    text = _ILLEGAL.sub("", decoded.text).lstrip("\ufeff \t\r\n")
    if not text.strip():
        raise FeedError(
            url, "empty", "the server sent no text where a feed should be; it is asked again at the next run"
        )
    prolog = _prolog(text)
    flags = [decoded.flag] if decoded.flag else []
    if _local(prolog.root) not in _FEED_ROOTS:
        start = _late_root(text, prolog, url)
        text, flags = text[start:], [*flags, "leading_junk"]
        prolog = _prolog(text)
    if prolog.subset is not None:
        start, end = prolog.subset
        entities = ["entities"] if "<!ENTITY" in text[start:end].upper() else []
        text = text[:start] + text[end:]
        prolog = _prolog(text)
        flags += ["internal_subset", *entities]
    return _whole(text, prolog, flags, max_entries)


def _late_root(text: str, prolog: _Prolog, url: str) -> int:
    """Where the feed starts behind a server's warnings."""
    head = text[:_HEAD]
    if _local(prolog.root) not in _HTML_ROOTS:
        late = _LATE_ROOT.search(head)
        if late is not None:
            return late.start()
    if _local(prolog.root) in _HTML_ROOTS or _SOME_HTML.search(head):
        message = "the server sent an HTML page where a feed should be; check the address of the feed"
        raise FeedError(url, "html_not_feed", message)
    found = f"the root element is <{prolog.root[:40]}>" if prolog.root else "there is no XML element"
    raise FeedError(url, "not_a_feed", f"the bytes are no RSS, RDF or Atom ({found}); check the address of the feed")


def _whole(text: str, prolog: _Prolog, flags: list[str], max_entries: int) -> FeedText:
    """The feed up to its end, its last whole item, or the last that is allowed: parsing the rest costs time."""
    root = _local(prolog.root)
    ends = [match.end() for match in (_URL_END if root == SITEMAP else _ITEM_END).finditer(text)]
    if len(ends) > max_entries:
        return FeedText(_closed(text[: ends[max_entries - 1]], prolog.root), (*flags, "too_many_entries"), root)
    end_of_tag = text.find(">", prolog.start)
    is_closed = re.search(rf"</{re.escape(prolog.root)}\s*>", text[prolog.start :], re.IGNORECASE)
    if is_closed or (end_of_tag > 0 and text[end_of_tag - 1] == "/"):
        return FeedText(text, tuple(flags), root)
    head = text[: end_of_tag + 1] if end_of_tag > 0 else f"<{prolog.root}>"
    return FeedText(_closed(text[: ends[-1]] if ends else head, prolog.root), (*flags, "truncated"), root)


def _closed(kept: str, root: str) -> str:
    channel = "</channel>" if kept.rfind("<channel") > kept.rfind("</channel") else ""
    return f"{kept}{channel}</{root}>"


def _prolog(text: str) -> _Prolog:
    position, subset = 0, None
    for _ in range(_MOST_PROLOG):
        position = text.find("<", position)
        if position < 0:
            break
        name = _NAME.match(text, position + 1)
        if name is not None:
            return _Prolog(name[0], position, subset)
        if text[position : position + 9].upper() == "<!DOCTYPE":
            position, subset = _doctype_end(text, position)
            continue
        closing = {"!": "-->", "?": "?>"}.get(text[position + 1 : position + 2], ">")
        end = text.find(closing, position + 1)
        if end < 0:
            break
        position = end + 1
    return _Prolog("", len(text), subset)


def _doctype_end(text: str, start: int) -> tuple[int, tuple[int, int] | None]:
    bracket, close = text.find("[", start), text.find(">", start)
    if close < 0:
        return len(text), None
    if bracket < 0 or bracket > close:
        return close, None
    end = text.find("]", bracket)
    return (end, (bracket, end + 1)) if end >= 0 else (len(text), (bracket, len(text)))


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
