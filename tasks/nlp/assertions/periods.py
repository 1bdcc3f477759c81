"""Numbers that run over a time, a war or several events (casualty-claims.md, section 4: cumulative)."""

from __future__ import annotations

import re

from tasks.nlp.assertions.campaigns import Campaigns
from tasks.nlp.assertions.time_spans import DAYS, LONG, TimeSpans, between
from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading, place_mentions
from tasks.nlp.victims.grouping import VictimGroup

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_NUMBER = re.compile(r"\d[\d,]*\Z")
_NEAR = 16  # words around the number and its harm word that tell its time
_BEST_REACH = 6  # words between "deadliest" and "this year"
_COUNT_REACH = 3  # words from "three" to "attacks": "three deadly bomb attacks"
_OPENING = 2  # words before "since" where it opens the sentence, and tells of all its numbers
_ROUND_UP = 20  # people from which on "arrested since the coup" is no one arrest
_DEEP = 4  # words of a parse from a number's verb up to that of its clause
_MANY = 5  # victims from which on "last year" without an event is a year's toll
_STATES = frozenset({"missing", "abducted", "detained"})
_SUBORDINATE = frozenset({"as", "while", "after", "when", "where", "who", "because"})
_FRESH = frozenset({"new", "today", "yesterday", "hours", "latest", "first"})


