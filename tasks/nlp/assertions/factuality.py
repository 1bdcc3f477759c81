"""`sitrep_factuality`: whether a number is asserted, hedged, denied or hypothetical (casualty-claims.md, section 6)."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.assertions.denials import Denials
from tasks.nlp.grammar.inflection import all_forms, noun_forms
from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.victims.victims import VictimGroup

Doc.set_extension("factuality", default=(), force=True)

_DETERMINED = 4  # words of "the planned" before a noun of harm
_REACH = 9  # words before the harm word that can qualify it


@Language.factory("sitrep_factuality", default_config={"lexicon": {}})
class Factuality:
    """Reads doc._.victims and doc._.claimants; writes doc._.factuality, one word a victim group."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        irregular = words.classes("harms", "irregular")
        self._hedges = PhraseIndex(words.phrases("factuality", "hedges"))
        self._hedge_modals = words.word_set("factuality", "hedge_modals")
        self._modals = words.word_set("factuality", "hypothetical_modals")
        self._intentions = all_forms(words.words("factuality", "intentions"), irregular)
        self._unfinished = words.word_set("factuality", "unfinished")
        self._averting = all_forms(words.words("factuality", "averting"), irregular)
        self._intention_nouns = frozenset(
            form for noun in words.words("factuality", "intention_nouns") for form in noun_forms(noun)
        )
        self._conditions = PhraseIndex(words.phrases("factuality", "conditions"))
        self._fiction = PhraseIndex(words.phrases("factuality", "fiction"))
        self._denials = Denials(words)
        self._counterfactual = words.word_set("factuality", "counterfactual")
        self._unreal = words.word_set("factuality", "unreal")
        self._adverbs = words.word_set("factuality", "adverbs")
        self._clause_breaks = words.word_set("factuality", "clause_breaks")
        self._intention_links = words.word_set("factuality", "intention_links")
        self._perfect = words.word_set("factuality", "perfect")
        self._been = words.word_set("factuality", "been")
        self._passive = words.word_set("factuality", "passive")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.factuality."""
        reading = read(doc) if doc._.victims else None
        sources = doc._.claimants if len(doc._.claimants) == len(doc._.victims) else (None,) * len(doc._.victims)
        doc._.factuality = (
            tuple(
                self._of(reading, group, attributed=source is not None)
                for group, source in zip(doc._.victims, sources, strict=True)
            )
            if reading
            else ()
        )
        return doc

    def _of(self, reading: Reading, group: VictimGroup, *, attributed: bool) -> str:
        """The first that holds: denied, hypothetical, hedged; else asserted."""
        if group.qualifier == "none":
            return "asserted"
        first, end = reading.bounds[reading.sentence[group.first]]
        start = self._clause_start(reading, group, first)
        if self._denials.denied(reading, group, start, end, attributed=attributed):
            return "denied"
        if self._is_hypothetical(reading, group, start, first, end):
            return "hypothetical"
        return "hedged" if self._is_hedged(reading, group, start, end) else "asserted"

    def _clause_start(self, reading: Reading, group: VictimGroup, first: int) -> int:
        """Where the clause of the number begins: after the last semicolon or "but"."""
        word = min(group.first, group.cue.first)
        while word > first and reading.lower[word - 1] not in self._clause_breaks:
            word -= 1
        return word

    def _is_hypothetical(self, reading: Reading, group: VictimGroup, start: int, first: int, end: int) -> bool:
        cue = group.cue.first
        word = self._before(reading, cue, start)
        lower = reading.lower
        have = bool(self._perfect & set(lower[word + 1 : cue]))
        if word >= start and lower[word] in self._modals and group.cue.form != "ing":
            if not have:
                return True
            passive = bool(self._been & set(lower[word + 1 : cue]))
            if lower[word] in (self._unreal if passive else self._counterfactual):
                return True
        if (
            word >= start
            and lower[word] in self._intention_links
            and (group.cue.form in ("base", "ing") or self._passive & set(lower[word:cue]))
        ):
            return self._is_intended(reading, word, start)
        if group.cue.kind in ("noun", "deed") and self._is_averted(reading, group, start):
            return True
        if self._conditions.found(lower, start, cue) or self._is_foreseen(reading, group):
            return True
        return self._fiction.found(lower, first, end)

    def _is_foreseen(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the toll could exceed 80": the modal stands between the word for the whole and its number."""
        if group.cue.kind != "toll" or group.first < group.cue.last:
            return False
        between = reading.lower[group.cue.last : group.first]
        return bool(self._modals & set(between)) and not (self._perfect | self._passive) & set(between)

    def _is_guessed(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the toll could be between 70 and 80": of what has happened."""
        between = set(reading.lower[group.cue.last : group.first]) if group.cue.kind == "toll" else set()
        return bool(self._modals & between) and bool(self._passive & between)

    def _before(self, reading: Reading, cue: int, start: int) -> int:
        """The word before the adverbs and auxiliaries in front of the harm word."""
        word = cue - 1
        while word >= start and (reading.lower[word] in self._adverbs or reading.pos[word] == "ADV"):
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

    def _is_averted(self, reading: Reading, group: VictimGroup, start: int) -> bool:
        """ "blocked the execution of two men", "foiled the kidnapping of a banker", "the attempted murder of"."""
        word = group.cue.first - 1
        while word >= start and group.cue.first - word < _DETERMINED:
            if reading.lower[word] in self._unfinished:
                return True
            if reading.pos[word] not in ("DET", "ADJ", "NOUN", "PRON"):
                break
            word -= 1
        return word >= start and reading.lower[word] in self._averting

    def _is_hedged(self, reading: Reading, group: VictimGroup, start: int, end: int) -> bool:
        cue = group.cue
        low, high = max(start, min(group.first, cue.first) - _REACH), min(end, max(group.end, cue.last) + 3)
        low = self._after_other_number(reading, group, low)
        if self._hedges.found(reading.lower, low, high) or self._is_guessed(reading, group):
            return True
        word = self._before(reading, cue.first, start)
        return (
            word >= start
            and reading.lower[word] in self._hedge_modals
            and bool(self._perfect & set(reading.lower[word : cue.first]))
        )

    @staticmethod
    def _after_other_number(reading: Reading, group: VictimGroup, low: int) -> int:
        """A hedge that belongs to an earlier finite clause does not reach over its full comma and conjunction."""
        for word in range(min(group.first, group.cue.first) - 1, low, -1):
            if reading.lower[word] == "and" and reading.lower[word - 1] == ",":
                return word
        return low
