"""The toll of one incident and harm, as the one rule in warehouse/views/staging/tolls_of.sql gives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Toll:
    """Low, best and high (people) and what stands behind them. Fields are columns of the table
    `tolls`.
    """

    incident_id: str
    harm: str
    low: int | None
    best: int | None
    high: int | None  # None with a `low`: open upwards
    evidence_grade: str
    claimants: str  # names, joined by "; "
    source_count: int
    best_claim_id: str | None

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None]:
        """(low, best, high)."""
        return self.low, self.best, self.high
