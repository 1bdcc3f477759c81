"""Which stretches of a text are names of places: the tagger's word, the gazetteer's, and what speaks against both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.places.gazetteer import Entry, Gazetteer, key
from tasks.nlp.places.toponym_evidence import PLACE_LABELS, Evidence, printed
from tasks.nlp.places.toponym_words import Vocabulary

_MAX_TOKENS = 7
_ACRONYM = 4
_POSSESSIVE = ("'s", "’s", "'", "’")


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words first..end name a place. `tagged`: the tagger says so; `kind`: the word that follows ("province")."""

    first: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    tagged: bool
    kind: str | None


def find(reading: Reading, gazetteer: Gazetteer, vocabulary: Vocabulary) -> list[Toponym]:
    """The place names of a text in order, without overlap. A name that one mention proves is believed in all others."""
    finder = _Finder(reading, gazetteer, vocabulary)
    first = list(finder.found())
    finder.proven = frozenset(key(toponym.text) for toponym in first if toponym.entries)
    return list(finder.found()) if finder.proven else first


class _Finder:
    """Passes over one text."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        self.reading, self.gazetteer = reading, gazetteer
        self.tokens = reading.tokens
        self.evidence = Evidence(reading, gazetteer, vocabulary)
        self.vocabulary = vocabulary
        self.proven: frozenset[str] = frozenset()
        lower, articles = reading.lower, vocabulary.articles
        self.openers = [
            i
            for i, text in enumerate(reading.texts)
            if text[0].isupper() or i in self.evidence.entity or lower[i][:3] in articles or lower[i] in articles
        ]

    def found(self) -> Iterator[Toponym]:
        """Longest gazetteer match first at each word, then the tagger's own places."""
        behind = 0
        for i in self.openers:
            if i >= behind:
                toponym = self._abbreviation(i) or self._known(i) or self._tagged(i)
                if toponym is not None:
                    yield toponym
                    behind = toponym.end

    def _abbreviation(self, first: int) -> Toponym | None:
        """ "Ga." after "Athens,"; the tokeniser may have split the full stop off."""
        token = self.tokens[first]
        if not first or not token.text[0].isupper() or self.reading.lower[first - 1] not in {",", "-"}:
            return None
        for end in (first + 1, first + 2):
            if end <= len(self.tokens) and (entries := self.gazetteer.abbreviation(printed(self.reading, first, end))):
                return Toponym(first, end, printed(self.reading, first, end), entries, True, "province")
        return None

    def _known(self, first: int) -> Toponym | None:
        token = self.tokens[first]
        articles = self.vocabulary.articles
        if not (token.text[0].isupper() or token.lower_[:3] in articles or token.lower_ in articles):
            return None
        limit = 2 * self.gazetteer.longest.get(key(token.text.partition("-")[0]).partition(" ")[0], 1)
        for end in range(min(first + min(limit, _MAX_TOKENS), self.evidence.sentence_end(first)), first, -1):
            if not self._may_end(first, end):
                continue
            text = printed(self.reading, first, end)
            if entries := self._entries(text):
                return self._judged(first, end, text, entries)
        return None

    def _entries(self, text: str) -> tuple[Entry, ...]:
        found = self.gazetteer.lookup(text)
        return found or (self.gazetteer.lookup(text.title()) if text.isupper() and len(text) > _ACRONYM else ())

    def _may_end(self, first: int, end: int) -> bool:
        last = self.tokens[end - 1]
        if end - 1 > first and not (last.text[0].isupper() or "-" in last.text or last.lower_ in self.vocabulary.kinds):
            return False
        return last.text not in _POSSESSIVE and not last.is_punct

    def _judged(self, first: int, end: int, text: str, entries: tuple[Entry, ...]) -> Toponym | None:
        evidence = self.evidence
        if key(text) in self.vocabulary.drop or evidence.in_person(first, end) or evidence.in_organisation(first, end):
            return None
        if not (evidence.trusted(first, end, text, entries) or self._is_proven(text)):
            return None
        kind, end = self._kind_after(first, end)
        return Toponym(first, end, printed(self.reading, first, end), entries, evidence.tagged(first), kind)

    def _is_proven(self, text: str) -> bool:
        return key(text) in self.proven and key(text) not in self.vocabulary.common

    def _kind_after(self, first: int, end: int) -> tuple[str | None, int]:
        """The kind word after a name; a capitalised one belongs to the name ("Walker County")."""
        last = self.reading.lower[end - 1]
        if end - 1 > first and last in self.vocabulary.kinds:
            return self.vocabulary.kinds[last], end
        following = self.reading.lower[end] if end < len(self.tokens) else ""
        kind = self.vocabulary.kinds.get(following)
        if kind and self.tokens[end].text[0].isupper() and not printed(self.reading, first, end).isupper():
            return kind, end + 1
        return kind, end

    def _tagged(self, first: int) -> Toponym | None:
        """A place of the tagger's that no list knows, or knows under a part of the span."""
        start, stop, label = self.evidence.entity.get(first, (first, first, ""))
        if label not in PLACE_LABELS or start != first:
            return None
        while stop > first + 1 and (self.reading.lower[stop - 1] in _POSSESSIVE or self.tokens[stop - 1].is_punct):
            stop -= 1
        while first < stop - 1 and self.reading.lower[first] in self.vocabulary.directions | {"the"}:
            first += 1
            if known := self._known(first):
                return known  # "western Central African Republic"
        if not self.evidence.worth(first, stop):
            return None
        kind, end = self._kind_after(first, stop)
        text = printed(self.reading, first, end)
        return Toponym(first, end, text, self._entries(text), True, kind)
