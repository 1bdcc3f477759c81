"""How well an incident is evidenced, from the grades of its tolls (warehouse/views/staging/tolls_of.sql)."""

from __future__ import annotations

from collections.abc import Iterable

_STRENGTH = ("confirmed", "fair", "weak", "discounted")


def summary(grades: Iterable[str]) -> str:
    """The grade of an incident: contested where one of its tolls is, else the best evidenced toll's."""
    found = set(grades)
    if "contested" in found:
        return "contested"
    return next((word for word in _STRENGTH if word in found), "discounted")
