"""The tables of feeds.toml, and the rows of the warehouse's `feeds` that they mean."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from config.checking import check
from config.countries import Country
from config.documents import Document
from config.errors import Problem
from config.tables import Language, Many, Name, Table, Text
from warehouse.records import Feed, stable_id

SourceKind = Literal["media", "state_media", "un", "monitor", "government"]


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is no URL; check the host and port") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError("must start with http:// or https://")
    if not host or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise ValueError("must be a whole URL without blanks, like https://example.org/feed.xml")
    if "@" in parts.netloc:
        raise ValueError("must hold no user name or password; this file is no place for secrets")
    return url


Address = Annotated[str, AfterValidator(_web_address)]


class FeedTable(Table):
    """One `[[feeds]]` table."""

    url: Address
    outlet: Text
    country: Country | None = None
    language: Language | None = None
    source_kind: SourceKind = "media"
    independence_group: Name | None = None
    min_interval_minutes: Annotated[int, Field(ge=0, le=10_080)] | None = None
    enabled: bool = True
    moved_from: Many[Address] = ()

    def record(self) -> Feed:
        """The warehouse row. Outlets that name no group are a group of their own; a feed that moved keeps its id."""
        return Feed(
            feed_id=stable_id((*self.moved_from, self.url)[0]),
            url=self.url,
            outlet=self.outlet,
            country=self.country,
            language=self.language,
            source_kind=self.source_kind,
            independence_group=self.independence_group or slug(self.outlet),
            enabled=self.enabled,
            min_interval_minutes=self.min_interval_minutes,
        )


class FeedsFile(Table):
    """feeds.toml."""

    feeds: Many[FeedTable] = ()


def slug(outlet: str) -> str:
    """An outlet's name in small letters and digits, joined by "-"; the name itself where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", outlet).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or outlet.strip().lower()


def feeds(document: Document) -> tuple[tuple[Feed, ...], list[Problem]]:
    """The feeds of feeds.toml, or all its problems; two tables of one URL are a problem of the second."""
    file, problems = check(FeedsFile, document)
    problems += _repeated(document)
    if file is None or problems:
        return (), sorted(problems, key=lambda problem: problem.line or 0)
    return tuple(table.record() for table in file.feeds), []


def _repeated(document: Document) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    tables = document.table.get("feeds")
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        url = table.get("url") if isinstance(table, dict) else None
        if not isinstance(url, str):
            continue
        if url in first:
            line = document.lines.get(("feeds", first[url], "url"))
            message = f'"url" in [[feeds]]: the same stands on line {line} already; remove one of the two'
            problems.append(document.problem(("feeds", number, "url"), message))
        first.setdefault(url, number)
    return problems
