"""Harm words that harm nobody: "the senator beat his rival", "investors were burned", "she captured 30 delegates"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.nlp.assertions.natural import event_words
from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.victims import VictimGroup

_ABOUT = 3  # different words of a contest or of trade in a text that is about one
_SURE = 2  # such words in a sentence where a number is told: "captured 30 delegates in the primary"
_LOOSE = ("single", "name", "pronoun")
_NEVER_CONTESTS = frozenset({"bombing", "strike", "taking", "crush", "outbreak", "shooting", "crash"})


class Contests:
    """Knows elections, games and markets by their words (not_harm.toml `contests`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where not_harm.toml or harms.toml lacks a table."""
        irregular = lexicon.classes("harms", "irregular")
        self._verbs = all_forms(lexicon.words("not_harm", "contests.verbs"), irregular)
        self._words = lexicon.word_set("not_harm", "contests.words")
        self._bodily = lexicon.word_set("not_harm", "contests.bodily") | event_words(lexicon, _NEVER_CONTESTS)

    def won(self, reading: Reading, groups: Sequence[VictimGroup]) -> set[int]:
        """The places in `groups` of those who only lose a contest or money."""
        doubtful = [i for i, group in enumerate(groups) if self._is_doubtful(reading, group)]
        if not doubtful:
            return set()
        about = len(self._words.intersection(reading.lower)) >= _ABOUT
        return {i for i in doubtful if self._is_lost(reading, groups[i], about=about)}

    def _is_doubtful(self, reading: Reading, group: VictimGroup) -> bool:
        """Said by a verb that contests use, of people who may be none, or of members who stay away."""
        if not group.sure or (group.harm == "missing" and group.cue.kind == "adjective"):
            return group.kind != "none"
        verb = group.cue.kind in ("verb", "weak", "ergative") and group.cue.tail is None
        outside = not group.first <= group.cue.first < group.end  # but "a wounded girl"
        return verb and outside and group.kind != "none" and reading.lower[group.cue.first] in self._verbs

    def _is_lost(self, reading: Reading, group: VictimGroup, *, about: bool) -> bool:
        """Whether the sentence tells of a contest, or the text does and the sentence of nothing else."""
        first, end = reading.bounds[reading.sentence[group.cue.first]]
        words = set(reading.lower[first:end])
        if self._bodily & words - {reading.lower[group.cue.first]}:
            return False
        told = len(self._words & words)
        if reading.lower[group.cue.first] not in self._verbs or group.cue.kind == "adjective":
            return about
        return bool(told) or about if group.kind in _LOOSE else told >= _SURE
