"""What a page says about itself in JSON-LD (schema.org Article and its kinds)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Coverage)$")
_DEEPEST = 6  # levels of @graph, mainEntity and lists that are looked into
_MOST = 500  # nodes; a page with more is not describing one article


@dataclass(frozen=True, slots=True)
class StructuredData:
    """The article that a page describes; None for what it does not say."""

    headline: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    body: str | None = None
    free: bool | None = None  # isAccessibleForFree


def structured_data(scripts: Iterable[str]) -> StructuredData:
    """The first article node of the page's `application/ld+json` scripts; broken scripts are passed over."""
    for script in scripts:
        for node in _nodes(_loaded(script), 0, [0]):
            if any(_ARTICLE.search(kind) for kind in _words(node.get("@type"))):
                return _article(node)
    return StructuredData()


def _article(node: dict[str, Any]) -> StructuredData:
    authors = [name for name in _names(node.get("author")) if not name.startswith("http")]
    free = node.get("isAccessibleForFree")
    return StructuredData(
        headline=_word(node.get("headline") or node.get("name")),
        author=", ".join(dict.fromkeys(authors)) or None,
        published=_word(node.get("datePublished") or node.get("dateCreated")),
        language=_word(node.get("inLanguage")),
        body=_word(node.get("articleBody")),
        free=None if free is None else str(free).lower() not in {"false", "http://schema.org/false"},
    )


def _loaded(script: str) -> object:
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script)
    try:
        loaded: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return loaded


def _nodes(value: object, depth: int, seen: list[int]) -> Iterator[dict[str, Any]]:
    seen[0] += 1
    if depth > _DEEPEST or seen[0] > _MOST:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth + 1, seen)
    elif isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1, seen)


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item) if not isinstance(item, list)]
    name = _word(value.get("name") if isinstance(value, dict) else value)
    return [name] if name else []


def _words(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [word for word in values if isinstance(word, str)]


def _word(value: object) -> str | None:
    return next((word.strip() for word in _words(value) if word.strip()), None)
