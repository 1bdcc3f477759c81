"""`sitrep_scope`: incident, subset or cumulative (casualty-claims.md, section 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.lexicon import Lexicon, PhraseIndex
from tasks.nlp.reading import Reading, date_mentions, read
from tasks.nlp.victims import VictimGroup

Doc.set_extension("scopes", default=(), force=True)

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_NUMBER = re.compile(r"\d+\Z")
_TOLD = {
    "killed": frozenset({"dead", "killed", "fatalities", "deceased"}),
    "injured": frozenset({"wounded", "injured"}),
}
_SINCE_REACH = 14
_NEAR = 16


@dataclass(frozen=True, slots=True)
class Scope:
    """`value`: incident, subset, cumulative. `period_start`: ISO day, month or year of a cumulative number."""

    value: str
    period_start: str | None = None


@Language.factory("sitrep_scope", default_config={"lexicon": {}})
class Scopes:
    """Reads doc._.victims, doc._.dates; writes doc._.scopes, one entry a victim group."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._since = words.word_set("scope", "since")
        self._months = {name: i + 1 for i, name in enumerate(words.words("scope", "period.months"))}
        self._beginnings = words.word_set("scope", "period.beginnings") | set(self._months)
        self._ordinals = words.word_set("scope", "ordinals")
        self._values = frozenset(words.numbers("numbers", "values")) | {"several", "few"}
        self._cumulative = PhraseIndex(words.phrases("scope", "cumulative"), self._values)
        self._parts = PhraseIndex(words.phrases("scope", "parts"))
        self._events = words.word_set("scope", "events")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.scopes."""
        if not doc._.victims:
            doc._.scopes = ()
            return doc
        reading = read(doc)
        doc._.scopes = tuple(self._scope(reading, group, doc._.victims) for group in doc._.victims)
        return doc

    def _scope(self, reading: Reading, group: VictimGroup, groups: tuple[VictimGroup, ...]) -> Scope:
        running, period = self._running(reading, group)
        if group.inside or self._is_ordinal(reading, group) or self._is_part(reading, group, groups):
            return Scope("subset", period)
        return Scope("cumulative", period) if running else Scope("incident")

    def _is_ordinal(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the sixth to die", "the 507th traffic death": one, part of a total."""
        words = reading.lower[group.first : group.end]
        return group.kind == "single" and any(
            w in self._ordinals or re.fullmatch(r"\d{1,6}(?:st|nd|rd|th)", w) for w in words
        )

    def _is_part(self, reading: Reading, group: VictimGroup, groups: tuple[VictimGroup, ...]) -> bool:
        """ "three of the wounded", "none of the injured": a part only where the whole is itself a casualty number."""
        if not self._parts.found(reading.lower, group.first, group.end):
            return False
        told = {"casualties", "victims"} | _TOLD.get(group.harm, frozenset())
        return bool(told & set(reading.lower[group.first : group.end])) or any(
            g.harm == group.harm and g.start < group.start and g.kind == "count" and (g.low or 0) >= (group.high or 0)
            for g in groups
        )

    def _running(self, reading: Reading, group: VictimGroup) -> tuple[bool, str | None]:
        """Whether the clause says that the number runs over a time, and since when."""
        first, end = reading.bounds[reading.sentence[group.first]]
        low = max(first, min(group.first, group.cue.first) - _NEAR)
        high = min(end, max(group.end, group.cue.last) + _NEAR)
        for word in range(low, high):
            if reading.lower[word] in self._since:
                start, period = self._since_when(reading, word, end)
                if start:
                    return True, period
        return self._cumulative.found(reading.lower, low, high) or self._counts_events(reading, group, low), None

    def _counts_events(self, reading: Reading, group: VictimGroup, low: int) -> bool:
        """ "two bombings killed 48": a number of attacks before the harm verb."""
        for word in range(low + 1, group.cue.first):
            if reading.lower[word] in self._events and word < group.first:
                before = reading.lower[max(low, word - 3) : word]
                if any(self._is_number(each) and each not in ("one", "1") for each in before):
                    return True
        return False

    def _is_number(self, word: str) -> bool:
        return word in self._values or _NUMBER.match(word) is not None

    def _since_when(self, reading: Reading, word: int, end: int) -> tuple[bool, str | None]:
        """The date after "since", over "the crisis began in"; a bare clause ("since he was ill") is no period."""
        start_at = reading.tokens[word].idx
        stop = min(end, word + _SINCE_REACH)
        if stop <= word + 1:
            return False, None
        stop_at = reading.tokens[stop - 1].idx
        for mention in date_mentions(reading.doc):
            if start_at <= mention.start <= stop_at and mention.precision in ("day", "month", "year"):
                return True, mention.value
        for at in range(word + 1, stop):
            if _YEAR.match(reading.lower[at]):
                month = self._months.get(reading.lower[at - 1])
                return True, f"{reading.lower[at]}-{month:02d}" if month else reading.lower[at]
        following = reading.lower[word + 1 : stop]
        return bool(self._beginnings & set(following)), None
