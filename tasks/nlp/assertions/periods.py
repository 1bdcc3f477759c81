"""Numbers that run over a time, a war or several events (casualty-claims.md, section 4: cumulative)."""

from __future__ import annotations

import re

from tasks.nlp.grammar.lexicon import Lexicon, PhraseIndex
from tasks.nlp.grammar.reading import Reading, date_mentions
from tasks.nlp.victims.grouping import VictimGroup

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_NUMBER = re.compile(r"\d[\d,]*\Z")
_SINCE_REACH = 14  # words behind "since" in which its date may stand
_NEAR = 16  # words around the number and its harm word that tell its time
_BEST_REACH = 6  # words between "deadliest" and "this year"
_SPAN_REACH = 5  # words between "between" and "and" in "between March 2017 and last June"
_MANY = 5  # victims from which on "last year" without an event is a year's toll
_STATES = frozenset({"missing", "abducted", "detained"})


class Periods:
    """Knows the words by which a text counts over more than one event (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._since = lexicon.word_set("scope", "since")
        self._months = {name: i + 1 for i, name in enumerate(lexicon.words("scope", "period.months"))}
        self._beginnings = lexicon.word_set("scope", "period.beginnings") | set(self._months)
        self._values = frozenset(lexicon.numbers("numbers", "values")) | {"several", "few"}
        self._cumulative = PhraseIndex(lexicon.phrases("scope", "cumulative"), self._values)
        self._rates = PhraseIndex(lexicon.phrases("scope", "rates"))
        self._long_ago = PhraseIndex(lexicon.phrases("scope", "long_ago"))
        self._not_rates = lexicon.word_set("scope", "not_rates")
        self._best = lexicon.word_set("scope", "superlatives") | lexicon.word_set("scope", "ordinals")
        self._events = lexicon.word_set("scope", "events")
        self._single = lexicon.word_set("scope", "incidents.nouns")
        self._campaigns = lexicon.word_set("scope", "campaigns")

    def running(self, reading: Reading, group: VictimGroup) -> tuple[bool, str | None]:
        """Whether the clause says that the number runs over a time, and since when."""
        low, high = self._window(reading, group)
        end = reading.bounds[reading.sentence[group.first]][1]
        for word in range(low, high):
            if reading.lower[word] in self._since and not self._is_no_period(reading, group, word):
                start, period = self._since_when(reading, word, end)
                if start:
                    return True, period
        return self._is_over_time(reading, group, low, high) or self._counts_events(reading, group, low, high), None

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
        return low, high

    def _is_no_period(self, reading: Reading, group: VictimGroup, word: int) -> bool:
        """ "missing since Friday" tells a start, "the worst attack since 1998" compares."""
        state = group.harm in _STATES and group.cue.last <= word <= group.cue.last + 1
        return state or self._compares(reading, word)

    def _compares(self, reading: Reading, word: int) -> bool:
        return bool(self._best & set(reading.lower[max(0, word - _BEST_REACH) : word]))

    def _is_over_time(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        lower = reading.lower
        for word in range(low, high):
            if self._cumulative.at(lower, word, high) and not self._compares(reading, word):
                return True
            size = self._rates.at(lower, word, high)
            if (
                size
                and word
                and reading.pos[word - 1] == "NOUN"
                and not self._not_rates & set(lower[word + size :][:1])
            ):
                return True
            if lower[word] == "alone" and _YEAR.match(lower[word - 1]):
                return True
            if lower[word] in ("between", "from") and self._is_span(lower, word, high):
                return True
        return self._is_campaign(reading, group) or self._is_years_toll(reading, group, low, high)

    def _is_span(self, lower: list[str], word: int, high: int) -> bool:
        """ "between March 2017 and last June", "from 1991 to 1994"."""
        for joint in range(word + 2, min(high, word + _SPAN_REACH)):
            if lower[joint] in ("and", "to", "until"):
                before, after = lower[word + 1 : joint], lower[joint + 1 : joint + 3]
                days = any(each.isdigit() and not _YEAR.match(each) for each in before + after)
                return self._is_dated(before) and self._is_dated(after) and not days
        return False

    def _is_dated(self, words: list[str]) -> bool:
        return any(_YEAR.match(word) or word in self._months for word in words)

    def _is_campaign(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the civil war killed 30,000", "a war in which some 20,000 died"."""
        subjects = [reading.lower[word] for word in reading.subjects.get(group.cue.first, ()) if word < group.cue.first]
        if self._campaigns & set(subjects):
            return True
        start = min(group.first, group.cue.first)
        before = reading.lower[max(0, start - _NEAR) : start]
        which = [i for i in range(1, len(before)) if before[i - 1 : i + 1] == ["in", "which"]]
        return bool(which) and bool(self._campaigns & set(before[: which[-1]]))

    def _is_years_toll(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        """ "118 workers were killed in the country last year": no single event is named."""
        if (group.low or 0) < _MANY or not self._long_ago.found(reading.lower, low, high):
            return False
        return not self._single & set(reading.lower[low:high])

    def _counts_events(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        """ "two bombings killed 48", "killed in two separate attacks": a number of attacks in the clause."""
        for word in range(low + 1, high):
            if reading.lower[word] not in self._events:
                continue
            before = reading.lower[max(low, word - 3) : word]
            several = any(self._is_number(each) and each not in ("one", "1") for each in before)
            told = word < min(group.first, group.cue.first) or "separate" in before or "in" in before
            if several and told:
                return True
            if self._is_monthly(reading, low, high):
                return True  # "killed in bombings and other attacks in January"
        counted = group.cue.kind == "noun" and group.cue.form == "plural"
        total = reading.lower[max(0, group.first - 3) : group.first] == ["a", "total", "of"] or (
            reading.lower[group.first : group.first + 3] == ["a", "total", "of"]
        )
        return (counted or total) and self._is_monthly(reading, low, high)

    def _is_monthly(self, reading: Reading, low: int, high: int) -> bool:
        """ "in December", no day of it, or "last year": what plural events are counted over."""
        lower = reading.lower
        if self._long_ago.found(lower, low, high):
            return True
        for word in range(low + 1, high):
            day = lower[word - 2 : word - 1] + lower[word + 1 : word + 2]
            if lower[word] in self._months and lower[word - 1] == "in" and not any(each.isdigit() for each in day[-1:]):
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
