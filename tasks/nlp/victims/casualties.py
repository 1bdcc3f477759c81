"""Words for casualties as a body: "the 45 dead", "those killed", "the victims", "the men who died", "those held"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.victims.grouping import VictimGroup
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Links

_ARTICLES = frozenset({"the", "those", "these"})
_NAMED_REACH = 5  # words of "they have since been named"


@dataclass(frozen=True, slots=True)
class Casualties:
    """Words first..end and the cue whose harm they suffered."""

    first: int
    end: int
    cue: HarmCue


class CasualtyFinder:
    """Finds casualties told as a body; the words come from victims.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where a table is missing."""
        self._bodies = lexicon.word_set("victims", "phrase.casualties")
        self._people = lexicon.word_set("victims", "phrase.bodies_of")
        self._taken = lexicon.word_set("victims", "phrase.taken")
        self._named = lexicon.word_set("victims", "phrase.naming")

    def found(self, links: Links, groups: Sequence[VictimGroup]) -> Iterator[Casualties]:
        """All of one text: those with a harm word of their own, then those that point back to a group."""
        for cue in links.cues:
            if cue.tail is None and cue.form in ("ed", ""):
                yield from self._of_cue(links, cue)
        told = sorted((g for g in groups if g.low), key=lambda group: group.first)
        last: dict[str, VictimGroup] = {}
        at = 0
        for word in range(len(links.reading.lower)):
            while at < len(told) and told[at].first < word:
                last[told[at].harm] = told[at]
                at += 1
            if last:
                yield from self._pointing_back(links, word, last)

    def _of_cue(self, links: Links, cue: HarmCue) -> Iterator[Casualties]:
        lower = links.reading.lower
        if cue.kind in ("verb", "weak", "adjective", "ergative"):
            first = self._article(links, cue.first)
            if first is not None:
                yield Casualties(
                    first, cue.end + (lower[cue.end : cue.end + 1] != [] and lower[cue.end] in self._people), cue
                )
                return
        who = cue.first - 1
        while who > 0 and lower[who] in links.be:
            who -= 1
        if cue.kind in ("verb", "intransitive", "ergative") and who > 1 and lower[who] == "who":
            if lower[who - 1] in self._people and lower[who - 2] in _ARTICLES:
                yield Casualties(who - 2, cue.last, cue)  # "the men who died"
            elif lower[who - 1] in ("those", "two", "three"):
                yield Casualties(who - 1, cue.last, cue)

    def _article(self, links: Links, word: int) -> int | None:
        """Where "the 45" or "those" begins before the harm word at `word`."""
        lower = links.reading.lower
        if word and lower[word - 1] in _ARTICLES:
            return word - 1
        k = links.phrase_of.get(word - 1)
        phrase = links.phrases[k] if k is not None else None
        counted = phrase is not None and phrase.number is not None and phrase.end == word  # "the 14 people killed"
        return phrase.first if phrase is not None and counted and lower[phrase.first] in _ARTICLES else None

    def _pointing_back(self, links: Links, word: int, last: dict[str, VictimGroup]) -> Iterator[Casualties]:
        """ "the victims", "those still held", "they have been named as"."""
        lower = links.reading.lower
        before = lower[word - 1] if word else ""
        dead = last.get("killed") or last.get("injured")
        if lower[word] in self._bodies and before in _ARTICLES and dead:
            yield Casualties(word - 1, word + 1, dead.cue)
        captive = last.get("abducted") or last.get("detained")
        start = word - 1 if before != "still" else word - 2
        those = lower[word] in self._taken and start >= 0 and lower[start] == "those" and word not in links.cue_words
        if captive and those:
            yield Casualties(start, word + 1 + (lower[word + 1 : word + 2] == ["away"]), captive.cue)
        opens = lower[word] == "they" and word == links.reading.bounds[links.reading.sentence[word]][0]
        if opens and last.get("killed") and self._named & set(lower[word + 1 : word + _NAMED_REACH]):
            yield Casualties(word, word + 1, last["killed"].cue)
