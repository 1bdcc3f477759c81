"""A floor holds or is missed; a floor for what was not measured is missed."""

from __future__ import annotations

import pytest

from tasks.accuracy.floors import verdicts
from tasks.accuracy.measures import Measure

F1 = Measure("claims.f1", 191, 200)


@pytest.mark.parametrize(("floor", "holds"), [(90.0, True), (95.5, True), (95.6, False), (None, True)])
def test_a_measure_holds_from_its_floor_upwards(floor, holds):
    floors = {} if floor is None else {"claims.f1": floor}
    assert [verdict.holds for verdict in verdicts([F1], floors)] == [holds]


def test_a_floor_for_what_the_labels_do_not_measure_is_missed():
    """Else a lost label or a misspelled key would pass for a success."""
    (_, missing) = verdicts([F1], {"killed.zero": 1.0})
    assert (missing.key, missing.measure, missing.holds) == ("killed.zero", None, False)


def test_a_measure_without_cases_is_0():
    assert Measure("claims.f1", 0, 0).value == 0.0
