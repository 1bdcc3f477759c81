"""Numbers in words and digits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.nlp.numbers.numerals import NumeralGrammar

UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
TEN_MILLION = 10_000_000


def in_words(number: int) -> str:
    """English words of a number from 1 to 10^7, hyphened and with "and" as British news writes it."""
    for size, name in ((1_000_000, "million"), (1_000, "thousand")):
        if number >= size:
            rest = number % size
            joint = " and " if 0 < rest < 100 else " "  # "two thousand and five"
            return in_words(number // size) + f" {name}" + (joint + in_words(rest) if rest else "")
    if number >= 100:
        return UNITS[number // 100] + " hundred" + (f" and {in_words(number % 100)}" if number % 100 else "")
    if number >= 20:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    return UNITS[number]


@pytest.fixture(scope="module")
def grammar(words_of_lexicon) -> NumeralGrammar:
    return NumeralGrammar(words_of_lexicon)


def read(grammar: NumeralGrammar, text: str) -> tuple[int, int | None, bool]:
    """Low, high and whether the whole text was read."""
    words = text.lower().replace("-", " - ").split()
    numeral = grammar.read(words, 0)
    assert numeral is not None, text
    return numeral.low, numeral.high, numeral.end == len(words)


@given(number=st.integers(1, TEN_MILLION))
@settings(max_examples=400, deadline=None)
def test_words_round_trip(grammar, number: int) -> None:
    """Every number to ten million is read back from its words."""
    assert read(grammar, in_words(number)) == (number, number, True)


@given(number=st.integers(1, TEN_MILLION))
@settings(max_examples=200, deadline=None)
def test_digits_round_trip(grammar, number: int) -> None:
    """With and without thousands separators."""
    assert read(grammar, str(number)) == (number, number, True)
    assert read(grammar, f"{number:,}") == (number, number, True)


@given(tenths=st.integers(11, 99))
def test_decimal_scales(grammar, tenths: int) -> None:
    """ "2.5 million" is exact."""
    number = tenths * 100_000
    assert read(grammar, f"{tenths / 10} million") == (number, number, True)


@given(low=st.integers(1, 900), step=st.integers(1, 90))
def test_ranges(grammar, low: int, step: int) -> None:
    """ "12-17" and "12 to 17" have both bounds; the words of a range read the same."""
    high = low + step
    assert read(grammar, f"{low} to {high}") == (low, high, True)
    assert grammar.read([f"{low}-{high}"], 0).high == high
    assert read(grammar, f"{in_words(low)} to {in_words(high)}") == (low, high, True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("two dozen", 24, 24),
        ("half a dozen", 6, 6),
        ("a dozen", 12, 12),
        ("a hundred", 100, 100),
        ("several hundred", 300, None),
        ("a few", 3, None),
        ("dozens", 24, None),
        ("scores", 40, None),
        ("tens of thousands", 20_000, None),
        ("hundreds of thousands", 200_000, None),
        ("three or four", 3, 4),
        ("both", 2, 2),
        ("1,20,000", 120_000, 120_000),
        ("a quarter of a million", 250_000, 250_000),
        ("three quarters of a million", 750_000, 750_000),
        ("one and a half million", 1_500_000, 1_500_000),
        ("40k", 40_000, 40_000),
        ("1.2m", 1_200_000, 1_200_000),
        ("10 000", 10_000, 10_000),
    ],
)
def test_count_words(grammar, text: str, low: int, high: int | None) -> None:
    """The vague words stand for the lower bounds of the specification."""
    assert read(grammar, text) == (low, high, True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The strike killed either three, five or no people.", 0, 5),
        ("From 20 to 25 rebels were killed.", 20, 25),
        ("Anywhere from 12 to 17 men were killed.", 12, 17),
        ("The death toll rose from 40 to 45.", 45, 45),
        ("The blast wounded at least an additional 151.", 151, None),
    ],
    ids=["a choice", "from to", "anywhere from", "a rise is no range", "a qualifier before another"],
)
def test_counts_of_claims(read_claims, text: str, low: int, high: int | None) -> None:
    """What a number is in its sentence."""
    assert [(claim.low, claim.high) for claim in read_claims(text)] == [(low, high)]


@pytest.mark.parametrize("text", ["0300", "a", "an", "the", "3rd", "4:30", "1.5"])
def test_these_are_no_numbers(grammar, text: str) -> None:
    """Times, articles, ordinals and bare decimals count nobody."""
    assert grammar.read([text], 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "He lives on Route 60.",
        "The meeting is on 12 May 2011.",
        "It cost $ 500.",
        "The village is 20 km away.",
        "A six-point plan was read.",
        "The 24-year-old driver left.",
        "Karim Haddad, 32, was there.",
        "Turnout fell by 12 percent.",
        "It began in 2014.",
        "They met at 5 pm.",
    ],
)
def test_context_that_counts_nobody(text: str, english, number_texts) -> None:
    """Names, dates, money, measures, ages and times are left out (section 2)."""
    assert number_texts(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The quake killed 10 500 people.", 10_500, 10_500),
        ("The number of wounded has gone up to 43.", 43, 43),
        ("Up to 43 people were wounded.", None, 43),
        ("The death toll has topped 1,200.", 1_200, None),
        ("The rocket landed in a field without injuring anyone.", 0, 0),
    ],
)
def test_numbers_with_their_words(text: str, low: int | None, high: int | None, reader) -> None:
    """Separators that are spaces, a rise that is no "up to", verbs that make a lower bound, nobody behind "without"."""
    (number,) = reader(text)._.numbers
    assert (number.low, number.high) == (low, high)


def test_anyone_without_harm_is_no_number(reader) -> None:
    """ "without finding anyone" counts nobody."""
    assert reader("They left without finding anyone.")._.numbers == ()
