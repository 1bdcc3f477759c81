"""The places of a text that may locate an event: gazetteer names and named spots, each with how it stands in the text.

A name in a dateline, a claimant's, somebody's home or the hospital on the way is kept, and marked as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tasks.nlp.findings import PlaceMention
from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.nearness import is_country, is_province
from tasks.nlp.grammar.reading import Reading, place_mentions
from tasks.nlp.grammar.vocabulary import table, words
from tasks.nlp.settings.datelines import dateline_end, item_heads, line_starts
from tasks.nlp.settings.spot_words import AREA, LANDMARK, SETTLEMENT, SpotWords
from tasks.nlp.settings.spots import located_by, spots

COUNTRY, PROVINCE, COUNTY = 1, 2, 2
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_ACRONYM = 5  # letters
_STRUCK_REACH, _LIVING_REACH, _BELONGING_REACH = 8, 6, 3  # words
_CALLED = 7  # words: "called to the 900 block of Linden Street"
_HOLD, _HOLDING = 3, frozenset({",", "in", "the", "at"})
_CHAIN = 6  # words that may stand between a place and the one that holds it


@dataclass(frozen=True, slots=True)
class Site:
    """A place name, words first..end. `before`: the preposition over it; `role` says what else than a setting it is."""

    first: int
    end: int
    sentence: int
    fineness: int
    mention: PlaceMention
    before: int | None
    role: str  # setting, loose, dateline, based, audience, origin, owner, toward
    indoors: bool = False  # a school, hotel, factory: whose town is the place, where the text names it

    @property
    def key(self) -> str:
        """The name by which two mentions are one place."""
        return self.mention.place_id or self.mention.text.lower()


class SiteReader:
    """Finds the sites of a text."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        """Raises LexiconError where places.toml or incidents.toml lacks a table."""
        irregular = dict(table(lexicon, "incidents", "irregular"))
        self.words = SpotWords(lexicon)
        self.moved = all_forms(words(lexicon, "places", "ties.moved"), irregular)
        self.belonging = words(lexicon, "places", "ties.belonging")
        self.audience = words(lexicon, "places", "ties.audience")
        self.origins = words(lexicon, "places", "ties.from_somewhere")
        self.affiliates = words(lexicon, "places", "ties.affiliates")
        self.authorities = words(lexicon, "places", "ties.authorities")
        self.care = words(lexicon, "places", "ties.care")
        self.struck = words(lexicon, "places", "ties.struck")
        self.hit = self.struck | words(lexicon, "places", "ties.hit")
        self.times = words(lexicon, "places", "ties.times")
        self.there = words(lexicon, "places", "ties.there")
        self.towns = words(lexicon, "places", "ties.towns")
        self.called = words(lexicon, "places", "ties.called")
        self.officials = words(lexicon, "places", "ties.officials")
        self.housed = words(lexicon, "places", "ties.housed")
        self.shelters = words(lexicon, "places", "ties.shelters")
        self.distances = words(lexicon, "places", "ties.distances")
        self.bare = words(lexicon, "places", "kinds.province")
        self.lands = words(lexicon, "places", "kinds.area")
        self.waters = words(lexicon, "places", "spots.waters")
        self.venues = words(lexicon, "places", "names.venues")
        self.toward = words(lexicon, "places", "ties.toward")

    def read(self, reading: Reading, sources: Sequence[tuple[int, int]] = ()) -> dict[int, list[Site]]:
        """Sentence -> its sites in order; a spot replaces the names inside it and takes their coordinates.

        `sources`: character spans of claimants; a place inside is where they are, not where the event was.
        """
        dateline = dateline_end(reading)
        named = sorted(self._named(reading, dateline), key=lambda each: each[0])
        heads = item_heads(reading, [(first, end) for first, end, _, _ in named])
        dateline = 0 if heads else dateline
        by_sentence: defaultdict[int, list[Site]] = defaultdict(list)
        of_sources = {at for start, stop in set(sources) for at in range(start, stop)}
        for first, end, fineness, mention in named:
            before = located_by(reading, self.words, first)
            role = "dateline" if first < dateline else self._role(reading, first, end, before)
            if mention.start in of_sources:
                role = "audience"
            role = "head" if first in heads else role
            sentence = reading.sentence[first]
            indoors = fineness == LANDMARK and self.words.is_institution(mention.text)
            by_sentence[sentence].append(Site(first, end, sentence, fineness, mention, before, role, indoors))
        return {number: _anchored(reading, found) for number, found in by_sentence.items()}

    def _named(self, reading: Reading, dateline: int) -> list[tuple[int, int, int, PlaceMention]]:
        found = []
        taken: list[tuple[int, int]] = []
        places = [
            (reading.word_at(p.start) or 0, (reading.word_at(p.end - 1) or 0) + 1, p)
            for p in place_mentions(reading.doc)
        ]
        inner = {word: p for first, end, p in places for word in range(first, end)}
        for spot in spots(reading, self.words):
            start, stop = reading.span(spot.first, spot.end)
            text = reading.source[start:stop]
            inside = next((inner[w] for w in range(spot.first, spot.end) if w in inner), None)
            if inside is not None and (spot.guessed or is_country(inside) or is_province(inside)):
                continue
            found.append((spot.first, spot.end, spot.fineness, _named_spot(start, stop, text, inside)))
            taken.append((spot.first, spot.end))
        covered = {word for first, end in taken for word in range(first, end)}
        for first, end, place in places:
            headed = first < dateline or line_starts(reading, first)
            if first not in covered and end - 1 not in covered and self._may_be_place(place, headed=headed):
                found.append((first, end, self._fineness(place), place))
        return found

    def _may_be_place(self, place: PlaceMention, *, headed: bool) -> bool:
        """Not "August", "Muslim" or "SWAT", whatever the tagger says; "LIMA" at the head of a line is one."""
        lower = place.text.lower()
        return (
            lower not in self.words.calendar and lower not in self.words.demonyms and (headed or not _is_acronym(place))
        )

    def _fineness(self, place: PlaceMention) -> int:
        parts = place.text.lower().split()
        if is_country(place) or place.feature_class == "H" or parts[0] in self.waters or parts[-1] in self.waters:
            return COUNTRY
        named = self.words.fineness(place.text)
        if is_province(place) or place.text.lower() in self.bare:
            return PROVINCE
        if named is not None:
            return named
        return SETTLEMENT + (place.precision == "district" or place.lat is None)

    def _role(self, reading: Reading, first: int, end: int, before: int | None) -> str:
        """What the words around a name make of it."""
        stop = reading.span(first, end)[1]
        if reading.source[stop : stop + 6].lower() in ("-based", " based"):
            return "based"
        hit = before is not None and reading.lower[before] in self.hit
        inside = before is not None and self._in_care(reading, before)
        if (reading.lower[end - 1] in self.care and not hit) or inside:
            return "care"
        return self._role_alone(reading, first, end) if before is None else self._role_put(reading, end, before)

    def _role_alone(self, reading: Reading, first: int, end: int) -> str:
        """Of a name without a preposition: somebody's home, a possessor or actor, or only named."""
        if self._is_origin(reading, first):
            return "origin"
        following = reading.lower[end] if end < len(reading.lower) else ""
        if following in self.officials:
            return "official"
        owned = following in _POSSESSIVE or (end < len(reading.pos) and reading.pos[end] in ("NOUN", "PROPN"))
        return "owner" if owned or reading.dep(first).startswith("nsubj") else "loose"

    def _role_put(self, reading: Reading, end: int, before: int) -> str:
        """Of a name behind a preposition: by what stands before that."""
        near = reading.lower[max(0, before - _BELONGING_REACH) : before]
        if self._describes(reading, end):
            return "owner"
        if near and near[-1] in self.audience and not reading.tokens[before - 1].is_title:
            return "audience"
        if near and near[-1] in self.authorities:
            return "authority"
        staff = bool(near) and near[-1] in self.affiliates and reading.lower[before] == "at"
        native = "from" in near and reading.pos[before - len(near) + near.index("from") - 1] == "AUX"  # "were from"
        if staff or native or self._is_origin(reading, before + 1) or self._belongs(reading, before):
            return "origin"
        return "toward" if self._is_shelter(reading, near, before) or self._is_goal(reading, before) else "setting"

    def _is_shelter(self, reading: Reading, near: list[str], before: int) -> bool:
        """ "evacuated to a school in Oru"."""
        if "to" not in near or self.shelters.isdisjoint(near[near.index("to") :]):
            return False
        return not self.housed.isdisjoint(reading.lower[max(0, before - _CALLED) : before])

    def _is_goal(self, reading: Reading, before: int) -> bool:
        """ "drove to Oru", but not "officers were called to Linden Square": there it was."""
        if reading.lower[before] not in self.toward or not self._moved(reading, before):
            return False
        return self.called.isdisjoint(reading.lower[max(0, before - _CALLED) : before])

    def _belongs(self, reading: Reading, before: int) -> bool:
        """ "who was born in Oru", "who worked at a plant in Oru"."""
        floor = max(reading.bounds[reading.sentence[before]][0], before - _LIVING_REACH)
        return not self.belonging.isdisjoint(reading.lower[floor:before])

    def _describes(self, reading: Reading, end: int) -> bool:
        """ "in an Oru newspaper": the name only says whose it is; "in Oru province" is the name."""
        if end >= len(reading.pos) or reading.pos[end] != "NOUN":
            return False
        lower = reading.lower[end]
        if lower in self.words.kinds or lower in self.words.parts or lower in self.times:
            return False
        return lower not in self.venues and lower not in self.lands

    def _in_care(self, reading: Reading, before: int) -> bool:
        """ "at a hospital in Oru", but not "shells hit a hospital in Oru"."""
        floor = max(reading.bounds[reading.sentence[before]][0], before - 2)
        where = next((w for w in range(before - 1, floor - 1, -1) if reading.lower[w] in self.care), None)
        if where is None:
            return False
        return not (self.struck & set(reading.lower[max(0, where - _STRUCK_REACH) : where]))

    def _is_origin(self, reading: Reading, first: int) -> bool:
        """ "Ana Coster, of Hale", "a man from Hale": whose home it is."""
        before = reading.lower[first - 1] if first > 1 else ""
        behind = reading.pos[first - 2] if first > 1 else ""
        part = first > 1 and reading.lower[first - 2] in self.words.parts | self.words.kinds.keys()
        if before not in self.origins or (before == "of" and part):
            return False
        if before == "from":
            return behind not in ("VERB", "ADV", "") and reading.lower[first - 2] not in self.distances
        return behind in ("PROPN", "PUNCT")

    def _moved(self, reading: Reading, before: int) -> bool:
        """ "taken to hospital in", "on the way to": the way there, no place of the event; "close to" is none."""
        return reading.pos[before - 1] not in ("ADJ", "ADV") if before else True


