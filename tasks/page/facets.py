"""What the filters of a page choose from: the attributes of each row, and the choices that its rows allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from tasks.page.words import clean

_APART = re.compile(r"[^a-z0-9]+")
KINDS = (("country", "Country"), ("harm", "Harm"), ("type", "Event type"), ("class", "Victims"), ("grade", "Grade"))
Choices = list[tuple[str, str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Facets:
    """What one row is found by; all words of it but the names of event types and classes are of closed vocabularies."""

    country: str | None
    harms: tuple[str, ...]
    event_type: str | None
    classes: tuple[str, ...]
    grade: str
    at: datetime

    def attributes(self, key: str = "") -> Markup:
        """As attributes of an HTML element; every value is made of letters, digits and hyphens."""
        values = {
            "country": slug(self.country, upper=True),
            "harm": " ".join(slug(harm) for harm in self.harms),
            "type": slug(self.event_type),
            "class": " ".join(slug(word) for word in self.classes),
            "grade": slug(self.grade),
            "day": f"{self.at:%Y-%m-%d}",
            "key": slug(key),
        }
        return Markup(" ".join(f'data-{name}="{value}"' for name, value in values.items() if value))  # noqa: S704


@lru_cache(maxsize=8_192)
def slug(text: str | None, *, upper: bool = False) -> str:
    """`text` as one word for an address: "Air/drone strike" is air-drone-strike."""
    word = _APART.sub("-", clean(text).lower()).strip("-")
    return word.upper() if upper else word


def choices(rows: Sequence[Facets], countries: Mapping[str, str]) -> Choices:
    """(key, name, [(value, text)]) a filter, with what the rows have, in the order of the texts."""
    found: dict[str, dict[str, str]] = {key: {} for key, _ in KINDS}
    for row in rows:
        if row.country:
            found["country"][slug(row.country, upper=True)] = countries.get(row.country, row.country)
        if row.event_type:
            found["type"][slug(row.event_type)] = row.event_type
        _add(found["harm"], row.harms)
        _add(found["class"], row.classes)
        _add(found["grade"], (row.grade,))
    return [
        (key, name, sorted(((v, clean(t, 60)) for v, t in found[key].items() if v), key=lambda pair: pair[1].lower()))
        for key, name in KINDS
    ]


def _add(found: dict[str, str], words: Iterable[str]) -> None:
    for word in words:
        found[slug(word)] = word.replace("_", " ")
