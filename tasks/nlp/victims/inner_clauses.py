"""Clauses behind an "of" phrase: "families of miners killed in the blast", "three of the ten killed"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.phrases import Phrase

_REACH = 4  # words from the phrase to the harm word: "who were also killed"
_TOLD_REACH = 200  # phrases back to the number that "the ten" repeats
_RELATIVE = (["who"], ["that"])


@dataclass(frozen=True, slots=True)
class InnerClauses:
    """Finds whom a clause is said of where that is not the whole phrase before it."""

    links: Links

    def victims(self, phrase: Phrase, cue: HarmCue, voice: str) -> list[Argument] | None:
        """Who suffers inside `phrase`; None where the harm is said of the phrase itself."""
        if phrase.of is None or not self._is_clause(phrase, cue, voice):
            return None
        others = self._of_others(phrase, cue, voice)
        return others if others is not None else self._of_whole(phrase, cue, voice)

    def _is_clause(self, phrase: Phrase, cue: HarmCue, voice: str) -> bool:
        """ "... killed in the blast", "... who were killed", "... dead": no verb of which the phrase is the subject."""
        end = phrase.wide_end
        described = voice == "reduced" or self.links.reading.lower[end : end + 1] in _RELATIVE
        return 0 <= cue.first - end <= _REACH and (described or (voice == "adjective" and cue.first == end))

    def _of_others(self, phrase: Phrase, cue: HarmCue, voice: str) -> list[Argument] | None:
        """ "met Ada Moss and the family of a man killed by drivers": neither who stands around him nor beside them."""
        inner, people = phrase.of, self.links.people
        if inner is None or not people.is_around(self.links.reading, phrase, counted=phrase.number is not None):
            return None
        return self.links.persons(self.links.coordination.rightwards(inner, cue.first), f"{cue.kind}-{voice}-of-others")

    def _of_whole(self, phrase: Phrase, cue: HarmCue, voice: str) -> list[Argument] | None:
        """ "three of the ten killed were guards": ten were killed, and the three are a part of them."""
        inner = phrase.of
        if inner is None or inner.number is None or phrase.number is None or phrase.kind != "number":
            return None
        whole, part = (self.links.people.describe(self.links.reading, each) for each in (inner, phrase))
        if whole is None or part is None or not 0 < (part.low or 0) < (whole.low or 0):
            return None
        rule, alone = f"{cue.kind}-{voice}", replace(phrase, wide_end=phrase.end, of=None)
        told = Argument(alone, part, f"{rule}-of-whole", inside=True)
        return [told] if self._is_known(inner) else [Argument(inner, whole, f"{rule}-whole"), told]

    def _is_known(self, phrase: Phrase) -> bool:
        """Whether "the ten" only points back to a ten told before."""
        number, lower = phrase.number, self.links.reading.lower
        if number is None or "the" not in lower[phrase.first - 1 : phrase.first + 1]:
            return False
        here = self.links.coordination.joints.index[phrase.first]
        before = (each.number for each in self.links.phrases[max(0, here - _TOLD_REACH) : here])
        return any(each is not None and (each.low, each.high) == (number.low, number.high) for each in before)
