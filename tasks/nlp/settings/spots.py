"""Named spots that no gazetteer holds: "Linden Square", "the Tannery district", "the village of Oru", "Highway 61".

Read by the order of words: capitals beside a word of places.toml, and something before that puts an event there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.grammar.vocabulary import table, words
from tasks.nlp.places.toponym_words import Vocabulary

# How narrow a name is: of two that locate one event, the higher wins (casualty-claims.md, section 7).
LANDMARK, AREA, SETTLEMENT = 5, 4, 3
_LONGEST_NAME = 6  # words
_LEAD = 7  # words between a preposition and the name: "along the busy, pedestrian-only Linden street"
_POSSESSIVE = frozenset({"'s", "’s"})
_SHORT = 2  # letters of what is hardly a name
_QUOTES = frozenset("'\"“”‘’")
_DETERMINED = frozenset({"DET", "ADJ", "NUM", "ADV", "PUNCT", "NOUN", "VERB"})
_NOT_PLACES = frozenset({"ORG", "PER", "PERSON"})
_MODIFIERS = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Words first..end name a spot; `before` is the word that puts something there."""

    first: int
    end: int
    fineness: int
    before: int | None
    guessed: bool = False  # by its position alone


class SpotWords:
    """The words of spots, of config/lexicon/places.toml."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        """Raises LexiconError where places.toml lacks a table."""
        self.kinds: dict[str, int] = {}
        for key, fineness in (("settlement", SETTLEMENT), ("area", AREA), ("landmark", LANDMARK)):
            self.kinds.update(dict.fromkeys(words(lexicon, "places", f"spots.{key}"), fineness))
        self.numbered = words(lexicon, "places", "spots.numbered")
        self.prepositions = words(lexicon, "places", "spots.prepositions")
        self.parts = words(lexicon, "places", "spots.parts")
        self.placing = words(lexicon, "places", "spots.placing")
        self.calendar = words(lexicon, "places", "spots.never")
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


def spots(reading: Reading, vocabulary: SpotWords) -> list[Spot]:
    """The spots of a text, in order, without overlap."""
    found: list[Spot] = []
    for word, lower in enumerate(reading.lower):
        if lower not in vocabulary.kinds or (found and word < found[-1].end):
            continue
        for first, end in _names(reading, vocabulary, word):
            before = located_by(reading, vocabulary, first)
            if before is not None or _is_proper(reading, vocabulary, first, end):
                found.append(Spot(first, end, vocabulary.kinds[lower], before))
                break
    taken = {word for spot in found for word in range(spot.first, spot.end)}
    found += [spot for spot in _unknown(reading, vocabulary) if spot.first not in taken]
    return found


def _unknown(reading: Reading, vocabulary: SpotWords) -> Iterator[Spot]:
    """Names behind "in", "at", "near" that no list knows: "at Oru", "between Um Tal and Jib"."""
    for word, lower in enumerate(reading.lower[:-1]):
        if lower in vocabulary.beside and (end := _site_end(reading, vocabulary, word)):
            yield Spot(word + 2, end, LANDMARK, word, guessed=True)
        if lower not in vocabulary.placing or not reading.tokens[word + 1].text[0].isupper():
            continue
        limit = min(reading.bounds[reading.sentence[word]][1], word + 1 + _LONGEST_NAME)
        end = _run_after(reading, vocabulary, word + 1, limit)
        if end > word + 1 and _may_be_place(reading, vocabulary, word + 1, end):
            yield Spot(word + 1, end, SETTLEMENT, word, guessed=True)


def _site_end(reading: Reading, vocabulary: SpotWords, word: int) -> int | None:
    """ "at the Oruva yard", "outside the Hale Polymers tank farm": capitals no list knows, then a noun for a thing."""
    first, limit = word + 2, min(reading.bounds[reading.sentence[word]][1], word + 2 + _LONGEST_NAME)
    if first >= limit or reading.lower[word + 1] != "the" or not reading.tokens[first].text[0].isupper():
        return None
    end = _run_after(reading, vocabulary, first, limit)
    things = end
    while things < limit and reading.pos[things] == "NOUN" and reading.tag[things] == "NN":
        things += 1
    inside = set(reading.lower[first:things])
    known = inside & (vocabulary.demonyms | vocabulary.calendar | vocabulary.occasions)
    return None if known or end in (first, things) else things


def _may_be_place(reading: Reading, vocabulary: SpotWords, first: int, end: int) -> bool:
    """Nobody's name, no organisation, no word before a noun ("in Catholic schools"), no acronym."""
    following = reading.pos[end] if end < len(reading.pos) else ""
    owns = end < len(reading.lower) and reading.lower[end] in _POSSESSIVE
    inside = set(reading.lower[first:end])
    if owns or following in _MODIFIERS or inside & (vocabulary.never | vocabulary.demonyms):
        return False
    text = reading.tokens[first].text
    return (
        len(text) > _SHORT
        and not text.isupper()
        and not (reading.tokens[first].ent_type_ == "ORG" and reading.tokens[first].ent_iob_ == "B")
    )


