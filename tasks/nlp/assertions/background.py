"""Deaths that a text about something else only refers to: "thousands marched after police had shot a student"."""

from __future__ import annotations

import re

from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.victims import VictimGroup

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_REVENGE_REACH = 25  # words between "avenge" and the number
_NAMED_REACH = 4  # words between "over" and "killing": "over the alleged rape and killing of"


class Background:
    """Knows the words by which a text refers to earlier violence (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._gatherings = lexicon.word_set("scope", "background.gatherings")
        self._referring = lexicon.word_set("scope", "background.referring")
        self._backward = lexicon.word_set("scope", "background.backward")
        self._objects = lexicon.word_set("scope", "background.objects")
        self._causal = lexicon.word_set("scope", "background.causal")
        self._revenge = PhraseIndex(lexicon.phrases("scope", "background.revenge"))
        self._occasion = PhraseIndex(lexicon.phrases("scope", "background.occasion"))

    def holds(self, reading: Reading, group: VictimGroup, *, first: bool) -> bool:
        """Whether the number is of an earlier event; `first`: no number stands before it in the text."""
        start, _ = reading.bounds[reading.sentence[group.first]]
        end = min(group.first, group.cue.first)
        if self._is_gathering(reading, group, start, end):
            return True
        near = max(start, end - _REVENGE_REACH)
        if self._revenge.found(reading.lower, near, end):
            return True
        return not first and (self._occasion.found(reading.lower, near, end) or _is_dated(reading, near, end))

    def _is_gathering(self, reading: Reading, group: VictimGroup, start: int, end: int) -> bool:
        """Behind "after", "against", ... in a sentence that opens with a gathering; "over the killing of a trader"."""
        before = reading.lower[start:end]
        named = group.cue.kind == "noun"
        for at, word in enumerate(before):
            if word in self._gatherings:
                return self._is_past(before[at + 1 :], named=named)
        return named and bool(self._objects & set(before[-_NAMED_REACH:]))

    def _is_past(self, rest: list[str], *, named: bool) -> bool:
        """Whether the words behind the gathering refer to what was before it, and do not say what it led to."""
        for word in rest:
            if word in self._causal:
                return False
            if word in self._objects or word in self._backward:
                return True
        return named or any(word in self._referring for word in rest)


def _is_dated(reading: Reading, first: int, end: int) -> bool:
    """ "for his part in the January 2011 attacks, in which 26 were killed": an event that goes by its year."""
    for word in range(first, end - 1):
        year = word + (1 if _YEAR.match(reading.lower[word + 1]) else 2)
        named = reading.lower[word] == "the" and year < end - 1 and _YEAR.match(reading.lower[year])
        if named and reading.pos[year + 1] in ("NOUN", "ADJ", "PROPN"):
            return True
    return False
