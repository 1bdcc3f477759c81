"""One rule of date expressions: a bounded regular expression and what a match means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

Value = tuple[str, str] | None  # TIMEX3 value, precision
Read = Callable[[re.Match[str], date | None, bool], Value]
Row = tuple[str, str, Read]

YEAR = r"(?P<year>1[89]\d\d|20\d\d|21\d\d)"


@dataclass(frozen=True, slots=True)
class Rule:
    """`read` gives the value of a match, the day to count from (None: unknown) and whether the clause looks ahead.

    `needs`: lower-case words of which a text must hold one, else it is not searched; empty: every text is.
    """

    name: str
    pattern: re.Pattern[str]
    read: Read
    needs: tuple[str, ...] = ()


def any_of(spellings: Iterable[str], *, capital: bool = False) -> str:
    """An alternation, longest first; `capital`: only with a capital first letter or all in capitals."""
    ordered = sorted(spellings, key=lambda word: (-len(word), word))
    if capital:
        ordered = [form for word in ordered for form in (word.capitalize(), word.upper())]
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered)
