"""`sitrep_places`: toponyms with coordinates. Reads tags and entities; writes doc._.places only.

Finding (toponyms.py) and resolving (geocode.py) are apart; this file joins them and says how precise a mention is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp import source  # noqa: F401  (registers outlet_country)
from tasks.nlp.findings import PlaceCandidate, PlaceMention
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.places.gazetteer import FEATURE_CLASSES, Entry, Gazetteer, key
from tasks.nlp.places.geocode import Choice, resolve
from tasks.nlp.places.toponym_words import Vocabulary
from tasks.nlp.places.toponyms import Toponym, find

Doc.set_extension("places", default=(), force=True)

# How far a kind of place fixes a spot; a county carries its state's point.
PRECISION = {"city": "exact", "district": "district", "county": "province", "province": "province", "area": "province"}
_LOOK_BACK = 7


class Places:
    """The component; without a gazetteer it finds the tagger's places and knows no coordinates."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.vocabulary = Vocabulary.of(lexicon)
        self.gazetteer = Gazetteer.from_rows(())
        countries = lexicon.get("demonyms", {}).get("countries", ())
        self.capitals = frozenset((key(name), row["alpha3"]) for row in countries for name in row["capitals"])

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.places."""
        if not read(doc).tokens:
            doc._.places = ()
            return doc
        reading = read(doc)
        toponyms = find(reading, self.gazetteer, self.vocabulary)
        containers = [self._container(reading, toponyms, i) for i in range(len(toponyms))]
        demonyms = Counter(code for text in reading.texts if (code := self.gazetteer.demonym(text)))
        choices = resolve(toponyms, containers, demonyms, doc._.outlet_country, self.capitals)
        doc._.places = tuple(self._mention(reading, *each) for each in zip(toponyms, choices, strict=True))
        return doc

    def _container(self, reading: Reading, toponyms: list[Toponym], i: int) -> Toponym | None:
        """The next toponym, where only a comma, "in the" or a kind word stands between: "Rastan, in Homs province"."""
        if i + 1 >= len(toponyms):
            return None
        here, following = toponyms[i], toponyms[i + 1]
        between = reading.lower[here.end : following.first]
        skipped = (
            self.vocabulary.directions | self.vocabulary.before | self.vocabulary.kinds.keys() | self.vocabulary.bridges
        )
        if (
            not between
            or len(between) > _LOOK_BACK
            or reading.sentence[here.first] != reading.sentence[following.first]
        ):
            return None
        close = between[0] in {",", "in", "("} or between[0] in self.vocabulary.kinds
        return following if close and all(self._bridge(word, skipped) for word in between) else None

    def _bridge(self, word: str, skipped: frozenset[str] | set[str]) -> bool:
        return word in skipped or word in {"("} or word.endswith("'s") or self.gazetteer.demonym(word) is not None

    def _mention(self, reading: Reading, toponym: Toponym, choice: Choice) -> PlaceMention:
        start, end = reading.span(toponym.first, toponym.end)
        entry = choice.entry
        if entry is None:
            near = "near" if self._near(reading, toponym.first) else None
            candidates = tuple(self._candidate(each) for each in choice.candidates)
            return PlaceMention(start, end, toponym.text, toponym.text, precision=near, candidates=candidates)
        return PlaceMention(
            start=start,
            end=end,
            text=toponym.text,
            name=entry.name,
            place_id=entry.place_id,
            lat=entry.lat,
            lon=entry.lon,
            country=entry.country or None,
            admin1=self.gazetteer.admin1_name(entry.country, entry.admin1) if entry.admin1 else None,
            feature_class=FEATURE_CLASSES.get(entry.kind, "L"),
            precision=self._precision(reading, toponym, entry),
        )

    def _candidate(self, entry: Entry) -> PlaceCandidate:
        admin1 = self.gazetteer.admin1_name(entry.country, entry.admin1) if entry.admin1 else None
        return PlaceCandidate(entry.place_id, entry.name, entry.lat, entry.lon, entry.country or None, admin1)

    def _precision(self, reading: Reading, toponym: Toponym, entry: Entry) -> str:
        if self._near(reading, toponym.first):
            return "near"
        if entry.kind == "city" and toponym.kind:
            return "district" if toponym.kind == "district" else "province"
        return PRECISION.get(entry.kind, "country")

    def _near(self, reading: Reading, first: int) -> bool:
        """Whether "near", "outside", "20 km north of" governs the name, over "the capital, " and the like."""
        skipped = self.vocabulary.directions | self.vocabulary.before | {"the", ","}
        i = first - 1
        while i >= max(0, first - _LOOK_BACK) and self._passed(reading, i, skipped):
            i -= 1
        if i < 0:
            return False
        pair = f"{reading.lower[i - 1]} {reading.lower[i]}" if i else ""
        return reading.lower[i] in self.vocabulary.near or pair in self.vocabulary.near

    def _passed(self, reading: Reading, i: int, skipped: frozenset[str] | set[str]) -> bool:
        word = reading.lower[i]
        if word == "of":
            return (
                i > 0
                and reading.lower[i - 1] in self.vocabulary.before
                and f"{reading.lower[i - 1]} of" not in self.vocabulary.near
            )
        return word in skipped or self.gazetteer.demonym(word) is not None


@Language.factory("sitrep_places", default_config={"lexicon": {}})
def create(nlp: Language, name: str, lexicon: dict[str, Any]) -> Places:
    """The factory; raises LexiconError. The gazetteer is set afterwards: `nlp.get_pipe(name).gazetteer = ...`."""
    del nlp, name
    return Places(lexicon)
