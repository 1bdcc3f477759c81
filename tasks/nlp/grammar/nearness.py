"""Whether two names of a text can be one place: by name, by what holds what, by distance."""

from __future__ import annotations

from enum import IntEnum
from math import asin, cos, radians, sin, sqrt

from tasks.nlp.findings import PlaceMention

_NEAR_KM, _FAR_KM = 30.0, 60.0
_EARTH_KM = 6371.0


class Nearness(IntEnum):
    """From two places to one."""

    APART = 0
    UNKNOWN = 1  # one of them has no coordinates, or they lie neither near nor far
    AROUND = 2  # one holds the other, or they are close by
    SAME = 3


def compared(one: PlaceMention, other: PlaceMention) -> Nearness:
    """How near two places are; a street and its town are AROUND, two streets UNKNOWN."""
    if one.text.lower() == other.text.lower():
        return Nearness.SAME
    if one.place_id is not None and one.place_id == other.place_id:
        return _in_town(one, other)
    if one.country and other.country and one.country != other.country:
        return Nearness.APART
    named = _words(one) <= _words(other) or _words(other) <= _words(one)  # "Oru" and "Oru Airfield"
    if is_country(one) or is_country(other) or named:
        return Nearness.AROUND
    return _by_position(one, other)


def _in_town(one: PlaceMention, other: PlaceMention) -> Nearness:
    """Two names that lie where one town does: the town itself, a street of it, two streets."""
    spots = (one.text not in one.name, other.text not in other.name)
    return Nearness.UNKNOWN if all(spots) else (Nearness.AROUND if any(spots) else Nearness.SAME)


def _by_position(one: PlaceMention, other: PlaceMention) -> Nearness:
    if is_province(one) or is_province(other):
        return _in_province(one, other)
    if one.lat is None or other.lat is None:
        return Nearness.UNKNOWN
    distance = kilometres(one, other)
    return Nearness.AROUND if distance < _NEAR_KM else Nearness.APART if distance > _FAR_KM else Nearness.UNKNOWN


def is_country(place: PlaceMention) -> bool:
    """Whether it is a country or a continent; "near the border of one" is no town."""
    return place.precision == "country" or (
        place.precision == "near" and place.feature_class == "A" and not place.admin1
    )


def is_province(place: PlaceMention) -> bool:
    """Whether it is a division of a country."""
    return place.precision == "province" or (place.precision == "near" and place.feature_class == "A")


def _words(place: PlaceMention) -> set[str]:
    return set(place.text.lower().split())


def _in_province(one: PlaceMention, other: PlaceMention) -> Nearness:
    if one.admin1 and other.admin1:
        return Nearness.AROUND if one.admin1 == other.admin1 else Nearness.APART
    return Nearness.UNKNOWN


def kilometres(one: PlaceMention, other: PlaceMention) -> float:
    """Great-circle distance (haversine); infinite where a place has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    first, second = radians(one.lat), radians(other.lat)
    chord = sin((second - first) / 2) ** 2 + cos(first) * cos(second) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))
