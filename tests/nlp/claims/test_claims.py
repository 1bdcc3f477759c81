"""Every row of the claim specification as a short sentence, read by the components alone on the bare pipeline."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasks.nlp.findings import Claim

DATA = Path(__file__).parent / "data"


def cases() -> Iterator[Any]:
    """Every case of data/claims*.toml; one marked `open` is right by the specification and not yet read so."""
    for path in sorted(DATA.glob("claims*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            marks = [pytest.mark.xfail(strict=True, reason="not read yet")] if case.get("open") else []
            yield pytest.param(case, id=f"{path.stem}: {case['about']}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_the_text_makes_exactly_these_claims(case: dict[str, Any], read_claims) -> None:
    """The claims of a text are those listed, field by field."""
    claims = read_claims(case["text"])
    found = [(claim.harm, claim.text) for claim in claims]
    assert len(claims) == len(case["claims"]), found
    for claim, wanted in zip(claims, case["claims"], strict=True):
        assert {field: shown(claim, field) for field in wanted} == wanted


def test_two_hundred_sentences_are_read_rightly() -> None:
    """What is marked `open` does not count: at least 200 sentences, some of each section that a claim alone can show."""
    closed = [param.values[0] for param in cases() if not param.marks]
    assert len(closed) >= 200
    assert {str(case.get("section", ""))[:1] for case in closed} >= set("1234569")


def shown(claim: Claim, field: str) -> Any:
    value = getattr(claim, field)
    return "" if value is None else value


def test_counts_left_open_have_no_upper_bound(read_claims) -> None:
    """at_least and more_than have no high, at_most and less_than no low (section 2)."""
    assert read_claims("At least four miners were killed.")[0].high is None
    assert read_claims("More than 40 miners were killed.")[0].high is None
    assert read_claims("Up to 20 miners were killed.")[0].low is None
    assert read_claims("Dozens of miners were killed.")[0].high is None


def test_spans_are_the_words_as_printed(read_claims) -> None:
    """text[start:end] is the count phrase, and the claimant's span its words."""
    text = "Police said  at least four miners were killed and a guard was wounded."
    for claim in read_claims(text):
        assert text[claim.start : claim.end] == claim.text
        assert claim.claimant_start is not None
        assert text[claim.claimant_start : claim.claimant_end] == claim.claimant


def test_confidence_differs_between_rules(read_claims) -> None:
    """Each claim names its rule; a number in a plain passive is trusted more than a pronoun."""
    number, pronoun = read_claims("Four miners were killed. The girl was hurt and later she died.")[:2]
    assert 0 <= pronoun.confidence <= number.confidence <= 1
    assert number.rule_id.startswith("killed.")


def test_a_new_harm_word_needs_no_code(claims_pipeline, lexicon) -> None:
    """A made-up verb in the lexicon finds a claim in all its forms."""
    lexicon["harms"]["killed"]["verbs"].append("zorb")
    nlp = claims_pipeline(lexicon)
    doc = nlp("The machine zorbed nine farmers.")
    assert [(c.harm, c.low) for c in doc._.claims] == [("killed", 9)]
    doc = nlp("Nine farmers were zorbed on the bridge.")
    assert [(c.harm, c.low) for c in doc._.claims] == [("killed", 9)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("A car bomb killed four men in the market. The blast also wounded nine.", True),
        ("A car bomb killed four men. In a separate attack in the hills, gunmen killed a trader.", False),
    ],
    ids=["same_event", "separate_attack"],
)
def test_incident_numbers_follow_the_event(text: str, same: bool, read_claims) -> None:
    """Claims of one event share a number, those of a separate one do not (section 8)."""
    first, second = read_claims(text)
    assert (first.incident == second.incident) is same


def test_cumulative_claims_have_no_incident(read_claims) -> None:
    """A running total belongs to no incident (section 4)."""
    claim = read_claims("Since the war began in 2015, 900 soldiers have been killed.")[0]
    assert (claim.scope, claim.incident, claim.period_start) == ("cumulative", None, "2015")
