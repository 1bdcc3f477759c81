"""The nouns for people and the class that each tells (victims.toml, people)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.nlp.grammar.inflection import noun_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading

LONGEST_NOUN = 5  # words of the longest entry of the people tables that is looked up: "brother - in - law"
NOTHING_SAID = "unknown"


class PeopleNouns:
    """Nouns in all their forms: `class_of` one, `plurals`, and the `order` of the classes in section 9."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where victims.toml lacks a table."""
        self.class_of: dict[str, str] = {}
        self.plurals: set[str] = set()
        self.order: dict[str, int] = {}
        for rank, (name, words) in enumerate(lexicon.classes("victims", "people").items()):
            self.order[name] = rank
            listed = {word.lower() for word in words}
            for word in words:
                for form, number in noun_forms(word.lower()).items():
                    self.class_of.setdefault(form, name)
                    if number == "plural" and form not in listed:
                        self.plurals.add(form)
        for country in lexicon.tables["demonyms"]["countries"]:
            for word in country["demonyms"]:
                self.class_of.setdefault(word.lower(), NOTHING_SAID)  # "two Americans": nothing more is said
        self._firsts = frozenset(words.replace("-", " ").split()[0] for words in self.class_of)

    def longest(self, reading: Reading, first: int, end: int) -> tuple[str, str] | None:
        """Class and words of the longest entry that ends the words first..end: "aid worker" before "worker"."""
        for start in range(max(first, end - LONGEST_NOUN), end):
            words = joined(reading.lower[start:end])
            if words in self.class_of:
                return self.class_of[words], words
        return None

    def classes(self, reading: Reading, first: int, end: int) -> Iterator[str]:
        """The classes of all known nouns in the words first..end, save those that say nothing."""
        for i in range(first, end):
            if reading.lower[i] not in self._firsts:
                continue
            for size in range(1, LONGEST_NOUN + 1):
                words = joined(reading.lower[i : i + size])
                if i + size <= end and self.class_of.get(words, NOTHING_SAID) != NOTHING_SAID:
                    yield self.class_of[words]


def joined(words: Sequence[str]) -> str:
    """The words as the tables write them: "brother-in-law"."""
    return " ".join(words).replace(" - ", "-")
