"""Deaths that a text about something else only refers to: "thousands marched after police had shot a student"."""

from __future__ import annotations

from tasks.nlp.lexicon import Lexicon
from tasks.nlp.reading import Reading
from tasks.nlp.victims import VictimGroup


class Background:
    """Knows gatherings and the words by which they refer to earlier violence (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._gatherings = lexicon.word_set("scope", "background.gatherings")
        self._referring = lexicon.word_set("scope", "background.referring")

    def holds(self, reading: Reading, group: VictimGroup) -> bool:
        """Whether the number stands behind "after", "against", ... in a sentence that opens with a gathering."""
        first, _ = reading.bounds[reading.sentence[group.first]]
        before = reading.lower[first : min(group.first, group.cue.first)]
        for at, word in enumerate(before):
            if word in self._gatherings:
                return word.startswith("condemn") or any(each in self._referring for each in before[at + 1 :])
        return False
