"""Whether a text denies a number: "the army denied that four were killed", "the report was denied", "it rejected this".

What is denied must be the number itself: neither a blame ("denied any role in the deaths of four"), nor an act of
somebody's own ("denied knowing the two who were killed"), nor what came before it ("after four were killed").
"""

from __future__ import annotations

from collections.abc import Iterator

from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.victims import VictimGroup

_NEGATED = 3  # words before a harm word in which "not" stands
_CLAUSE = 12  # words between ", a claim" and "denied"
_OBJECT = 3  # words behind a denial in which "it", "the claim" stand


class Denials:
    """The words of factuality.toml, section 6 of casualty-claims.md."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where factuality.toml lacks a list."""
        irregular = lexicon.classes("harms", "irregular")
        self._denials = all_forms(lexicon.words("factuality", "denials"), irregular)
        self._rejections = all_forms(lexicon.words("factuality", "rejections"), irregular)
        self._any = self._denials | self._rejections
        self._reports = lexicon.word_set("factuality", "reports")
        self._figures = lexicon.word_set("factuality", "figures")
        self._that = lexicon.word_set("factuality", "that")
        self._blame = lexicon.word_set("factuality", "blame")
        self._ends = lexicon.word_set("factuality", "denial_ends")
        self._anaphors = lexicon.word_set("factuality", "anaphors")
        self._pointing = lexicon.word_set("factuality", "pointing")
        self._phrases = PhraseIndex(lexicon.phrases("factuality", "denial_phrases"))
        self._denied_by = lexicon.word_set("factuality", "denied_by")
        self._not_only = lexicon.word_set("factuality", "not_only")
        self._negations = lexicon.word_set("factuality", "negations")

    def denied(self, reading: Reading, group: VictimGroup, start: int, end: int, *, attributed: bool) -> bool:
        """Whether the number is denied; start..end is its clause and what follows, `attributed`: a source gives it."""
        before, after = min(group.first, group.cue.first), max(group.end, group.cue.last)
        if any(self._governs(reading, word, before) for word in self._verbs(reading, start, before)):
            return True
        if self._phrases.found(reading.lower, after, end):
            return True
        if any(reading.lower[word - 1] in self._denied_by for word in self._verbs(reading, after, end)):
            return True
        if self._is_negated(reading, group, start):
            return True
        return attributed and self._is_denied_later(reading, after, end)

    def _verbs(self, reading: Reading, start: int, end: int) -> Iterator[int]:
        return (word for word in range(max(1, start), end) if reading.lower[word] in self._any)

    def _governs(self, reading: Reading, word: int, before: int) -> bool:
        """Whether what the verb denies is the number that follows."""
        between = reading.lower[word + 1 : before]
        said = set(between)
        if said & (self._ends | self._blame):
            return False
        return reading.lower[word] in self._denials or bool(said & (self._reports | self._that))

    def _is_negated(self, reading: Reading, group: VictimGroup, start: int) -> bool:
        """ "did not kill", "were never hurt"; a noun is not negated by the verb before it."""
        if group.cue.kind in ("noun", "holder", "toll", "casualty"):
            return False
        near = range(max(start, group.cue.first - _NEGATED), group.cue.first)
        return any(reading.lower[word] in self._negations and self._reaches(reading, word, group) for word in near)

    def _reaches(self, reading: Reading, word: int, group: VictimGroup) -> bool:
        """Whether a negation is of the harm: not in "not only killed", nor in ", who was not identified, died"."""
        between = range(word + 1, group.cue.first)
        if any(reading.lower[i] in self._not_only or not reading.lower[i][0].isalnum() for i in between):
            return False
        return not any(reading.pos[i] == "VERB" and i + 1 in between and reading.lower[i + 1] != "to" for i in between)

    def _is_denied_later(self, reading: Reading, after: int, end: int) -> bool:
        """ "..., a claim the army denied", "..., but the army denied it": within the sentence; a later one speaks for
        another source, and the number stays what the first one asserts."""
        return any(
            self._takes_back(reading, word, end) or self._is_of_claim(reading, word, after, end)
            for word in self._verbs(reading, after, end)
        )

    def _takes_back(self, reading: Reading, word: int, end: int) -> bool:
        """ "denied it", "rejected this claim"."""
        behind = reading.lower[word + 1 : min(end, word + 1 + _OBJECT)]
        alone = len(behind) == 1 or any(not each[0].isalnum() or each in self._ends for each in behind[1:2])
        return (bool(behind) and behind[0] in self._anaphors and alone) or self._rejects_figure(reading, word, end)

    def _rejects_figure(self, reading: Reading, word: int, end: int) -> bool:
        """ "dismissed the report", not "denied the claim that ..."."""
        behind = reading.lower[word + 1 : min(end, word + 1 + _OBJECT)]
        named = len(behind) > 1 and behind[0] in self._pointing and behind[1] in self._figures
        return named and not (set(behind[2:]) & self._that)

    def _is_of_claim(self, reading: Reading, word: int, after: int, end: int) -> bool:
        """ ", a claim the army denied." and ", which the army denied."."""
        comma = next(
            (at for at in range(word - 1, max(after, word - _CLAUSE) - 1, -1) if reading.lower[at] == ","), None
        )
        closes = word + 1 >= end or not reading.lower[word + 1][0].isalnum()
        return (
            comma is not None
            and closes
            and bool(set(reading.lower[comma + 1 : comma + 3]) & (self._reports | self._that))
        )
