"""Where and when the event of each number was: its own place and date, else what the text says of its event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tasks.nlp.assertions.claimants import report_verbs
from tasks.nlp.findings import Claim, Event, PlaceMention
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.nearness import Nearness, compared
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.grammar.vocabulary import table
from tasks.nlp.settings.event_days import dates_by_sentence
from tasks.nlp.settings.happenings import HappeningWords
from tasks.nlp.settings.incident_numbers import Incident, IncidentNumbers, numbered
from tasks.nlp.settings.sites import COUNTRY, Site, SiteReader, held_by
from tasks.nlp.settings.spots import SETTLEMENT
from tasks.nlp.settings.tellings import SURE, Setting, Telling
from tasks.nlp.settings.ties import Tied, Ties, TieWords
from tasks.nlp.victims.victims import VictimGroup

_SOMEBODYS = frozenset({"authority", "owner", "origin", "loose"})
EVENT_ONLY = -0.5  # a place of a sentence that counts nobody weighs less
LATER, _LATE = 0.1, 1.0  # each telling further on weighs a little less
HOME = 1.5  # the town of the dateline
_FIRMEST = 5.0
_BACK = 2  # sentences before a number in which a place may stand for its event where nothing else does
_LEAD = 3  # sentences at the head of a text whose place is the main event's


class Settings:
    """Gives the claims of a text their place, date and incident number."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where incidents.toml, places.toml or report_verbs.toml lacks a table."""
        self._sites = SiteReader(lexicon.tables)
        self._words = HappeningWords(lexicon)
        self._numbers = IncidentNumbers(self._words)
        self._capitals = frozenset(
            each for row in table(lexicon.tables, "demonyms", "countries") for each in row["capitals"]
        )
        self._tie_words = TieWords.of(lexicon, report_verbs(lexicon), self._sites.moved)

    def settled(self, reading: Reading, found: Sequence[tuple[VictimGroup, Claim]]) -> tuple[Claim, ...]:
        """The claims with place, date and incident; cumulative ones have only what their own sentence gives."""
        claims = [claim for _, claim in found]
        spans = [(c.claimant_start, c.claimant_end) for c in claims]
        setting = self._setting(reading, [(a, b) for a, b in spans if a is not None and b is not None])
        tellings = list(setting.tellings(found))
        incidents = self._numbers.incidents(tellings, claims, reading.lower)
        events = [_Placed(setting, incident) for incident in incidents]
        placed = {n: event for event in events for n in _claims_of(event.incident)}
        umbrellas = _umbrellas(tellings)
        own = {telling.claim: telling for telling in tellings if telling.claim is not None}
        first = min(placed, default=0)
        main = placed[first].place(own[first]) if placed else None
        settled = []
        for n, claim in enumerate(numbered(claims, incidents)):
            where = placed.get(n)
            place = where.place(own[n]) if where else self._alone(setting, own[n])
            if place is None and where is not None and not own[n].hypothetical:
                place = main
            date = self._date(own[n], where) or umbrellas[n]
            date = date or (_day_before(incidents, where.incident) if where else None)
            settled.append(replace(claim, place=place, date=date))
        return tuple(settled)

    @staticmethod
    def _alone(setting: Setting, telling: Telling) -> PlaceMention | None:
        """The place of a running total: its own, else the country or province that its sentence or the last names."""
        own = telling.site
        if own is not None:
            return own.mention
        for number in range(telling.sentence, max(-1, telling.sentence - _LEAD - 1), -1):
            wide = [
                s for s in setting.sites.get(number, ()) if s.fineness < SETTLEMENT and s.role in ("setting", "owner")
            ]
            if wide:
                return max(wide, key=lambda s: (s.role == "setting", -s.fineness)).mention
        return None

    @staticmethod
    def _date(own: Telling, where: _Placed | None) -> str | None:
        """The number's own date; its event's where that is surer or says the same more precisely."""
        shared = where.date if where else None
        if own.date is None or shared is None:
            return own.date or shared
        surer = (own.counts or own.firmness < SURE) and where is not None and where.firmness > own.firmness
        return shared if shared.startswith(own.date) or surer else own.date

    def _setting(self, reading: Reading, sources: Sequence[tuple[int, int]] = ()) -> Setting:
        happenings = {
            n: tuple(self._words.found(reading, n)) for n in range(len(reading.bounds)) if n not in reading.tables
        }
        words = frozenset(w for here in happenings.values() for h in here for w in range(h.first, h.end) if h.noun)
        ties = Ties(reading, self._tie_words, words)
        return Setting(
            reading,
            self._sites.read(reading, sources),
            ties,
            self._words,
            happenings,
            dates_by_sentence(reading),
            self._capitals,
            self._sites.towns,
        )


