"""`sitrep_factuality`: whether a number is asserted, hedged, denied or hypothetical (casualty-claims.md, section 6)."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.inflection import all_forms, noun_forms
from tasks.nlp.lexicon import Lexicon, PhraseIndex
from tasks.nlp.reading import Reading, read
from tasks.nlp.victims import VictimGroup

Doc.set_extension("factuality", default=(), force=True)

_REACH = 9  # words before the harm word that can qualify it
_CLAUSE_BREAKS = frozenset({";", "but", "while", "although", "whereas"})
_ADVERBS = frozenset(
    {"also", "then", "even", "still", "later", "at", "have", "be", "been", "not", "all", "only", "easily", "and"}
)


@Language.factory("sitrep_factuality", default_config={"lexicon": {}})
class Factuality:
    """Reads doc._.victims; writes doc._.factuality, one word a victim group."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        irregular = words.classes("harms", "irregular")
        self._hedges = PhraseIndex(words.phrases("factuality", "hedges"))
        self._hedge_modals = words.word_set("factuality", "hedge_modals")
        self._modals = words.word_set("factuality", "hypothetical_modals")
        self._intentions = all_forms(words.words("factuality", "intentions"), irregular)
        self._intention_nouns = frozenset(
            form for noun in words.words("factuality", "intention_nouns") for form in noun_forms(noun)
        )
        self._conditions = PhraseIndex(words.phrases("factuality", "conditions"))
        self._fiction = PhraseIndex(words.phrases("factuality", "fiction"))
        self._denials = all_forms(words.words("factuality", "denials"), irregular)
        self._denial_phrases = PhraseIndex(words.phrases("factuality", "denial_phrases"))
        self._negations = words.word_set("factuality", "negations")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.factuality."""
        reading = read(doc) if doc._.victims else None
        doc._.factuality = tuple(self._of(reading, group) for group in doc._.victims) if reading else ()
        return doc

    def _of(self, reading: Reading, group: VictimGroup) -> str:
        """The first that holds: denied, hypothetical, hedged; else asserted."""
        if group.qualifier == "none":
            return "asserted"
        first, end = reading.bounds[reading.sentence[group.first]]
        start = self._clause_start(reading, group, first)
        if self._is_denied(reading, group, start, end):
            return "denied"
        if self._is_hypothetical(reading, group, start, first, end):
            return "hypothetical"
        return "hedged" if self._is_hedged(reading, group, start, end) else "asserted"

    @staticmethod
    def _clause_start(reading: Reading, group: VictimGroup, first: int) -> int:
        """Where the clause of the number begins: after the last semicolon or "but"."""
        word = min(group.first, group.cue.first)
        while word > first and reading.lower[word - 1] not in _CLAUSE_BREAKS:
            word -= 1
        return word

    def _is_denied(self, reading: Reading, group: VictimGroup, start: int, end: int) -> bool:
        before = min(group.first, group.cue.first)
        if any(reading.lower[word] in self._denials for word in range(start, before)):
            return True
        after = max(group.end, group.cue.last)
        if self._denial_phrases.found(reading.lower, after, end):
            return True
        if any(
            reading.lower[word] in self._denials
            and word > 0
            and reading.lower[word - 1] in ("was", "were", "been", "later")
            for word in range(after, end)
        ):
            return True
        negated = range(max(start, group.cue.first - 3), group.cue.first)
        return group.cue.kind not in ("noun", "holder", "toll", "casualty") and any(
            reading.lower[word] in self._negations for word in negated
        )

    def _is_hypothetical(self, reading: Reading, group: VictimGroup, start: int, first: int, end: int) -> bool:
        cue = group.cue.first
        word = self._before(reading, cue, start)
        lower = reading.lower
        have = any(each in ("have", "been") for each in lower[word + 1 : cue]) and "have" in lower[word + 1 : cue]
        if word >= start and lower[word] in self._modals and not have and group.cue.form != "ing":
            return True
        if (
            word >= start
            and lower[word] in ("to", "of", "at", "for", "from")
            and (group.cue.form in ("base", "ing") or "be" in lower[word:cue])
        ):
            return self._is_intended(reading, word, start)
        if self._conditions.found(lower, start, cue):
            return True
        return self._fiction.found(lower, first, end)

    @staticmethod
    def _before(reading: Reading, cue: int, start: int) -> int:
        """The word before the adverbs and auxiliaries in front of the harm word."""
        word = cue - 1
        while word >= start and (reading.lower[word] in _ADVERBS or reading.pos[word] == "ADV"):
            word -= 1
        return word

    def _is_intended(self, reading: Reading, word: int, start: int) -> bool:
        """ "threatened to kill", "a plot to kill": the intention stands close before."""
        for at in range(word - 1, max(start, word - 4) - 1, -1):
            if reading.lower[at] in self._intentions and reading.pos[at] == "VERB":
                return True
            if reading.lower[at] in self._intention_nouns:
                return True
        return False

    def _is_hedged(self, reading: Reading, group: VictimGroup, start: int, end: int) -> bool:
        cue = group.cue
        low, high = max(start, min(group.first, cue.first) - _REACH), min(end, max(group.end, cue.last) + 3)
        low = self._after_other_number(reading, group, low)
        if self._hedges.found(reading.lower, low, high):
            return True
        word = self._before(reading, cue.first, start)
        return word >= start and reading.lower[word] in self._hedge_modals and "have" in reading.lower[word : cue.first]

    @staticmethod
    def _after_other_number(reading: Reading, group: VictimGroup, low: int) -> int:
        """A hedge that belongs to an earlier finite clause does not reach over its full comma and conjunction."""
        for word in range(min(group.first, group.cue.first) - 1, low, -1):
            if reading.lower[word] == "and" and reading.lower[word - 1] == ",":
                return word
        return low
