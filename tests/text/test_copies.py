"""Copies of one wire story, and the agency that a text credits."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.text.agency import agency_of
from tasks.text.copies import Copies, KnownText, bands, minhash

STORY = """A bus fell from a mountain road near the town of Kale on Monday, killing nine people and injuring 21, police said.
The bus had been carrying farm workers home from a market when its brakes failed on a bend, a survivor told the local radio.
Rescue teams with ropes and lamps worked through the night to bring the injured up to the road, the district governor said.
Most of the injured were taken to the hospital of the provincial capital, two hours away, where doctors asked for blood.
Accidents are common on the road, which was built a century ago for carts and has no barriers for most of its length.
The ministry of transport said that it would close the road to heavy traffic until an inquiry had found what happened."""
LINES = STORY.split("\n")
OTHER = """Farmers in the plain began to bring in the barley on Tuesday, two weeks earlier than they are used to doing.
The spring had been warm and almost without rain, and the grain ripened before the storks had left their nests.
Prices at the exchange fell for the third day, as traders expected a harvest that is small but of good quality.
The cooperative said it would open its stores at night, so that nobody has to wait with a full cart in the sun."""


def are_copies(one: str, other: str) -> bool:
    return Copies([KnownText("first", minhash(one), one)]).group_of(other, "own") == "first"


@pytest.mark.parametrize(
    ("copy", "holds"),
    [
        (STORY, True),
        ("KALE (AFP) - " + STORY, True),
        ("\n".join(LINES[:4]), True),
        ("\n".join([*LINES, "Our correspondent adds that the road had been repaired in spring."]), True),
        (STORY.replace("said", "told reporters").replace("’", "'"), True),
        (STORY.replace("nine people", "eleven people"), False),
        (STORY.replace("injuring 21", "injuring 24"), False),
        (STORY + "\nThe toll had stood at seven in the morning.", True),
        (OTHER, False),
        ("\n".join(LINES[:1] + OTHER.split("\n")), False),
    ],
    ids=[
        "same",
        "dateline",
        "cut",
        "longer",
        "edited",
        "other_toll",
        "other_injured",
        "one_side_adds",
        "other",
        "quoted",
    ],
)
def test_a_copy_is_told_from_news(copy: str, holds: bool) -> None:
    assert are_copies(STORY, copy) == are_copies(copy, STORY) == holds


def test_the_first_text_names_the_group_and_copies_of_copies_are_in_it() -> None:
    copies = Copies([])
    assert copies.group_of(STORY, "a") == "a"
    assert copies.group_of("\n".join(LINES[:5]), "b") == "a"
    assert copies.group_of("\n".join(LINES[1:5]), "c") == "a"
    assert copies.group_of(OTHER, "d") == "d"


def test_a_line_of_a_few_words_is_nobody_s_copy() -> None:
    assert not are_copies("Nine people were killed.", "Nine people were killed.")
    assert minhash("two words") == ""
    assert bands("") == []


@given(st.text(max_size=300), st.text(max_size=300))
@settings(deadline=None)
def test_any_texts_can_be_compared_and_a_text_is_its_own_copy_or_too_short(one: str, other: str) -> None:
    assert are_copies(one, other) in {True, False}
    assert len(minhash(one)) in {0, 512}
    long = STORY + one
    assert are_copies(long, long)


def test_each_of_many_texts_finds_its_own_copy() -> None:
    chance = random.Random(1)
    words = (STORY + OTHER).split()
    texts = [" ".join(chance.choices(words, k=150)) for _ in range(3_000)]
    copies = Copies(KnownText(str(number), minhash(text), text) for number, text in enumerate(texts))
    assert [copies.group_of(texts[number] + " The end.", "own") for number in range(0, 3_000, 100)] == [
        str(number) for number in range(0, 3_000, 100)
    ]


@pytest.mark.parametrize(
    ("text", "byline", "agency"),
    [
        ("KABUL, Afghanistan (AP) — A bomb went off.", None, "AP"),
        ("BEIRUT, June 14 (Reuters) - A shell fell on Homs.", None, "Reuters"),
        ("PARIS, AFP — Ministers met.", None, "AFP"),
        ("AFP - At least nine people died.", None, "AFP"),
        ("DAMASCUS, (SANA) - The minister said.", None, "SANA"),
        ("A bomb went off.", "Agence France-Presse", "AFP"),
        ("A bomb went off.", "Ann Reed, Associated Press", "AP"),
        ("A bomb went off.\nSource: Reuters", None, "Reuters"),
        ("A bomb went off.\n© 2012 AFP", None, "AFP"),
        ("A bomb went off.\n(Reporting by Ann Reed in Kabul; Editing by Bo Lee)", None, "Reuters"),
        ("A bomb went off.\n(With inputs from PTI)", None, "PTI"),
        ("A bomb went off.\n(AP)", None, "AP"),
        ("A bomb went off.\nAFP/Reuters", None, "AFP"),
        ("A bomb went off, an official told Reuters on Monday.", None, None),
        ("The (AP) system - a new one - was shown.", "Ann Reed", None),
        ("Officials told AFP that nine people had died in the attack.", "By Ann Reed", None),
        ("The pa of the family said no.", "Paul Capa", None),
        ("", None, None),
    ],
)
def test_the_agency_is_read_from_dateline_byline_or_credit(text: str, byline: str | None, agency: str | None) -> None:
    assert agency_of(text, byline) == agency
