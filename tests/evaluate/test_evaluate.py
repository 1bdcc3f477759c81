"""The verb: labelled rows through the extractor, whatever one of them holds."""

from __future__ import annotations

import json

import pytest

from tasks.accuracy.records import Claim as Wanted
from tasks.errors import RowError
from tasks.evaluate import evaluate, refitted
from tasks.nlp.extractor import Unreadable
from tasks.nlp.findings import Claim, Findings, Toll

CLAIM = Claim(
    harm="killed", text="Four", start=0, end=4, low=4, high=4, qualifier="exact", victims="", victim_class="unknown",
    scope="incident", period_start=None, claimant=None, claimant_name=None, claimant_kind=None, claimant_start=None,
    claimant_end=None, factuality="asserted", place=None, date=None, incident=1, event=None,
    sentence_start=0, sentence_end=10, confidence=0.9, rule_id="killed.verb-passive",
)  # fmt: skip
FOUND = Findings((CLAIM,), (), (), (), (), (), {"killed": Toll(4, 4, 4)}, "test")
LABEL = {field: getattr(CLAIM, field) for field in Wanted.__slots__ if hasattr(CLAIM, field)}
GOLD = {"killed": [4, 4], "claims": [LABEL]}


class Reader:
    """An extractor that finds one claim in each text, fails where told to, and keeps what it was shown."""

    def __init__(self):
        self.shown = []

    def read(self, sources):
        for source in sources:
            self.shown.append(source)
            yield Unreadable("boom") if "explode" in source.text else FOUND


def row(number=1, text="Four died.", **more):
    return json.dumps({"id": number, "text": text, "published_at": "2012-06-14", "gold": GOLD} | more)


@pytest.fixture
def reader():
    return Reader()


def values(evaluation):
    return {measure.key: measure.value for measure in evaluation.result.measures}


def test_labelled_rows_become_measures(reader):
    found = evaluate([row(1), "\n", row(2)], reader)
    assert found.result.texts == 2
    assert found.unread == ()
    assert values(found)["claims.f1"] == values(found)["killed.positive"] == 1.0
    assert values(found)["confidence.calibration"] == pytest.approx(0.9)


def test_the_extractor_is_never_shown_a_label(reader):
    evaluate([row()], reader)
    (source,) = reader.shown
    assert (source.text, source.title, source.published_on.year) == ("Four died.", None, 2012)
    assert not hasattr(source, "gold")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        (json.dumps({"id": 1, "gold": GOLD}), "text is missing"),
        (json.dumps({"text": "x", "gold": GOLD}), "id is missing"),
        (json.dumps({"id": 1, "text": "x"}), "gold is missing"),
        (row(gold={}), "gold has none of"),
        (row(gold={"killed": "four"}), "gold.killed"),
        (row(published_at="yesterday"), "published_at"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_the_others_go_on(line, problem, reader):
    found = evaluate([row(1), line, row(3)], reader)
    assert [(each.line, problem in each.message) for each in found.unread] == [(2, True)]
    assert found.result.texts == 2


def test_a_text_that_the_extractor_fails_on_counts_as_nothing_found(reader):
    found = evaluate([row(1, "explode!"), row(2)], reader)
    assert values(found)["claims.recall"] == 0.5
    assert "the extractor failed on this text (boom)" in found.unread[0].message


def test_rows_keep_their_labels_whatever_the_batches(reader):
    """Findings come back in order: a row's labels meet the findings of its own text."""
    wrong = {**GOLD, "killed": [5, 5]}
    rows = [row(n, gold=wrong if n % 3 == 0 else GOLD) for n in range(30)]
    assert [m.id for m in evaluate(rows, reader).result.mistakes] == list(range(0, 30, 3))


def test_weights_are_fitted_on_the_claims_that_were_judged(reader):
    text, held_out = refitted([evaluate([row(n) for n in range(20)], reader)])
    assert held_out.claims == 20
    assert "base = " in text


def test_without_claims_there_is_nothing_to_fit(reader):
    with pytest.raises(RowError, match="name files labelled with claims or tolls"):
        refitted([evaluate([row(gold={"killed": [0, 0]})], reader)])
