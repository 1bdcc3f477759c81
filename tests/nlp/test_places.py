"""Laws of places: what is a toponym, which place it is, how precise, and when nobody can know."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import config
from seeds.gazetteer import demonym_rows, place_rows
from tasks.nlp.findings import PlaceMention
from tasks.nlp.places.gazetteer import Gazetteer
from tasks.nlp.places.places import Places

LEXICON = {"places": tomllib.loads((Path(config.__file__).parent / "lexicon" / "places.toml").read_text("utf-8"))}
BLANK = spacy.blank("en")
Read = Callable[[str], tuple[PlaceMention, ...]]


@pytest.fixture(scope="module")
def component() -> Places:
    places = Places(LEXICON)
    places.gazetteer = Gazetteer.from_rows(place_rows(), demonym_rows())
    return places


@pytest.fixture
def read(english: Language, component: Places) -> Read:
    def places(text: str) -> tuple[PlaceMention, ...]:
        doc: Doc = component(english(text))
        found: tuple[PlaceMention, ...] = doc._.places
        return found

    return places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells fell on Homs on Monday.", ["Homs"]),
        ("Residents fled from Rastan to Aleppo.", ["Rastan", "Aleppo"]),
        ("Two men died in Homs and Rastan.", ["Homs", "Rastan"]),
        ("A blast shook a market near the capital, Damascus.", ["Damascus"]),
        ("Aid reached Eastern Ghouta after a week.", ["Eastern Ghouta"]),
        ("Rebels hold parts of Idlib province.", ["Idlib province"]),
        ("He was born in Athens, Ga., and lives in Ohio.", ["Athens", "Ga.", "Ohio"]),
        ("Commissioners in Walker County met.", ["Walker County"]),
        ("The United States and China signed it.", ["United States", "China"]),
        ("Fishermen drowned in the Red Sea off Yemen.", ["Red Sea", "Yemen"]),
        # adjectives and people of a country are no places
        ("Syrian troops and Iraqi doctors spoke.", []),
        ("Two Kenyans were hurt.", []),
        # names of organisations, products and streets
        ("The Syrian Observatory for Human Rights counted them.", []),
        ("The Homs Revolution Council counted them.", []),
        ("A writer of the Baghdad Post called.", []),
        # people
        ("Paris Hilton sang.", []),
        ("Michael Jordan smiled, and Jordan left.", []),
        ("Mr. Lincoln smiled.", []),
        ("Chad Smith played the drums.", []),
        # words that are also towns
        ("The march was calm, and the police were nice.", []),
        ("In March the police came.", []),
    ],
)
def test_these_are_the_toponyms(read: Read, text: str, names: list[str]) -> None:
    assert [place.text for place in read(text)] == names


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "country"),
    [
        ("Shells fell in Damascus.", 33.5, 36.3, "SYR"),
        ("Shells fell on Homs.", 34.7, 36.7, "SYR"),
        ("Shells fell in Rastan, in Homs province.", 34.9, 36.7, "SYR"),
        ("Shells fell in Aleppo.", 36.2, 37.2, "SYR"),
        ("A bridge fell in Athens, Ga., on Monday.", 34.0, -83.4, "USA"),
        ("A bridge fell in Athens, Greece.", 38.0, 23.7, "GRC"),
        ("He teaches in Alexandria, Egypt.", 31.2, 29.9, "EGY"),
        ("He teaches in Alexandria, Va., near Richmond.", 38.8, -77.1, "USA"),
        ("Protesters in Tbilisi said Georgia must hold a vote; Kutaisi agreed.", 41.7, 44.8, "GEO"),
        ("Fighters left Tripoli for Misrata, in Libya.", 32.9, 13.2, "LBY"),
        ("Fighters left Tripoli for Beirut, in Lebanon.", 34.4, 35.8, "LBN"),
        ("Shots were fired in Cabo Delgado.", -12.3, 39.5, "MOZ"),
        ("Shots were fired in the West Bank.", 32.0, 35.2, "PSE"),
    ],
)
def test_the_first_place_is_there(read: Read, text: str, latitude: float, longitude: float, country: str) -> None:
    place = read(text)[0]
    assert place.country == country
    assert place.lat == pytest.approx(latitude, abs=0.3)
    assert place.lon == pytest.approx(longitude, abs=0.3)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("A bomb fell in Damascus.", "exact"),
        ("A bomb fell near Damascus.", "near"),
        ("A bomb fell near the capital, Damascus.", "near"),
        ("A bomb fell 20 km north of Baghdad.", "near"),
        ("A bomb fell on the outskirts of Kabul.", "near"),
        ("A bomb fell in Eastern Ghouta.", "district"),
        ("A bomb fell in Idlib province.", "province"),
        ("A bomb fell in Helmand.", "province"),
        ("A bomb fell in Yemen.", "country"),
    ],
)
def test_a_mention_is_this_precise(read: Read, text: str, precision: str) -> None:
    assert read(text)[-1].precision == precision


def test_a_name_of_many_towns_without_context_has_no_coordinates(read: Read) -> None:
    (place,) = read("A woman was found in Springfield.")
    assert (place.lat, place.lon, place.place_id) == (None, None, None)


def test_the_same_name_is_the_same_place_all_through_a_text(read: Read) -> None:
    places = read("Floods hit Tripoli, Libya. Shops in Tripoli stayed shut.")
    assert len({place.place_id for place in places if place.text == "Tripoli"}) == 1


def test_a_lone_sentence_without_gazetteer_gives_no_coordinates(english: Language) -> None:
    doc = Places(LEXICON)(english("Shells fell in Homs."))
    assert all(place.lat is None for place in doc._.places)


WORDS = st.sampled_from(
    [
        "in",
        "near",
        "the",
        "Homs",
        ",",
        "Syria",
        "Jordan",
        "Paris",
        "Ga.",
        "and",
        "province",
        "al",
        "-",
        "Qaim",
        "of",
        "Mr.",
        "County",
        "'s",
        "\n",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_gives_spans_of_the_text(component: Places, text: str) -> None:
    doc = component(BLANK(text))
    end = 0
    for place in doc._.places:
        assert doc.text[place.start : place.end] == place.text
        assert place.start >= end
        end = place.end