def _is_acronym(place: PlaceMention) -> bool:
    """ "SWAT", "BBC": no town."""
    return place.text.isupper() and place.text.isalpha() and len(place.text) < _ACRONYM and not is_country(place)


def _named_spot(start: int, stop: int, text: str, inside: PlaceMention | None) -> PlaceMention:
    """A spot with the coordinates of the town that its name holds, if any."""
    if inside is None:
        return PlaceMention(start, stop, text, text)
    return replace(inside, start=start, end=stop, text=text)


def _anchored(reading: Reading, sites: list[Site]) -> list[Site]:
    """Spots without coordinates get those of the place that holds them: "Linden Square in Oruwa".

    A name behind a comma stands as the one before it does: "in Hale, Ohio", "Ana Coster of Hale, Ohio".
    """
    anchored: list[Site] = []
    sites = _resolved(reading, _held_in_order(reading, sites))
    for site in sites:
        before = anchored[-1] if anchored else None
        if (
            before is not None
            and site.role in ("loose", "owner")
            and site.before is None
            and _listed(reading, before, site)
        ):
            site = replace(site, role=before.role, before=before.before)  # noqa: PLW2901
        if before is not None and before.role == "care" and site.first - before.end <= 1:
            site = replace(site, role="care")  # noqa: PLW2901
        anchored.append(site)
    return anchored


