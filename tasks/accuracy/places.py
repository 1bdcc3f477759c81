"""Toponyms: the spans overlap; then how far the coordinates lie apart."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from tasks.accuracy.counting import matched, retrieval
from tasks.accuracy.records import Found, Judgement, Labelled, Mistake, Place, Tally
from tasks.accuracy.spans import AROUND, quoted, shared

NEAR_KM = 161  # 100 miles, the field's usual bound
_EARTH_KM = 6371


def judge(label: Labelled, found: Found) -> Judgement:
    """The toponyms of one text; nothing where they were not labelled."""
    if label.places is None:
        return Judgement()
    pairs = matched(label.places, found.places, overlapping)
    tallies = [*retrieval("places", len(pairs), len(found.places), len(label.places))]
    mistakes = []
    for w, wanted in enumerate(label.places):
        got = found.places[pairs[w]] if w in pairs else None
        near = got is not None and _near(wanted, got)
        tallies += [Tally("places.near_all", near, 1)] + [Tally("places.near", near, 1)] * (got is not None)
        if not near:
            kind = "missed place" if got is None else f"place {'unresolved' if got.lat is None else 'elsewhere'}"
            quote = quoted(label.text, wanted.start, wanted.end, AROUND)
            mistakes.append(Mistake(kind, label.id, _told(label, wanted), _told(label, got), quote))
    return Judgement(tuple(tallies), tuple(mistakes))


def overlapping(wanted: Place, got: Place) -> float:
    """1 where two spans share a character: any overlap is as good as another."""
    return float(shared((wanted.start, wanted.end), (got.start, got.end)) > 0)


def km_apart(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Great-circle distance between two points (latitude, longitude in degrees)."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (first, second))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


def _near(wanted: Place, got: Place) -> bool:
    if wanted.lat is None or wanted.lon is None or got.lat is None or got.lon is None:
        return False
    return km_apart((wanted.lat, wanted.lon), (got.lat, got.lon)) <= NEAR_KM


def _told(label: Labelled, place: Place | None) -> str:
    if place is None:
        return "nothing"
    name = quoted(label.text, place.start, place.end)
    return name if place.lat is None or place.lon is None else f"{name} ({place.lat:.2f}, {place.lon:.2f})"
