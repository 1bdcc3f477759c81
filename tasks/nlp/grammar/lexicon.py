"""The lexicon tables in the shapes that the claim components look words up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.errors import LexiconError
from tasks.nlp.grammar.vocabulary import table


class PhraseIndex:
    """Phrases looked up by their first word, so that a text is read once however long the list is.

    "_" in a phrase is any one word; "#" is a word of `numbers` or digits.
    """

    def __init__(self, phrases: Iterable[tuple[str, ...]], numbers: frozenset[str] = frozenset()) -> None:
        """The phrases must not start with "_" or "#"."""
        self._numbers = numbers
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def found(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether one of the phrases stands within the words start..end."""
        return any(words[at] in self._by_first and self.at(words, at, end) for at in range(start, end))

    def at(self, words: Sequence[str], at: int, end: int) -> int:
        """How many words the longest phrase takes that starts at word `at`; 0 where none does."""
        fitting = (p for p in self._by_first.get(words[at], ()) if at + len(p) <= end and self._fits(words, at, p))
        return max((len(phrase) for phrase in fitting), default=0)

    def _fits(self, words: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
        return all(self._same(word, words[at + i]) for i, word in enumerate(phrase))

    def _same(self, wanted: str, word: str) -> bool:
        return wanted in ("_", word) or (wanted == "#" and (word in self._numbers or word.isdigit()))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables by file stem: `tables["harms"]["killed"]["verbs"]` is key `killed.verbs` of harms.toml.

    Every method raises LexiconError naming file and key where a table is missing or holds something else.
    """

    tables: Mapping[str, Any]

    def words(self, file: str, key: str) -> tuple[str, ...]:
        """A list of words or phrases, as written."""
        found = table(self.tables, file, key)
        if not isinstance(found, list | tuple) or not all(isinstance(word, str) for word in found):
            raise LexiconError(file, key, "must be a list of strings")
        return tuple(found)

    def word_set(self, file: str, key: str) -> frozenset[str]:
        """A list of words, to look up in lower case."""
        return frozenset(word.lower() for word in self.words(file, key))

    def phrases(self, file: str, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of phrases, each as its lower-case words, longest first."""
        split = {tuple(word.lower().split()) for word in self.words(file, key)}
        return tuple(sorted(split, key=lambda words: (-len(words), words)))

    def numbers(self, file: str, key: str) -> dict[str, int]:
        """A table of word -> whole number."""
        found = table(self.tables, file, key)
        if not isinstance(found, Mapping) or not all(isinstance(number, int) for number in found.values()):
            raise LexiconError(file, key, "must be a table of whole numbers")
        return {str(word).lower(): int(number) for word, number in found.items()}

    def classes(self, file: str, key: str) -> dict[str, tuple[str, ...]]:
        """A table of name -> list of words, in the order of the file."""
        found = table(self.tables, file, key)
        if not isinstance(found, Mapping):
            raise LexiconError(file, key, "must be a table of lists")
        return {str(name): self.words(file, f"{key}.{name}") for name in found}
