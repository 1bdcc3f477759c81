"""The words by which a text tells of events: "the blast", "a second attack", "went off" (incidents.toml).

Kinds of words say whether two may be one event; the word before says whether the text points back or opens another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.nlp.grammar.inflection import noun_forms, verb_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading

GENERAL, VIOLENT, NO_EVENT = "general", "violent", "none"
_BEFORE = 4  # words before an event word that say which one is meant
_PLAIN = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PUNCT"})
_OWNERS = frozenset({"'s", "’s"})
_ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Happening:
    """Words first..end tell of an event. `ordinal`: 2 of "the second blast"; 0 where none is said."""

    first: int
    end: int
    kind: str
    noun: bool
    pointing: bool  # "the blast", "this attack"
    opening: bool  # "a blast"
    other: bool  # "another blast", "a separate attack"
    ordinal: int
    several: bool  # "three attacks", "a spate of attacks": more than one event
    aside: bool  # "hours after the first attack": only what the time is counted from


class HappeningWords:
    """The vocabulary of incidents.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where incidents.toml lacks a table."""
        irregular = lexicon.classes("incidents", "irregular")
        self._words: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        for kind, nouns in lexicon.classes("incidents", "nouns").items():
            for noun in nouns:
                self._add(noun, kind, noun_forms(noun.split()[-1]), last=True)
        for kind, verbs in lexicon.classes("incidents", "verbs").items():
            for verb in verbs:
                self._add(verb, kind, verb_forms(verb.split()[0], irregular), last=False)
        self.of_harm = {harm: frozenset(kinds) for harm, kinds in lexicon.classes("incidents", "harms").items()}
        self._other = lexicon.word_set("incidents", "telling.other")
        self._pointing = lexicon.word_set("incidents", "telling.pointing")
        self._opening = lexicon.word_set("incidents", "telling.opening")
        self._ordinal = {
            w: n for n, key in enumerate(_ORDINALS, 1) for w in lexicon.words("incidents", f"telling.{key}")
        }
        self.bodies = lexicon.word_set("incidents", "telling.bodies")
        self.diffuse = lexicon.word_set("incidents", "telling.diffuse")
        self._means = lexicon.word_set("incidents", "telling.means")
        self._aside = lexicon.word_set("incidents", "telling.aside")
        self._defining = lexicon.word_set("incidents", "telling.defining")
        self.wounds = lexicon.word_set("incidents", "telling.wounds")
        self.finding = lexicon.word_set("incidents", "telling.finding")
        self.clause_heads = lexicon.word_set("incidents", "telling.clause_heads")
        self.dying = lexicon.word_set("incidents", "telling.dying")
        self.care = lexicon.word_set("places", "ties.care")
        self.still = lexicon.word_set("incidents", "telling.still")
        self.behind_there = lexicon.word_set("incidents", "telling.behind_there")
        self.same_town = lexicon.word_set("incidents", "telling.same_town")
        self.days = lexicon.word_set("incidents", "telling.days")
        self.units = {
            word: unit
            for unit in ("days", "weeks", "months", "years")
            for word in lexicon.words("incidents", f"telling.{unit}")
        }
        self.after = lexicon.word_set("incidents", "telling.after")
        self.day_counts = lexicon.numbers("incidents", "day_counts")
        self.next_days = lexicon.numbers("incidents", "next_days")
        self.counting = frozenset(phrase.split()[1] for phrase in self.next_days) | {"later", "earlier"}
        self.turning = frozenset(lexicon.phrases("incidents", "telling.turning"))
        self.same_day = frozenset(lexicon.phrases("incidents", "telling.same_day"))
        self.everywhere = lexicon.word_set("incidents", "telling.everywhere")
        self.earlier = tuple(lexicon.words("incidents", "compatible.earlier"))
        self.wide = lexicon.word_set("incidents", "compatible.wide")
        self._violence = lexicon.word_set("incidents", "compatible.violence")
        self._pairs = frozenset(frozenset(pair.split()) for pair in lexicon.words("incidents", "compatible.pairs"))

    def compatible(self, one: str, other: str) -> bool:
        """Whether words of two kinds can be said of one event."""
        if one == other or GENERAL in (one, other):
            return True
        if VIOLENT in (one, other):
            return {one, other} - {VIOLENT} <= self._violence
        return frozenset((one, other)) in self._pairs

    def found(self, reading: Reading, sentence: int) -> Iterator[Happening]:
        """The event words of one sentence, in order, the longest at each word."""
        at, end = reading.bounds[sentence]
        floor = at
        while at < end:
            match = self._at(reading, at, end)
            if match is not None and match[2] != NO_EVENT:
                yield self._described(reading, match, floor)
            at = match[1] if match is not None else at + 1

    def _add(self, phrase: str, kind: str, forms: dict[str, str], *, last: bool) -> None:
        words = tuple(phrase.lower().replace("-", " - ").split())
        for form in forms:
            inflected = (*words[:-1], form) if last and "-" not in words else (form, *words[1:])
            if last and "-" in words:
                inflected = words
            self._words.setdefault(inflected[0], []).append((inflected, kind, last))

    def _at(self, reading: Reading, at: int, end: int) -> tuple[int, int, str, bool] | None:
        best: tuple[int, int, str, bool] | None = None
        for words, kind, noun in self._words.get(reading.lower[at], ()):
            stop = at + len(words)
            if stop > end or tuple(reading.lower[at:stop]) != words or not self._fits(reading, at, stop, noun=noun):
                continue
            if best is None or stop > best[1]:
                best = (at, stop, kind, noun)
        return best

    @staticmethod
    def _fits(reading: Reading, at: int, stop: int, *, noun: bool) -> bool:
        """The tagger's word for its part of speech; without tags any."""
        if not reading.pos[at] or stop - at > 1:
            return True
        return (
            (reading.pos[at] == "NOUN" or reading.tokens[at].text.isupper())
            if noun
            else (reading.pos[at] in ("VERB", "AUX", "ADJ"))
        )

    def _described(self, reading: Reading, match: tuple[int, int, str, bool], floor: int) -> Happening:
        """What the words before say: article, "another", "second"."""
        first, end, kind, noun = match
        before = self._words_before(reading, first, floor) if noun else []
        words = set(before)
        following = reading.lower[end] if end < len(reading.lower) else ""
        means = " ".join(reading.lower[first:end]) in self._means
        other = bool(words & self._other) and not means
        pointing = bool(words & (self._pointing | _OWNERS)) and not other
        several = noun and not means and reading.tag[end - 1] in ("NNS", "NNPS")
        return Happening(
            first=first,
            end=end,
            kind=kind,
            noun=noun,
            pointing=pointing and (following not in self._defining or bool(words & _OWNERS)) and not several,
            opening=bool(words & self._opening),
            other=other and not several,
            ordinal=0 if means else next((self._ordinal[w] for w in before if w in self._ordinal), 0),
            several=several and not words & self._pointing,
            aside=bool(self._aside & set(reading.lower[max(floor, first - len(before) - 2) : first])),
        )

    @staticmethod
    def _words_before(reading: Reading, first: int, floor: int) -> list[str]:
        """The words of the noun phrase before an event word, the nearest first, and the one before them."""
        before: list[str] = []
        word = first - 1
        while word >= max(floor, first - _BEFORE):
            before.append(reading.lower[word])
            if reading.pos[word] not in _PLAIN and reading.lower[word] not in _OWNERS:
                break
            word -= 1
        return before
