"""Where and when an event was: the nearest place and date of its clause, its sentence, or those before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tasks.nlp.dates.dateline import dateline_end
from tasks.nlp.events.event_words import Trigger
from tasks.nlp.findings import DateMention, PlaceMention
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.grammar.vocabulary import table, words

_PRECISE = frozenset({"day", "week", "month", "year"})  # a decade tells of no event's day
_SINCE_WORDS = 8
_LEAD = 2  # sentences at the head of a text that may be of the dateline's town
_BACK = 3  # sentences before the event's in which a place may stand for it
_MAX_BETWEEN = 4  # different words that may join two coordinated places
_NO_PREPOSITION_COST, _COUNTRY_COST, _BEFORE_COST = 6, 8, 3  # in words of distance


class Setting:
    """Places and dates of one text, by sentence; a name in a speaker's or organisation's part is no event's place."""

    def __init__(
        self, reading: Reading, places: Sequence[PlaceMention], dates: Sequence[DateMention], lexicon: Mapping[str, Any]
    ) -> None:
        self.reading = reading
        self.owners = frozenset(table(lexicon, "events", "actors.state")) | words(lexicon, "events", "actors.office")
        self.locative = words(lexicon, "places", "relation.locative") | words(lexicon, "places", "relation.near")
        self.owning = words(lexicon, "places", "relation.owning")
        self.loose = self.locative | words(lexicon, "places", "relation.loose")
        self.coordination = words(lexicon, "places", "relation.coordination")
        self.conjunctions = words(lexicon, "places", "relation.conjunctions")
        self.not_when = words(lexicon, "places", "relation.not_when")
        self.since = words(lexicon, "places", "relation.since")
        self.places: defaultdict[int, list[tuple[int, PlaceMention]]] = defaultdict(list)
        countries = lexicon.get("demonyms", {}).get("countries", ())
        self.capitals = frozenset(capital.lower() for row in countries for capital in row["capitals"])
        dateline = dateline_end(reading.source)
        self.home = next((place for place in places if place.end <= dateline), None)
        for place in places:
            word = self._word(place.start)
            if place.end > dateline and self._is_setting(word, place):
                self.places[reading.sentence[word]].append((word, place))
        self.dates: defaultdict[int, list[tuple[int, DateMention]]] = defaultdict(list)
        for date in dates:
            if date.precision in _PRECISE:
                word = self._word(date.start)
                self.dates[reading.sentence[word]].append((word, date))

    def _word(self, start: int) -> int:
        word = self.reading.word_at(start)
        return 0 if word is None else word

    def _is_setting(self, word: int, place: PlaceMention) -> bool:
        """Not "Britain-based", not "Washington said", not "Syria's government"."""
        end = word + len(place.text.split())
        after = self.reading.lower[end : end + 2]
        token = self.reading.tokens[word]
        if after == ["-", "based"] or place.feature_class == "H":
            return False
        before = self.reading.lower[word - 1] if word else ""
        if token.dep_.startswith("nsubj") and before not in self.locative:
            return False
        return not (token.dep_ == "nmod:poss" and after[:1] in (["'s"], ["’s"]) and token.head.lower_ in self.owners)

    def places_of(
        self, trigger: Trigger, avoid: Sequence[tuple[int, int]], *, look_back: bool = True
    ) -> list[PlaceMention]:
        """The event's place; several where a clause coordinates them ("in Homs and Rastan").

        `look_back`: a sentence that names none takes the place of those before, as stories of violence go on.
        """
        sentence = self.reading.sentence[trigger.head]
        here = [pair for pair in self.places.get(sentence, ()) if not self._owned(*pair, avoid)]
        if here:
            best = min(here, key=lambda pair: self._distance(trigger, pair[0], pair[1]))
            return self._coordinated(best, here)
        for back in range(1, _BACK + 1 if look_back else 1):
            earlier = [place for _, place in self.places.get(sentence - back, ())]
            if earlier:
                return [self._finest(earlier)]
        return self._dateline() if look_back and sentence <= _LEAD else []

    def _dateline(self) -> list[PlaceMention]:
        """The town in a dateline, unless it is a capital: from there correspondents report on whole countries."""
        home = self.home
        return [home] if home is not None and home.text.lower() not in self.capitals else []

    def _owned(self, word: int, place: PlaceMention, actors: Sequence[tuple[int, int]]) -> bool:
        """Whether a name only says whose people act ("Homs rebels"), not where ("police in Hanoi")."""
        before = self.reading.lower[word - 1] if word else ""
        return _within(place.start, actors) and before not in self.locative - self.owning

    def _distance(self, trigger: Trigger, word: int, place: PlaceMention) -> float:
        """Words between, less for a place that follows with a preposition or is finer than a country."""
        gap = float(abs(word - trigger.head))
        before = self.reading.lower[word - 1] if word else ""
        loose = before in self.loose or place.precision == "near"
        gap += 0 if loose else _NO_PREPOSITION_COST
        gap += _COUNTRY_COST if place.precision == "country" else 0
        gap += _BEFORE_COST if word < trigger.first else 0
        return gap

    def _finest(self, places: list[PlaceMention]) -> PlaceMention:
        return min(places, key=lambda place: place.precision in {None, "country", "province"})

    def _coordinated(self, best: tuple[int, PlaceMention], here: list[tuple[int, PlaceMention]]) -> list[PlaceMention]:
        """`best` and the places joined to it by "and" or commas with a final "and", of the same precision."""
        chain = [best]
        index = here.index(best)
        for step in (1, -1):
            at, last = index + step, best
            while 0 <= at < len(here) and self._joined(last, here[at]):
                last = here[at]
                chain.append(last)
                at += step
        has_and = any("and" in self._between(one, other) for one in chain for other in chain if one[0] < other[0])
        return (
            [place for _, place in sorted(chain, key=lambda pair: pair[0])] if len(chain) > 1 and has_and else [best[1]]
        )

    def _between(self, one: tuple[int, PlaceMention], other: tuple[int, PlaceMention]) -> list[str]:
        first, second = sorted((one, other), key=lambda pair: pair[0])
        return self.reading.lower[first[0] + 1 : second[0]]

    def _joined(self, one: tuple[int, PlaceMention], other: tuple[int, PlaceMention]) -> bool:
        between = set(self._between(one, other))
        same = one[1].precision == other[1].precision or "near" in {one[1].precision, other[1].precision}
        return (
            same
            and bool(between & self.conjunctions)
            and len(between) <= _MAX_BETWEEN
            and all(w in self.coordination or w[:1].isupper() for w in between)
        )

    def date_of(self, trigger: Trigger) -> str | None:
        """The nearest date of the sentence, else of the sentence before; "since 2011" tells of no event's day."""
        sentence = self.reading.sentence[trigger.head]
        for back in (0, 1):
            all_here = self.dates.get(sentence - back, [])
            here = [(word, date) for word, date in all_here if self._is_when(word)]
            if all_here and not here:
                return None
            if here:
                return min(here, key=lambda pair: abs(pair[0] - trigger.head))[1].value
        return None

    def _is_when(self, word: int) -> bool:
        start = max(self.reading.bounds[self.reading.sentence[word]][0], word - 1)
        since = max(self.reading.bounds[self.reading.sentence[word]][0], word - _SINCE_WORDS)
        return not (
            self.not_when & set(self.reading.lower[start:word]) or self.since & set(self.reading.lower[since:word])
        )


def _within(start: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start < end for first, end in spans)
