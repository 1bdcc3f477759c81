"""The words that rules start from, as one look-up: a sentence without any of them has nothing for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tasks.nlp.events.event_words import EventWords
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.speech.attribution import CueWords
from tasks.nlp.speech.stances import StanceWords
from tasks.nlp.victims.harms import harm_entries

# A cue: its first word, and for each further one the words that may stand there.
Cue = tuple[str, tuple[frozenset[str], ...]]
_QUOTATION_MARKS = ('"', "“", "”", "«", "»", "„", "''", "``", "‘")


class Cues:
    """Cues by their first word. Order and distance are left to the rules: the gate may only err on the open side."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._rest: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for first, rest in cues:
            self._rest.setdefault(first, []).append(rest)
        self._alone = frozenset(first for first, rests in self._rest.items() if () in rests)
        self._firsts = frozenset(self._rest) - self._alone

    def in_words(self, words: frozenset[str]) -> bool:
        """Whether one of the cues can stand in a sentence of these words (lower case)."""
        if not self._alone.isdisjoint(words):
            return True
        return any(
            not any(part.isdisjoint(words) for part in rest)
            for first in self._firsts & words
            for rest in self._rest[first]
        )


def claim_cues(lexicon: Mapping[str, Any]) -> Iterator[Cue]:
    """The phrases of harms.toml in every form. Raises LexiconError."""
    for entry in harm_entries(Lexicon(lexicon)):
        needed = tuple(words for words in (entry.before, entry.behind) if words)
        yield entry.words[0], (*(frozenset({word}) for word in entry.words[1:] if word != "_"), *needed)


def speech_cues(lexicon: Mapping[str, Any]) -> Iterator[Cue]:
    """What statements, positions and events start from. Raises LexiconError."""
    said = CueWords(lexicon)
    for forms in (said.clausal, said.prepositional, said.request, said.intend, said.judge, said.passive):
        yield from ((form, ()) for form in forms)
    yield from ((word, ()) for word in (*said.nouns, *said.adjectives, "according", *_QUOTATION_MARKS))
    stances = StanceWords(lexicon)
    yield from ((form, ()) for form in (*stances.verbs, *stances.request))
    for first, idioms in stances.idioms.items():
        yield from ((first, tuple(frozenset({word}) for word in rest)) for rest, _ in idioms)
    yield from EventWords(lexicon).cues()
