"""Whether confidence means something: of the claims given .9, nine in ten should be right.

Ten bins of equal width. Equal-mass bins would cut a few dozen claims, nearly all of them near one confidence, into
handfuls, in which chance alone is off by more than the error that is to be measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.accuracy.records import Trusted

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims with a confidence from `low` to `high` (the last bin with it): how sure they were, how many were right."""

    low: float
    high: float
    cases: int
    confidence: float  # mean, in [0, 1]
    right: float  # share, in [0, 1]


@dataclass(frozen=True, slots=True)
class Calibration:
    """All bins, the empty ones too."""

    bins: tuple[Bin, ...]

    @property
    def cases(self) -> int:
        """How many claims were put to the test."""
        return sum(each.cases for each in self.bins)

    @property
    def error(self) -> float:
        """Expected calibration error: the mean distance of confidence from the share that is right, by cases."""
        gaps = (each.cases * abs(each.confidence - each.right) for each in self.bins)
        return sum(gaps) / self.cases if self.cases else 0.0


def calibration(claims: Iterable[Trusted]) -> Calibration:
    """The claims in bins of their confidence."""
    held: list[list[Trusted]] = [[] for _ in range(BINS)]
    for claim in claims:
        held[min(BINS - 1, max(0, int(claim.confidence * BINS)))].append(claim)
    return Calibration(tuple(_bin(number, each) for number, each in enumerate(held)))


def merged(several: Iterable[Calibration]) -> Calibration:
    """The bins of several files as one."""
    columns = zip(*(each.bins for each in several), strict=True)
    return Calibration(tuple(_sum(column) for column in columns))


def _bin(number: int, claims: list[Trusted]) -> Bin:
    low, high = number / BINS, (number + 1) / BINS
    if not claims:
        return Bin(low, high, 0, (low + high) / 2, 0.0)
    mean = sum(claim.confidence for claim in claims) / len(claims)
    return Bin(low, high, len(claims), mean, sum(claim.right for claim in claims) / len(claims))


def _sum(bins: tuple[Bin, ...]) -> Bin:
    cases = sum(each.cases for each in bins)
    if not cases:
        return bins[0]
    confidence = sum(each.cases * each.confidence for each in bins) / cases
    return Bin(bins[0].low, bins[0].high, cases, confidence, sum(each.cases * each.right for each in bins) / cases)
