"""One text as a row of tellings: each number, and each sentence that tells of an event without one, and its setting."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tasks.nlp.findings import Claim, DateMention
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.settings.happenings import Happening, HappeningWords
from tasks.nlp.settings.items import Items
from tasks.nlp.settings.sites import Site
from tasks.nlp.settings.spot_words import SETTLEMENT
from tasks.nlp.settings.telling import SURE, THERE, Telling
from tasks.nlp.settings.telling_days import Days
from tasks.nlp.settings.ties import FIRM, Anchor, Tied, Ties
from tasks.nlp.victims.victims import VictimGroup

_COUNTS = frozenset({"toll", "holder"})
_LASTING = frozenset({"missing", "abducted", "detained"})
_LATER_REACH = 6  # words behind "died" in which "of his wounds" may stand
_NAMED = frozenset({"setting", "official", "loose", "owner", "dateline"})
_CARE_REACH = 8  # words behind "died" in which a hospital may stand
_STILL_REACH = 4  # words
_FAR_BACK = 12  # sentences
_HEADS = 3  # sentences at the head of a text that may hold the dateline
_HEAD = 8  # words at the head of a sentence that say when it goes on
_BACK = 2  # sentences before a telling in which a place may stand for its event where nothing else does


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
    items: Items = field(default_factory=Items)
    paragraphs: Sequence[int] = ()  # the sentences that open one
    cues: dict[int, list[int]] = field(default_factory=dict)  # sentence -> its words of harm

    @property
    def days(self) -> Days:
        """When what the text tells was."""
        return Days(self.reading, self.ties, self.words, self.dates, self.cues)

    def tellings(self, found: Sequence[tuple[VictimGroup, Claim]]) -> Iterator[Telling]:
        """In the order of the text."""
        by_sentence: dict[int, list[int]] = {}
        for n, (group, _) in enumerate(found):
            by_sentence.setdefault(self.reading.sentence[group.first], []).append(n)
            self.cues.setdefault(self.reading.sentence[group.first], []).append(group.cue.first)
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
        anchor = Anchor(
            group.cue.first, group.cue.end, sentence, counts, claim.harm == "displaced", claim.harm in _LASTING
        )
        names = (word for word in claim.text.lower().split() if group.kind == "name" and len(word) > 2)  # noqa: PLR2004
        return self._telling(
            anchor,
            n,
            self.happenings.get(sentence, ()),
            names=frozenset(names),
            kinds=self.words.of_harm.get(claim.harm, frozenset()),
            hypothetical=claim.factuality == "hypothetical",
            tolls=group.cue.kind in _COUNTS,
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
        tolls: bool = False,
    ) -> Telling:
        turning = self._turns(anchor.sentence)
        date, firmness, certain = self.days.dated(anchor, happenings)
        after = not certain and self.days.is_aftermath(anchor, date)
        told = happenings if tolls and not certain else tuple(h for h in happenings if not h.noun)
        began = self.days.began(anchor, told) if anchor.counts else None
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
            counts=after or (anchor.counts and began is None and not certain),
            remote=self.days.is_remote(date),
            recent=self.days.is_recent(date),
            earlier=self.days.is_earlier(anchor.sentence, date),
            item=self.items.of(anchor.sentence),
            fled=anchor.flees,
            paragraph=bisect_right(self.paragraphs, anchor.sentence),
        )

    def _still(self, group: VictimGroup) -> bool:
        """ "were still missing on Monday", "ten remained in hospital on Monday", "two more bodies on Tuesday"."""
        if self.words.bodies & set(self.reading.lower[group.first : group.end]):
            return True
        if group.harm == "missing":
            return bool(self.words.still & set(self.reading.lower[max(0, group.cue.first - 3) : group.cue.last]))
        return bool(self.words.still & set(self.reading.lower[group.cue.last : group.cue.last + _STILL_REACH]))

    def _dies_later(self, sentence: int, group: VictimGroup) -> bool:
        """ "One of the injured died on Sunday", "died of his wounds": the day is not the event's."""
        if group.harm != "killed":
            return False
        behind = self.reading.lower[group.cue.last : group.cue.last + _CARE_REACH]
        if self.reading.lower[group.cue.first] in self.words.dying and not self.words.care.isdisjoint(behind):
            return True
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
            for date in self.dates.get(number, ()) if self.items.of(number) == self.items.of(sentence) else ():
                word = self.reading.word_at(date.start) or 0
                verb = self.ties.verb_over(word)
                if self.reading.lower[verb] in self.words.finding:
                    continue
                anchor = Anchor(verb, verb + 1, number)
                if date.precision == "day" and verb != word and self.ties.date(anchor, date) >= SURE:
                    return date.value
        return None

    def dateline(self) -> Site | None:
        """The town of the dateline; a round-up has none."""
        heads = (s for n in range(_HEADS) for s in self.sites.get(n, ()))
        return next((s for s in heads if s.role == "dateline" and s.fineness >= SETTLEMENT), None)

    def _same_day(self, sentence: int) -> bool:
        """ "Hours later, ..." among the first words of a sentence."""
        first, end = self.reading.bounds[sentence]
        words = self.reading.lower[first : min(end, first + _HEAD)]
        return any(tuple(words[i : i + len(p)]) == p for p in self.words.same_day for i in range(len(words)))

    def nearby(self, sentence: int) -> Site | None:
        """The narrowest place that something is put at in the sentence or those just before it, the nearest first."""
        for number in self.back_from(sentence):
            found = [s for s in self.sites.get(number, ()) if s.role == "setting" and s.before is not None]
            if found:
                return max(found, key=lambda s: (s.fineness, -s.first))
        return self.items.heads.get(self.items.of(sentence))

    def back_from(self, sentence: int) -> range:
        """The sentence and those just before it, of one item of a round-up."""
        return range(sentence, max(self.items.floor(sentence) - 1, sentence - _BACK - 1), -1)

    def _turns(self, sentence: int) -> bool:
        """ "Elsewhere, ..." at the head of a sentence."""
        first, end = self.reading.bounds[sentence]
        return any(tuple(self.reading.lower[first : min(end, first + len(p))]) == p for p in self.words.turning)
