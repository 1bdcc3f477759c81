"""Confidence is what the weights of the lexicon make of a claim's features, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import LexiconError
from tasks.nlp.claims.confidence import LEAST, MOST, Trust, features
from tasks.nlp.findings import Claim

CLAIM = Claim(
    harm="killed", text="four", start=0, end=4, low=4, high=4, qualifier="exact", victims="", victim_class="unknown",
    scope="incident", period_start=None, claimant=None, claimant_name=None, claimant_kind=None, claimant_start=None,
    claimant_end=None, factuality="asserted", place=None, date=None, incident=1, event=None,
    sentence_start=0, sentence_end=40, confidence=0.0, rule_id="killed.verb-passive",
)  # fmt: skip


def trust(base=0.0, **weights):
    return Trust({"confidence": {"base": base, "weights": weights}})


def weighed(trust, *claims):
    return [claim.confidence for claim in trust.weighed(claims)]


def test_a_rule_is_trusted_by_its_own_weight_and_its_familys():
    words = trust(family={"verb": 1.0}, rule={"verb-passive": 1.0})
    other, unknown = replace(CLAIM, rule_id="killed.verb-new"), replace(CLAIM, rule_id="killed.novel")
    assert weighed(words, CLAIM, other, unknown) == [0.88, 0.73, 0.5]


def test_a_hedge_costs_what_the_table_says():
    words = trust(factuality={"hedged": -2.0})
    assert weighed(words, CLAIM, replace(CLAIM, factuality="hedged")) == [0.5, 0.12]


@pytest.mark.parametrize(
    ("change", "feature"),
    [
        ({}, "number.printed"),
        ({"text": "One", "low": 1}, "number.printed"),
        ({"text": "1", "low": 1}, "number.printed"),
        ({"text": "a guard", "low": 1}, "number.single"),
        ({"text": "She", "low": 1}, "number.pronoun"),
        ({"text": "Karim Zuhair", "low": 1}, "number.name"),
        ({"text": "dozens", "low": 24, "qualifier": "vague"}, "number.vague"),
        ({"text": "nobody", "low": 0, "qualifier": "none"}, "number.none"),
        ({"scope": "subset"}, "scope.subset"),
        ({"claimant": "police"}, "claimant.named"),
        ({"sentence_end": 400}, "sentence.long"),
        ({"start": 9_000}, "place_in_text.late"),
        ({"text": "", "low": 1}, "number.single"),
    ],
)
def test_what_can_be_seen_of_a_claim_is_a_feature(change, feature):
    assert feature in features([replace(CLAIM, **change)])[0]


def test_claims_of_one_sentence_are_counted_together():
    beside = replace(CLAIM, sentence_start=50)
    counts = [known[-3] for known in features([CLAIM, CLAIM, beside])]
    assert counts == ["in_sentence.two", "in_sentence.two", "in_sentence.one"]


@given(st.floats(-1e6, 1e6))
def test_confidence_is_never_impossible_and_never_certain(base):
    assert LEAST <= weighed(trust(base), CLAIM)[0] <= MOST


def test_the_shipped_weights_know_the_common_rules_and_trust_them(extractor):
    """A number in a plain passive is right nearly always."""
    from tasks.nlp.source import SourceText

    (found,) = extractor.read([SourceText("Four miners were killed.")])
    assert 0.8 <= found.claims[0].confidence <= MOST


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({}, "base"),
        ({"confidence": {"base": "much", "weights": {}}}, "base"),
        ({"confidence": {"base": 1.0, "weights": 5}}, "weights"),
        ({"confidence": {"base": 1.0, "weights": {"rule": {"toll": "high"}}}}, "weights.rule.toll"),
    ],
)
def test_a_broken_table_is_named_by_its_key(words, key):
    with pytest.raises(LexiconError) as caught:
        Trust(words)
    assert caught.value.key == key
