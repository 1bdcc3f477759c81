"""The places that Sitrep knows: names to candidates, ids to rows. No I/O: rows are handed in.

A row is (place_id, name, aliases joined by ";", latitude, longitude, country alpha-3, admin1 code, kind, population).
Kinds: country, province, county, district, area, city, sea, continent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from warehouse.records import Place

# GeoNames feature classes, http://www.geonames.org/export/codes.html
FEATURE_CLASSES = {"country": "A", "province": "A", "county": "A", "city": "P", "district": "P", "sea": "H"}
SOURCES = {"geonames": "GeoNames", "fips": "GeoNames (point of the state)", "sitrep": "Sitrep"}
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|an|at|ad|az|adh|ath|et|er|es|ed) (?=\S{4})")
_ARTICLE_COUNTRIES = frozenset(
    [
        "SYR",
        "IRQ",
        "YEM",
        "LBN",
        "EGY",
        "LBY",
        "JOR",
        "SAU",
        "PSE",
        "SDN",
        "OMN",
        "KWT",
        "QAT",
        "BHR",
        "ARE",
        "TUN",
        "DZA",
        "MAR",
    ]
)
_MARKS = str.maketrans(dict.fromkeys("'‘’`´ʿʾʻʼ.،", "") | {"-": " ", "–": " ", "ı": "i", "ø": "o", "ł": "l", "đ": "d"})
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "ste": "st"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate for a name. `alias`: the name is not the main one."""

    place_id: str
    name: str
    lat: float
    lon: float
    country: str  # ISO 3166-1 alpha-3, empty for seas and continents
    admin1: str  # GeoNames code within the country
    kind: str
    population: int
    alias: bool = False


@lru_cache(maxsize=16_384)
def key(name: str) -> str:
    """The form under which spellings meet: lower case, no marks, hyphens as spaces, St for Saint."""
    if not name.isascii():
        name = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    words = name.lower().translate(_MARKS).split()
    return " ".join(_SHORT.get(word, word) for word in words)


class Gazetteer:
    """Names and ids of places; built once, never changed."""

    def __init__(self, rows: Sequence[Sequence[str]], demonyms: dict[str, str]) -> None:
        self._rows = rows
        self._demonyms = demonyms
        self._index: defaultdict[str, list[int]] = defaultdict(list)
        self._acronyms: set[str] = set()
        self._by_id: dict[str, int] = {}
        self._admin1: dict[tuple[str, str], str] = {}
        self.abbreviations: dict[str, int] = {}
        self.longest: dict[str, int] = {}  # first word of a name -> words of the longest such name
        for number, row in enumerate(rows):
            self._add(number, row)

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[str]], demonyms: Iterable[Sequence[str]] = ()) -> Gazetteer:
        """The gazetteer of `rows` and (demonym, alpha-3) pairs; raises ValueError naming a row of the wrong width."""
        kept = list(rows)
        for row in kept:
            if len(row) != 9:  # noqa: PLR2004
                raise ValueError(f"gazetteer row {list(row)[:2]}: {len(row)} columns instead of 9; rebuild places.csv")
        return cls(kept, {name.lower(): country for name, country in demonyms})

    def _add(self, number: int, row: Sequence[str]) -> None:
        place_id, name, aliases, _, _, country, admin1, kind, _ = row
        self._by_id[place_id] = number
        if kind == "province" and admin1:
            self._admin1.setdefault((country, admin1), name)
        self._spell(name, number * 2, country)
        for alias in aliases.split(";") if aliases else ():
            if alias.endswith(".") and country == "USA":
                self.abbreviations[alias] = number
                if kind != "country":
                    continue
            self._spell(alias, number * 2 + 1, country)

    def _spell(self, name: str, code: int, country: str) -> None:
        spelling = key(name)
        if name.isupper() or name.replace(".", "").isupper():
            self._acronyms.add(spelling)
        self._put(spelling, code)
        if country in _ARTICLE_COUNTRIES and (bare := _ARTICLE.sub("", spelling)) != spelling:
            self._put(bare, code | 1)

    def _put(self, spelling: str, code: int) -> None:
        codes = self._index[spelling]
        if codes and codes[-1] | 1 == code | 1:
            return
        codes.append(code)
        first, _, rest = spelling.partition(" ")
        self.longest[first] = max(self.longest.get(first, 0), 1 + rest.count(" ") + bool(rest))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place of that name or alias, in any spelling; empty where unknown."""
        spelling = key(name)
        codes = self._index.get(spelling)
        if codes is None:
            bare = _ARTICLE.sub("", spelling)
            codes = self._index.get(bare) if bare != spelling else None
        if not codes or (spelling in self._acronyms and not name.isupper()):
            return ()
        return tuple(self._entry(code >> 1, alias=bool(code & 1)) for code in codes)

    def abbreviation(self, text: str) -> tuple[Entry, ...]:
        """The US state that an AP abbreviation ("Ga.") stands for."""
        number = self.abbreviations.get(text)
        return () if number is None else (self._entry(number),)

    def demonym(self, word: str) -> str | None:
        """Alpha-3 of the country whose people or things are called `word`."""
        return self._demonyms.get(word.lower())

    def admin1_name(self, country: str, code: str) -> str | None:
        """The name of a first-level division, where a row of ours names it."""
        return self._admin1.get((country, code))

    def entry(self, place_id: str) -> Entry | None:
        """The place of an id."""
        number = self._by_id.get(place_id)
        return None if number is None else self._entry(number)

    def places(self, place_ids: Iterable[str]) -> Iterator[Place]:
        """Warehouse rows of those of `place_ids` that are known, once each, in the order given."""
        for place_id in dict.fromkeys(place_ids):
            if (entry := self.entry(place_id)) is not None:
                yield Place(
                    place_id=entry.place_id,
                    name=entry.name,
                    latitude=entry.lat,
                    longitude=entry.lon,
                    country=entry.country,
                    admin1=self.admin1_name(entry.country, entry.admin1),
                    feature_class=FEATURE_CLASSES.get(entry.kind, "L"),
                    population=entry.population,
                    source=SOURCES.get(entry.place_id.partition(":")[0], "unknown"),
                )

    def _entry(self, number: int, *, alias: bool = False) -> Entry:
        place_id, name, _, lat, lon, country, admin1, kind, population = self._rows[number]
        return Entry(
            place_id, name, float(lat or 0), float(lon or 0), country, admin1, kind, int(population or 0), alias
        )
