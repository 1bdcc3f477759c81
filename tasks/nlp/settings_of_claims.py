"""Where and when a number is said to have happened, and which event of the text it belongs to."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from tasks.nlp.findings import DateMention, Event, PlaceMention
from tasks.nlp.reading import Reading, date_mentions, place_mentions
from tasks.nlp.victims import VictimGroup

_LOCATING = frozenset({"in", "at", "near", "on", "outside", "around", "of", "from", "inside", "between", "to", "into",
                       "across", "over", "along", "off", "within", "city", "town", "village", "district"})  # fmt: skip
_DATING = frozenset({"on", "late", "early"})
_DATED = frozenset({"day", "month", "year"})


@dataclass(frozen=True)
class Surroundings:
    """The places and dates of one text, by sentence."""

    reading: Reading
    speech: frozenset[str] = frozenset()  # forms of the verbs of saying: "said Friday" dates the words, not the event

    def place(self, group: VictimGroup, back: int = 0) -> PlaceMention | None:
        """The place nearest to the number in its sentence, or in the sentence `back` before it; None without one."""
        sentence = self.reading.sentence[group.first] - back
        found = self.places_in(sentence) if sentence >= 0 else []
        outside = [p for p in found if not group.start <= p.start < self.reading.span(group.first, group.end)[1]]
        if not (outside or found):
            return None
        return min(
            outside or found, key=lambda p: (not self._located(p), p.precision == "country", _distance(p, group))
        )

    def date(self, group: VictimGroup, back: int = 0) -> str | None:
        """The date that the sentence (or the one `back` before it) gives; the one after "since" starts a period."""
        if self.reading.sentence[group.first] < back:
            return None
        first, end = self.reading.bounds[self.reading.sentence[group.first] - back]
        start, stop = self.reading.span(first, end)
        dates = [d for d in date_mentions(self.reading.doc) if start <= d.start < stop and d.precision in _DATED]
        dates = [d for d in dates if d.value[:4].isdigit() and not self._after_since(d)]
        if not dates:
            return None
        return min(dates, key=lambda d: (self._of_speech(d), abs(d.start - group.start))).value

    def places_in(self, sentence: int) -> list[PlaceMention]:
        """The places of one sentence, in order."""
        start, stop = self.reading.span(*self.reading.bounds[sentence])
        inside = [place for place in place_mentions(self.reading.doc) if start <= place.start < stop]
        return [place for place in inside if not self._is_base(place)]

    def event(self, group: VictimGroup, events: tuple[Event, ...]) -> int | None:
        """Index of the event nearest to the number in its sentence, else the last one before it."""
        if not events:
            return None
        start, stop = self.reading.span(*self.reading.bounds[self.reading.sentence[group.first]])
        near = [i for i, event in enumerate(events) if start <= event.start < stop]
        if near:
            return min(near, key=lambda i: abs(events[i].start - group.start))
        before = bisect_right([event.start for event in events], group.start) - 1
        return before if before >= 0 else None

    def _is_base(self, place: PlaceMention) -> bool:
        """ "Britain-based": where a source sits."""
        return self.reading.source[place.end : place.end + 6].lower() in ("-based", " based")

    def _located(self, place: PlaceMention) -> bool:
        """Whether a preposition puts something at the place, rather than the place being somebody's."""
        word = self.reading.word_at(place.start)
        return bool(word) and self.reading.lower[(word or 1) - 1] in _LOCATING

    def _of_speech(self, date: DateMention) -> bool:
        """Whether the date stands right behind a verb of saying, "on" or "late" apart."""
        word = self.reading.word_at(date.start)
        before = self.reading.lower[max(0, (word or 0) - 2) : word or 0]
        return bool(before) and (before[-1] in self.speech or (before[-1] in _DATING and before[0] in self.speech))

    def _after_since(self, date: DateMention) -> bool:
        word = self.reading.word_at(date.start)
        if not word:
            return False
        return "since" in self.reading.lower[max(0, word - 7) : word]


def _distance(place: PlaceMention, group: VictimGroup) -> int:
    return abs(place.start - group.start)
