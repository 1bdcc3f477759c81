"""Bytes of a page or of a feed's full text -> one article, or the reason why there is none. No I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.errors import ArticleError
from tasks.text.agency import agency_of
from tasks.text.charset import Decoded, decode
from tasks.text.dates import UNKNOWN, Published
from tasks.text.fingerprint import near_duplicate_group, text_sha256, tidy
from tasks.text.language import language_of
from tasks.text.main_text import main_text
from tasks.text.metadata import read_metadata
from tasks.text.obstacles import obstacle
from tasks.text.tree import parse_html
from tasks.text.urls import canonical_url, choose_canonical, is_home, is_web

_OTHER_TYPES = re.compile(
    r"^\s*(?:application/(?:pdf|json|zip|octet-stream|msword|vnd\.)|image/|video/|audio/|font/)", re.IGNORECASE
)
_MARKUP = re.compile(rb"[\s\xef\xbb\xbf]*<(?:!doctype html|html|head|body|!--)", re.IGNORECASE)
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")
_TEASER = 1500  # characters below which a text that is not free is likely cut


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document besides its bytes; the entry's and feed's word counts where the page says nothing."""

    url: str  # as asked
    final_url: str  # after redirects
    content_type: str | None = None
    title: str | None = None
    byline: str | None = None
    published: Published = UNKNOWN
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One text with what is printed around it. `text` has paragraphs as lines; spans of claims point into it."""

    canonical_url: str
    title: str | None
    byline: str | None
    text: str
    text_sha256: str
    fingerprint: str  # the same for texts that differ in white space, letter case or quotation marks only
    published: Published
    language: str
    quality_flags: tuple[str, ...]
    agency: str | None = None  # that the text credits


def read_page(body: bytes, source: Source) -> ReadArticle:
    """The article of a page. Raises ArticleError: empty, not_html, home_page, paywall, consent, error_page, no_text."""
    if not body.strip():
        raise ArticleError(source.url, "empty", "the server sent no bytes; a later change of the page is read again")
    is_other = _OTHER_TYPES.match(source.content_type or "") and not _is_markup(body)
    if is_other or body.startswith(_BINARY):
        raise ArticleError(
            source.url, "not_html", f"the document is {source.content_type or 'binary'}; only HTML is read"
        )
    if is_home(source.final_url) and not is_home(source.url):
        raise ArticleError(
            source.url, "home_page", f"the link leads to the front page {source.final_url}; the article is gone"
        )
    return _read(decode(body, source.content_type), source)


def _is_markup(body: bytes) -> bool:
    """Whether the bytes start as a page, whatever their server calls them."""
    return _MARKUP.match(body[:1024]) is not None


def read_entry(body: bytes, source: Source) -> ReadArticle:
    """The article of the full text inside a feed: UTF-8 HTML without a page around it. Raises ArticleError.

    Plain text (`text/plain`, rows of a backfill) is the article as it is: its paragraphs are lines.
    """
    html = body.decode("utf-8", "replace")
    if (source.content_type or "").startswith("text/plain"):
        return _plain(tidy(html), source)
    wrapped = Decoded(f"<html><body><article>{_paragraphs(html)}</article></body></html>", "utf-8", None)
    return _read(wrapped, source)


def _read(decoded: Decoded, source: Source) -> ReadArticle:
    tree = parse_html(decoded.text)
    if tree is None:
        raise ArticleError(source.url, "not_html", "the bytes are no HTML page; look at them in the quarantine")
    said = read_metadata(tree, source.final_url)
    found = main_text(decoded.text, tree, said.title or source.title, said.structured.body)
    wall = obstacle(found.text, said.title, free=said.structured.free)
    if wall is not None:
        raise ArticleError(source.url, wall.reason, f"{wall.message}; the bytes are kept")
    name = choose_canonical(source.final_url, said.canonicals)
    dated = said.published if said.published.at is not None else source.published
    teaser = "paywall_teaser" if said.structured.free is False and len(found.text) < _TEASER else None
    flags = (decoded.flag, found.flag, name.flag, teaser, "undated" if dated.at is None else None)
    return ReadArticle(
        canonical_url=name.url if is_web(source.final_url) else canonical_url(source.url),
        title=said.title or source.title,
        byline=said.byline or source.byline,
        text=found.text,
        text_sha256=text_sha256(found.text),
        fingerprint=near_duplicate_group(found.text),
        published=dated,
        language=language_of(found.text, said.language, source.language),
        quality_flags=tuple(flag for flag in flags if flag),
        agency=agency_of(found.text, said.byline or source.byline),
    )


def _plain(text: str, source: Source) -> ReadArticle:
    if not text:
        raise ArticleError(source.url, "empty", "the row has no text; look at where the rows were made")
    return ReadArticle(
        canonical_url=canonical_url(source.url),
        title=source.title,
        byline=source.byline,
        text=text,
        text_sha256=text_sha256(text),
        fingerprint=near_duplicate_group(text),
        published=source.published,
        language=language_of(text, None, source.language),
        quality_flags=() if source.published.at else ("undated",),
        agency=agency_of(text, source.byline),
    )


def _paragraphs(html: str) -> str:
    """Plain text in a feed has lines where HTML has elements."""
    if re.search(r"<(?:p|br|div|li|h\d)\b", html, re.IGNORECASE):
        return html
    return "".join(f"<p>{line}</p>" for line in tidy(html).split("\n"))
