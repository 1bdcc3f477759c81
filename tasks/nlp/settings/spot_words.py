"""The words of spots, of config/lexicon/places.toml, and how narrow each makes a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasks.nlp.grammar.vocabulary import table, words
from tasks.nlp.places.toponym_words import Vocabulary

# Of two names that locate one event, the narrower, which is the higher number, wins (casualty-claims.md, section 7).
LANDMARK, AREA, SETTLEMENT = 5, 4, 3


class SpotWords:
    """The words of spots, of config/lexicon/places.toml."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        """Raises LexiconError where places.toml lacks a table."""
        self.kinds: dict[str, int] = {}
        for key, fineness in (("settlement", SETTLEMENT), ("area", AREA), ("landmark", LANDMARK)):
            self.kinds.update(dict.fromkeys(words(lexicon, "places", f"spots.{key}"), fineness))
        self.institutions = words(lexicon, "places", "spots.institutions")
        self.dwellers = words(lexicon, "places", "spots.dwellers")
        self.suffixes = tuple(sorted(words(lexicon, "places", "spots.suffixes")))
        self.numbered = words(lexicon, "places", "spots.numbered")
        self.prepositions = words(lexicon, "places", "spots.prepositions")
        self.parts = words(lexicon, "places", "spots.parts")
        self.placing = words(lexicon, "places", "spots.placing")
        self.calendar = words(lexicon, "places", "spots.never")
        self.strikes = words(lexicon, "places", "spots.strikes")
        self.titles = Vocabulary.of(lexicon).titles
        self.never = self.calendar | Vocabulary.of(lexicon).organisation
        self.compass = words(lexicon, "places", "spots.compass")
        self.indefinite = words(lexicon, "places", "spots.indefinite")
        self.sides = words(lexicon, "places", "spots.sides")
        self.joiners = words(lexicon, "places", "spots.joiners")
        self.openers = words(lexicon, "places", "spots.openers")
        self.beside = words(lexicon, "places", "spots.beside")
        self.occasions = words(lexicon, "places", "spots.occasions")
        self.articles = words(lexicon, "places", "spots.articles")
        self.acting = words(lexicon, "places", "spots.acting")
        countries = table(lexicon, "demonyms", "countries")
        self.demonyms = frozenset(each.lower() for row in countries for each in row["demonyms"])

    def fineness(self, name: str) -> int | None:
        """How narrow a name is by its first or last word; None where neither says."""
        parts = name.lower().split()
        return self.kinds.get(parts[-1]) or self.kinds.get(parts[0]) if len(parts) > 1 else None

    def is_institution(self, name: str) -> bool:
        """Whether a name is that of a school, hotel or factory, which has its place in a town, and is none itself."""
        parts = name.lower().split()
        return parts[-1] in self.institutions or parts[0] in self.institutions
