"""The day in a dateline ("ORUWA, June 12 (Agency) - ..."): the day on which a story is told, and counts from."""

from __future__ import annotations

import re
from datetime import date

_HEAD = 160  # characters
_END = re.compile(r"\s(?:-{1,2}|–|—|―)\s|[–—](?=[A-Z])|(?<=\)):?\s(?=[A-Z])|(?<=\d):\s")
_SMALL = frozenset({"of", "and", "the", "de", "al", "in", "la", "el", "du"})
_FURTHEST = 45  # days that a story may be older than its publication


def dateline_end(text: str) -> int:
    """Where the dateline of `text` ends; 0 without one."""
    line = text[:_HEAD].split("\n", 1)[0]
    found = _END.search(line)
    if found is None:
        return 0
    head = line[: found.start() + 1]
    words = re.findall(r"[^\W\d_]+", head)
    small = [word for word in words if word[0].islower() and word not in _SMALL]
    return found.start() if words and words[0][0].isupper() and not small else 0


def is_day_of_story(day: date, published_on: date | None) -> bool:
    """Whether a dateline's day may be that of the telling: it lies shortly before publication, or a day behind it."""
    return published_on is None or -1 <= (published_on - day).days <= _FURTHEST
