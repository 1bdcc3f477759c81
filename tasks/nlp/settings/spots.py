"""Named spots that no gazetteer holds: "Linden Square", "the Tannery district", "the village of Oru", "Highway 61".

Read by the order of words: capitals beside a word of places.toml, and something before that puts an event there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.settings.spot_words import AREA, LANDMARK, SETTLEMENT, SpotWords

_LONGEST_NAME = 6  # words
_SAID_OF = 3  # words: "the provincial capital"
_LEAD = 7  # words between a preposition and the name: "along the busy, pedestrian-only Linden street"
_POSSESSIVE = frozenset({"'s", "’s"})
_SHORT = 2  # letters of what is hardly a name
_QUOTES = frozenset("'\"“”‘’")
_DETERMINED = frozenset({"DET", "ADJ", "NUM", "ADV", "PUNCT", "NOUN", "VERB"})
_NOT_PLACES = frozenset({"ORG", "PER", "PERSON"})
_PERSONS = frozenset({"PER", "PERSON"})
_PUTTING = frozenset({"ADP", "SCONJ", ""})
_MODIFIERS = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Words first..end name a spot; `before` is the word that puts something there."""

    first: int
    end: int
    fineness: int
    before: int | None
    guessed: bool = False  # by its position alone


def spots(reading: Reading, vocabulary: SpotWords) -> list[Spot]:
    """The spots of a text, in order, without overlap."""
    found: list[Spot] = []
    for word, lower in enumerate(reading.lower):
        if lower not in vocabulary.kinds or (found and word < found[-1].end):
            continue
        for first, end in _names(reading, vocabulary, word):
            before = located_by(reading, vocabulary, first)
            called = first == word + 2 and lower not in vocabulary.numbered and vocabulary.kinds[lower] < LANDMARK
            if before is not None or called or _is_proper(reading, vocabulary, first, end):
                found.append(Spot(first, end, vocabulary.kinds[lower], before))
                break
    taken = {word for spot in found for word in range(spot.first, spot.end)}
    found += [spot for spot in _unknown(reading, vocabulary) if spot.first not in taken]
    taken.update(word for spot in found for word in range(spot.first, spot.end))
    return found + [spot for spot in _again(reading, vocabulary, found) if spot.first not in taken]


def _again(reading: Reading, vocabulary: SpotWords, found: list[Spot]) -> Iterator[Spot]:
    """Further mentions of the names that their first one made places: "fled from Oru", "returned to Oru"."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for spot in found:
        name = tuple(reading.texts[spot.first : spot.end])
        put = spot.before is None or reading.pos[spot.before] in _PUTTING
        if (
            put
            and spot.fineness < LANDMARK
            and reading.lower[spot.end - 1] not in vocabulary.kinds
            and len(name[0]) > _SHORT
        ):
            names.setdefault(name[0], set()).add(name)
    for word, text in enumerate(reading.texts if names else ()):
        for name in names.get(text, ()):
            if tuple(reading.texts[word : word + len(name)]) == name:
                yield Spot(word, word + len(name), SETTLEMENT, located_by(reading, vocabulary, word), guessed=True)


def _unknown(reading: Reading, vocabulary: SpotWords) -> Iterator[Spot]:
    """Names behind "in", "at", "near" that no list knows: "at Oru", "between Um Tal and Jib"."""
    for word, lower in enumerate(reading.lower[:-1]):
        if lower.endswith(vocabulary.suffixes) and (before := _placed(reading, vocabulary, word)) is not None:
            yield Spot(word, word + 1, LANDMARK, before)
        if lower in vocabulary.beside and (end := _site_end(reading, vocabulary, word)):
            yield Spot(word + 2, end, LANDMARK, word, guessed=True)
        if lower == "of" and word and reading.lower[word - 1] in vocabulary.dwellers:
            yield from _home(reading, vocabulary, word)
        if lower not in vocabulary.placing or not reading.tokens[word + 1].text[0].isupper():
            continue
        limit = min(reading.bounds[reading.sentence[word]][1], word + 1 + _LONGEST_NAME)
        end = _run_after(reading, vocabulary, word + 1, limit)
        if _is_person(reading, vocabulary, word) and not _is_town(reading, vocabulary, word + 1):
            continue
        if end > word + 1 and _may_be_place(reading, vocabulary, word + 1, end):
            yield Spot(word + 1, end, AREA, word, guessed=True)


def _home(reading: Reading, vocabulary: SpotWords, word: int) -> Iterator[Spot]:
    """ "residents of Oru", "villagers of nearby Oru": the name behind "of"."""
    limit = reading.bounds[reading.sentence[word]][1]
    first = word + 1 + (word + 1 < limit and reading.pos[word + 1] == "ADJ" and reading.texts[word + 1].islower())
    end = _run_after(reading, vocabulary, first, min(limit, first + _LONGEST_NAME))
    if end > first and _may_be_place(reading, vocabulary, first, end):
        yield Spot(first, end, AREA, None, guessed=True)


def _placed(reading: Reading, vocabulary: SpotWords, word: int) -> int | None:
    """The preposition over a capitalised word."""
    return located_by(reading, vocabulary, word) if reading.tokens[word].text[0].isupper() else None


def _is_town(reading: Reading, vocabulary: SpotWords, first: int) -> bool:
    """ "Oru, the capital of": what follows a name says that it is a place."""
    comma = next((w for w in range(first, first + _LONGEST_NAME) if reading.lower[w : w + 1] == [","]), None)
    if comma is None or reading.lower[comma + 1 : comma + 2] not in (["a"], ["an"], ["the"]):
        return False
    return not vocabulary.parts.isdisjoint(reading.lower[comma + 2 : comma + 2 + _SAID_OF])


def _is_person(reading: Reading, vocabulary: SpotWords, word: int) -> bool:
    """ "One bullet struck Ana in the back", "raided Mayor Coster's": a person behind the verb at `word`."""
    person = reading.lower[word] in vocabulary.strikes and reading.tokens[word + 1].ent_type_ in _PERSONS
    return person or reading.lower[word + 1].rstrip(".") in vocabulary.titles


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
    only_demonym = bool(capitals) and all(each in vocabulary.demonyms | vocabulary.calendar for each in capitals)
    common = reading.tokens[word].text[0].islower() and reading.lower[first - 1 : first] in _each(vocabulary.indefinite)
    number = following is not None and _numbered(reading, vocabulary, word)
    if first < word and (side or not modifies) and not (only_demonym or common):
        yield first, word + 1 + (side or number)
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


def _numbered(reading: Reading, vocabulary: SpotWords, word: int) -> bool:
    """ "State Route 25": the number belongs to the name."""
    return reading.lower[word] in vocabulary.numbered and reading.texts[word + 1][0].isdigit()


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
