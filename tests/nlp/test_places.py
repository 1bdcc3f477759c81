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

FOLDER = Path(config.__file__).parent / "lexicon"
LEXICON = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in ("places", "demonyms")}
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
        ("The White House rejected it, and Downing Street agreed.", []),
        # people
        ("Paris Hilton sang.", []),
        ("Michael Jordan smiled, and Jordan left.", []),
        ("Envoy Kofi Annan spoke. He blamed others for any failures of the Annan plan.", []),
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
        ("Shots were fired in Baba Amr.", 34.7, 36.7, "SYR"),
        ("Shots were fired in Donbas.", 48.3, 38.3, "UKR"),
        ("Shots were fired in Tigray.", 13.9, 38.9, "ETH"),
        ("Shots were fired in the Gaza Strip.", 31.4, 34.4, "PSE"),
        # a capital is meant unless the text is of another place of its name
        ("Washington said it would not sign.", 38.9, -77.0, "USA"),
        ("Walla Walla, Washington, is far from Seattle.", 46.1, -118.3, "USA"),
        ("Gunmen struck in western Central African Republic.", 6.6, 20.9, "CAF"),
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


def test_an_ambiguous_name_has_its_candidates_the_likeliest_first(read: Read) -> None:
    (place,) = read("A woman was found in Springfield.")
    assert len(place.candidates) > 2
    assert {candidate.name for candidate in place.candidates} == {"Springfield"}
    assert len({(candidate.lat, candidate.lon) for candidate in place.candidates}) == len(place.candidates)


def test_a_name_that_is_resolved_or_unknown_has_no_candidates(read: Read) -> None:
    places = read("Shells fell on Homs and in Springfield, Illinois.")
    assert [place.candidates for place in places] == [()] * len(places)


@pytest.mark.parametrize(("outlet", "country"), [(None, "ARG"), ("ARG", "ARG"), ("ESP", "ESP")])
def test_the_outlets_country_is_evidence_where_the_text_has_none(
    english: Language, component: Places, outlet: str | None, country: str | None
) -> None:
    doc = english("Two men were held in Cordoba on Monday.")
    doc._.outlet_country = outlet
    assert [place.country for place in component(doc)._.places] == [country]


def test_a_name_that_only_the_outlet_speaks_against_is_left_open(english: Language, component: Places) -> None:
    doc = english("Two men were held in Georgia on Monday.")
    doc._.outlet_country = "USA"
    (place,) = component(doc)._.places
    assert place.place_id is None
    assert {candidate.country for candidate in place.candidates} >= {"GEO", "USA"}


def test_the_text_overrules_the_outlet(english: Language, component: Places) -> None:
    doc = english("Protesters in Tbilisi said Georgia must hold a vote; Kutaisi and Batumi agreed.")
    doc._.outlet_country = "USA"
    assert {place.country for place in component(doc)._.places} == {"GEO"}


@pytest.mark.parametrize(
    ("text", "admin1"),
    [
        ("Shots were fired in Rastan, in Homs province.", "Homs province"),
        ("Shots were fired in Baba Amr.", "Homs province"),
        ("Shots were fired in Darfur.", None),
    ],
)
def test_a_place_lies_in_its_division_and_a_region_of_several_in_none(
    read: Read, text: str, admin1: str | None
) -> None:
    assert read(text)[0].admin1 == admin1


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
