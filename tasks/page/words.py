"""Untrusted words made fit for a page, and numbers, days and tolls in words. Escaping is the templates' work."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from markupsafe import Markup, escape

from tasks.page.records import Numbers

QUOTE, NAME, TITLE = 360, 80, 160  # characters
# What no HTML or XML document may hold: controls, lone surrogates, non-characters (HTML 13.2.3.5, XML 1.0 2.2); and
# what turns the direction of the text around it (Unicode TR 36): names keep theirs through <bdi>.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_MARK, _END_MARK, _NAME, _END_NAME = Markup("<mark>"), Markup("</mark>"), Markup("<bdi>"), Markup("</bdi>")
_WEB = ("http://", "https://")


def clean(text: object, limit: int = TITLE) -> str:
    """`text` on one line, at most `limit` characters, without what a page may not hold; "" for None."""
    if text is None:
        return ""
    head = str(text)[: 4 * limit]
    line = " ".join((head if head.isascii() and head.isprintable() else _FORBIDDEN.sub("", head)).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def marked(sentence: str | None, start: int | None, end: int | None, limit: int = QUOTE) -> Markup:
    """The sentence, escaped, with the number from `start` to `end` in <mark>; about `limit` characters around it."""
    if not sentence or start is None or end is None or not 0 <= start <= end <= len(sentence):
        return escape(clean(sentence, limit))
    room = max(limit - (end - start), 60) // 2
    left, right = sentence[max(0, start - room) : start], sentence[end : end + room]
    before = ("… " if start > room else "") + clean(left, limit)
    after = clean(right, limit) + (" …" if len(sentence) - end > room else "")
    gap_before = " " if left[-1:].isspace() else ""
    gap_after = " " if right[:1].isspace() else ""
    number = clean(sentence[start:end], NAME)
    return escape(before + gap_before) + _MARK + escape(number) + _END_MARK + escape(gap_after + after)


def quoted(before: str, number: str, after: str) -> Markup:
    """A sentence that was made fit before, in three parts: escaped, the number between them in <mark>."""
    return escape(before) + _MARK + escape(number) + _END_MARK + escape(after)


def titled(title: str, place: str | None) -> Markup:
    """The title, escaped, with its place name set apart, so that a name from right to left keeps the rest in order."""
    words, name = clean(title), clean(place, NAME)
    before, found, after = words.partition(name) if name else (words, "", "")
    if not found or name.isascii():
        return _NAME + escape(words) + _END_NAME
    return Markup("<bdi>{}<bdi>{}</bdi>{}</bdi>").format(before, name, after)


def direction(text: str | None) -> str:
    """ "rtl" where most letters of the text run from right to left, else "ltr"."""
    if not text or text.isascii():
        return "ltr"
    kinds = [unicodedata.bidirectional(letter) for letter in text[:QUOTE]]
    return "rtl" if sum(kind in {"R", "AL"} for kind in kinds) > kinds.count("L") else "ltr"


def link(url: str | None) -> str:
    """`url` where it leads to a web page, else "": no other scheme becomes a link."""
    text = _FORBIDDEN.sub("", url or "").strip()
    return text if text.lower().startswith(_WEB) else ""


def people(number: int | None) -> str:
    """A number with thousands set apart; "unknown" for None: that is not zero."""
    return "unknown" if number is None else f"{number:,}"


def degrees(angle: float, ahead: str, behind: str) -> str:
    """ "33.51° north", "4.20° west"."""
    return f"{abs(angle):.2f}° {ahead if angle >= 0 else behind}"


def counted(number: int, what: str) -> str:
    """ "1 day", "2 days"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@lru_cache(maxsize=8_192)
def toll(numbers: Numbers) -> str:
    """A toll in a few characters: "6 (4 to 9)", "at least 4", "up to 20"; "no number" where nobody says one."""
    low, best, high = numbers
    if low is None and best is None:
        return "no number" if high is None else f"up to {high:,}"
    least = best if low is None else low
    if high is None:
        return f"at least {least:,}" if best is None or best == least else f"{best:,} (at least {least:,})"
    bounds = f"{least:,}" if least == high else f"{least:,} to {high:,}"
    return bounds if best is None or least == high else f"{best:,} ({bounds})"


@lru_cache(maxsize=8_192)
def day(text: str | None) -> str:
    """An ISO day as 14 Jun 2012; a month or year as it stands; "date unknown" for None."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return clean(text, NAME) or "date unknown"
    return f"{found.day} {found:%b} {found.year}"


@lru_cache(maxsize=8_192)
def moment(at: datetime | None) -> str:
    """A time as 14 Jun 2012, 18:05 UTC; midnight sharp is a day alone, as a page without an hour is dated."""
    if at is None:
        return ""
    return day(f"{at:%Y-%m-%d}") if at.time() == time(0) else f"{at.day} {at:%b} {at.year}, {at:%H:%M} UTC"


def lasting(seconds: float | None) -> str:
    """A span of time in its largest fitting unit: "4 minutes", "2.5 hours"; "unknown" for None."""
    if seconds is None:
        return "unknown"
    sign = "minus " if seconds < 0 else ""
    amount = abs(seconds)
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if amount >= size:
            number = f"{amount / size:.1f}".removesuffix(".0")
            return f"{sign}{number} {unit}{'' if number == '1' else 's'}"
    return f"{sign}{amount:.0f} seconds"


def since_words(days: float) -> str:
    """How long the page looks back: "7 days", "12 hours"."""
    return lasting(timedelta(days=days).total_seconds())


def names(claimants: str | None, limit: int = 4) -> list[str]:
    """The claimants of a toll, at most `limit` of them, then how many more."""
    found = [clean(name, NAME) for name in (claimants or "").split("; ") if name.strip()]
    return found if len(found) <= limit else [*found[:limit], f"{len(found) - limit} more"]
