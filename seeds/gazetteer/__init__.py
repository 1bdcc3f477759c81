"""The gazetteer's tables as plain rows. Sources and licences: README.md in this folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def place_rows() -> Iterator[list[str]]:
    """Rows of places.csv in its column order: place_id, name, aliases (";"), latitude, longitude, country (alpha-3),
    admin1 code, kind, population."""
    return _rows("places.csv")


def demonym_rows() -> Iterator[list[str]]:
    """Rows of demonyms.csv: demonym, country (alpha-3)."""
    return _rows("demonyms.csv")


def _rows(name: str) -> Iterator[list[str]]:
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader, None)
        yield from reader
