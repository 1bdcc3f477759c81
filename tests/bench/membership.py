"""How well predicted groups of mentions agree with the true ones: pairwise and B-cubed (Bagga and Baldwin, 1998)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from math import comb


def pairwise_f1(true: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """F1 of the pairs of mentions that stand together, in [0, 1]; the sequences run in parallel."""
    both = _pairs(zip(true, found, strict=True))
    return _f1(both / max(1, _pairs(found)), both / max(1, _pairs(true)))


def b_cubed_f1(true: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """Harmonic mean of the average precision and recall of a mention's own group, in [0, 1]."""
    both, of_true, of_found = Counter(zip(true, found, strict=True)), Counter(true), Counter(found)
    precision = sum(n * n / of_found[group] for (_, group), n in both.items()) / max(1, len(found))
    recall = sum(n * n / of_true[group] for (group, _), n in both.items()) / max(1, len(true))
    return _f1(precision, recall)


def _pairs(groups: object) -> int:
    return sum(comb(n, 2) for n in Counter(groups).values())  # type: ignore[call-overload]  # any iterable of keys


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
