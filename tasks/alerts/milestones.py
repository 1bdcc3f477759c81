"""When a running total passes a round number: 100, then 1,000, 5,000, 10,000, 50,000 ... people.

A series is one claimant, region and harm. Its first total is where it starts, not a milestone; only growth past the
highest total before is, and of several steps passed at once only the highest is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from tasks.alerts.changes import Change, series
from tasks.alerts.news import Total


def steps() -> Iterator[int]:
    """The milestones, smallest first, without end."""
    yield 100
    for power in count(3):
        yield 10**power
        yield 5 * 10**power


def passed(before: int, after: int) -> int | None:
    """The highest milestone above `before` that `after` reaches; None where there is none."""
    found = None
    for step in steps():
        if step > after:
            return found
        if step > before:
            found = step
    return found


def milestones(totals: Iterable[Total]) -> list[tuple[Change, ...]]:
    """The milestones that pending totals pass."""
    highest: dict[tuple[str, str, str], int] = {}
    found: list[tuple[Change, ...]] = []
    for total in sorted(totals, key=lambda total: (total.said_at, total.claim_id)):
        before = highest.get(series(total))
        if before is not None and total.pending and (step := passed(before, total.total)) is not None:
            found.append((Change("cumulative_milestone", str(step), (), total, step, before),))
        highest[series(total)] = max(total.total, before or 0)
    return found
