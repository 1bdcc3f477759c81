"""When a running total passes a step: those of a rule, else 100, then 1,000, 5,000, 10,000, 50,000 ... people.

A series is one claimant, region and harm. Its first total is where it starts, not a milestone; only growth past the
highest total before is, and of several steps passed at once a rule hears of the highest one only (view news_of_totals).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count, takewhile


def steps() -> Iterator[int]:
    """The steps of a rule that names none, smallest first, without end."""
    yield 100
    for power in count(3):
        yield 10**power
        yield 5 * 10**power


def passed(before: int, after: int, more: Collection[int] = ()) -> list[int]:
    """The steps above `before` that `after` reaches, `more` of them beside the usual ones, the highest first."""
    found = {*takewhile(lambda step: step <= after, steps()), *more}
    return sorted((step for step in found if before < step <= after), reverse=True)
