"""The words, phrases and harm cues of one text, and what the searches for victims share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.coordination import Coordination
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.people import People, Person
from tasks.nlp.victims.phrases import Phrase

REACH = 60  # words back from a harm word to its subject
SKIPPED = frozenset(
    {"not", "n't", "all", "both", "each", '"', "“", "”", "reportedly", "allegedly", "then", "also", "later"}
    | {"instantly", "to", "have", "has", "had", "immediately"}
)
_CLAUSE_WORDS = frozenset({"when", "where", "why", "how", "while", "as"})
COORDINATORS = frozenset({"and", "or", ",", "/", "&", "then", "also", "but"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A phrase that suffers the harm of a cue, and the rule that found it."""

    phrase: Phrase
    person: Person
    rule: str
    inside: bool = False  # a part of the number before it: "five guests, four nurses and a cook"


@dataclass(frozen=True)
class Links:
    """One text as the searches see it."""

    reading: Reading
    phrases: list[Phrase]
    cues: tuple[HarmCue, ...]
    people: People
    be: frozenset[str]
    have: frozenset[str]
    reported: frozenset[str]
    inclusive: frozenset[str]

    @cached_property
    def coordination(self) -> Coordination:
        """Who else stands beside a phrase."""
        return Coordination(self.reading, self.phrases, self.cue_words, self.people, self.inclusive)

    @cached_property
    def cue_words(self) -> dict[int, HarmCue]:
        """Word -> the cue that holds it."""
        words: dict[int, HarmCue] = {}
        for cue in self.cues:
            split = cue.kind == "intransitive" and cue.tail is not None  # "suffered major head injuries" is one word
            words.update(dict.fromkeys(range(cue.first, cue.tail if split and cue.tail else cue.end), cue))
            if cue.tail is not None and cue.tail_end is not None:
                words.update(dict.fromkeys(range(cue.tail, cue.tail_end), cue))
        return words

    @cached_property
    def phrase_of(self) -> dict[int, int]:
        """Word -> index of the phrase that holds it."""
        return {word: k for k, phrase in enumerate(self.phrases) for word in range(phrase.first, phrase.end)}

    def object_phrase(self, cue: HarmCue) -> Phrase | None:
        """The phrase directly behind the cue, adverbs and quotation marks apart."""
        word = cue.last
        end = self.reading.bounds[self.reading.sentence[cue.first]][1]
        while (
            word < end
            and word not in self.phrase_of
            and (
                (self.reading.pos[word] == "ADV" and self.reading.lower[word] not in _CLAUSE_WORDS)
                or self.reading.lower[word] in ('"', "“", "both", "another", ":", "or", "as", "off")
            )
        ):
            word += 1
        k = self.phrase_of.get(word)
        phrase = self.phrases[k] if k is not None and word < end else None
        clause = word > cue.last and self.reading.lower[word - 1] == "as"  # "five killed as villagers gathered"
        return None if clause and phrase is not None and self.coordination.starts_clause(phrase) else phrase

    def phrase_ending(self, end: int) -> Phrase | None:
        """The phrase, "of" phrases included, whose last word is just before `end`."""
        k = self.phrase_of.get(end - 1)
        return self.phrases[self._climbed(k)] if k is not None else None

    def is_verb_group(self, word: int) -> bool:
        """Whether the word can stand between a subject and its harm word: "were also reported"."""
        lower = self.reading.lower[word]
        return self.reading.pos[word] in ("AUX", "ADV", "PART") or lower in self.reported or lower in self.be | SKIPPED

    def crosses(self, first: int, end: int) -> bool:
        """Whether another harm word that is no noun phrase stands in first..end."""
        return end - first > REACH or any(
            word in self.cue_words and word not in self.phrase_of for word in range(first, end)
        )

    def outer(self, word: int) -> Phrase | None:
        """The phrase that holds `word`, or the one whose "of" phrase it is."""
        k = self.phrase_of.get(word)
        return self.phrases[self._climbed(k)] if k is not None else None

    def _climbed(self, k: int) -> int:
        """The outermost phrase around phrase `k` that is people: "three of the workers", but not "reports of four"."""
        top = k
        while k > 0 and self.phrases[k - 1].of is self.phrases[k]:
            k -= 1
            if self.people.describe(self.reading, self.phrases[k]) is not None:
                top = k
        return top

    def persons(self, phrases: list[Phrase], rule: str) -> list[Argument]:
        """The phrases that are people with a number, as arguments found by `rule`."""
        arguments = []
        for phrase in phrases:
            person = self.people.describe(self.reading, phrase)
            if person is not None and person.kind != "plural":
                arguments.append(Argument(phrase, person, rule))
        return _with_breakdown(arguments)


def _with_breakdown(arguments: list[Argument]) -> list[Argument]:
    """Mark the numbers behind a total that add up to it as its parts."""
    if len(arguments) < 3:  # noqa: PLR2004  # a total and two parts
        return arguments
    total, *rest = arguments
    if total.person.low != sum(part.person.low or 0 for part in rest):
        return arguments
    return [total, *(replace(part, inside=True) for part in rest)]
