"""The map, in the Equal Earth projection (Savric, Patterson and Jenny 2018), which keeps areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

WIDTH, HEIGHT = 1000.0, 487.0
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2
_HALF = 2.7066  # the equator from the middle to the edge, in radii
_SCALE = WIDTH / 2 / _HALF
SMALLEST, LARGEST = 3.0, 22.0  # radii
_STYLE = (
    "path{fill:#e4e0d6;stroke:#fff;stroke-width:.3}"
    "@media(prefers-color-scheme:dark){path{fill:#343a40;stroke:#16191c}}"
    "@media print{path{fill:#e8e8e8;stroke:#fff}}"
)
_LEAST = 220.0  # units that are shown at least: a part of a continent
_RINGS = {"exact": 0.0, "province": 9.0, "country": 24.0}  # how far a place reaches that is no point, at least


@dataclass(frozen=True, slots=True)
class Spot:
    """An incident on the map: its middle and radius in the map's units, and how far its place reaches."""

    x: float
    y: float
    radius: float
    reach: float


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the map's units, from its upper left corner."""
    theta = asin(_M * sin(radians(latitude)))
    squared = theta * theta
    sixth = squared**3
    x = radians(longitude) * cos(theta) / (_M * (_A1 + 3 * _A2 * squared + sixth * (7 * _A3 + 9 * _A4 * squared)))
    y = theta * (_A1 + _A2 * squared + sixth * (_A3 + _A4 * squared))
    return WIDTH / 2 + x * _SCALE, HEIGHT / 2 - y * _SCALE


def spot(latitude: float, longitude: float, precision: str, people: int | None) -> Spot:
    """An incident of so many people: the area of its circle grows with their number, up to a bound."""
    x, y = project(latitude, longitude)
    radius = min(LARGEST, SMALLEST + 0.9 * sqrt(people or 0))
    reach = max(_RINGS.get(precision, 0.0), radius + 4) if precision != "exact" else 0.0
    return Spot(round(x, 1), round(y, 1), round(radius, 1), round(reach, 1))


def frame(latitude: float, longitude: float, precision: str) -> tuple[float, float, float, float]:
    """x, y, width and height of a part of the map around one place."""
    x, y = project(latitude, longitude)
    width = {"exact": 110.0, "province": 150.0}.get(precision, 240.0)
    height = width * 0.5
    left = min(max(x - width / 2, 0.0), WIDTH - width)
    top = min(max(y - height / 2, 0.0), HEIGHT - height)
    return round(left, 1), round(top, 1), width, height


def around(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """x, y, width and height of the part of the map that has all of `spots`, with room around them."""
    if not spots:
        return 0.0, 0.0, WIDTH, HEIGHT
    lefts, rights = [s.x - s.reach for s in spots], [s.x + s.reach for s in spots]
    tops, bottoms = [s.y - s.reach for s in spots], [s.y + s.reach for s in spots]
    across, down = max(rights) - min(lefts), max(bottoms) - min(tops)
    width = min(WIDTH, max(_LEAST, across * 1.5, down * 1.5 * WIDTH / HEIGHT))
    height = width * HEIGHT / WIDTH
    left = min(max((max(rights) + min(lefts) - width) / 2, 0.0), WIDTH - width)
    top = min(max((max(bottoms) + min(tops) - height) / 2, 0.0), HEIGHT - height)
    return round(left, 1), round(top, 1), round(width, 1), round(height, 1)


def world(rings: Iterable[Sequence[tuple[float, float]]]) -> str:
    """The outlines as an SVG document that follows light, dark and print by itself."""
    lines = []
    for ring in rings:
        points = [project(latitude, longitude) for longitude, latitude in ring]
        lines.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points[:-1]) + "Z")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
        f'height="{HEIGHT:g}"><style>{_STYLE}</style><path d="{"".join(lines)}"/></svg>\n'
    )