@dataclass(frozen=True)
class _Placed:
    """One event with the places that its tellings tie to it. What they say together is worked out once (no slots)."""

    setting: Setting
    incident: Incident

    def place(self, telling: Telling) -> PlaceMention | None:
        """The event's place; the number's own where it lies elsewhere (unrest in several towns)."""
        if telling.sites and _of_several(telling):
            return telling.sites[0].site.mention  # "two attacks in Hale and Oru": not the place of one of them
        best = self._best
        own = telling.site
        if best is None:
            return own.mention if own else self._fallback
        if own is None:
            return best.mention
        nearness = compared(own.mention, best.mention)
        if own.fineness < SETTLEMENT:
            return own.mention if nearness in (Nearness.APART, Nearness.UNKNOWN) else best.mention
        mine = nearness is Nearness.APART or (nearness is Nearness.UNKNOWN and own.fineness >= best.fineness)
        return own.mention if mine else best.mention

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
        best = max(weighed, key=lambda each: (each[0], -each[1].site.first))[1].site
        return replace(best, mention=self._held(best, [w[1].site for w in sorted(weighed, key=lambda each: -each[0])]))

    def _worth(self, telling: Telling, tied: Tied, n: int) -> float:
        """Points of one place of the event: narrow, firm, early, where somebody is counted, in the dateline."""
        points = tied.site.fineness + 0.5 * min(_FIRMEST, tied.strength) - min(_LATE, LATER * n)
        points += EVENT_ONLY if telling.claim is None else 0.0
        home = self._home
        return points + (HOME if home is not None and home.key == tied.site.key else 0.0)

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
        return frozenset(t.sentence for t in told), kinds - {"general"}

    @cached_property
    def _fallback(self) -> PlaceMention | None:
        """A place of the sentences before, of the lead for the text's main event, at last of the dateline."""
        first = min(t.sentence for t in self.incident.tellings)
        near = range(first, max(-1, first - _BACK - 1), -1)
        lead = range(_LEAD) if self.incident.order == 1 else range(0)
        for sentence in (*near, *lead):
            settings = [s for s in self.setting.sites.get(sentence, ()) if s.role == "setting" and s.before is not None]
            if settings:
                return self._held(max(settings, key=lambda s: (s.fineness, -s.first)), settings)
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
        told = [t for t in dated if "arrest" not in t.kinds] or dated
        return max(told, key=_worth_of_date, default=None)

    @cached_property
    def date(self) -> str | None:
        """The date of the event."""
        told = self._dated
        if told is not None and not told.counts:
            return told.date
        return self._near or (told.date if told is not None else None)

    @cached_property
    def _near(self) -> str | None:
        numbers = [t.sentence for t in self.incident.tellings if t.claim is not None]
        return self.setting.date_near(numbers[0]) if numbers else None

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


def _claims_of(incident: Incident) -> list[int]:
    return [telling.claim for telling in incident.tellings if telling.claim is not None]


def _umbrellas(tellings: Sequence[Telling]) -> dict[int, str | None]:
    """Number -> the day of several events told before as one: "On Monday two bombings killed 48. The first ..."."""
    found: dict[int, str | None] = {}
    date: str | None = None
    for telling in tellings:
        if telling.claim is not None:
            found[telling.claim] = date
            if telling.date is not None and any(h.several for h in telling.happenings):
                date = telling.date
    return found


def _day_before(incidents: Sequence[Incident], incident: Incident) -> str | None:
    """The day of the event told before, where the text goes on with "hours later" or "at the same time"."""
    if incident.order == 1 or not incident.tellings[0].same_day:
        return None
    return max(sorted(incidents[incident.order - 2].dates), key=len, default=None)


def event_of(reading: Reading, group: VictimGroup, events: tuple[Event, ...]) -> int | None:
    """Index of the event nearest to the number in its sentence, else of the last one before it."""
    if not events:
        return None
    start, stop = reading.span(*reading.bounds[reading.sentence[group.first]])
    ordered = _by_start(reading, events)
    near = ordered[bisect_left(ordered, (start, 0)) : bisect_left(ordered, (stop, 0))]
    if near:
        return min((abs(at - group.start), i) for at, i in near)[1]
    before = bisect_left(ordered, (group.start + 1, 0))
    return ordered[bisect_left(ordered, (ordered[before - 1][0], 0))][1] if before else None


def _by_start(reading: Reading, events: tuple[Event, ...]) -> list[tuple[int, int]]:
    """(First character, index) of each event, in the order of the text; kept with the text."""
    kept: tuple[tuple[Event, ...], list[tuple[int, int]]] | None = reading.doc.user_data.get("sitrep_event_starts")
    if kept is None or kept[0] is not events:
        kept = events, sorted((event.start, i) for i, event in enumerate(events))
        reading.doc.user_data["sitrep_event_starts"] = kept
    return kept[1]


__all__ = ["COUNTRY", "Settings", "event_of"]
