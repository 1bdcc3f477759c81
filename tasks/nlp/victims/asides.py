"""Asides: what stands between commas or dashes and only tells more of the people before it.

", whose house stood nearest the river,", ", most of them women,", " – two cooks and a guard – ". Neither the subject of
the verb behind an aside nor the members of a list around it stand inside it, though the parse often says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from tasks.nlp.grammar.reading import Reading

_RELATIVE = frozenset({"who", "whose", "whom", "which", "where"})
_THEM = frozenset({"them", "whom"})
_AMONG = frozenset({"among", "amongst"})
_PART = _AMONG | {"of"}
_MOSTLY = frozenset({"mostly", "mainly", "largely", "chiefly", "primarily", "predominantly", "overwhelmingly"})
_DASHES = frozenset({"–", "—", "--", "-"})
_MARKS = _RELATIVE | _THEM | _MOSTLY | _DASHES | {"including"}
_ENDS = frozenset({";", ":"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PARTS = 7  # words of "the great majority of", "the driver and his son among"
_LONGEST = 40  # words of an aside


class Asides:
    """The asides of one text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _marks(self) -> list[tuple[int, str]]:
        """The words that an aside may be known by."""
        return [(word, text) for word, text in enumerate(self._reading.lower) if text in _MARKS]

    @cached_property
    def closing(self) -> dict[int, int]:
        """The word that opens an aside, most often a comma -> the one that closes it."""
        lower, found = self._reading.lower, {}
        dash: int | None = None
        for word, text in self._marks:
            if text in _RELATIVE and word:
                found.update(self._relative(word))
            elif text in _THEM and lower[word - 1] in _PART:
                found.update(self._aside(self._comma_before(word - 1), word))
            elif text in _MOSTLY and lower[word - 1] == ",":
                found.update(self._aside(word - 1, word))
            elif text == "including" and lower[word - 1] == ",":
                found.update(self._list(word))
            elif text in _DASHES and self._is_spaced(word):
                if dash is not None and self._is_near(dash, word):
                    found[dash], dash = word, None
                else:
                    dash = word
        return found

    @cached_property
    def among(self) -> dict[int, int]:
        """The comma before ", the driver among them" -> "among"."""
        lower = self._reading.lower
        found = {}
        for word, text in self._marks:
            if text in _THEM and lower[word - 1] in _AMONG:
                comma = self._comma_before(word - 1)
                if comma is not None and comma < word - 2:
                    found[comma] = word - 1
        return found

    @cached_property
    def opening(self) -> dict[int, int]:
        """The word that closes an aside -> the one that opens it; the widest where two close together."""
        return {close: start for start, close in sorted(self.closing.items(), reverse=True)}

    def holds(self, word: int, before: int) -> bool:
        """Whether `word` stands in an aside that is closed before word `before`."""
        starts = self._starts
        for at in range(bisect_left(starts, word - _LONGEST), bisect_right(starts, word)):
            if word < self.closing[starts[at]] < before:
                return True
        return False

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(self.closing)

    def _relative(self, word: int) -> dict[int, int]:
        """ ", who had stayed behind,"; "a woman who had given birth two days before," needs no comma in front."""
        reading = self._reading
        if reading.lower[word - 1] == ",":
            return self._aside(word - 1, word, verb=True)
        behind_noun = reading.lower[word] in ("who", "whose") and reading.pos[word - 1] in _NOUNS
        return self._aside(word, word, verb=True) if behind_noun else {}

    def _aside(self, start: int | None, word: int, *, verb: bool = False) -> dict[int, int]:
        """The aside from `start` to the next comma behind `word`, and behind a verb where it must have one."""
        if start is None:
            return {}
        reading, at = self._reading, word + 1
        end = min(reading.bounds[reading.sentence[word]][1], start + _LONGEST)
        told = not verb
        while at < end:
            if at in reading.closing:
                at = reading.closing[at] + 1
                continue
            if reading.lower[at] == "," and told:
                listed = not verb and at + 1 < end and reading.pos[at + 1] in _NOUNS | {"DET", "NUM", "ADJ"}
                return {} if listed else {start: at}  # ", most of them guards, clerks and two judges"
            if reading.lower[at] in _ENDS:
                return {}
            told = told or reading.pos[at] in ("VERB", "AUX")
            at += 1
        return {}

    def _list(self, word: int) -> dict[int, int]:
        """The aside of "including": a verb stands behind the comma that ends its list."""
        reading, joined = self._reading, False
        for at in range(word + 1, min(reading.bounds[reading.sentence[word]][1] - 1, word + _LONGEST)):
            joined = joined or reading.lower[at] == "and"
            if reading.lower[at] == ",":
                if reading.pos[at + 1] in ("AUX", "VERB"):
                    return {word - 1: at}
                if joined:
                    return {}
        return {}

    def _comma_before(self, word: int) -> int | None:
        first = self._reading.bounds[self._reading.sentence[word]][0]
        for at in range(word - 1, max(first, word - _PARTS) - 1, -1):
            if self._reading.lower[at] == ",":
                return at
        return None

    def _is_spaced(self, word: int) -> bool:
        """Whether spaces stand on both sides of a dash, or it is a long one: "Kabul – a" and no "Kabul-based"."""
        reading = self._reading
        if reading.lower[word] != "-" or not 0 < word < len(reading.lower) - 1:
            return reading.lower[word] != "-"
        before, here, after = (reading.tokens[at] for at in (word - 1, word, word + 1))
        return before.idx + len(before) < here.idx and here.idx + len(here) < after.idx

    def _is_near(self, start: int, close: int) -> bool:
        sentence = self._reading.sentence
        return sentence[start] == sentence[close] and close - start <= _LONGEST
