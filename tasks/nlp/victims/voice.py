"""On which side of a verb its victims stand: "were killed" and "died" look left, "killed" and "killing" look right."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import COORDINATORS, SKIPPED, Links
from tasks.nlp.victims.phrases import Phrase

_TIMES = frozenset(
    {"time", "times", "day", "days", "night", "week", "month", "year", "morning", "afternoon", "evening", "hour"}
    | {"hours", "minutes", "weekend", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)
_CHAIN = 3  # verbs that may pass their voice on: "were attacked, shot and killed"


@dataclass(frozen=True, slots=True)
class Voices:
    """Reads the voice of harm verbs from the words before them; the two sides decide where there is no auxiliary."""

    links: Links

    def of(self, cue: HarmCue, depth: int = 0) -> str:
        """passive, active, subject (the victims do it) or reduced ("four killed in a blast")."""
        if cue.kind == "intransitive":
            return "subject"
        if cue.form in ("base", "s", "ing") or self.links.reading.lower[cue.first - 1 : cue.first] == ["to"]:
            return "subject" if cue.kind == "ergative" and not self.links.object_phrase(cue) else "active"
        before = self._verb_group(cue.first)
        word = self.links.reading.lower[before] if before >= 0 else ""
        if word in self.links.be and not self.links.reading.tokens[before].text.isupper():
            return "passive"  # and no "IS", the group
        inherited = self._inherited(before, depth)
        if inherited:
            return inherited
        if self._has_have(before, cue.first) or word in self.links.have:
            return "subject" if cue.kind == "ergative" and not self.links.object_phrase(cue) else "active"
        return self._bare(cue, before)

    def _verb_group(self, first: int) -> int:
        """The word before the adverbs that stand before a verb; -1 at the start of the sentence."""
        floor = self.links.reading.bounds[self.links.reading.sentence[first]][0]
        word = first - 1
        while word >= floor and (self.links.reading.pos[word] == "ADV" or self.links.reading.lower[word] in SKIPPED):
            word -= 1
        return word if word >= floor else -1

    def _has_have(self, before: int, end: int) -> bool:
        """Whether a form of "have" stands among the adverbs behind word `before` (-1: behind the sentence's start)."""
        first = before + 1 if before >= 0 else self.links.reading.bounds[self.links.reading.sentence[end]][0]
        return any(self.links.reading.lower[word] in self.links.have for word in range(first, end))

    def _inherited(self, word: int, depth: int) -> str | None:
        """The voice of the verb that this one is joined to: "were attacked and killed", "shot and wounded"."""
        if word < 1 or self.links.reading.lower[word] not in COORDINATORS or depth > _CHAIN:  # a short list
            return None
        before = word - 1
        while before > 0 and self.links.reading.lower[before] in COORDINATORS:
            before -= 1
        cue = self.links.cue_words.get(before)
        if cue is not None and cue.kind in ("verb", "weak") and cue.form == "ed" and cue.last == before + 1:
            voice = self.of(cue, depth + 1)
            return voice if voice == "passive" else None
        if self.links.reading.tag[before] in ("VBN", "VBD") and before not in self.links.cue_words:
            group = self._verb_group(before)
            return "passive" if group >= 0 and self.links.reading.lower[group] in self.links.be else None
        return None

    def _bare(self, cue: HarmCue, before: int) -> str:
        """A past form without an auxiliary: what stands on its two sides decides, then the parse."""
        right = self.links.object_phrase(cue)
        left = self.links.phrase_ending(before + 1)
        right_person = self.links.people.describe(self.links.reading, right) if right else None
        left_person = self.links.people.describe(self.links.reading, left) if left else None
        if cue.kind == "ergative" and right_person is None:
            return "subject"
        if right_person is None:
            return "active" if right is not None and self._is_object(cue, right) else "reduced"
        following = self.links.cue_words.get(right.wide_end) if left_person is not None and right is not None else None
        if following is not None and following.kind in ("verb", "weak", "adjective") and following.form in ("ed", ""):
            return "reduced"  # "ten killed twenty wounded"
        return "active"

    def _is_object(self, cue: HarmCue, phrase: Phrase) -> bool:
        """ "shot two rockets", "beat the drums": what follows with article or number is hit, unless it is a time.

        So is a name that the parse makes the object: "Lane captured Ohio" is nothing done to Lane.
        """
        named = phrase.nouns and self.links.reading.tag[cue.first] == "VBD"
        if named and phrase.head in self.links.reading.objects.get(cue.first, ()):
            return self.links.reading.lower[phrase.head] not in _TIMES
        determined = self.links.reading.pos[phrase.first] in ("DET", "NUM", "PRON") or phrase.number is not None
        return determined and bool(phrase.nouns) and self.links.reading.lower[phrase.head] not in _TIMES
