"""Measures against their floors. Floors are in percent, as tables print them; a measure just at its floor holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.accuracy.measures import Measure

# Percent. A floor of 95.5 is met by 95.4999999: shares are floats.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Verdict:
    """One measure and its floor; `measure` None: the floor names what these labels do not measure."""

    key: str
    measure: Measure | None
    floor: float | None

    @property
    def holds(self) -> bool:
        """A measure without a floor holds; a floor without its measure does not."""
        if self.floor is None:
            return True
        return self.measure is not None and 100 * self.measure.value + _ROUNDING >= self.floor


def verdicts(measures: Sequence[Measure], floors: Mapping[str, float]) -> list[Verdict]:
    """Every measure with its floor, then the floors that nothing was measured for."""
    known = {measure.key for measure in measures}
    found = [Verdict(measure.key, measure, floors.get(measure.key)) for measure in measures]
    return found + [Verdict(key, None, floor) for key, floor in floors.items() if key not in known]
