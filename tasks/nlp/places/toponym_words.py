"""The words around place names, of config/lexicon/places.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasks.nlp.grammar.vocabulary import words

_RELATIONS = ("near", "locative", "directions", "bridges", "weak", "doubtful")
_NAMES = (
    "organisation",
    "bodies",
    "surnames",
    "streets",
    "titles",
    "given",
    "common",
    "drop",
    "movements",
    "articles",
    "venues",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """places.toml as sets."""

    kinds: dict[str, str]  # word -> kind
    before: frozenset[str]
    near: frozenset[str]
    locative: frozenset[str]
    directions: frozenset[str]
    organisation: frozenset[str]
    bodies: frozenset[str]
    surnames: frozenset[str]
    streets: frozenset[str]
    titles: frozenset[str]
    given: frozenset[str]
    common: frozenset[str]
    drop: frozenset[str]
    movements: frozenset[str]
    articles: frozenset[str]
    venues: frozenset[str]
    bridges: frozenset[str]
    weak: frozenset[str]
    doubtful: frozenset[str]

    @classmethod
    def of(cls, lexicon: Mapping[str, Any]) -> Vocabulary:
        """From the lexicon; raises LexiconError."""
        kinds = {
            word: kind
            for kind in ("province", "district", "area", "county")
            for word in words(lexicon, "places", f"kinds.{kind}")
        }
        relation = {name: words(lexicon, "places", f"relation.{name}") for name in _RELATIONS}
        names = {name: words(lexicon, "places", f"names.{name}") for name in _NAMES}
        return cls(kinds=kinds, before=words(lexicon, "places", "kinds.before"), **relation, **names)
