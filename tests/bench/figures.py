"""One figure of a benchmark: its name, value and bound, printed on one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`at_least` says whether the bound is a floor or a ceiling."""

    name: str
    value: float
    bound: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side of its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        return f"{self.name}  {self.value:.3f}  {sign} {self.bound:g}  {'ok' if self.holds else 'short'}"