def _names(reading: Reading, vocabulary: SpotWords, word: int) -> Iterator[tuple[int, int]]:
    """ "Linden Square", "Highway 61", "the village of Oru": the word spans that the kind word at `word` may close."""
    floor, end = reading.bounds[reading.sentence[word]]
    following = reading.tokens[word + 1] if word + 1 < end else None
    first = _run_before(reading, vocabulary, word, max(floor, word - _LONGEST_NAME))
    modifies = following is not None and reading.pos[word + 1] in _MODIFIERS and following.text not in _QUOTES
    side = following is not None and following.text[0].isupper() and following.lower_ in vocabulary.sides
    capitals = [reading.lower[w] for w in range(first, word) if reading.tokens[w].text[0].isupper()]
    only_demonym = all(each in vocabulary.demonyms | vocabulary.calendar for each in capitals)
    common = reading.tokens[word].text[0].islower() and reading.lower[first - 1 : first] in _each(vocabulary.indefinite)
    if first < word and (side or not modifies) and not (only_demonym or common):
        yield first, word + 1 + side
    if following is None:
        return
    if reading.lower[word] in vocabulary.numbered and following.text[0].isdigit():
        yield word, word + 2
    if following.text == "," and word + 2 < end:  # "the second city, Oru, ..."
        stop = _run_after(reading, vocabulary, word + 2, min(end, word + 2 + _LONGEST_NAME))
        if stop > word + 2 and stop < end and reading.lower[stop] == ",":
            yield word + 2, stop
    start = word + 1 + (reading.lower[word + 1] == "of")
    stop = _run_after(reading, vocabulary, start, min(end, start + _LONGEST_NAME))
    if start > word + 1 and stop > start:
        yield start, stop


def _is_proper(reading: Reading, vocabulary: SpotWords, first: int, end: int) -> bool:
    """A name that is capitalised to its end needs no preposition, unless it acts or is an organisation's."""
    token = reading.tokens[end - 1]
    if first and reading.lower[first - 1] in vocabulary.acting:
        return False
    capital = end - first > 1 and token.text[0].isupper() and reading.tokens[first].text[0].isupper()
    return capital and token.ent_type_ not in _NOT_PLACES and not reading.dep(end - 1).startswith("nsubj")


def _each(words: frozenset[str]) -> list[list[str]]:
    return [[word] for word in words]


def _run_before(reading: Reading, vocabulary: SpotWords, word: int, floor: int) -> int:
    """The first of the capitalised words before `word`."""
    first = at = word
    small = at - 1 > floor and reading.tokens[at - 1].text[0].islower() and reading.tokens[at - 1].is_alpha
    if small and reading.pos[at - 1] in ("NOUN", "ADJ", "PROPN", "X"):
        at -= 1  # "the Oru valley road"
    while at > floor:
        at -= 1
        text = reading.tokens[at].text
        if text[0].isupper() or (text[0].isdigit() and not text.isdigit()):
            if _opens(reading, at):
                break
            first = at
        elif (
            reading.lower[at] not in vocabulary.joiners
            or reading.lower[at] in vocabulary.openers
            or _owner(reading, at, word)
        ):
            break
    while first - 2 >= floor and reading.lower[first - 1] == "-" and reading.lower[first - 2] in vocabulary.articles:
        first -= 2
    return first


def _owner(reading: Reading, at: int, word: int) -> bool:
    """ "Hale's Mill district" is Mill district; "King's Road" is one name."""
    return reading.lower[at] in _POSSESSIVE and at + 1 < word


def _opens(reading: Reading, at: int) -> bool:
    """Whether a capital is only that of a sentence's first word: "On", "The", "Police"."""
    opening = reading.bounds[reading.sentence[at]][0] == at
    return (opening and reading.pos[at] != "PROPN") or reading.pos[at] in {"ADP", "DET", "PRON", "SCONJ", "CCONJ"}


def _run_after(reading: Reading, vocabulary: SpotWords, start: int, limit: int) -> int:
    """The end of the capitalised words from `start`."""
    end = at = start
    while at < limit:
        text = reading.tokens[at].text
        if text[0].isupper() and reading.pos[at] not in {"ADP", "PRON"}:
            end = at + 1
        elif reading.lower[at] not in vocabulary.joiners or end == start:
            break
        at += 1
    return end


def located_by(reading: Reading, vocabulary: SpotWords, first: int) -> int | None:
    """The preposition over the name at `first`, across article, adjectives and "city of"; None without one."""
    floor = max(reading.bounds[reading.sentence[first]][0], first - _LEAD)
    at, side = first - 1, None
    while at >= floor:
        lower, before = reading.lower[at], reading.lower[at - 1] if at > floor else ""
        holds = before in vocabulary.parts or before in vocabulary.kinds
        if holds and (lower == "of" or (lower == "," and at == first - 1)):
            side = at if before in vocabulary.compass and lower == "of" else side
            at -= 2
        elif lower in vocabulary.prepositions:
            return at
        elif lower in _POSSESSIVE:
            at -= 2  # "in Guinea's second city, Kankan"
        elif _passed(reading, vocabulary, at):
            at -= 1
        else:
            break
    return side


def _passed(reading: Reading, vocabulary: SpotWords, at: int) -> bool:
    """Whether a preposition may reach over the word: article, adjective, "Somali", "town", a quotation mark."""
    lower = reading.lower[at]
    if lower == ",":
        return False
    known = lower in vocabulary.parts or lower in vocabulary.kinds or lower in vocabulary.demonyms
    return known or reading.pos[at] in _DETERMINED or reading.tokens[at].text in _QUOTES
