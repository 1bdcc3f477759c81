"""Numbers of people counted just before, told by who they were: "Eleven people died. Four were children."."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.phrases import Phrase

if TYPE_CHECKING:
    from tasks.nlp.victims.victims import VictimGroup

_THEM = ("them", "whom", "these", "those")
_ADVERBS = ("all", "also", "both", "only", "just")
_OF_THOSE = 4  # words of "Of the six ,"
_QUOTES = frozenset("\"“‘'")


class Members:
    """Reads one text; `groups` are those found so far, by sentence."""

    def __init__(self, links: Links, groups: Mapping[int, Sequence[VictimGroup]]) -> None:
        self._links = links
        self._reading = links.reading
        self._groups = groups
        self._starting = {phrase.first: phrase for phrase in links.phrases}

    def read(self) -> Iterator[tuple[HarmCue, Argument]]:
        """The part numbers, each with the cue of its whole."""
        last: tuple[int, VictimGroup] | None = None  # the sentence of the last member, and its whole
        for phrase in self._links.phrases:
            told = self._told(phrase)
            if told is None:
                continue
            sentence = self._reading.sentence[phrase.first]
            here = last[1] if last is not None and 0 <= sentence - last[0] <= 1 else None
            whole = here if self._joins(phrase) else self._whole(phrase) or here
            person = self._links.people.describe(self._reading, phrase)
            if whole is not None and person is not None and (person.low or 0) < (whole.low or 0):
                last = sentence, whole
                person = replace(person, victim_class=self._links.people.class_of(self._reading, told))
                yield whole.cue, Argument(phrase, person, f"{whole.cue.kind}-member")

    def _told(self, phrase: Phrase) -> Phrase | None:
        """The people that the number are said to be: "four were children"."""
        lower, verb = self._reading.lower, phrase.wide_end
        if phrase.number is None or phrase.nouns or not self._opens(phrase) or not self._is_of_counted(phrase):
            return None
        if verb >= len(lower) or lower[verb] not in self._links.be:
            return None
        verb += lower[verb + 1 : verb + 2] in ([each] for each in _ADVERBS)
        told = self._starting.get(verb + 1)
        if told is None or told.number is not None or verb + 1 in self._links.cue_words:
            return None
        people = self._links.people
        word = self._reading.lower[told.head]
        known = people.describe(self._reading, told) is not None or people.knows(word.removesuffix("s"))  # "Kenyans"
        return told if known and told.kind != "pronoun" and people.is_plural(self._reading, told) else None

    def _opens(self, phrase: Phrase) -> bool:
        """Whether the number opens a sentence or a clause of its own."""
        lower, first = self._reading.lower, self._reading.bounds[self._reading.sentence[phrase.first]][0]
        before = phrase.first - 1
        if before < first or lower[before] == ";" or (before == first and lower[before] in _QUOTES):
            return True
        of_those = lower[before] == "," and lower[first] == "of" and before - first <= _OF_THOSE
        return of_those or self._joins(phrase)

    def _joins(self, phrase: Phrase) -> bool:
        """ "and six were children", behind another member."""
        return self._reading.lower[phrase.first - 1 : phrase.first] == ["and"]

    def _is_of_counted(self, phrase: Phrase) -> bool:
        """A bare number, or one "of them", "of the six"."""
        if phrase.of is None:
            return phrase.kind == "number"
        return self._reading.lower[phrase.of.head] in _THEM or (
            phrase.of.kind == "number" and phrase.of.number is not None
        )

    def _whole(self, phrase: Phrase) -> VictimGroup | None:
        """The number told last, in this sentence or the one before, where that tells one harm."""
        sentence = self._reading.sentence[phrase.first]
        here = [g for g in self._groups.get(sentence, ()) if g.end <= phrase.first]
        before: Sequence[VictimGroup] = self._groups.get(sentence - 1) or self._groups.get(sentence - 2) or ()
        told = here or before
        counts = [g for g in told if not g.inside and g.kind == "count"]
        if len({g.harm for g in counts}) != 1:
            return None
        named = phrase.of.number.low if phrase.of is not None and phrase.of.number is not None else counts[-1].low
        return counts[-1] if named == counts[-1].low else None
