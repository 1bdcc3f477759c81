"""A gold row is read whole, or refused with the key that is wrong."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.accuracy.board import judge
from tasks.accuracy.findings import read_found
from tasks.accuracy.labels import parse_labels
from tasks.accuracy.records import Found, Place, Range
from tasks.errors import RowError

TEXT = "Four died in Homs."
CLAIM = {"harm": "killed", "start": 0, "end": 4, "low": 4, "high": 4, "place": {"text": None, "name": "Homs"}}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "killed",
    "injured",
    "claims",
    "attributions",
    "toponyms",
    "dates",
    "sub_event_type",
    "recipient",
    "type",
    "actor",
]


def row(**gold):
    return json.dumps({"id": "a", "text": TEXT, "gold": gold})


def test_labels_of_every_kind_are_read():
    content = [{"spans": [[0, 9], [10, 17]]}, {"spans": []}]
    label = parse_labels(
        row(
            killed=[4, 4], claims=[CLAIM], attributions=[{"content": content, "source": []}], toponyms=[[13, 17, 34, 36.7]],
            dates=[[0, 4, "2012"]], sub_event_type="ATTACK", recipient="x", type="ACCUSE", actor="y",
        )
    )  # fmt: skip
    assert label.kinds == {"killed", "claims", "statements", "places", "dates", "sub_event", "act"}
    assert label.tolls == {"killed": Range(4, 4)}
    assert label.claims[0].place == "Homs"
    assert label.statements[0].content == (0, 17)


def test_an_attribution_without_content_is_not_compared():
    assert parse_labels(row(attributions=[{"content": [], "source": []}])).statements == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "gold is missing"),
        ('{"id": "a", "text": "x"}', "gold is missing"),
        ('{"id": "a", "gold": {}}', "text is missing"),
        (row(killed=4), "gold.killed is '4'; it must be a list of int, int"),
        (row(killed=[True, 1]), "gold.killed"),
        (row(claims={}), "gold.claims is '{}'; it must be a list"),
        (row(claims=[4]), r"gold.claims\[0\]"),
        (row(claims=[{**CLAIM, "harm": None}]), r"gold.claims\[0\].harm is missing; it must be text"),
        (row(claims=[{**CLAIM, "low": "4"}]), r"gold.claims\[0\].low is '4'; it must be a whole number or null"),
        (row(claims=[{**CLAIM, "end": 99}]), "0 to 99 lies outside of the text, which has 18 characters"),
        (row(claims=[{**CLAIM, "start": -1}]), "it must be a character offset"),
        (row(claims=[{**CLAIM, "place": 5}]), r"gold.claims\[0\].place"),
        (row(toponyms=[[1, 2, 3]]), r"gold.toponyms\[0\]"),
        (row(dates=[[1, 2, 3]]), r"gold.dates\[0\]"),
        (row(attributions=[{"content": [{"spans": [["a", 2]]}]}]), r"gold.attributions\[0\].content\[0\].spans"),
        (row(recipient="x"), "gold.type is missing"),
        (row(sub_event_type=4), "gold.sub_event_type"),
    ],
)
def test_a_wrong_label_is_named_by_its_key(line, problem):
    with pytest.raises(RowError, match=problem):
        parse_labels(line)


@given(st.dictionaries(st.sampled_from(KEYS), anything))
def test_any_gold_is_labels_or_a_row_error(gold):
    with suppress(RowError):
        assert judge(parse_labels(row(**gold)), Found(places=(Place(0, 4, 34.0, 36.0),))) is not None


@pytest.mark.parametrize("degrees", [float("nan"), float("inf"), -1e300, 10**400])
def test_degrees_that_no_place_has_are_refused(degrees):
    with pytest.raises(RowError, match="toponyms"):
        parse_labels(row(toponyms=[[0, 4, degrees, 0.0]]))


@given(st.dictionaries(st.sampled_from(["tolls", "claims", "statements", "places", "dates", "events"]), anything))
def test_any_finding_is_read_or_a_row_error(found):
    with suppress(RowError):
        assert isinstance(read_found(found), Found)


def test_a_finding_without_anything_is_nothing():
    assert read_found({"id": "a"}) == Found()
