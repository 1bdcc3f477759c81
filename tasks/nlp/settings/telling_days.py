"""When what a number or a sentence tells was: the dates of its sentence, weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as _calendar_date
from itertools import pairwise

from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.settings.event_days import counted_back, days_before, iso
from tasks.nlp.settings.happenings import Happening, HappeningWords
from tasks.nlp.settings.telling import SURE
from tasks.nlp.settings.ties import FIRM, Anchor, Ties

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_DAY = 10  # letters of an ISO day: it outdoes a month or year
_OF_A_PHRASE = frozenset({"ADP", "PROPN", "DET", "ADJ", "NOUN", "PUNCT"})
_OF_NOUN = 2.0  # the tie of a date that stands in the phrase of an event's noun
_RECENT_DAYS = 3
_REMOTE_DAYS = 31
_REMOTE_SPAN = 10  # days since a month or year that has passed
_CLAUSE_HEAD = 5  # words between the comma before a clause and its date


@dataclass(frozen=True, slots=True)
class Days:
    """Reads the dates that stand beside what is told. `cues`: the words of harm of each sentence."""

    reading: Reading
    ties: Ties
    words: HappeningWords
    dates: dict[int, list[DateMention]]
    cues: dict[int, list[int]]

    def dated(self, anchor: Anchor, happenings: tuple[Happening, ...]) -> tuple[str | None, float, bool]:
        """The firmest date of the anchor's sentence as an ISO day, month or year; how firm; if surely the event's."""
        here = self._of_clause(anchor)
        dates = [(self.ties.date(anchor, d), iso(d), self.ties.names_event(d)) for d in here]
        shifted = [
            (*each, True) for d in here if (each := days_before(self.reading, d, anchor, self.words)) is not None
        ]
        if (back := counted_back(self.reading, anchor, self.dates, self.words)) is not None and not shifted:
            return back[1], back[0], True
        years = [(FIRM, y, False) for h in happenings if (y := self._year_of(h)) is not None]
        firm = [each for each in (*shifted, *dates, *years) if each[1] and each[0] >= FIRM]
        if not firm:
            return None, 0.0, False
        strength, value, counted = max(firm, key=lambda each: (each[0] + (len(each[1] or "") == _DAY), each[0]))
        return value, strength, counted

    def is_aftermath(self, anchor: Anchor, value: str | None) -> bool:
        """Whether the day is that of a rescue, release or arrest in the same sentence: "sent home on Sunday"."""
        for date in self.dates.get(anchor.sentence, ()) if value is not None else ():
            verb = self.ties.verb_over(self.reading.word_at(date.start) or 0)
            if date.value == value and self.reading.lower[verb] in self.words.finding:
                return not anchor.first <= verb < anchor.end
        return False

    def began(self, anchor: Anchor, happenings: tuple[Happening, ...]) -> tuple[str, float] | None:
        """ "pulled two bodies on Wednesday from a block that fell on Sunday": the day of the fall, not of the find.

        "put the toll of the bombing in Oru on Sunday at 12": the day that the noun of the event carries.
        """
        found: list[tuple[float, str]] = []
        for happening in happenings:
            told = Anchor(happening.first, happening.end, anchor.sentence)
            for date in self.dates.get(anchor.sentence, ()):
                word, value = self.reading.word_at(date.start) or 0, iso(date)
                apart = anchor.first < happening.first < word or happening.end <= word < anchor.first
                least = _OF_NOUN if happening.noun else SURE
                apart = apart and not (happening.noun and self._parted(happening, word))
                if apart and value is not None and (firmness := self.ties.date(told, date)) >= least:
                    found.append((firmness, value))
        firmness, value = max(found, key=lambda each: each[0], default=(0.0, None))
        return None if value is None else (value, firmness)

    def is_remote(self, date: str | None) -> bool:
        """Whether the date lies long before publication: "in October" in a text of March."""
        published: _calendar_date | None = self.reading.doc._.published_on
        if date is None or published is None:
            return False
        day = _calendar_date.fromisoformat((date + "-12-28"[len(date) - 4 :])[:10])
        return (published - day).days > (_REMOTE_DAYS if len(date) == _DAY else _REMOTE_SPAN)

    def is_recent(self, date: str | None) -> bool:
        """Whether the date is a day of the text's own or one just before."""
        published: _calendar_date | None = self.reading.doc._.published_on
        if date is None or published is None or len(date) != _DAY:
            return False
        return abs((published - _calendar_date.fromisoformat(date)).days) <= _RECENT_DAYS

    def is_earlier(self, sentence: int, date: str | None) -> bool:
        """Whether the month or year is told as one in which something else had happened: "earlier this month"."""
        return any(
            iso(each) == date and each.text.lower().startswith(self.words.earlier)
            for each in self.dates.get(sentence, ())
        )

    def _of_clause(self, anchor: Anchor) -> list[DateMention]:
        """The dates of the anchor's sentence; of several not the one at the head of another number's clause.

        "In January a flood killed 40 people, and in 2020 a fire left 66 dead."
        """
        here = self.dates.get(anchor.sentence, [])
        if len(here) < 2:  # noqa: PLR2004
            return here
        return [d for d in here if not self._heads_another(anchor, self.reading.word_at(d.start) or 0)]

    def _heads_another(self, anchor: Anchor, word: int) -> bool:
        if word < anchor.end or not any(cue > word for cue in self.cues.get(anchor.sentence, ())):
            return False
        between = self.reading.lower[max(anchor.end, word - _CLAUSE_HEAD) : word]
        return any(
            one == ";" or (one == "," and other in self.words.clause_heads) for one, other in pairwise([*between, ""])
        )

    def _parted(self, happening: Happening, word: int) -> bool:
        """Whether more than a place stands between a noun and the date behind it, and the noun does not do it."""
        end, verb = happening.end, self.ties.verb_over(word)
        if end > word or (verb != word and self.reading.head(end - 1) == verb and verb > end - 1):
            return end > word
        return any(self.reading.pos[w] not in _OF_A_PHRASE for w in range(end, word))

    def _year_of(self, happening: Happening) -> str | None:
        """ "the 2004 floods"."""
        before = self.reading.lower[max(0, happening.first - 2) : happening.first] if happening.noun else []
        return next((word for word in reversed(before) if _YEAR.match(word)), None)
