"""Where and when the event of each number was: its own place and date, else what the text says of its event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tasks.nlp.assertions.claimants import report_verbs
from tasks.nlp.findings import Claim, Event, PlaceMention
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.grammar.vocabulary import table
from tasks.nlp.settings.datelines import dateline_end, line_starts
from tasks.nlp.settings.event_days import dates_by_sentence
from tasks.nlp.settings.happenings import HappeningWords
from tasks.nlp.settings.incident import Incident, numbered
from tasks.nlp.settings.incident_numbers import IncidentNumbers
from tasks.nlp.settings.items import HEAD, items
from tasks.nlp.settings.placed import Placed
from tasks.nlp.settings.sites import SiteReader
from tasks.nlp.settings.telling import SURE, Telling
from tasks.nlp.settings.tellings import Setting
from tasks.nlp.settings.ties import Ties, TieWords
from tasks.nlp.settings.totals import is_wide, place_of_total
from tasks.nlp.victims.victims import VictimGroup

_BARE = "events.harm."
_TOLD_BEFORE = 2  # sentences before "12 people were killed" that may tell by what
_HARMFUL = frozenset({"ASSAULT", "HAZARD", "PROTEST"})


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
        foreign = frozenset(telling.sentence for incident in incidents[1:] for telling in incident.tellings)
        told = reading.doc._.events or () if reading.doc.has_extension("events") else ()
        events_of = {n: told[claim.event] for n, claim in enumerate(claims) if claim.event is not None}
        events = [Placed(setting, incident, foreign) for incident in incidents]
        placed = {n: event for event in events for n in _claims_of(event.incident)}
        umbrellas = _umbrellas(tellings)
        own = {telling.claim: telling for telling in tellings if telling.claim is not None}
        first = min(placed, default=0)
        main = placed[first].place(own[first]) if placed else None
        settled = []
        total: PlaceMention | None = None
        for n, claim in enumerate(numbered(claims, incidents)):
            where = placed.get(n)
            place = where.place(own[n]) if where else place_of_total(setting, own[n], total)
            total = place if where is None and place is not None and is_wide(place) else total
            event = events_of.get(n)
            if place is None and event is not None and where is not None:
                place = event.place
            if place is None and where is not None and not own[n].hypothetical:
                place = main
            date = self._date(own[n], where) or umbrellas[n]
            date = date or (_day_before(incidents, where.incident) or setting.items.day if where else None)
            settled.append(replace(claim, place=place, date=date))
        return tuple(settled)

    @staticmethod
    def _date(own: Telling, where: Placed | None) -> str | None:
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
        sites = self._sites.read(reading, sources)
        in_items = any(site.role == HEAD for here in sites.values() for site in here[:1])
        dates = dates_by_sentence(reading, 0 if in_items else dateline_end(reading), self._words)
        return Setting(
            reading,
            sites,
            ties,
            self._words,
            happenings,
            dates,
            self._capitals,
            self._sites.towns,
            items(reading, sites, dates),
            [n for n, (first, _) in enumerate(reading.bounds) if line_starts(reading, first)],
        )


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
    """Index of the event nearest to the number in its sentence, else of the last one before it.

    A bare word of harm ("were killed") is an event of its own only where no other is told in the sentences before.
    """
    if not events:
        return None
    sentence = reading.sentence[group.first]
    start, stop = reading.span(*reading.bounds[sentence])
    ordered = _by_start(reading, events)
    near = ordered[bisect_left(ordered, (start, 0)) : bisect_left(ordered, (stop, 0))]
    if near:
        told = [each for each in near if not _is_bare(events[each[1]])]
        if not told:
            earlier = reading.span(*reading.bounds[max(0, sentence - _TOLD_BEFORE)])[0]
            told = ordered[bisect_left(ordered, (earlier, 0)) : bisect_left(ordered, (start, 0))]
            told = [each for each in told if events[each[1]].plover_type in _HARMFUL and not _is_bare(events[each[1]])]
        return min((abs(at - group.start), i) for at, i in told or near)[1]
    before = bisect_left(ordered, (group.start + 1, 0))
    return ordered[bisect_left(ordered, (ordered[before - 1][0], 0))][1] if before else None


def _is_bare(event: Event) -> bool:
    """Whether a harm word alone makes the event, and nobody is said to have done it."""
    return event.rule_id.startswith(_BARE) and event.actor is None


def _by_start(reading: Reading, events: tuple[Event, ...]) -> list[tuple[int, int]]:
    """(First character, index) of each event, in the order of the text; kept with the text."""
    kept: tuple[tuple[Event, ...], list[tuple[int, int]]] | None = reading.doc.user_data.get("sitrep_event_starts")
    if kept is None or kept[0] is not events:
        kept = events, sorted((event.start, i) for i, event in enumerate(events))
        reading.doc.user_data["sitrep_event_starts"] = kept
    return kept[1]


__all__ = ["Settings", "event_of"]
