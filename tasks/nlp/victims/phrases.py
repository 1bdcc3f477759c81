"""Noun phrases from tags alone, without the parse: what a harm can be said of.

A shallow chunker keeps working where a parse fails, and gives number, determiner and head in one pass over the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.nlp.grammar.reading import Reading, date_mentions
from tasks.nlp.numbers.numbers import NumberMention
from tasks.nlp.victims.ages import ages
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.phrase_words import glued, is_acronym, is_first_name, words_between

_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "X", "SYM"})
_PERSONAL = frozenset({"he", "she", "they", "him", "them", "who", "which", "that", "we", "us", "it", "i", "you", "whom",
                       "everyone", "someone", "anyone", "everybody", "somebody", "these", "those", "this", "many",
                       "some", "all", "most", "himself", "herself", "themselves", "me"})  # fmt: skip
_POSSESSIVE = frozenset({"his", "her", "their", "its", "my", "our", "your", "whose"})
_QUOTES = frozenset("\"“”'‘’")
_LINKING = frozenset({"by", "in", "on", "at", "of", "to", "up"})  # inside "passer-by", "son-in-law", "right-to-lifer"
_NEAR = frozenset({"last", "this", "next", "past", "previous", "that"})
_DAY_WORDS = frozenset({"today", "yesterday", "tonight", "tomorrow"})
_BRACKET = 4  # words to the end of a bracket inside a phrase
_PARTITIVE = frozenset({"of"})
_SPACED = (["off", "duty"], ["on", "duty"])  # "an off duty officer", elsewhere with a hyphen


@dataclass(slots=True)
class Phrase:
    """A noun phrase: words first..end of the Reading. `wide_end` reaches over "of ..." behind it."""

    first: int
    end: int
    head: int
    number: NumberMention | None = None
    nouns: list[int] = field(default_factory=list)
    kind: str = "noun"  # noun, number, pronoun
    attributive: int | None = None  # word of a harm cue before the head: "two wounded soldiers"
    wide_end: int = 0
    of: Phrase | None = None


class Chunker:
    """Cuts one text into noun phrases. Built once a text."""

    def __init__(
        self,
        reading: Reading,
        numbers: tuple[NumberMention, ...],
        cues: tuple[HarmCue, ...],
        calendar: frozenset[str],
        people: frozenset[str],
        periods: frozenset[str] = frozenset(),
    ) -> None:
        """`calendar`: days and months, which end a phrase; `people`: nouns that taggers take for adjectives;
        `periods`: nouns of time, which end one behind "last" or "this".
        """
        self.reading = reading
        self._people = people
        told = ages(reading, numbers)
        self.number_at = {number.first: number for number in numbers if number.first not in told}
        self._cue_at = {word: cue for cue in cues for word in _cue_words(cue)}
        self._breaks = {
            i
            for i, word in enumerate(reading.lower)
            if word in calendar and reading.tokens[i].is_title and not is_first_name(reading, i)
        }
        self._breaks |= {
            i for i, word in enumerate(reading.lower[:-1]) if word in _NEAR and reading.lower[i + 1] in periods
        }  # "killed 300 last week"
        for mention in date_mentions(reading.doc):
            self._breaks |= words_between(reading, mention.start, mention.end)
        for number in numbers:
            self._breaks -= set(range(number.first, number.end))

    def phrases(self) -> list[Phrase]:
        """All phrases in order, with their "of" phrases linked."""
        found: list[Phrase] = []
        for first, end in self.reading.bounds:
            at = first
            while at < end:
                phrase = self._phrase(at, end)
                at = phrase.end if phrase else at + 1
                if phrase:
                    found.append(phrase)
        _link_of(self.reading, found)
        return found

    def _phrase(self, at: int, end: int) -> Phrase | None:
        """The phrase that starts at word `at`, if one does."""
        lower = self.reading.lower
        if self._is_pronoun(at, end):
            return Phrase(at, at + 1, at, kind="pronoun", wide_end=at + 1)
        if lower[at] == "another" and not self._goes_on(at + 1, end):
            return Phrase(at, at + 1, at, kind="pronoun", wide_end=at + 1)
        phrase = Phrase(at, at, at)
        i = at
        while i < end:
            step = self._step(phrase, i, end)
            if step == 0:
                break
            i += step
        phrase.end = phrase.wide_end = i
        while phrase.end > at and lower[phrase.end - 1] in _QUOTES | {"-", "'s"} and phrase.end - 1 not in phrase.nouns:
            phrase.end = phrase.wide_end = phrase.end - 1
        if phrase.end == at:
            return None
        if not phrase.nouns and self._ends_in_adjective(phrase):
            phrase.nouns.append(phrase.end - 1)
        if not phrase.nouns and phrase.number is None:
            return None
        phrase.head = phrase.nouns[-1] if phrase.nouns else phrase.end - 1
        phrase.kind = "noun" if phrase.nouns else "number"
        return phrase

    def _is_pronoun(self, at: int, end: int) -> bool:
        """Whether the word stands for people; "her" does where no noun goes on ("killing her and two guards")."""
        word = self.reading.lower[at]
        if word == "her":
            return self.reading.tag[at] == "PRP" or not self._goes_on(at + 1, end)
        return word in _PERSONAL and at not in self.number_at and not self._leads_on(at, end)

    def _goes_on(self, at: int, end: int) -> bool:
        """Whether a noun phrase can go on at word `at`."""
        if at >= end or (at in self._cue_at and self._cue_at[at].kind in ("verb", "weak", "adjective", "intransitive")):
            return False
        return at in self.number_at or (self.reading.pos[at] in _INSIDE and at not in self._breaks)

    def _ends_in_adjective(self, phrase: Phrase) -> bool:
        """ "twelve civilian were killed": the tagger takes some nouns for adjectives; the lexicon of people decides."""
        last = phrase.end - 1
        counted = phrase.number is not None and phrase.number.end <= last
        return self.reading.pos[last] == "ADJ" and (counted or phrase.end - phrase.first > 1)

    def _leads_on(self, at: int, end: int) -> bool:
        """Whether a word like "all" or "that" is a determiner here: "all four", "that man"."""
        if self.reading.lower[at] not in ("all", "that", "this", "these", "those", "some", "many", "most"):
            return False
        pos = self.reading.pos
        return at + 1 < end and pos[at] == "DET" and pos[at + 1] in ("NOUN", "ADJ", "NUM", "DET")

    def _step(self, phrase: Phrase, i: int, end: int) -> int:
        """How many words at `i` the phrase takes in; 0 ends it."""
        number = self.number_at.get(i)
        if number is not None and number.end <= end:
            if phrase.number is not None or phrase.nouns:
                return 0
            phrase.number = number
            return number.end - i
        if i in self._breaks:
            return 0
        if i in self._cue_at:
            return self._cue_step(phrase, i, end)
        return self._compound_step(phrase, i, end) or self._word_step(phrase, i, end)

    def _cue_step(self, phrase: Phrase, i: int, end: int) -> int:
        """A harm word inside a phrase: a noun is its head, a participle may stand before the noun."""
        cue = self._cue_at[i]
        if cue.kind in ("noun", "holder", "casualty"):
            if phrase.nouns and self.reading.lower[phrase.nouns[-1]] == self.reading.lower[i]:
                return 0
            phrase.nouns.append(i)
            return 1
        opened = phrase.number is not None or i > phrase.first
        following = self.reading.pos[i + 1] if i + 1 < end else ""
        if cue.kind == "adjective" or cue.form == "ed":
            attributive = opened and not phrase.nouns and cue.tail is None and cue.end == i + 1 and following == "NOUN"
            if attributive and i + 1 not in self._cue_at and i + 1 not in self._breaks:
                phrase.attributive = i
                return 1
        return 0

    def _word_step(self, phrase: Phrase, i: int, end: int) -> int:
        """How many words an ordinary word at `i` brings in."""
        reading = self.reading
        if not phrase.nouns and self._is_hyphened(i, end):
            return 2  # "an off-duty officer"
        if reading.lower[i] in _POSSESSIVE or reading.pos[i] == "DET":
            return int(not phrase.nouns and not phrase.number and reading.lower[i] != "both")
        named = reading.pos[i] in ("NOUN", "PROPN", "X") or reading.tag[i] in ("NNP", "NNPS")
        if named or self._is_person_adjective(i, end):
            return self._noun_step(phrase, i)
        if reading.pos[i] in ("ADJ", "NUM"):
            return self._adjective_step(phrase, i)
        if reading.pos[i] in ("VERB", "ADV"):
            return self._modifier_step(phrase, i, end)
        return self._mark_step(phrase, i, end)

    def _is_person_adjective(self, i: int, end: int) -> bool:
        """ "a senior rebel": tagged as an adjective, but nothing follows that it could describe."""
        return self.reading.pos[i] == "ADJ" and self.reading.lower[i] in self._people and not self._goes_on(i + 1, end)

    def _adjective_step(self, phrase: Phrase, i: int) -> int:
        """An adjective goes before the noun, or behind it where it is no verb: "the death of a nurse shocked her"."""
        word, lower = self.reading.lower[i], self.reading.lower
        apart = self.reading.pos[i] == "NUM" and lower[i - 1] != "-"  # and no "AK-47 rifles"
        apart = apart or (self.reading.tag[i] in ("JJR", "JJS") and self.reading.tokens[i].is_lower)  # "a lot easier"
        if phrase.nouns and (apart or lower[phrase.nouns[-1]] == "others"):
            return 0  # "hurt six others 67-year-old Ada Roe"
        return int(word not in ("due", "such") and not (phrase.nouns and word.endswith("ed")))

    def _compound_step(self, phrase: Phrase, i: int, end: int) -> int:
        """Takes in "passer-by", "brother-in-law", "father-of-two"."""
        if size := self._compound(i, end):
            phrase.nouns.append(i if self.reading.lower[i] in self._people else i + size - 1)
        return size

    def _compound(self, i: int, end: int) -> int:
        """How many words "passer-by", "brother-in-law" is at `i`; 0 where the tables of people hold no such."""
        lower = self.reading.lower
        if i + 2 >= end or lower[i + 1] != "-" or lower[i + 2] not in _LINKING:
            return 0
        if lower[i + 2 : i + 4] == ["of", "-"] and lower[i] in self._people and i + 4 < end:
            return 5  # "father-of-two"
        return next((size for size in (5, 3) if "-".join(lower[i : i + size : 2]) in self._people), 0)

    def _is_hyphened(self, i: int, end: int) -> bool:
        lower, spaced = self.reading.lower, self.reading.lower[i : i + 2] in _SPACED
        hyphened = i + 2 < end and lower[i + 1] == "-" and self.reading.pos[i] != "VERB"
        return i + 2 < end and (spaced or (hyphened and glued(self.reading, i + 1)))

    def _noun_step(self, phrase: Phrase, i: int) -> int:
        word = self.reading.tokens[i]
        if word.lower_ in _DAY_WORDS or (self.reading.pos[i] == "X" and not word.is_alpha):
            return 0
        phrase.nouns.append(i)
        return 1

    def _modifier_step(self, phrase: Phrase, i: int, end: int) -> int:
        """A participle or adverb counts only before the noun: "twelve badly burned miners"."""
        opened = (phrase.number is not None or i > phrase.first) and not phrase.nouns
        ahead = self.reading.pos[i + 1] if i + 1 < end else ""
        if self.reading.pos[i] == "ADV":
            harmed = i + 1 in self._cue_at and self.reading.pos[i + 2 : i + 3] != ["NOUN"]  # "newly displaced people"
            return int(opened and ahead in ("ADJ", "VERB") and not harmed)
        participle = self.reading.tag[i] in ("VBN", "VBG", "VBD")
        return int(opened and participle and ahead in ("NOUN", "ADJ", "PROPN"))

    def _mark_step(self, phrase: Phrase, i: int, end: int) -> int:
        """Apostrophes, quotation marks, hyphens, and an acronym in brackets: "the Workers' Party (WP) leader"."""
        reading, word = self.reading, self.reading.lower[i]
        if word in ("'s", "’s", "'", "’") and reading.tag[i] == "POS":
            return int(bool(phrase.nouns))
        if word in _QUOTES:
            return int(bool(not phrase.nouns and phrase.number))
        if word == "(" and i + 2 < end and reading.lower[i + 2] == ")" and is_acronym(reading.tokens[i + 1].text):
            return 3 * int(bool(phrase.nouns))
        close = reading.closing.get(i, i)
        if i < close <= i + _BRACKET and close + 1 < end and reading.pos[close + 1] == "NOUN" and i > phrase.first:
            return close + 1 - i  # "six aides of a senior (state) judge"
        return int(word in ("-", "–") and phrase.end != i and i + 1 < end and glued(reading, i))


def _cue_words(cue: HarmCue) -> list[int]:
    tail = range(cue.tail, cue.tail_end) if cue.tail is not None and cue.tail_end is not None else range(0)
    return [*range(cue.first, cue.end), *tail]


def _link_of(reading: Reading, phrases: list[Phrase]) -> None:
    """Let each phrase reach over "of" phrases directly behind it, from right to left."""
    for left, right in zip(reversed(phrases[:-1]), reversed(phrases[1:]), strict=True):
        quoted = right.first == left.end + 2 and reading.lower[left.end + 1] in _QUOTES  # "dozens of 'spies'"
        near = right.first == left.end + 1 or quoted
        if near and reading.lower[left.end] in _PARTITIVE and left.kind != "pronoun":
            left.of = right
            left.wide_end = right.wide_end
