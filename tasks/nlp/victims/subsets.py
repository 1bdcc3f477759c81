"""Numbers that the text introduces as part of another: "including three children", "among them a nurse"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.members import Members
from tasks.nlp.victims.phrases import Phrase

if TYPE_CHECKING:
    from tasks.nlp.victims.victims import VictimGroup

_BETWEEN = frozenset(
    {"them", "the", "those", "whom", "were", "was", "are", "is", "at", "also", "both", ":", "these", "being"}
)
_REACH = 7
_THEM = ("them", "whom")


class Inclusions:
    """Reads the lists behind "including" and gives them the harm of the number they belong to."""

    def __init__(self, links: Links, inclusive: frozenset[str]) -> None:
        self._links = links
        self._reading = links.reading
        self._inclusive = inclusive
        self._groups: dict[int, list[VictimGroup]] = {}
        self._starting = {phrase.first: phrase for phrase in links.phrases}

    def read(self, groups: list[VictimGroup]) -> Iterator[tuple[HarmCue, Argument]]:
        """The part numbers, each with the cue of the whole."""
        self._groups.clear()
        for group in groups:
            self._groups.setdefault(self._reading.sentence[group.first], []).append(group)
        for word, lower in enumerate(self._reading.lower):
            if lower in self._inclusive:
                yield from self._after(word)
        yield from self._of_them(groups)
        yield from Members(self._links, self._groups).read()

    def _after(self, word: int) -> Iterator[tuple[HarmCue, Argument]]:
        phrase, cue = self._list_start(word)
        if phrase is None or (phrase.first == word + 1 and self._links.coordination.is_whole(phrase)):
            return
        members = self._links.coordination.rightwards(phrase, limit=None)
        cue = cue or self._whole(word, members[-1].wide_end)
        if cue is None:
            return
        for member in members:
            person = self._links.people.describe(self._reading, member)
            if person is not None and person.kind in ("count", "single", "name") and person.low is not None:
                yield cue, Argument(member, person, f"{cue.kind}-including")

    def _list_start(self, word: int) -> tuple[Phrase | None, HarmCue | None]:
        """The first phrase behind the word, and the harm that stands between: "among the dead were"."""
        cue = None
        among = self._reading.lower[word] in ("among", "amongst")
        for at in range(word + 1, min(word + _REACH, len(self._reading.lower))):
            phrase = self._starting.get(at)
            if (
                phrase is not None
                and self._reading.lower[at] not in _BETWEEN
                and phrase.first not in self._links.cue_words
            ):
                return phrase, cue
            behind_them = self._reading.lower[at - 1] in _THEM  # "among them the mayor", not "among the dead"
            if phrase is not None and (phrase.number is not None or phrase.nouns) and (behind_them or not among):
                return phrase, cue
            if at in self._links.cue_words and among:
                cue = self._links.cue_words[at]
            elif self._reading.lower[at] not in _BETWEEN and not (
                among and self._reading.lower[at] in ("victims", "killed", "and")
            ):
                return None, None
        return None, None

    def _whole(self, word: int, list_end: int) -> HarmCue | None:
        """The cue of the nearest number before the word in its sentence, else of the next behind."""
        sentence = self._reading.sentence[word]
        here = self._groups.get(sentence, ())
        near = [group for group in here if not group.inside] or list(here)
        before = [g for g in near if g.end <= word]
        if before:
            return max(before, key=lambda g: (max(g.end, g.cue.last if g.cue.last <= word else 0), g.end)).cue
        for at in range(list_end, self._reading.bounds[sentence][1]):
            if at in self._links.cue_words:
                return self._links.cue_words[at]
            if self._reading.pos[at] == "VERB":
                return None  # "papers including X wrote that ten were killed"
        return None

    def _of_them(self, groups: list[VictimGroup]) -> Iterator[tuple[HarmCue, Argument]]:
        """ "killed six people, three of them nurses"; a number of them with a harm word of its own is no part here."""
        taken = {group.first for group in groups}
        for phrase in self._links.phrases:
            if phrase.of is None or phrase.number is None or phrase.first in taken:
                continue
            if self._reading.lower[phrase.of.head] not in _THEM or self._is_object(phrase):
                continue
            person = self._links.people.describe(self._reading, phrase)
            cue = self._whole(phrase.first, phrase.wide_end)
            if person is not None and cue is not None and not self._has_verb(phrase):
                told = self._starting.get(self._behind_be(phrase.wide_end))
                if told is not None:  # "three of them nurses", "three of them were nurses"
                    person = replace(person, victim_class=self._links.people.class_of(self._reading, told))
                yield cue, Argument(phrase, person, f"{cue.kind}-of-them")

    def _behind_be(self, word: int) -> int:
        lower = self._reading.lower
        return word + (word < len(lower) and lower[word] in self._links.be)

    def _is_object(self, phrase: Phrase) -> bool:
        """ "freed 40 of them", "found dead in one of them": something else happens to the part."""
        before = phrase.first - 1
        return before >= 0 and before not in self._links.cue_words and self._reading.pos[before] in ("VERB", "ADP")

    def _has_verb(self, phrase: Phrase) -> bool:
        """ "two of them fatally", "three of whom escaped": something else is said of the part."""
        word = phrase.wide_end
        if word >= len(self._reading.pos):
            return False
        return self._reading.tag[word] in ("VBD", "VBZ", "VBP", "MD") and self._reading.pos[word] == "VERB"
