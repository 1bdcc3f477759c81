"""One text as a row of tellings: each number, and each sentence that tells of an event without one, and its setting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as _calendar_date
from itertools import pairwise

from tasks.nlp.findings import Claim, DateMention
from tasks.nlp.grammar.nearness import Nearness, compared
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.settings.event_days import days_before, iso
from tasks.nlp.settings.happenings import Happening, HappeningWords
from tasks.nlp.settings.sites import Site
from tasks.nlp.settings.spots import SETTLEMENT
from tasks.nlp.settings.ties import FIRM, Anchor, Tied, Ties
from tasks.nlp.victims.victims import VictimGroup

_COUNTS = frozenset({"toll", "holder"})
_LASTING = frozenset({"missing", "abducted", "detained"})
_LATER_REACH = 6  # words behind "died" in which "of his wounds" may stand
SURE = 2.5  # a date's tie that another does not overrule
THERE = 2.0  # a place that "there" or "the town" stands for
_NAMED = frozenset({"setting", "loose", "owner", "dateline"})
_FAR_BACK = 12  # sentences
_HEADS = 3  # sentences at the head of a text that may hold the dateline
_AROUND = (Nearness.AROUND, Nearness.SAME)
_HEAD = 8  # words at the head of a sentence that say when it goes on
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_DAY = 10  # letters of an ISO day: it outdoes a month or year
_REMOTE_DAYS = 31
_BACK = 2  # sentences before a telling in which a place may stand for its event where nothing else does


@dataclass(frozen=True, slots=True)
class Telling:
    """What one number, or one sentence, says of an event. `claim` is the index of the number, None without one."""

    sentence: int
    claim: int | None
    happenings: tuple[Happening, ...]
    sites: tuple[Tied, ...]  # firm ones, the firmest first
    date: str | None
    firmness: float  # of the tie of the date
    turning: bool
    near: Site | None = None  # where it has no place of its own: one of the sentences just before
    names: frozenset[str] = field(default_factory=frozenset)
    same_day: bool = False  # "hours later": on the day of the event told before
    hypothetical: bool = False
    counts: bool = False  # its date is that of a count
    remote: bool = False  # its date is long before the text
    kinds: frozenset[str] = field(default_factory=frozenset)  # kinds of event that the harm is by itself

    @property
    def own_site(self) -> Site | None:
        """The place by its name; one that "there" or "the town" stands for is no evidence which event is told."""
        return None if self.sites and self.sites[0].strength == THERE else self.site

    @property
    def site(self) -> Site | None:
        """The place that locates it: of the firmest one and those around it the narrowest, then the first."""
        if not self.sites:
            return None
        first = self.sites[0].site
        around = [t.site for t in self.sites if t.site is first or compared(t.site.mention, first.mention) in _AROUND]
        return max(around, key=lambda site: (site.fineness, -site.first))


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that the tellings of one text are read from."""

    reading: Reading
    sites: dict[int, list[Site]]
    ties: Ties
    words: HappeningWords
    happenings: dict[int, tuple[Happening, ...]]
    dates: dict[int, list[DateMention]]
    capitals: frozenset[str]
    towns: frozenset[str]

    def tellings(self, found: Sequence[tuple[VictimGroup, Claim]]) -> Iterator[Telling]:
        """In the order of the text."""
        by_sentence: dict[int, list[int]] = {}
        for n, (group, _) in enumerate(found):
            by_sentence.setdefault(self.reading.sentence[group.first], []).append(n)
        for sentence in range(len(self.reading.bounds)):
            numbers = by_sentence.get(sentence, [])
            for n in numbers:
                group, claim = found[n]
                yield self._of_claim(n, group, claim)
            if not numbers and any(not h.several for h in self.happenings.get(sentence, ())):
                yield self._of_event(sentence)
            elif not numbers and self._turns(sentence):
                first = self.reading.bounds[sentence][0]
                yield self._telling(Anchor(first, first + 1, sentence), None, ())

    def _of_claim(self, n: int, group: VictimGroup, claim: Claim) -> Telling:
        sentence = self.reading.sentence[group.first]
        counts = group.cue.kind in _COUNTS or self._dies_later(sentence, group) or self._still(group)
        anchor = Anchor(group.cue.first, group.cue.end, sentence, counts, claim.harm in _LASTING)
        names = (word for word in claim.text.lower().split() if group.kind == "name" and len(word) > 2)  # noqa: PLR2004
        return self._telling(
            anchor,
            n,
            self.happenings.get(sentence, ()),
            names=frozenset(names),
            kinds=self.words.of_harm.get(claim.harm, frozenset()),
            hypothetical=claim.factuality == "hypothetical",
        )

    def _of_event(self, sentence: int) -> Telling:
        told = [h for h in self.happenings[sentence] if not h.aside]
        here = tuple([h for h in told if not h.several] or told or self.happenings[sentence])
        nouns = [h for h in here if h.noun]
        best = next((h for h in nouns if h.pointing or h.other), (nouns or here)[0])
        return self._telling(Anchor(best.first, best.end, sentence), None, here)

    def _telling(
        self,
        anchor: Anchor,
        claim: int | None,
        happenings: tuple[Happening, ...],
        *,
        names: frozenset[str] = frozenset(),
        kinds: frozenset[str] = frozenset(),
        hypothetical: bool = False,
    ) -> Telling:
        turning = self._turns(anchor.sentence)
        date, firmness = self._dated(anchor, happenings)
        began = self._began(anchor, happenings) if anchor.counts else None
        if began is not None:
            date, firmness = began
        return Telling(
            sentence=anchor.sentence,
            claim=claim,
            happenings=happenings,
            sites=tuple(self._tied(anchor) or self._there(anchor)),
            date=date,
            firmness=firmness,
            turning=turning,
            near=None if turning else self.nearby(anchor.sentence),
            names=names,
            kinds=kinds,
            same_day=self._same_day(anchor.sentence),
            hypothetical=hypothetical,
            counts=anchor.counts and began is None,
            remote=self._is_remote(date),
        )

    def _is_remote(self, date: str | None) -> bool:
        """Whether the date lies long before publication: "in October" in a text of March."""
        published: _calendar_date | None = self.reading.doc._.published_on
        if date is None or published is None:
            return False
        day = _calendar_date.fromisoformat((date + "-12-28"[len(date) - 4 :])[:10])
        return (published - day).days > _REMOTE_DAYS

    def _still(self, group: VictimGroup) -> bool:
        """ "were still missing on Monday", "two more bodies on Tuesday"."""
        if self.words.bodies & set(self.reading.lower[group.first : group.end]):
            return True
        return group.harm == "missing" and bool(
            self.words.still & set(self.reading.lower[max(0, group.cue.first - 3) : group.cue.last])
        )

    def _dies_later(self, sentence: int, group: VictimGroup) -> bool:
        """ "One of the injured died on Sunday", "died of his wounds": the day is not the event's."""
        if group.harm != "killed":
            return False
        words = set(self.reading.lower[group.first : group.end]) | set(
            self.reading.lower[group.cue.last : self.reading.bounds[sentence][1]][:_LATER_REACH]
        )
        return bool(words & self.words.wounds)

    def _tied(self, anchor: Anchor) -> list[Tied]:
        """The firm places of the anchor's sentence, the firmest first; of equals the narrower, then the first."""
        tied = [Tied(site, self.ties.site(anchor, site)) for site in self.sites.get(anchor.sentence, ())]
        firm = [each for each in tied if each.strength >= FIRM]
        return sorted(firm, key=lambda each: (-each.strength, -each.site.fineness, each.site.first))

    def _there(self, anchor: Anchor) -> list[Tied]:
        """ "outside a court there", "the town's only school": the place named last, "here" the dateline's."""
        first, end = self.reading.bounds[anchor.sentence]
        lower = self.reading.lower[first:end]
        if "here" in lower and (home := self.dateline()) is not None:
            return [Tied(home, THERE)]
        points = "there" in lower and any(
            a == "there" and b in self.words.behind_there for a, b in pairwise([*lower, "."])
        )
        town = any(a in self.words.same_town and b in self.towns for a, b in pairwise(lower))
        if not (points or town):
            return []
        for number in range(anchor.sentence, max(-1, anchor.sentence - _FAR_BACK), -1):
            named = [s for s in self.sites.get(number, ()) if s.role in _NAMED and s.fineness >= SETTLEMENT]
            named = [s for s in named if s.fineness == SETTLEMENT] if town else named
            if named:
                return [Tied(named[-1] if number < anchor.sentence else named[0], THERE)]
        return []

    def date_near(self, sentence: int) -> str | None:
        """The day that one of the sentences around gives for what it tells: "they arrived on Sunday at dawn"."""
        for number in (sentence + 1, sentence - 1, sentence + 2, sentence - 2):
            for date in self.dates.get(number, ()):
                word = self.reading.word_at(date.start) or 0
                verb = self.ties.verb_over(word)
                anchor = Anchor(verb, verb + 1, number)
                if date.precision == "day" and verb != word and self.ties.date(anchor, date) >= SURE:
                    return date.value
        return None

    def dateline(self) -> Site | None:
        """The town of the dateline."""
        heads = (s for n in range(_HEADS) for s in self.sites.get(n, ()))
        return next((s for s in heads if s.role == "dateline" and s.fineness >= SETTLEMENT), None)

    def _dated(self, anchor: Anchor, happenings: tuple[Happening, ...]) -> tuple[str | None, float]:
        """The firmest date of the anchor's sentence as an ISO day, month or year, and how firm it is."""
        here = self.dates.get(anchor.sentence, ())
        dates = [(self.ties.date(anchor, d), iso(d)) for d in here]
        shifted = [each for d in here if (each := days_before(self.reading, d, anchor, self.words)) is not None]
        years = [(FIRM, y) for h in happenings if (y := self._year_of(h)) is not None]
        firm = [(strength, value) for strength, value in (*shifted, *dates, *years) if value and strength >= FIRM]
        strength, value = max(firm, key=lambda each: (each[0] + (len(each[1]) == _DAY), each[0]), default=(0.0, None))
        return value, strength

    def _began(self, anchor: Anchor, happenings: tuple[Happening, ...]) -> tuple[str, float] | None:
        """ "pulled two bodies on Wednesday from a block that fell on Sunday": the day of the fall, not of the find."""
        found: list[tuple[float, str]] = []
        for happening in happenings:
            told = Anchor(happening.first, happening.end, anchor.sentence)
            for date in self.dates.get(anchor.sentence, ()) if not happening.noun else ():
                word, value = self.reading.word_at(date.start) or 0, iso(date)
                apart = anchor.first < happening.first < word or happening.end <= word < anchor.first
                if apart and value is not None and (firmness := self.ties.date(told, date)) >= SURE:
                    found.append((firmness, value))
        firmness, value = max(found, key=lambda each: each[0], default=(0.0, None))
        return None if value is None else (value, firmness)

    def _year_of(self, happening: Happening) -> str | None:
        """ "the 2004 floods"."""
        before = self.reading.lower[max(0, happening.first - 2) : happening.first] if happening.noun else []
        return next((word for word in reversed(before) if _YEAR.match(word)), None)

    def _same_day(self, sentence: int) -> bool:
        """ "Hours later, ..." among the first words of a sentence."""
        first, end = self.reading.bounds[sentence]
        words = self.reading.lower[first : min(end, first + _HEAD)]
        return any(tuple(words[i : i + len(p)]) == p for p in self.words.same_day for i in range(len(words)))

    def nearby(self, sentence: int) -> Site | None:
        """The narrowest place that something is put at in the sentence or those just before it, the nearest first."""
        for number in range(sentence, max(-1, sentence - _BACK - 1), -1):
            found = [s for s in self.sites.get(number, ()) if s.role == "setting" and s.before is not None]
            if found:
                return max(found, key=lambda s: (s.fineness, -s.first))
        return None

    def _turns(self, sentence: int) -> bool:
        """ "Elsewhere, ..." at the head of a sentence."""
        first, end = self.reading.bounds[sentence]
        return any(tuple(self.reading.lower[first : min(end, first + len(p))]) == p for p in self.words.turning)
