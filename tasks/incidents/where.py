"""Where the event of a claim was, and whether two places can be one: the same, near, one inside the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from math import asin, ceil, cos, floor, radians, sin, sqrt

from tasks.incidents.reports import Report

AROUND_TOWN = "around"
NEXT_TOWN = "neighbour"
Cell = tuple[int, int]
_EARTH_RADIUS_KM = 6371.0
_CLOSE_KM, _NEAR_KM = 10.0, 60.0
_DEGREE_KM = 111.0  # of latitude; of longitude it shrinks with the cosine
_POLAR = 80.0  # degrees: nearer to a pole a cell's neighbours are all round it
_PRECISION = ("exact", "near", "district", "province", "country")
_VAGUE = frozenset({"near", "district"})
_BROAD = frozenset({"province", "country"})
SAME, CLOSE, AROUND, PROVINCE = 3.0, 2.5, 1.0, 1.25
SAME_COUNTRY, UNPLACED, NEIGHBOUR, IN_COUNTRY, ONE_UNPLACED = 0.0, -0.25, -1.0, -0.75, -0.75


@dataclass(frozen=True, slots=True)
class Site:
    """A place as claims name it. Degrees are WGS 84."""

    place_id: str | None
    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    admin1: str | None
    precision: str

    @property
    def broad(self) -> bool:
        """Whether it is an area in which many events of a day have room."""
        return self.precision in _BROAD

    @property
    def unresolved(self) -> bool:
        """Whether the gazetteer does not know it, so that nothing but its name can be compared."""
        return self.place_id is None and self.latitude is None and not self.broad


def site(reports: Iterable[Report]) -> Site | None:
    """The most precise place of one text's incident; of several, the most often named, then the first."""
    named = [found for report in reports if (found := _of(report))]
    often = Counter(found.name for found in named)
    return min(
        named, key=lambda found: (found.unresolved, _PRECISION.index(found.precision), -often[found.name]), default=None
    )


def _of(report: Report) -> Site | None:
    name = report.place_name
    if not name:
        return None
    precision = report.place_precision if report.place_precision in _PRECISION else "exact"
    if precision == "exact" and report.feature_class == "A":
        precision = "province"
    return Site(
        report.place_id, name, report.latitude, report.longitude, report.country, report.admin1, precision or "exact"
    )


def compare(one: Site | None, other: Site | None) -> tuple[str, float] | None:
    """(rule, weight), or None where the two places cannot hold one event."""
    if one is None or other is None:
        return ("unplaced", UNPLACED) if one is other else ("one_unplaced", ONE_UNPLACED)
    if one.country and other.country and one.country != other.country:
        return None
    if _same(one, other):
        return ("same_country", SAME_COUNTRY) if "country" in {one.precision, other.precision} else ("same_place", SAME)
    if one.unresolved != other.unresolved:  # a street, a camp, a misread name: nothing says that it is elsewhere
        return "one_unresolved", ONE_UNPLACED
    if one.broad or other.broad:
        return _inside(*sorted((one, other), key=lambda found: _PRECISION.index(found.precision)))
    return _apart(one, other)


def narrower(one: Site | None, other: Site | None) -> Site | None:
    """The more precise of two places of one event; of equals the one known first."""
    if one is None or other is None:
        return one or other
    return min((one, other), key=lambda found: (found.unresolved, _PRECISION.index(found.precision)))


def _same(one: Site, other: Site) -> bool:
    if one.place_id is not None and other.place_id is not None:
        return one.place_id == other.place_id
    return one.name.casefold() == other.name.casefold()


def _inside(inner: Site, outer: Site) -> tuple[str, float] | None:
    """A country holds what has its code; a province what carries its name or lies within reach of its centre."""
    if outer.precision == "country":
        return ("in_country", IN_COUNTRY) if inner.country and inner.country == outer.country else None
    if inner.admin1 and inner.admin1 in {outer.admin1, outer.name}:
        if inner.precision == "province":
            return None
        return "in_province", PROVINCE
    if inner.name.casefold() in outer.name.casefold():
        return "in_province", PROVINCE
    return None if inner.precision == "province" or inner.admin1 else _apart(inner, outer)


def _apart(one: Site, other: Site) -> tuple[str, float] | None:
    """By distance; two towns that are named exactly are neighbours, not one place, however near."""
    kilometres = distance_km(one, other)
    if kilometres is None or kilometres > _NEAR_KM:
        return None
    if {one.precision, other.precision} & _VAGUE:
        return AROUND_TOWN, AROUND
    return ("close", CLOSE) if kilometres <= _CLOSE_KM else (NEXT_TOWN, NEIGHBOUR)


def distance_km(one: Site, other: Site) -> float | None:
    """Great-circle distance (haversine), None where a coordinate is unknown."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    first, second = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    chord = sin((second - first) / 2) ** 2 + cos(first) * cos(second) * sin(across / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def cell(place: Site | None) -> Cell | None:
    """The square degree of a precise place, for blocking; None where it is broad, unknown or without coordinates."""
    if place is None or place.broad or place.latitude is None or place.longitude is None:
        return None
    if abs(place.latitude) > _POLAR:
        return None
    return floor(place.latitude), floor(place.longitude) % 360


def cells_in_reach(place: Site | None) -> list[Cell] | None:
    """Every cell that holds a place near enough to be the same; None: any."""
    own = cell(place)
    if own is None or place is None or place.latitude is None:
        return None
    wide = ceil(_NEAR_KM / (_DEGREE_KM * cos(radians(min(abs(place.latitude) + 1, _POLAR + 1)))))
    return [(own[0] + up, (own[1] + across) % 360) for up, across in product((-1, 0, 1), range(-wide, wide + 1))]
