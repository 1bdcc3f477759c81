"""Laws of the gazetteer: spellings meet, ids are stable, the shipped tables load fast and say what news needs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import seeds.gazetteer
from seeds.gazetteer import demonym_rows, place_rows
from tasks.nlp.places.gazetteer import Gazetteer, key

SMALL = [
    ["geonames:1", "Ar Rastan", "Rastan;El Rastane", "34.93", "36.73", "SYR", "11", "city", "53152"],
    ["sitrep:homs", "Homs province", "", "34.4", "37.2", "SYR", "11", "province", "0"],
    ["geonames:2", "São Paulo", "", "-23.5", "-46.6", "BRA", "27", "city", "12400232"],
    ["geonames:3", "Georgia", "Ga.", "32.75", "-83.5", "USA", "GA", "province", "0"],
    ["geonames:4", "United States", "US;U.S.", "39.8", "-98.5", "USA", "", "country", "327167434"],
]


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return Gazetteer.from_rows(place_rows(), demonym_rows())


@pytest.mark.parametrize(
    ("written", "place_id"),
    [
        ("Ar Rastan", "geonames:1"),
        ("Rastan", "geonames:1"),
        ("al-Rastan", "geonames:1"),
        ("AR-RASTAN", "geonames:1"),
        ("Sao Paulo", "geonames:2"),
        ("U.S.", "geonames:4"),
        ("US", "geonames:4"),
    ],
)
def test_spellings_meet_in_one_place(written: str, place_id: str) -> None:
    assert [entry.place_id for entry in Gazetteer.from_rows(SMALL).lookup(written)] == [place_id]


@pytest.mark.parametrize("written", ["us", "Us", "", "Nowhere", "Ga."])
def test_other_words_are_no_place(written: str) -> None:
    assert Gazetteer.from_rows(SMALL).lookup(written) == ()


def test_a_state_abbreviation_is_known_apart() -> None:
    assert [entry.name for entry in Gazetteer.from_rows(SMALL).abbreviation("Ga.")] == ["Georgia"]


def test_places_become_warehouse_rows_once_each_and_unknown_ids_none() -> None:
    rows = list(Gazetteer.from_rows(SMALL).places(["geonames:1", "geonames:9", "geonames:1"]))
    assert [(row.place_id, row.country, row.admin1, row.feature_class) for row in rows] == [
        ("geonames:1", "SYR", "Homs province", "P")
    ]


def test_a_row_of_the_wrong_width_is_named() -> None:
    with pytest.raises(ValueError, match="Nowhere"):
        Gazetteer.from_rows([["x", "Nowhere"]])


def test_the_key_drops_marks_and_hyphens() -> None:
    assert key("Saint-Étienne") == key("St. Etienne") == "st etienne"


def test_the_shipped_gazetteer_loads_fast() -> None:
    started = time.process_time()
    Gazetteer.from_rows(place_rows(), demonym_rows())
    assert time.process_time() - started < 1.5


def test_the_shipped_tables_take_less_than_four_megabytes() -> None:
    folder = Path(seeds.gazetteer.__file__).parent
    assert sum(path.stat().st_size for path in folder.rglob("*.csv")) < 4_000_000


def test_ids_are_unique_and_points_lie_on_earth(shipped: Gazetteer) -> None:
    rows = list(place_rows())
    assert len({row[0] for row in rows}) == len(rows)
    assert all(-90 <= float(row[3]) <= 90 and -180 <= float(row[4]) <= 180 for row in rows)


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Damascus", "SYR", 33.5, 36.3),
        ("Rastan", "SYR", 34.9, 36.7),
        ("Eastern Ghouta", "SYR", 33.5, 36.4),
        ("Deraa", "SYR", 32.6, 36.1),
        ("Donbas", "UKR", 48.3, 38.3),
        ("Tigray", "ETH", 13.9, 38.9),
        ("Gaza Strip", "PSE", 31.4, 34.4),
        ("West Bank", "PSE", 32.0, 35.2),
        ("Helmand", "AFG", 31.3, 64.0),
        ("North Kivu", "COD", -0.8, 28.9),
        ("Cabo Delgado", "MOZ", -12.3, 39.5),
        ("Kyiv", "UKR", 50.5, 30.5),
        ("Mogadishu", "SOM", 2.0, 45.3),
    ],
)
def test_a_name_of_the_news_is_where_it_is(
    shipped: Gazetteer, name: str, country: str, latitude: float, longitude: float
) -> None:
    places = [entry for entry in shipped.lookup(name) if entry.country == country]
    assert any(abs(p.lat - latitude) < 0.3 and abs(p.lon - longitude) < 0.3 for p in places)


def test_a_demonym_names_its_country(shipped: Gazetteer) -> None:
    assert (shipped.demonym("Syrian"), shipped.demonym("Yemenis"), shipped.demonym("green")) == ("SYR", "YEM", None)
