"""Quotations of a text as spans: straight, curly, guillemet, single and '' marks, nested, over paragraphs, unbalanced.

News style (AP, Chicago 13.32): a quotation of several paragraphs re-opens in each, only the last one closes. A mark
that never closes ends with its paragraph. One pass over the marks, so time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_MARK = re.compile(r"[“”„‟«»\"]|''|``|[‘’']")
_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")
_OPENING = frozenset({"“", "„", "‟", "«", "``"})
_CLOSING = frozenset({"”", "»", "''"})
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation. `start:end` has the marks, `inner_start:inner_end` the words; `closed` False: no closing mark."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """One quotation mark and what it can be at its place."""

    start: int
    end: int
    kind: str  # double, single
    opens: bool
    closes: bool


def find_quotes(text: str) -> tuple[Quote, ...]:
    """The outermost quotations of `text`, in order and disjoint."""
    found: list[Quote] = []
    pending = False  # the last quotation of the paragraph before has not closed
    for paragraph in _PARAGRAPH.finditer(text):
        if not paragraph.group().strip():
            continue
        quotes = list(_paragraph_quotes(text, paragraph.start(), paragraph.end()))
        if pending and quotes and not text[paragraph.start() : quotes[0].start].strip():
            first = quotes.pop(0)
            found[-1] = replace(found[-1], end=first.end, inner_end=first.inner_end, closed=first.closed)
        found.extend(quotes)
        pending = bool(found) and not found[-1].closed and found[-1].end > paragraph.start()
    return tuple(found)


def _paragraph_quotes(text: str, start: int, end: int) -> Iterator[Quote]:
    """The outermost quotations of one paragraph; an unclosed one runs to its end, or to the next opening mark."""
    opened: _Mark | None = None
    reopened: _Mark | None = None  # a second opening mark of the same kind: nested, or the first never closed
    depth = 0
    for mark in _marks(text, start, end):
        if opened is None:
            if mark.opens:
                opened, depth, reopened = mark, 1, None
        elif mark.kind != opened.kind:
            continue  # the other kind inside: a nested quotation or an apostrophe
        elif mark.closes and not (mark.opens and not _after_text(text, mark)):
            depth -= 1
            if depth == 0:
                yield _quote(opened, mark.start, mark.end, closed=True)
                opened = None
            elif reopened is not None and mark.start == _last_mark(text, mark, end):
                yield from _unclosed_then_closed(text, opened, reopened, mark)
                opened = None
        elif mark.opens:
            depth, reopened = depth + 1, reopened or mark
    if opened is not None and opened.kind == "double":
        stop = start + len(text[start:end].rstrip())
        yield _quote(opened, max(stop, opened.end), max(stop, opened.end), closed=False)


def _last_mark(text: str, mark: _Mark, end: int) -> int:
    """`mark.start` where no closing mark follows in the paragraph, else -1."""
    return -1 if any(text.find(sign, mark.end, end) >= 0 for sign in ("”", "»", '"', "''")) else mark.start


def _unclosed_then_closed(text: str, opened: _Mark, reopened: _Mark, closing: _Mark) -> Iterator[Quote]:
    """The first of two openings never closed: it ends with its first sentence, the second one is complete."""
    sentence = _SENTENCE_END.search(text, opened.end, reopened.start)
    stop = sentence.end() if sentence else reopened.start
    yield _quote(opened, stop, stop, closed=True)
    yield _quote(reopened, closing.start, closing.end, closed=True)


def _quote(opened: _Mark, inner_end: int, end: int, *, closed: bool) -> Quote:
    return Quote(opened.start, end, opened.end, inner_end, closed)


def _after_text(text: str, mark: _Mark) -> bool:
    return mark.start > 0 and not text[mark.start - 1].isspace()


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """The quotation marks of one paragraph; feet, inches and apostrophes are none."""
    for found in _MARK.finditer(text, start, end):
        sign = found.group()
        before = text[found.start() - 1] if found.start() > start else " "
        after = text[found.end()] if found.end() < end else " "
        mark = _single(sign, before, after, found) if sign in "‘’'" else _double(sign, before, after, found)
        if mark.opens or mark.closes:
            yield mark


def _double(sign: str, before: str, after: str, found: re.Match[str]) -> _Mark:
    opens = sign in _OPENING or (sign in {'"', "''", "”"} and not before.isalnum() and not after.isspace())
    if sign == "”":  # some writers open with it too
        opens = opens and (before.isspace() or before in "(—–") and after.isalnum()
    closes = sign not in _OPENING and not (opens and before.isspace())
    return _Mark(found.start(), found.end(), "double", opens, closes)


def _single(sign: str, before: str, after: str, found: re.Match[str]) -> _Mark:
    """A single mark closes only after punctuation, so that "the boys' " and "don't" are left alone."""
    opens = sign != "’" and not before.isalnum() and before not in "'’" and after.isalnum()
    closes = sign != "‘" and not after.isalnum() and before in ",.!?…"
    return _Mark(found.start(), found.end(), "single", opens, closes and not opens)
