"""Where and when one event of a text was, by all that its tellings tie to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tasks.nlp.findings import PlaceMention
from tasks.nlp.grammar.nearness import Nearness, compared
from tasks.nlp.settings.incident import Incident
from tasks.nlp.settings.sites import COUNTRY, Site, held_by
from tasks.nlp.settings.spot_words import LANDMARK, SETTLEMENT
from tasks.nlp.settings.telling import SURE, Telling
from tasks.nlp.settings.tellings import Setting
from tasks.nlp.settings.ties import FIRM, Tied

_SOMEBODYS = frozenset({"authority", "official", "owner", "origin", "loose"})
EVENT_ONLY = -0.5  # a place of a sentence that counts nobody weighs less
LATER, _LATE = 0.1, 1.0  # each telling further on weighs a little less ...
FURTHER, _FAR = 0.25, 3.0  # ... and each sentence much less for a town that would take the first one's place
ARREST = -3.0  # where those who did it were caught
HOME = 1.5  # the town of the dateline
_FIRMEST = 5.0
BESIDE = 1.0  # a street of a sentence beside those that tell of the event
_GOING_ON = 4  # sentences behind the first that still tell of the main event
_TOLD_AROUND = 4  # sentences with numbers around which the day is looked for
_DAY = 10  # letters of an ISO day
_LEAD = 3  # sentences at the head of a text whose place is the main event's


@dataclass(frozen=True)
class Placed:
    """One event with the places that its tellings tie to it. What they say together is worked out once (no slots)."""

    setting: Setting
    incident: Incident
    foreign: frozenset[int] = frozenset()  # sentences that tell of other events

    def place(self, telling: Telling) -> PlaceMention | None:
        """The event's place; the number's own where it lies elsewhere (unrest in several towns)."""
        if telling.sites and _of_several(telling):
            return telling.sites[0].site.mention  # "two attacks in Hale and Oru": not the place of one of them
        best = self._best
        own = telling.site
        if best is not None and self._spread:
            return (own or self._wide or best).mention
        if best is None or (own is not None and telling.fled):
            return own.mention if own else self._fallback
        if own is None:
            return best.mention
        nearness = compared(own.mention, best.mention)
        if own.fineness < SETTLEMENT:
            return own.mention if nearness in (Nearness.APART, Nearness.UNKNOWN) else best.mention
        mine = nearness is Nearness.APART or (nearness is Nearness.UNKNOWN and own.fineness >= best.fineness)
        return own.mention if mine else best.mention

    @cached_property
    def _spread(self) -> bool:
        """Whether a storm or epidemic is counted in towns far apart: each number keeps its own place."""
        if not self.incident.kinds & self.setting.words.wide:
            return False
        towns = [t.site for t in self.incident.tellings if t.site is not None and t.site.fineness >= SETTLEMENT]
        return any(compared(one.mention, towns[0].mention) is Nearness.APART for one in towns[1:])

    @cached_property
    def _wide(self) -> Site | None:
        """The country or province of the first number that names one."""
        told = (t.site for t in self.incident.tellings if t.claim is not None and t.site is not None)
        return next((site for site in told if site.fineness < SETTLEMENT), None)

    @cached_property
    def _best(self) -> Site | None:
        """The narrowest firm place, resolved to the firmest place with coordinates where it has none itself."""
        weighed = [
            (self._worth(t, site, n), site)
            for n, t in enumerate(self.incident.tellings)
            if t.claim is not None or self._is_surely(t)
            for site in t.sites
        ]
        if not weighed:
            return None
        best = self._narrowed([*weighed, *self._beside()])
        return replace(best, mention=self._held(best, [w[1].site for w in sorted(weighed, key=lambda each: -each[0])]))

    def _beside(self) -> Iterator[tuple[float, Tied]]:
        """Streets of the lead, in sentences that only go on telling: "Officers were called to Linden Road"."""
        first = self.incident.tellings[0].sentence
        last = first + _GOING_ON if self.incident.order == 1 and not self.setting.items.firsts else first - 1
        told = {t.sentence for t in self.incident.tellings}
        for sentence in range(first, last + 1):
            for site in self.setting.sites.get(sentence, ()) if sentence not in self.foreign | told else ():
                if site.fineness >= LANDMARK and site.role == "setting" and site.before is not None:
                    yield site.fineness + BESIDE, Tied(site, FIRM)

    def _narrowed(self, weighed: Sequence[tuple[float, Tied]]) -> Site:
        """The place told early and firmly; a narrower one, told anywhere, that may lie inside it is worth more."""
        first = self.incident.tellings[0].sentence

        def early(each: tuple[float, Tied]) -> tuple[float, int]:
            site = each[1].site
            return each[0] - min(_FAR, FURTHER * (site.sentence - first)), -site.first

        worth, tied = max(weighed, key=early)
        inside = (
            each
            for each in weighed
            if each[1].site.fineness > tied.site.fineness
            and compared(each[1].site.mention, tied.site.mention) is not Nearness.APART
        )
        if self._home is not None and self._home.key == tied.site.key:
            worth -= HOME  # that it is the dateline's speaks for the town, not against a street in it
        return max([(worth, tied), *inside], key=lambda each: (each[0], -each[1].site.first))[1].site

    def _worth(self, telling: Telling, tied: Tied, n: int) -> float:
        """Points of one place of the event: narrow, firm, early, where somebody is counted, in the dateline."""
        points = tied.site.fineness + 0.5 * min(_FIRMEST, tied.strength)
        points -= min(_LATE, LATER * n)
        points += EVENT_ONLY if telling.claim is None else 0.0
        points += ARREST if "arrest" in telling.kinds and not self._is_arrest else 0.0
        home = self._home
        return points + (HOME if home is not None and home.key == tied.site.key else 0.0)

    @cached_property
    def _is_arrest(self) -> bool:
        """Whether the event is an arrest and nothing else."""
        return all("arrest" in t.kinds for t in self.incident.tellings if t.claim is not None)

    @cached_property
    def _home(self) -> Site | None:
        return self.setting.dateline()

    def _held(self, best: Site, others: list[Site]) -> PlaceMention:
        """The mention of `best`; without coordinates it lies where the first of the others with some does."""
        if best.mention.lat is not None:
            return best.mention
        near = [site for site in self.setting.sites.get(best.sentence, ()) if site.role == "setting"]
        holder = next((site for site in (*others, *near) if site.mention.lat is not None), None)
        return held_by(best.mention, holder.mention) if holder else best.mention

    def _is_surely(self, telling: Telling) -> bool:
        """Whether a sentence that counts nobody tells of this event: "the blast", or its very kind of word."""
        sentences, kinds = self._told
        if not kinds:
            return not sentences.isdisjoint(range(telling.sentence - 1, telling.sentence + 2))
        return any(h.kind in kinds or h.pointing for h in telling.happenings)

    @cached_property
    def _told(self) -> tuple[frozenset[int], frozenset[str]]:
        """The sentences that count the event's victims, and the kinds of event that they name."""
        told = [t for t in self.incident.tellings if t.claim is not None]
        kinds = frozenset(kind for t in told for kind in (*t.kinds, *(h.kind for h in t.happenings)))
        return frozenset(t.sentence for t in told), kinds - {"general", "arrest"}

    @cached_property
    def _fallback(self) -> PlaceMention | None:
        """A place of the sentences before, of the lead for the text's main event, at last of the dateline."""
        first = min(t.sentence for t in self.incident.tellings)
        told = dict.fromkeys(t.sentence for t in self.incident.tellings if t.claim is not None)
        lead = range(_LEAD) if self.incident.order == 1 and not self.setting.items.firsts else range(0)
        later = [n for number in list(told)[1:_TOLD_AROUND] for n in self.setting.back_from(number)]
        for sentence, least in (
            *((n, COUNTRY) for n in (*self.setting.back_from(first), *lead)),
            *((n, SETTLEMENT) for n in later),
        ):
            here = self.setting.sites.get(sentence, ())
            settings = [s for s in here if s.role == "setting" and s.before is not None and s.fineness >= least]
            if settings:
                return self._held(max(settings, key=lambda s: (s.fineness, -s.first)), settings)
        head = self.setting.items.heads.get(self.setting.items.of(first))
        if head is not None:
            return head.mention
        return self._of_somebody() or (self._dateline() if self.incident.order == 1 else None)

    def _of_somebody(self) -> PlaceMention | None:
        """At last the town that the sentence of a number gives for those who act or suffer: "Oru police", "of Oru"."""
        for sentence in dict.fromkeys(t.sentence for t in self.incident.tellings if t.claim is not None):
            named = [
                s for s in self.setting.sites.get(sentence, ()) if s.role in _SOMEBODYS and s.fineness >= SETTLEMENT
            ]
            if named:
                return self._held(named[0], named)
        return None

    def _dateline(self) -> PlaceMention | None:
        """The town of a dateline, unless it is a capital: from there correspondents report on a whole country."""
        town = self.setting.dateline()
        return None if town is None or town.mention.name in self.setting.capitals else town.mention

    @cached_property
    def _dated(self) -> Telling | None:
        """The telling with the most precise date, of equals a sure one, then one with a number, then the first."""
        first = self.incident.tellings[0].sentence
        dated = [t for t in self.incident.tellings if t.date and not (t.remote and t.sentence - first > _LEAD)]
        told = [t for t in dated if "arrest" not in t.kinds] or (dated if self._is_arrest else [])
        return max(told, key=_worth_of_date, default=None)

    @cached_property
    def date(self) -> str | None:
        """The date of the event."""
        told = self._dated
        if told is None or told.date is None:
            return self._near
        near = self._near
        if near is None:
            return told.date
        coarse = len(told.date) < _DAY and near.startswith(told.date) and not told.earlier
        return near if coarse or (told.counts and near <= told.date) else told.date  # it is counted afterwards

    @cached_property
    def _near(self) -> str | None:
        numbers = dict.fromkeys(t.sentence for t in self.incident.tellings if t.claim is not None)
        near = (self.setting.date_near(number) for number in list(numbers)[:_TOLD_AROUND])
        return next((date for date in near if date is not None), None)

    @cached_property
    def firmness(self) -> float:
        """How firm the date is."""
        told = self._dated
        return max(told.firmness if told is not None else 0.0, SURE if self._near else 0.0)


def _worth_of_date(telling: Telling) -> tuple[int, bool, bool, bool, int]:
    exact, sure = len(telling.date or ""), telling.firmness >= SURE
    return exact, not telling.counts, sure, telling.claim is not None, -telling.sentence


def _of_several(telling: Telling) -> bool:
    """ "two attacks in Hale and Oru": of more than one event."""
    nouns = [h for h in telling.happenings if h.noun]
    return bool(nouns) and all(h.several for h in nouns)
