"""The people left of a harm word: by nearness, by the parse, by the order of words where the parse shows none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import COORDINATORS, REACH, SKIPPED, Links
from tasks.nlp.victims.phrases import Phrase

_OBJECTIVE = frozenset({"them", "him", "us", "me", "themselves"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_BEFORE_WHO = frozenset({",", "of", "all", "both"})
_SUBORDINATE = frozenset(
    {"when", "while", "after", "before", "because", "if", "as", "since", "until", "although", "but", ";", ":", "where"}
    | {"said", "says"}
)
_OPEN_PREPOSITIONS = frozenset({"including", "with", "than", "of", "like", "left", "leaving", "among"})
_TIMES = frozenset({"hours", "hour", "days", "minutes", "weeks", "months", "years", "midnight", "dawn", "dusk", "noon"})
_CONJUNCTIONS = frozenset({"as", "after", "before", "since", "until", "than"})
_ASIDE_REACH = 10  # words of ", a doctor at the clinic said,"
_JOINED_REACH = 12  # words between two verbs that share a subject


@dataclass(frozen=True, slots=True)
class Subjects:
    """Finds whom a passive, an intransitive verb or an adjective is said of."""

    links: Links

    def adjacent_count(self, cue: HarmCue) -> Phrase | None:
        """A number directly before the verb group: nearer than any subject that the parse lends from another verb."""
        floor = self.links.reading.bounds[self.links.reading.sentence[cue.first]][0]
        word = cue.first - 1
        while word >= floor and word not in self.links.phrase_of and word not in self.links.cue_words:
            if word in self.links.reading.opening:
                word = self.links.reading.opening[word]
            elif not self.links.is_verb_group(word):
                break
            word -= 1
        outer = self._modified if word == cue.first - 1 else self.links.outer
        phrase = outer(word) if word >= floor else None
        if phrase is None or phrase.first in self.links.coordination.included or self._is_sought(phrase, cue):
            return phrase if phrase is not None and self._is_sought(phrase, cue) else None
        if self._in_prepositional(phrase) and phrase.wide_end != cue.first:
            return None  # but "led to 40 people hurt"
        person = self.links.people.describe(self.links.reading, phrase)
        beside = phrase.wide_end != cue.first and self.links.reading.lower[max(0, phrase.first - 1)] == "with"
        counted = person is not None and person.kind == "count" and self._has_auxiliary(phrase)
        if person is None or (self.of_whom(phrase) and not counted) or beside:
            return None  # but "the bus carried 40 people, eight of whom were hurt"
        if person.kind == "single":
            before = self.links.reading.lower[phrase.first - 1] if phrase.first > floor else "and"
            return (
                phrase
                if before in ("and", "but") and self.links.reading.lower[phrase.first] in ("a", "an", "another")
                else None
            )
        return phrase if person.kind in ("count", "none") else None

    def _people_first(self, subjects: list[int]) -> int:
        """Of two subjects that the parse gives one verb, the nearest that is people."""
        for word in reversed(subjects):
            phrase = self.links.outer(word)
            if phrase is not None and self.links.people.describe(self.links.reading, phrase) is not None:
                return word
        return subjects[-1]

    def _modified(self, word: int) -> Phrase | None:
        """The phrase at `word` that a clause behind it describes: "relatives of the 80 who died" are the 80."""
        outer = self.links.outer(word)
        inner = self.links.phrases[self.links.phrase_of[word]] if word in self.links.phrase_of else None
        if outer is not None and outer.number is None and inner is not None and inner.number is not None:
            person = self.links.people.describe(self.links.reading, outer)
            return inner if person is not None and person.kind == "plural" else outer
        return outer

    def _one_of_family(self, word: int) -> Phrase | None:
        """ "the family of Leyla Demir, who was killed": the one person, not the people around."""
        inner = self.links.phrases[self.links.phrase_of[word]] if word in self.links.phrase_of else None
        outer = self._modified(word)
        if inner is None or outer is None or inner.first == outer.first or outer.number is not None:
            return outer
        one, many = (self.links.people.describe(self.links.reading, each) for each in (inner, outer))
        single = one is not None and one.kind in ("name", "single")
        return inner if single and (many is None or many.kind == "plural") else outer

    def _is_sought(self, phrase: Phrase, cue: HarmCue) -> bool:
        """ "looking for a diver missing since Tuesday"."""
        one = self.links.reading.lower[phrase.first] in ("a", "an") and phrase.wide_end == cue.first
        if cue.harm != "missing" or cue.kind != "adjective" or not one:
            return False
        person = self.links.people.describe(self.links.reading, phrase)
        return person is not None and person.kind == "single" and person.sure

    def parsed(self, cue: HarmCue) -> Phrase | None:
        """The subject by the parse, its own or that of the verb it is joined to; the noun of a reduced relative."""
        word = cue.first
        for _ in range(4):
            subjects = [w for w in self.links.reading.subjects.get(word, ()) if w < cue.first]
            if subjects:
                phrase = self._antecedent(self.links.outer(self._people_first(subjects)), cue)
                lent = word != cue.first and phrase is not None and self._nearer(phrase, cue)
                lent = lent or (phrase is not None and self._restarts(phrase, cue))
                aside = phrase is not None and self.links.coordination.joints.asides.holds(phrase.first, cue.first)
                return None if lent or aside or (phrase is not None and self._in_prepositional(phrase)) else phrase
            if self.links.reading.dep(word) in ("acl", "acl:relcl") and self.links.reading.head(word) < word:
                return self._modified(self.links.reading.head(word))
            if self.links.reading.dep(word) not in ("conj", "xcomp"):
                return None
            word, below = self.links.reading.head(word), word
            behind = self.links.cue_words[word].end if word in self.links.cue_words else word + 1
            if word >= below or self.links.crosses(behind, cue.first):
                return None
        return None

    def _nearer(self, phrase: Phrase, cue: HarmCue) -> bool:
        """Whether other people stand between a subject lent from another verb and the harm word."""
        word = self.links.reading.head(phrase.head)
        if cue.first - phrase.first > REACH:
            return True
        for k in range(self.links.phrase_of[phrase.first] + 1, len(self.links.phrases)):
            other = self.links.phrases[k]
            if other.first >= cue.first:
                return False
            if (
                other.first > word
                and not self.links.coordination.appositions.is_inner(k)
                and other.first not in self.links.coordination.included
                and not self._in_prepositional(other)
            ):
                person = self.links.people.describe(self.links.reading, other)
                if person is not None and (person.sure or other.number is not None):
                    return True
        return False

    def _restarts(self, phrase: Phrase, cue: HarmCue) -> bool:
        """ "six burnt to death and 11, a driver among them, suffered injuries": a new number behind another harm."""
        first = max(phrase.wide_end, cue.first - REACH)
        other = next((word for word in range(cue.first - 1, first - 1, -1) if word in self.links.cue_words), None)
        if other is None or other in self.links.phrase_of:
            return False
        near = {self.links.phrase_of[word] for word in range(other + 1, cue.first) if word in self.links.phrase_of}
        return any(
            self.links.phrases[k].number is not None
            and self.links.reading.lower[self.links.phrases[k].first - 1] in ("and", "but")
            and self.links.people.describe(self.links.reading, self.links.phrases[k]) is not None
            for k in near
        )

    def _antecedent(self, phrase: Phrase | None, cue: HarmCue) -> Phrase | None:
        """The noun that "who" stands for."""
        if phrase is None or phrase.kind != "pronoun" or self.links.reading.lower[phrase.head] not in _RELATIVE:
            return phrase
        word = phrase.first - 1
        while word > 0 and (self.links.reading.lower[word] in _BEFORE_WHO or word in self.links.reading.opening):
            word = self.links.reading.opening.get(word, word) - 1
        if self.links.reading.lower[phrase.end : phrase.end + 1] in (["was"], ["is"], ["has"]):
            return self._one_of_family(word)
        return self._modified(word)

    def by_order(self, cue: HarmCue, voice: str) -> Phrase | None:
        """The nearest phrase to the left that can be people, asides apart; where none can, one in an aside."""
        opening = self.links.coordination.joints.asides.opening
        found = self._by_order(cue, voice, opening)
        floor = self.links.reading.bounds[self.links.reading.sentence[cue.first]][0]
        aside = found is None and any(word in opening for word in range(max(floor, cue.first - REACH), cue.first))
        return self._by_order(cue, voice, {}) if aside else found

    def _by_order(self, cue: HarmCue, voice: str, asides: Mapping[int, int]) -> Phrase | None:
        """The nearest phrase that can be people; a pronoun or a thing right before the verb blocks."""
        floor = max(self.links.reading.bounds[self.links.reading.sentence[cue.first]][0], cue.first - REACH)
        word, adjacent = cue.first - 1, True
        while word >= floor:
            other = self.links.cue_words.get(word, cue)
            if other is not cue and word not in self.links.phrase_of and not self._joined(word, cue.first):
                return None
            k = self.links.phrase_of.get(word)
            if k is None:
                opened = self.links.reading.opening.get(word, asides.get(word))
                if opened is not None:
                    adjacent = adjacent and word in self.links.reading.opening
                    word = opened - 1
                    continue
                aside = self._aside(word, floor)
                if aside is not None:
                    word, adjacent = aside, False
                    continue
                if self.links.reading.lower[word] in _SUBORDINATE and not (self._names(word) or self._is_time(word)):
                    return None
                adjacent = adjacent and self.links.is_verb_group(word)
                word -= 1
                continue
            phrase = self.links.outer(word)
            if phrase is None:
                return None
            verdict = self._subject_verdict(phrase, cue, adjacent, voice)
            if verdict == "take":
                return self._antecedent(phrase, cue)
            if verdict == "stop":
                return None
            word, adjacent = phrase.first - 1, False
        return None

    def _aside(self, word: int, floor: int) -> int | None:
        """The word before ", a doctor said," whose last word stands at `word`; None where none does."""
        lower = self.links.reading.lower
        if lower[word] not in ("said", "says") or lower[word + 1 : word + 2] != [","]:
            return None
        for comma in range(word - 1, max(floor, word - _ASIDE_REACH) - 1, -1):
            if lower[comma] == ",":
                return comma - 1
        return None

    def _names(self, word: int) -> bool:
        """ "identified as", "known as": no clause starts here."""
        return self.links.reading.lower[word] == "as" and word > 0 and self.links.reading.tag[word - 1] in ("VBN", "RB")

    def _is_time(self, word: int) -> bool:
        """ "after nine hours,": a preposition and a time, no clause."""
        reading = self.links.reading
        k = self.links.phrase_of.get(word + 1)
        end = self.links.phrases[k].wide_end if k is not None else word + 2
        timed = reading.lower[end - 1] in _TIMES and reading.lower[end : end + 1] == [","]
        return timed and reading.lower[word] in _CONJUNCTIONS

    def _subject_verdict(self, phrase: Phrase, cue: HarmCue, adjacent: bool, voice: str) -> str:
        if phrase.kind == "pronoun" and self.links.reading.lower[phrase.head] in _RELATIVE:
            return "take"
        if phrase.kind == "pronoun" and self.links.reading.lower[phrase.head] in _OBJECTIVE:
            return "skip"  # "a porter who tried to stop them was stabbed"
        person = self.links.people.describe(self.links.reading, phrase)
        if self._in_prepositional(phrase) or self.of_whom(phrase) or phrase.first in self.links.coordination.included:
            return "skip"
        if person is not None and person.kind != "plural":
            return "take" if adjacent or person.sure else "skip"
        if person is not None and self.links.coordination.leftwards(phrase):
            return "take"  # "four navy and army cooks"
        predicate = phrase.first > 0 and self.links.reading.lower[phrase.first - 1] in ("be", "being")
        return "stop" if adjacent and not predicate else "skip"  # "men believed to be commanders were killed"

    def of_whom(self, phrase: Phrase) -> bool:
        """ "ten sailors, one of whom was ill, were killed": the part is not the subject."""
        return phrase.of is not None and self.links.reading.lower[phrase.of.head] == "whom"

    def _in_prepositional(self, phrase: Phrase) -> bool:
        before = phrase.first - 1
        if before < 0 or self.links.reading.pos[before] != "ADP":
            return False
        if self.links.reading.lower[before] in _CONJUNCTIONS and self._has_auxiliary(phrase):
            return False  # "as two people were killed", "after three of the wounded died"
        as_well = self.links.reading.lower[max(0, before - 1) : before + 1] == ["well", "as"]
        return not as_well and self.links.reading.lower[before] not in _OPEN_PREPOSITIONS

    def _has_auxiliary(self, phrase: Phrase) -> bool:
        if self.links.reading.dep(phrase.head).startswith("nsubj"):
            return True
        return phrase.wide_end < len(self.links.reading.pos) and self.links.reading.pos[phrase.wide_end] == "AUX"

    def _joined(self, word: int, end: int) -> bool:
        """Whether only coordinators and adverbs stand between two harm words: "killed and another wounded" is not."""
        return end - word < _JOINED_REACH and all(
            self.links.reading.lower[i] in COORDINATORS | self.links.be | SKIPPED
            or self.links.reading.pos[i] == "ADV"
            or i in self.links.cue_words
            for i in range(word, end)
        )