class Periods:
    """Knows the words by which a text counts over more than one event (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._since = lexicon.word_set("scope", "since")
        self._spans = TimeSpans(lexicon)
        self._values = frozenset(lexicon.numbers("numbers", "values")) | {"several", "few"}
        self._cumulative = PhraseIndex(lexicon.phrases("scope", "cumulative"), self._values)
        self._rates = PhraseIndex(lexicon.phrases("scope", "rates"))
        self._long_ago = PhraseIndex(lexicon.phrases("scope", "long_ago"))
        self._calendar = PhraseIndex(lexicon.phrases("scope", "calendar"))
        self._not_rates = lexicon.word_set("scope", "not_rates")
        self._best = lexicon.word_set("scope", "superlatives") | lexicon.word_set("scope", "ordinals")
        self._events = lexicon.word_set("scope", "events")
        self._violence = lexicon.word_set("scope", "violence")
        self._across = lexicon.word_set("scope", "across")
        self._raising = lexicon.word_set("scope", "raising")
        self._single = lexicon.word_set("scope", "incidents.nouns")
        self._campaigns = Campaigns(lexicon, self._spans)

    def running(self, reading: Reading, group: VictimGroup) -> tuple[bool, str | None]:
        """Whether the clause says that the number runs over a time, and since when."""
        low, high = self._window(reading, group)
        first, end = reading.bounds[reading.sentence[group.first]]
        for word in (*range(first, min(first + _OPENING, low)), *range(low, high)):
            if reading.lower[word] in self._since and not self._is_no_period(reading, group, word):
                start, period = self._spans.since(reading, word, end)
                if start:
                    return True, period
        return self._is_over_time(reading, group, low, high) or self._counts_events(reading, group, low, high), None

    def is_in_period(self, reading: Reading, group: VictimGroup) -> bool:
        """Whether the clause names a week, a weekend, a month or a year and no day: "last weekend", "in March"."""
        return self._is_in_calendar(reading, *self._window(reading, group))

    def _window(self, reading: Reading, group: VictimGroup) -> tuple[int, int]:
        """The words that tell the number's time: not behind ", and" of a new clause, not before "when"."""
        first, end = reading.bounds[reading.sentence[group.first]]
        start, stop = min(group.first, group.cue.first), max(group.end, group.cue.last)
        low, high = max(first, start - _NEAR), min(end, stop + _NEAR)
        low = max([low, *(i + 1 for i in range(low, start) if reading.lower[i] in ("when", "where"))])
        for i in range(stop, high - 2):
            clause = reading.lower[i] in (",", ";") and reading.lower[i + 1] in ("and", "but", "while", "though")
            if clause and any(reading.pos[k] == "AUX" for k in range(i + 2, high)):
                return low, i
            if reading.lower[i] == "," and reading.lower[i + 1] in self._raising:
                return low, i  # "two were killed, raising the toll since May to 45"
        return low, high

    def _is_no_period(self, reading: Reading, group: VictimGroup, word: int) -> bool:
        """ "missing since Friday" tells a start, "the worst attack since 1998" compares, "killed 20, as crews reached
        towns cut off since Friday" is of another clause."""
        state = group.harm in _STATES and group.cue.last <= word <= group.cue.last + 1
        state = state and not (group.cue.kind == "verb" and (group.low or 0) >= _ROUND_UP)
        behind = reading.lower[max(group.end, group.cue.last) : word]
        apart = "," in reading.lower[word : group.first] and group.cue.form != "ing"
        if not apart and reading.dep(word) == "mark" and _is_under(reading, group.cue.first, reading.head(word)):
            return True  # "under fire since gunmen attacked a station last month, killing nine"
        return state or self._compares(reading, word) or bool(_SUBORDINATE & set(behind))

    def _compares(self, reading: Reading, word: int) -> bool:
        first = reading.bounds[reading.sentence[word]][0]
        return bool(self._best & set(reading.lower[max(first, word - _BEST_REACH) : word]))

    def _is_over_time(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        lower = reading.lower
        for word in range(low, high):
            if self._cumulative.at(lower, word, high) and not self._compares(reading, word):
                return True
            if self._is_rate(reading, word, high):
                return True
            if lower[word] == "alone" and (_YEAR.match(lower[word - 1]) or lower[word - 1] in self._spans.months):
                return True
            if self._spans.length(lower, word, high) == LONG:
                return True
        return self._is_years_toll(reading, group, low, high) or self._campaigns.tells(reading, group, low, high)

    def _is_rate(self, reading: Reading, word: int, high: int) -> bool:
        """ "300 people a year"; not "a year ago"."""
        size = self._rates.at(reading.lower, word, high)
        behind_noun = bool(word) and reading.pos[word - 1] == "NOUN"
        return bool(size) and behind_noun and not self._not_rates & set(reading.lower[word + size :][:1])

    def _is_years_toll(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        """ "118 workers were killed in the country last year", "in 2019": no single event is named."""
        if (group.low or 0) < _MANY:
            return False
        if not self._long_ago.found(reading.lower, low, high) and not self._is_in_year(reading, group, low, high):
            return False
        return not self._single & set(reading.lower[low:high])

    @staticmethod
    def _is_in_year(reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        """ "in 2019", in no town and at no site."""
        active = group.cue.kind in ("verb", "weak") and group.first >= group.cue.last
        start, stop = reading.span(low, high)
        towns = any(p.feature_class == "P" for p in between(place_mentions(reading.doc), start, stop))
        if active or towns or {"at", "near", "outside", "same"} & set(reading.lower[low:high]):
            return False
        return any(reading.lower[i - 1] == "in" and _YEAR.match(reading.lower[i]) for i in range(low + 1, high))

    def _counts_events(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        """ "two bombings killed 48", "killed in two separate attacks", "in shootings over the weekend"."""
        for word in range(low + 1, high):
            if reading.lower[word] in self._violence and self._is_in_calendar(reading, low, high):
                return True  # "fighting killed 300 in January"
            if reading.lower[word] in self._events and self._is_of_several(reading, group, word, low, high):
                return True
        counted = group.cue.kind == "noun" and group.cue.form == "plural"
        total = reading.lower[max(0, group.first - 3) : group.first] == ["a", "total", "of"] or (
            reading.lower[group.first : group.first + 3] == ["a", "total", "of"]
        )
        cases = counted and "cases" in reading.lower[low:high] and not _FRESH & set(reading.lower[low:high])
        if cases and not self._spans.weekdays & set(reading.lower[low:high]):
            return True  # "54 cases and 25 deaths have been reported"
        numbered = group.cue.kind == "toll" or "number" in reading.lower[low:high]
        return (counted or total or numbered) and self._is_in_calendar(reading, low, high)

    def _is_of_several(self, reading: Reading, group: VictimGroup, word: int, low: int, high: int) -> bool:
        """Whether the plural events at `word` are counted, spread over a country or over a time."""
        before = reading.lower[max(low, word - 3) : word]
        several = self._is_counted(reading, word, low)
        behind = word >= min(group.first, group.cue.first)
        if several and (not behind or "separate" in before or "in" in before):
            return True
        if behind and "in" in before and reading.lower[word + 1 : word + 2] in ([each] for each in self._across):
            return True  # "killed in shootings across the city"
        if behind and reading.lower[word + 1 : word + 3] == ["at", "the"]:
            return False  # "killed 32 in bombings at the airport and a station in March": one plan, one day
        days = any(self._spans.length(reading.lower, at, high) == DAYS for at in range(low, high))
        return days or self._is_in_calendar(reading, low, high)

    def _is_counted(self, reading: Reading, word: int, low: int) -> bool:
        """ "five separate attacks"; not "30 wounded in attacks", "the 2015 attacks"."""
        for at in range(word - 1, max(low, word - _COUNT_REACH) - 1, -1):
            if self._is_number(reading.lower[at]):
                return reading.lower[at] not in ("one", "1") and not _YEAR.match(reading.lower[at])
            if reading.pos[at] not in ("ADJ", "NOUN", "PROPN", "PUNCT"):
                return False
        return False

    def _is_in_calendar(self, reading: Reading, low: int, high: int) -> bool:
        """ "in December", no day of it, or "last year", "over the weekend": what plural events are counted over."""
        lower = reading.lower
        if self._long_ago.found(lower, low, high) or self._calendar.found(lower, low, high):
            return True
        for word in range(low + 1, high):
            if lower[word - 1] == "in" and lower[word] in self._spans.months:
                if not any(each.isdigit() and not _YEAR.match(each) for each in lower[word + 1 : word + 2]):
                    return True
            elif lower[word - 1] == "in" and _YEAR.match(lower[word]):
                return True
        return False

    def _is_number(self, word: str) -> bool:
        return word in self._values or _NUMBER.match(word) is not None


def _is_under(reading: Reading, word: int, verb: int) -> bool:
    """Whether `word` hangs on `verb` by the parse."""
    for _ in range(_DEEP):
        if word == verb:
            return True
        above = reading.head(word)
        if above == word:
            return False
        word = above
    return False
