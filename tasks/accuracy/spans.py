"""Spans and names, compared as the labels ask for: by overlap."""

from __future__ import annotations

import re

from tasks.accuracy.records import Span

AROUND = 80  # characters on either side of a span in an error listing

_WORD = re.compile(r"[^\W_]+")
# Words that two names may share by chance.
_EMPTY = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "her", "his", "in", "its", "near", "of", "on", "that", "the", "their"}
    | {"this", "to", "with"}
)


def shared(first: Span, second: Span) -> int:
    """How many characters two spans have in common."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))


def likeness(first: Span, second: Span) -> float:
    """Characters in common as a share of those between the outer ends; 0 where none is."""
    common = shared(first, second)
    return common / (max(first[1], second[1]) - min(first[0], second[0])) if common else 0.0


def content_words(name: str | None) -> frozenset[str]:
    """The words of a name in lower case, without those that any name may hold."""
    return frozenset(_WORD.findall((name or "").lower())) - _EMPTY


def same_name(wanted: str | None, got: str | None) -> bool:
    """Both name nobody, or they share a content word."""
    first, second = content_words(wanted), content_words(got)
    return bool(first & second) or not (first or second)


def quoted(text: str, start: int = 0, end: int = 240, around: int = 0) -> str:
    """`text[start:end]` with `around` characters on either side, on one line."""
    return " ".join(text[max(0, start - around) : max(0, end) + around].split())
