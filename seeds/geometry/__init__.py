"""Outlines of the countries, for drawing. Where they come from: README.md in this folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

Ring = list[tuple[float, float]]


def rings() -> Iterator[Ring]:
    """Every closed line of every country: (degrees east, degrees north), WGS 84."""
    text = files(__package__).joinpath("countries.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        for part in feature["geometry"]["coordinates"]:
            for ring in part:
                yield [(x, y) for x, y in ring]
