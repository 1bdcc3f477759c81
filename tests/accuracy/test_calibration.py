"""Confidence is measured by how often it keeps its word, and fitted on what was right."""

from __future__ import annotations

import random
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.accuracy.board import judge
from tasks.accuracy.calibration import calibration, merged
from tasks.accuracy.diagram import reliability_svg
from tasks.accuracy.fitting import Example, cautious, fit, out_of_fold
from tasks.accuracy.records import Claim, Found, Labelled, Range, Trusted

SVG = "{http://www.w3.org/2000/svg}"


def claims(confidence, right, wrong):
    return [Trusted(0, confidence, True)] * right + [Trusted(0, confidence, False)] * wrong


def test_nine_in_ten_right_at_90_percent_is_no_error():
    assert calibration(claims(0.9, 9, 1)).error == pytest.approx(0)


def test_the_error_is_the_mean_gap_weighted_by_claims():
    """30 claims promise .8 and keep .6, 10 promise .2 and keep .2."""
    trust = calibration([*claims(0.8, 18, 12), *claims(0.2, 2, 8)])
    assert (trust.cases, trust.error) == (40, pytest.approx(0.15))


def test_files_are_merged_as_if_they_were_one():
    first, second = claims(0.8, 3, 1), claims(0.85, 1, 3)
    assert merged([calibration(first), calibration(second)]).error == pytest.approx(
        calibration([*first, *second]).error
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_the_error_lies_between_0_and_1_and_no_claim_is_lost(pairs):
    trust = calibration(Trusted(0, confidence, right) for confidence, right in pairs)
    assert 0 <= trust.error <= 1
    assert trust.cases == len(pairs)


CLAIM = Claim("killed", 0, 4, 4, 4, "exact", "incident", "asserted", "unknown", None, None, None, 1, 0.9)


def trusted(label, *found):
    return [claim.right for claim in judge(label, Found(claims=found)).trusted]


def test_a_claim_is_right_where_it_is_labelled_with_the_same_number():
    label = Labelled("a", "Four died.", claims=(CLAIM,))
    other = Claim("killed", 5, 9, 4, 4, "exact", "incident", "asserted", "unknown", None, None, None, 1, 0.9)
    assert trusted(label, CLAIM, other) == [True, False]


def test_the_only_claim_of_a_text_is_judged_by_its_toll():
    label = Labelled("a", "Four died.", tolls={"killed": Range(4, 4)})
    assert trusted(label, CLAIM) == [True]
    assert trusted(Labelled("a", "Four died.", tolls={"killed": Range(5, 5)}), CLAIM) == [False]


def test_a_toll_says_nothing_of_one_claim_among_several_nor_of_a_text_without_dead():
    assert trusted(Labelled("a", "Four died.", tolls={"killed": Range(4, 4)}), CLAIM, CLAIM) == []
    assert trusted(Labelled("a", "Four died.", tolls={"killed": Range(0, 0)}), CLAIM) == []


def world(size, seed=1):
    """Claims of a good rule are right nine times in ten, those of a bad one in half; a feature of all means nothing."""
    chance = random.Random(seed)
    rules = [("rule.good", 0.9) if chance.random() < 0.7 else ("rule.bad", 0.5) for _ in range(size)]
    return [Example(("all.of.them", rule), chance.random() < share) for rule, share in rules]


def test_the_fit_finds_how_often_each_rule_is_right():
    weights = fit(world(2_000))
    assert weights.chance(("rule.good",)) == pytest.approx(0.9, abs=0.03)
    assert weights.chance(("rule.bad",)) == pytest.approx(0.5, abs=0.05)


def test_a_rule_that_is_hardly_seen_is_not_believed():
    """Two claims of a rule say nothing; ten that are wrong say something, not everything."""
    assert "rule.rare" not in fit([*world(200), *[Example(("rule.rare",), False)] * 2]).of
    weights = fit([*world(200), *[Example(("rule.rare",), False)] * 10])
    assert 0.05 < weights.chance(("rule.rare",)) < 0.5


def test_the_level_comes_from_texts_with_every_claim_labelled():
    """Toll labels are right more often here; the rules' difference is kept, their level is not."""
    tolls = [Example(("rule.a",), n % 50 > 0, every_claim=False) for n in range(500)]
    level = fit([*tolls, *[Example(("rule.a",), n % 5 > 0) for n in range(100)]]).chance(("rule.a",))
    assert level == pytest.approx(0.8, abs=0.03)


def test_texts_that_no_rule_was_made_on_are_trusted_a_little_less():
    weights = fit(world(500))
    assert 0.8 < cautious(weights).chance(("rule.good",)) < weights.chance(("rule.good",)) < 0.95


def test_claims_held_out_are_met_by_what_was_fitted_on_the_others():
    held_out = out_of_fold(world(1_000))
    assert held_out.cases == 1_000
    assert held_out.error < 0.05


def test_all_right_and_all_wrong_can_be_fitted():
    assert fit([Example(("a.b",), True)] * 3).chance(("a.b",)) < 1
    assert fit([Example((), False)]).chance(()) > 0


def test_the_diagram_has_a_bar_and_a_count_for_each_bin_that_holds_claims():
    trust = calibration([*claims(0.95, 9, 1), *claims(0.35, 1, 2)])
    svg = ET.fromstring(reliability_svg(trust, "a <file> & more"))
    texts = [each.text for each in svg.iter(f"{SVG}text")]
    assert len([bar for bar in svg.iter(f"{SVG}rect") if bar.get("fill-opacity")]) == 2
    assert {"10", "3", "a <file> & more", "confidence given", "share that was right"} <= set(texts)
    assert f"{trust.error:.3f}" in svg.find(f"{SVG}title").text
    assert any(line.get("stroke-dasharray") for line in svg.iter(f"{SVG}line"))


@given(st.text())
def test_whatever_a_file_is_called_the_diagram_is_xml(subject):
    assert ET.fromstring(reliability_svg(calibration([]), subject)) is not None
