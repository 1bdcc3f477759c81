"""Every number that a text can print, read by the numbers component from a sentence as news prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.numbers.numbers import NumberMention
from tests.nlp.claims.spelling import in_words

TEN_MILLION = 10_000_000
REST = ["people", "were", "killed", "."]
READERS = {
    "british": in_words,
    "american": lambda number: in_words(number, joined=False),
    "no_hyphens": lambda number: in_words(number, hyphened=False),
    "bare": lambda number: in_words(number, joined=False, hyphened=False),
    "digits": str,
    "separators": lambda number: f"{number:,}",
}
DIGIT_LIKE = st.characters(categories=["Nd", "Nl", "No"])

CountOf = Callable[[str], NumberMention | None]


@pytest.fixture(scope="session")
def count_of(blank_claims) -> CountOf:
    """Reads "N people were killed." with the numbers component alone; tags as any tagger gives them."""
    nlp: Language = blank_claims.nlp
    numbers = blank_claims.rules[0]

    def read(number: str) -> NumberMention | None:
        words = [token.text for token in nlp.make_doc(number[0].upper() + number[1:])]
        tags = ["NUM"] * len(words) + ["NOUN", "AUX", "VERB", "PUNCT"]
        doc = numbers(Doc(nlp.vocab, words=words + REST, pos=tags, sent_starts=[True] + [False] * (len(tags) - 1)))
        (mention,) = doc._.numbers or (None,)
        return mention if mention is None or mention.end == len(words) else None

    return read


def edges() -> Iterator[int]:
    """Both sides of each power of ten, of each year that could be a date, and each round number."""
    for power in range(8):
        for digit in range(1, 10):
            yield from (digit * 10**power + step for step in (-1, 0, 1) if digit * 10**power + step <= TEN_MILLION)
    yield from (1899, 1900, 1984, 2024, 2099, 2100)
    yield TEN_MILLION


def is_read_as(mention: NumberMention | None, number: int) -> bool:
    if mention is None or (mention.low, mention.high) != (number, number):
        return False
    return mention.qualifier == "exact" and mention.first == 0


@pytest.mark.parametrize("written", READERS.values(), ids=list(READERS))
@given(number=st.integers(1, TEN_MILLION))
@settings(max_examples=250, deadline=None)
def test_any_number_is_read_back(written: Callable[[int], str], number: int, count_of: CountOf) -> None:
    """Every number from 1 to ten million comes back exact, and the whole of it is the count."""
    assert is_read_as(count_of(written(number)), number), written(number)


@pytest.mark.parametrize("written", READERS.values(), ids=list(READERS))
def test_edge_values_are_read_back(written: Callable[[int], str], count_of: CountOf) -> None:
    """Powers of ten, round numbers and numbers that could be years, with their neighbours."""
    wrong = [
        written(number)
        for number in sorted(set(edges()))
        if number and not is_read_as(count_of(written(number)), number)
    ]
    assert not wrong


@pytest.mark.parametrize("place", [1, 1_000, 10_000], ids=["units", "thousands", "tens_of_thousands"])
@pytest.mark.parametrize("written", READERS.values(), ids=list(READERS))
def test_every_group_of_three_digits_is_read_back(place: int, written: Callable[[int], str], count_of: CountOf) -> None:
    """The words of a large number are those of its groups of three: all 999, in each place."""
    wrong = [written(n * place) for n in range(1, 1_000) if not is_read_as(count_of(written(n * place)), n * place)]
    assert not wrong


@given(
    text=st.lists(
        st.one_of(st.text(max_size=8), DIGIT_LIKE, st.sampled_from([" ", "-", ",", " and ", " to ", "+"]))
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_numbers_of_any_text_are_spans_of_it(text: str, blank_claims) -> None:
    """Digits of every script, fractions and signs: no exception, spans inside the text, in order, disjoint, low first."""
    doc = blank_claims.nlp.make_doc(text)
    stop = 0
    for mention in blank_claims.rules[0](doc)._.numbers:
        assert stop <= mention.start < mention.stop <= len(text)
        assert mention.low is None or mention.high is None or mention.low <= mention.high
        stop = mention.stop