def _held_in_order(reading: Reading, sites: list[Site]) -> list[Site]:
    """ "in Hale, Oru, Land", "in Hale in Oru": a name that no list knows is no narrower than the one it holds."""
    found = sites[:1]
    for one, other in pairwise(sites):
        link = reading.lower[one.end : other.first]
        holds = len(link) <= _HOLD and set(link) <= _HOLDING and (link[:1] == [","] or "in" in link)
        unknown = other.mention.lat is None and other.fineness == AREA
        found.append(replace(other, fineness=PROVINCE) if holds and unknown and link else other)
    return found


def _resolved(reading: Reading, sites: list[Site]) -> list[Site]:
    """From the last to the first: a name that "in" puts inside the next is as narrow, and lies where that one does."""
    found: list[Site] = []
    for site in reversed(sites):
        holder = found[-1] if found else None
        if holder is not None and 0 <= holder.first - site.end <= _CHAIN + 1:
            if site.mention.lat is None:
                site = replace(site, mention=held_by(site.mention, holder.mention))  # noqa: PLW2901
            inside = "in" in reading.lower[site.end : holder.first] or holder.fineness < LANDMARK
            if inside and _listed(reading, site, holder) and site.fineness >= SETTLEMENT:
                site = replace(site, fineness=max(site.fineness, holder.fineness))  # noqa: PLW2901
        found.append(site)
    return found[::-1]


def _listed(reading: Reading, one: Site, other: Site) -> bool:
    """Whether only a comma, "and", "in" or ", a village in" stands between two names."""
    link = reading.lower[one.end : other.first]
    if link[:2] in ([",", "a"], [",", "an"]) and "in" in link and len(link) <= _CHAIN + 1:
        return all(reading.pos[w] in ("NOUN", "ADJ", "DET", "PUNCT", "ADP") for w in range(one.end, other.first))
    return all(word in (",", "and", "in", "the", "/", "(") for word in link)


def held_by(spot: PlaceMention, holder: PlaceMention) -> PlaceMention:
    """`spot` resolved to the place that holds it: printed as it is, with the holder's name and coordinates."""
    return replace(holder, start=spot.start, end=spot.end, text=spot.text)
