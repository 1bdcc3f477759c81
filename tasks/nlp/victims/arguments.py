"""Which noun phrases a harm word is said of: the parse first, the order of words where the parse shows none.

Nearest wins, and no search crosses another harm word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tasks.nlp.numbers.numbers import NumberMention
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.inner_clauses import InnerClauses
from tasks.nlp.victims.links import COORDINATORS, Argument, Links
from tasks.nlp.victims.people import Person
from tasks.nlp.victims.phrases import Phrase
from tasks.nlp.victims.subjects import Subjects
from tasks.nlp.victims.voice import Voices

_WITH = (
    ("along", "with"),
    ("together", "with"),
    ("with",),
    ("alongside",),
    ("as", "well", "as"),
    ("as", "were"),
    ("as", "was"),
)


_FAR_WITH = (("along", "with"), ("together", "with"), ("as", "well", "as"), ("as", "were"), ("as", "was"))
_NO_SETTING = frozenset({"with", "as", "along", "together", "alongside", "including", "than"})
_LISTED = frozenset({"CCONJ", "DET", "NUM", "ADJ", "NOUN", "PROPN"})
_LISTED_REACH = 6  # words of "and an Afghan driver"
_ANYONE = frozenset({"anyone", "anybody"})
_NOT = frozenset({"without", "not", "n't", "n’t", "never", "nor", "neither"})
_NOT_REACH = 4  # words of "without killing or injuring"
_SETTINGS = 2  # "in the attack on Monday"


@dataclass(frozen=True, slots=True)
class Linker:
    """Finds the arguments of harm cues in one text."""

    links: Links
    voices: Voices
    subjects: Subjects

    def of_verb(self, cue: HarmCue) -> list[Argument]:
        """Arguments of a verb, by its voice."""
        if cue.first in self.links.phrase_of or self._is_nominal(cue):
            return self._none_of(cue)
        part = self._of_casualties(cue)
        if part is not None:
            return [part]
        voice = self.voices.of(cue)
        joined = self._last_joined(cue) if voice in ("reduced", "active") and cue.tail is None else None
        if joined is not None and self.voices.of(joined) == "active":
            return [] if cue.kind == "weak" or joined.harm == cue.harm else self._right(joined)
        if cue.tail is not None and voice not in ("passive", "subject"):
            return self._between(cue)
        if voice == "active":
            return self._right(cue)
        return self._left(cue, voice)

    def of_adjective(self, cue: HarmCue) -> list[Argument]:
        """ "four dead", "four are missing", "leaving four and a policeman dead"."""
        if self.links.reading.lower[cue.last : cue.last + 1] == [":"]:
            return self._right(cue)  # "Dead: 4 soldiers; missing: 9"
        if cue.first in self.links.phrase_of or self._is_nominal(cue):
            return self._none_of(cue)
        return self._left(cue, "adjective")

    def _of_casualties(self, cue: HarmCue) -> Argument | None:
        """ "three of the wounded died": the number stands before the people that another harm word names."""
        reading, word = self.links.reading, cue.first - 1
        while word > 0 and word not in self.links.cue_words and self.links.is_verb_group(word):
            word -= 1
        body = self.links.cue_words.get(word)
        if body is None or body.first < 3 or body.tail is not None or not self._is_nominal(body):  # noqa: PLR2004
            return None
        k = self.links.phrase_of.get(body.first - 3) if reading.lower[body.first - 2] == "of" else None
        phrase = self.links.phrases[k] if k is not None else None
        if phrase is None or phrase.number is None or phrase.number.qualifier == "none" or cue.form == "base":
            return None
        if cue.kind != "intransitive" and self.voices.of(cue) != "passive":
            return None
        person = Person("count", phrase.number.low, phrase.number.high, "unknown", sure=True)
        told = reading.lower[phrase.first - 1 : phrase.first] == ["after"]  # "the toll rose to 20 after two of ..."
        return Argument(replace(phrase, wide_end=body.last), person, f"{cue.kind}-of-casualties", inside=told)

    def _is_nominal(self, cue: HarmCue) -> bool:
        """ "the wounded", "honour the dead", "martyrs and wounded": the people, not what happened to them."""
        if cue.first < 2 or cue.form not in ("ed", ""):  # noqa: PLR2004  # a noun and "and"
            return cue.first == 1 and self.links.reading.lower[0] in ("the", "those") and cue.form in ("ed", "")
        before = self.links.reading.lower[cue.first - 1]
        return before in ("the", "those") or (before in ("and", "or") and self._is_beside_noun(cue))

    def _is_beside_noun(self, cue: HarmCue) -> bool:
        """ "deaths and wounded": nobody that "wounded" could be said of, and nobody behind it."""
        noun = self.links.cue_words.get(cue.first - 2)
        beside = noun is not None and noun.kind in ("noun", "casualty") and noun.first in self.links.phrase_of
        return beside and self.links.object_phrase(cue) is None

    def _none_of(self, cue: HarmCue) -> list[Argument]:
        """ "none of the injured": the only number that is said of "the injured" itself."""
        k = self.links.phrase_of.get(cue.first - 3)
        phrase = (
            self.links.phrases[k]
            if k is not None and self.links.reading.lower[cue.first - 2 : cue.first] == ["of", "the"]
            else None
        )
        if phrase is None or phrase.number is None or phrase.number.qualifier != "none":
            return []
        whole = replace(phrase, wide_end=cue.last)
        return [Argument(whole, Person("none", 0, 0, "unknown", sure=True), f"{cue.kind}-none-of")]

    def _last_joined(self, cue: HarmCue) -> HarmCue | None:
        """The last verb of "stabbed, hacked and killed four"."""
        last, after = None, self._joined_after(cue)
        while after is not None and (last is None or after.first > last.first):
            last, after = after, self._joined_after(after)
        return last

    def _joined_after(self, cue: HarmCue) -> HarmCue | None:
        """The verb that shares the object of this one: "kidnapped and killed four"."""
        word = cue.last
        if word >= len(self.links.reading.lower) or self.links.reading.lower[word] not in ("and", "or", ","):
            return None
        while word < len(self.links.reading.lower) and (
            self.links.reading.lower[word] in COORDINATORS or self.links.reading.pos[word] == "ADV"
        ):
            word += 1
        after = self.links.cue_words.get(word)
        return after if after is not None and after.kind in ("verb", "weak") and after.form == cue.form else None

    def _right(self, cue: HarmCue) -> list[Argument]:
        surface = self.links.object_phrase(cue)
        if surface is not None and self._is_nobody(cue, surface):
            start, stop = self.links.reading.span(surface.first, surface.end)
            none = NumberMention(surface.first, surface.end, surface.first, 0, 0, "none", start, stop)
            return [Argument(replace(surface, number=none), Person("none", 0, 0, "unknown", sure=True), "object-none")]
        objects = [w for w in self.links.reading.objects.get(cue.first, ()) if w >= cue.last]
        parsed = self.links.outer(objects[0]) if objects else None
        for phrase, rule in ((parsed, "object"), (surface, "object-order")):
            if phrase is None or phrase.first - cue.last > 6 or self.links.crosses(cue.last, phrase.first):  # noqa: PLR2004
                continue
            found = self.links.coordination.rightwards(phrase, limit=None)
            arguments = self.links.persons(found, f"{cue.kind}-{rule}")
            if arguments:
                return arguments
        return []

    def _is_nobody(self, cue: HarmCue, phrase: Phrase) -> bool:
        """ "without injuring anyone", "did not kill anybody"."""
        lower, first = self.links.reading.lower, self.links.reading.bounds[self.links.reading.sentence[cue.first]][0]
        before = lower[max(first, cue.first - _NOT_REACH) : cue.first]
        return lower[phrase.head] in _ANYONE and phrase.kind == "pronoun" and bool(_NOT & set(before))

    def _between(self, cue: HarmCue) -> list[Argument]:
        """ "shot four men dead": the victims stand inside the phrase."""
        surface = self.links.object_phrase(HarmCue(cue.harm, cue.kind, cue.form, cue.first, cue.end, None, None, 0, 0))
        if surface is None or cue.tail is None:
            return []
        return self.links.persons(self.links.coordination.rightwards(surface, limit=cue.tail), f"{cue.kind}-split")

    def _left(self, cue: HarmCue, voice: str) -> list[Argument]:
        near, inner = self.subjects.adjacent_count(cue), InnerClauses(self.links)
        if near is not None:
            inside = inner.victims(near, cue, voice)
            if inside is not None:
                return inside
            found = self.links.coordination.around(near, limit=cue.first)
            return [*self.links.persons(found, f"{cue.kind}-{voice}"), *self._with(cue)]
        for phrase, rule in (
            (self.subjects.parsed(cue), voice),
            (self.subjects.by_order(cue, voice), f"{voice}-order"),
        ):
            if phrase is None or phrase.first in self.links.coordination.included or self.subjects.of_whom(phrase):
                continue
            inside = inner.victims(phrase, cue, voice)
            if inside is not None:
                return inside
            found = self.links.coordination.around(phrase, limit=cue.first)
            arguments = self.links.persons([each for each in found if not self._speaks(each)], f"{cue.kind}-{rule}")
            if arguments and not (cue.harm == "missing" and _is_guess(arguments[-1])):  # "a freighter with 11 aboard"
                return [*arguments, *self._with(cue)]
        return self._with(cue)

    def _speaks(self, phrase: Phrase) -> bool:
        """ "nine miners, a union leader said, were injured"."""
        return self.links.reading.lower[phrase.wide_end : phrase.wide_end + 2] in (["said", ","], ["says", ","])

    def _behind_setting(self, cue: HarmCue) -> int:
        """The word behind "in the attack", "on Monday", where more victims may be told."""
        reading, word = self.links.reading, cue.last
        end = reading.bounds[reading.sentence[cue.first]][1]
        for _ in range(_SETTINGS):
            k = self.links.phrase_of.get(word + 1)
            if k is None and word + 1 < end and (reading.pos[word], reading.pos[word + 1]) == ("ADP", "PROPN"):
                word += 2  # "on Monday"
                continue
            if k is None or word >= end or reading.pos[word] != "ADP" or reading.lower[word] in _NO_SETTING:
                break
            word = self.links.phrases[k].wide_end
        after = word + (reading.lower[word : word + 1] == [","])
        far = any(tuple(reading.lower[after : after + len(words)]) == words for words in _FAR_WITH)
        return word if far else cue.last

    def _is_hit_otherwise(self, last: Phrase) -> bool:
        """ "killed, with two others wounded", "with two guards and an Afghani injured"."""
        word, reading = last.wide_end, self.links.reading
        end = min(reading.bounds[reading.sentence[last.first]][1], word + _LISTED_REACH)
        while word < end and word not in self.links.cue_words and reading.pos[word] in _LISTED:
            word += 1
        cue = self.links.cue_words.get(word) if word < end else None
        return cue is not None and (
            word == last.wide_end or (cue.form == "ed" and self.links.object_phrase(cue) is None)
        )

    def _with(self, cue: HarmCue) -> list[Argument]:
        """ "was killed along with 12 others": more victims behind the verb."""
        lower, word = self.links.reading.lower, self._behind_setting(cue)
        word += lower[word : word + 1] == [","] and lower[word + 1 : word + 2] != ["with"]
        for words in _WITH:
            if word > cue.last + 1 and words not in _FAR_WITH:
                continue  # "killed in a clash with four gunmen"
            if tuple(lower[word : word + len(words)]) == words:
                k = self.links.phrase_of.get(word + len(words))
                if k is None:
                    return []
                listed = self.links.coordination.rightwards(self.links.phrases[k], limit=None)
                if self._is_hit_otherwise(listed[-1]) or self.links.coordination.starts_clause(listed[-1]):
                    return []
                found = self.links.persons(listed, f"{cue.kind}-with")
                return [a for a in found if a.person.kind != "pronoun"]
        return []


def _is_guess(argument: Argument) -> bool:
    """One of a noun that no table holds, who may be a thing."""
    return argument.person.kind == "single" and not argument.person.sure
