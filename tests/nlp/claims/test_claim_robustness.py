"""Whatever text comes, the claim components answer, with spans that fit, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.errors import LexiconError

WORDS = ["killed", "wounded", "12", "at least", "-", "and", "people", ",", "(", ")", ".", "\n", "“", "’s", "two", "dead",
         "of", "them", "including", "said", "police", "between", "death toll", "rose to", "\u200f", "😀", "no one"]  # fmt: skip


@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read(text: str, read_claims) -> None:
    """No exception; every span is inside the text and says what the claim says."""
    for claim in read_claims(text):
        assert text[claim.start : claim.end] == claim.text != ""
        assert claim.low is None or claim.high is None or claim.low <= claim.high
        assert 0 <= claim.confidence <= 1


@pytest.mark.parametrize(
    "line",
    [
        "1 2 3 killed ", "killed and ", "12,000 ", "( ", "no one of the ", ", who said, ", "two, a cook among them, killed ",
        "– ten – ", "killed A, B and ", "the bodies of a man, ", "two of them, ", "including a cook, ", "escaped with a ",
    ],
)  # fmt: skip
def test_time_is_linear(line: str, blank_claims) -> None:
    """Four times the text takes about four times as long: no search grows with the text (here without the parser)."""

    def seconds(size: int) -> float:
        text = line * (size // len(line))
        started = time.perf_counter()
        blank_claims(text)
        return time.perf_counter() - started

    seconds(2_000)  # warm up
    assert min(seconds(80_000), seconds(80_000)) < 10 * max(seconds(20_000), 0.05)


def test_a_missing_table_is_named(claims_pipeline, lexicon) -> None:
    """A lexicon without a key raises LexiconError with file and key."""
    del lexicon["harms"]["killed"]["verbs"]
    with pytest.raises(LexiconError, match=r"harms\.toml: killed\.verbs"):
        claims_pipeline(lexicon)
