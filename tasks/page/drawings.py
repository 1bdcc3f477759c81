"""Small drawings as SVG: a toll as a range. Its numbers stand beside it in words, so screen readers pass over it."""

from __future__ import annotations

from functools import lru_cache
from math import log10

from markupsafe import Markup

from tasks.page.records import Numbers

WIDTH, HEIGHT, MIDDLE = 120, 14, 7  # of a range, in its own units
_EDGE, _DECADES = 5, 5  # to 100,000
_RADIUS = 3.6
_BAR = (
    '<svg class="range {kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true" '
    'focusable="false"><path class="axis" d="M{edge} {middle}H{end}"/>{parts}</svg>'
)


def along(number: int, most: int | None = None) -> float:
    """Where a number lies on the line: by its logarithm to 100,000, or evenly up to `most`."""
    share = log10(1 + number) / _DECADES if most is None else number / max(most, 1)
    return round(_EDGE + min(share, 1.0) * (WIDTH - 2 * _EDGE), 1)


@lru_cache(maxsize=8_192)
def toll_range(numbers: Numbers, kind: str = "", most: int | None = None) -> Markup:
    """Low to high as a bar, with an arrow where it is open; best as a dot. `kind` is a class of the style sheet."""
    low, best, high = numbers
    parts = []
    least = next((n for n in (low, best) if n is not None), 0 if high is not None else None)
    if least is not None:
        start = along(least, most)
        stop = along(high, most) if high is not None else WIDTH - _EDGE
        parts.append(f'<path class="bar" d="M{start} {MIDDLE}H{max(stop, start)}"/>')
        if high is None:
            parts.append(f'<path class="open" d="M{stop - 4} 3l4 4l-4 4"/>')
    if best is not None:
        parts.append(f'<circle class="best" cx="{along(best, most)}" cy="{MIDDLE}" r="{_RADIUS}"/>')
    end = WIDTH - _EDGE
    drawn = _BAR.format(
        kind=kind, width=WIDTH, height=HEIGHT, edge=_EDGE, middle=MIDDLE, end=end, parts="".join(parts)
    )  # fmt: skip
    return Markup(drawn)  # noqa: S704  # numbers and a word of ours
