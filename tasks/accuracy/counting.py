"""Tallies that several kinds of labels share: found and wanted matched one to one, each of them tallied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from tasks.accuracy.records import Tally

Wanted = TypeVar("Wanted")
Got = TypeVar("Got")


def matched(wanted: Sequence[Wanted], got: Sequence[Got], likeness: Callable[[Wanted, Got], float]) -> dict[int, int]:
    """Index of each wanted one -> index of the most alike got one that is still free; 0 is not alike.

    In order of `wanted`, ties to the first: the labels' measure is greedy, and ours has to be the same.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for w, label in enumerate(wanted):
        free = ((likeness(label, each), -g) for g, each in enumerate(got) if g not in taken)
        best, index = max(free, default=(0.0, 0))
        if best > 0:
            pairs[w] = -index
            taken.add(-index)
    return pairs


def retrieval(kind: str, hits: int, found: int, wanted: int) -> Iterator[Tally]:
    """Precision, recall and F1 of one text; summed over texts they are those of all."""
    yield Tally(f"{kind}.precision", hits, found)
    yield Tally(f"{kind}.recall", hits, wanted)
    yield Tally(f"{kind}.f1", 2 * hits, found + wanted)
