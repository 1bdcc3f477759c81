"""Which numbers of a text tell of the same event (casualty-claims.md, section 8).

Each telling is weighed against every event told so far; the best one takes it where its points are positive, else the
telling opens a new event. The weights below are all the evidence there is; they were set by hand, not fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tasks.nlp.findings import Claim
from tasks.nlp.grammar.nearness import Nearness, compared
from tasks.nlp.settings.happenings import GENERAL, VIOLENT, Happening, HappeningWords
from tasks.nlp.settings.sites import Site
from tasks.nlp.settings.spots import SETTLEMENT
from tasks.nlp.settings.tellings import Telling

CURRENT = 1.5  # the event told last ...
PAST = -0.75  # any other event: it takes more than a word that would fit
SENTENCE = 2.0  # ... in this very sentence
MAIN = 0.25  # the event that the text is about
SAME_PLACE, APART, ELSEWHERE = 3.0, -4.5, -1.25  # another town far away; another name of unknown whereabouts
ABOUT, AWAY = 1.0, -2.5  # the same of a place that only stands near
SAME_DAY, IN_PERIOD, OTHER_DAY = 1.5, 0.5, -4.0
NEXT_DAY = -1.0  # a night and its morning are told with either day
BACKGROUND = -4.0  # "in October", in a text of March that dates nothing else
SAME_NOUN, FITTING_NOUN, OTHER_KIND = 1.5, 0.5, -2.0  # "the blast" of a bombing; "the crash" of a bombing
POINTING = 1.0  # "the attack", with a fitting event before
OTHER = -4.0  # "another attack", "a separate blast"
SAME_ORDINAL, OTHER_ORDINAL = 4.0, -4.0  # "the second explosion"
TURNING = -2.5  # "Elsewhere, ..."
HOURS = -1.5  # "Hours later, ...", with a place
SAME_COUNT = 2.0  # the same number for the same harm, from three on
SAME_NAME = 3.0
REALM = -9.0  # a plan, a drill, a novel, and what really was: never one event
DIFFUSE = -4.0  # "violence in Syria", and a car bombing in one of its towns
OPENING_PLACE = -1.0  # "a bomb" in a place of its own, where the event before has one

_CAPTIVITY = frozenset({"abducted", "missing", "injured"})
_TELLING_COUNT = 3
_SURE = 2.5  # a date less firm than this is weaker evidence
_REMEMBERED = 12  # events besides the first that a telling is weighed against
_LEARNT = 40  # different places, and dates, that one event is known by


@dataclass(slots=True)
class Incident:
    """What is known of one event so far."""

    order: int
    sites: list[Site] = field(default_factory=list)
    near: list[Site] = field(default_factory=list)
    places: set[tuple[object, ...]] = field(default_factory=set)  # what tells the sites apart
    places_near: set[tuple[object, ...]] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    counts: set[tuple[str, int | None]] = field(default_factory=set)
    harms: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    ordinal: int = 0
    hypothetical: bool | None = None  # None: no number said so far
    sentence: int = -1
    tellings: list[Telling] = field(default_factory=list)


class IncidentNumbers:
    """Numbers the events of a text in the order in which it counts their victims."""

    def __init__(self, words: HappeningWords) -> None:
        self._words = words

    def incidents(self, tellings: Sequence[Telling], claims: Sequence[Claim], lower: Sequence[str]) -> list[Incident]:
        """The events of a text; `lower` are its words. Cumulative numbers belong to none."""
        known: list[Incident] = []
        current: Incident | None = None
        for telling in tellings:
            claim = claims[telling.claim] if telling.claim is not None else None
            if claim is not None and claim.scope == "cumulative":
                continue
            current = self._incident(telling, claim, known, current, lower)
        return known

    def _incident(
        self,
        telling: Telling,
        claim: Claim | None,
        known: list[Incident],
        current: Incident | None,
        lower: Sequence[str],
    ) -> Incident:
        candidates = known if len(known) <= _REMEMBERED else [known[0], *known[-_REMEMBERED:]]
        scored = [(self.points(telling, claim, each, current, lower), -each.order, each) for each in candidates]
        best = max(scored, key=lambda each: each[:2], default=None)
        if claim is not None and claim.scope == "subset" and current is not None:
            best = (1.0, 0, current)
        if best is not None and best[0] > 0:
            incident = best[2]
        else:
            incident = Incident(len(known) + 1)
            known.append(incident)
        if incident.hypothetical is None and claim is not None:
            incident.hypothetical = telling.hypothetical
        self._learn(incident, telling, claim, lower)
        return incident

    def points(
        self,
        telling: Telling,
        claim: Claim | None,
        incident: Incident,
        current: Incident | None,
        lower: Sequence[str],
    ) -> float:
        """The evidence that the telling is of the incident; positive: it is."""
        points = MAIN if incident.order == 1 else 0.0
        if incident is current:
            same_sentence = incident.sentence == telling.sentence
            points += CURRENT + (SENTENCE if same_sentence else 0.0)
            points += TURNING if telling.turning and not same_sentence else 0.0
            points += HOURS if telling.same_day and telling.sites and not (telling.turning or same_sentence) else 0.0
        else:
            points += PAST
        points += self._place(telling, incident)
        points += self._day(telling, claim, incident)
        unreal = claim is not None and incident.hypothetical not in (None, telling.hypothetical)
        points += REALM if unreal and not telling.kinds else 0.0
        points += self._nouns(telling, incident, lower)
        points += DIFFUSE if self._stands_out(telling, incident, lower) else 0.0
        if claim is not None and (claim.harm, claim.low) in incident.counts and (claim.low or 0) >= _TELLING_COUNT:
            points += SAME_COUNT
        return points + (SAME_NAME if telling.names & incident.names else 0.0)

    def _place(self, telling: Telling, incident: Incident) -> float:
        site = telling.own_site
        if site is None or not incident.sites:
            return self._about(telling, incident)
        narrow = [each for each in incident.sites if each.fineness >= SETTLEMENT] or incident.sites
        nearness = _nearest(site, narrow)
        if nearness is Nearness.SAME:
            return SAME_PLACE
        if nearness is Nearness.APART or ("arrest" in telling.kinds and _are_towns(site, narrow)):
            return APART
        if nearness is Nearness.UNKNOWN:
            opening = any(h.opening for h in telling.happenings)
            return ELSEWHERE + (OPENING_PLACE if opening else 0.0)
        return 0.0

    @staticmethod
    def _about(telling: Telling, incident: Incident) -> float:
        """Where one of the two has no place of its own, those that stand near speak, more softly."""
        points_back = any(h.pointing for h in telling.happenings)
        site, known = telling.own_site or (None if points_back else telling.near), incident.sites or incident.near
        if site is None or not known or site.fineness < SETTLEMENT:
            return 0.0
        nearness = _nearest(site, known)
        return ABOUT if nearness is Nearness.SAME else AWAY if nearness is Nearness.APART else 0.0

    def _day(self, telling: Telling, claim: Claim | None, incident: Incident) -> float:
        day = telling.date
        if day is None:
            return 0.0
        if not incident.dates:
            return BACKGROUND if telling.remote and telling.sentence != incident.sentence else 0.0
        if day in incident.dates:
            return SAME_DAY
        days = {known for known in incident.dates if len(known) == len(day)} or incident.dates
        if any(known.startswith(day) or day.startswith(known) for known in days):
            return IN_PERIOD
        return self._other_day(telling, day, claim, incident)

    @staticmethod
    def _other_day(telling: Telling, day: str, claim: Claim | None, incident: Incident) -> float:
        """What a day that is not the incident's costs."""
        if claim is not None and claim.harm == "killed" and incident.harms and incident.harms <= _CAPTIVITY:
            return 0.0  # the hostages were killed, the wounded died days later
        if telling.counts:
            return 0.0  # "11 were missing on Monday"
        if any(_days_between(day, known) == 1 for known in incident.dates):
            return NEXT_DAY
        return OTHER_DAY / 2 if telling.firmness < _SURE else OTHER_DAY

    def _nouns(self, telling: Telling, incident: Incident, lower: Sequence[str]) -> float:
        """What the event words say: of the same kind, pointing back, another one, the second one."""
        points = 0.0
        told = [h for h in telling.happenings if not h.aside] or list(telling.happenings)
        fresh = [h for h in told if h.noun]
        if any(h.other for h in fresh):
            points += OTHER
        ordinal = _ordinal(telling)
        if ordinal:
            points += self._ordinal(ordinal, incident)
        if not incident.kinds or not told:
            return points
        if not any(self._fits(h, incident) for h in told):
            return points + OTHER_KIND
        pointing = [h for h in fresh if h.pointing and self._fits(h, incident)]
        if any(_word(h, lower) in incident.nouns for h in pointing):
            return points + SAME_NOUN + POINTING
        back = any(h.kind in incident.kinds or h.kind in (GENERAL, VIOLENT) for h in pointing)
        return points + (POINTING if back else 0.0) + FITTING_NOUN

    def _stands_out(self, telling: Telling, incident: Incident, lower: Sequence[str]) -> bool:
        """Whether the incident is violence all over a country, and the telling one event in a town of it."""
        if not incident.nouns or not incident.nouns <= self._words.diffuse or not incident.sites:
            return False
        if telling.site is None or telling.site.fineness < SETTLEMENT:
            return False
        told = {_word(h, lower) for h in telling.happenings if h.noun}
        return bool(told - self._words.diffuse) and all(site.fineness < SETTLEMENT for site in incident.sites)

    @staticmethod
    def _ordinal(ordinal: int, incident: Incident) -> float:
        if incident.ordinal:
            return SAME_ORDINAL if incident.ordinal == ordinal else OTHER_ORDINAL
        return 0.0 if ordinal == 1 else OTHER_ORDINAL

    def _fits(self, happening: Happening, incident: Incident) -> bool:
        return any(self._words.compatible(happening.kind, kind) for kind in incident.kinds)

    @staticmethod
    def _learn(incident: Incident, telling: Telling, claim: Claim | None, lower: Sequence[str]) -> None:
        incident.sentence = telling.sentence
        incident.tellings.append(telling)
        _learn_site(incident.sites, incident.places, telling.own_site)
        _learn_site(incident.near, incident.places_near, telling.near)
        if telling.date is not None and len(incident.dates) < _LEARNT:
            incident.dates.add(telling.date)
        incident.kinds |= {h.kind for h in telling.happenings} | telling.kinds
        incident.nouns |= {_word(h, lower) for h in telling.happenings if h.noun}
        incident.names |= telling.names
        incident.ordinal = incident.ordinal or _ordinal(telling)
        if claim is not None:
            incident.counts.add((claim.harm, claim.low))
            incident.harms.add(claim.harm)


def _nearest(site: Site, others: Sequence[Site]) -> Nearness:
    """How near the nearest of the others lies."""
    found = Nearness.APART
    for other in others:
        found = max(found, compared(site.mention, other.mention))
        if found is Nearness.SAME:
            break
    return found


def _learn_site(sites: list[Site], places: set[tuple[object, ...]], site: Site | None) -> None:
    """Add the site unless its place is known: a text names one place over and over."""
    if site is None or len(sites) >= _LEARNT:
        return
    mention = site.mention
    place = (site.fineness, mention.text.lower(), mention.name, mention.place_id, mention.lat, mention.lon)
    if place not in places:
        places.add(place)
        sites.append(site)


def numbered(claims: Sequence[Claim], incidents: Sequence[Incident]) -> list[Claim]:
    """The claims with the number of their incident, counted from 1 over those that hold a claim."""
    of_claim: dict[int, int] = {}
    order: dict[int, int] = {}
    for incident in incidents:
        of_claim.update({t.claim: incident.order for t in incident.tellings if t.claim is not None})
    for n in sorted(of_claim):
        order.setdefault(of_claim[n], len(order) + 1)
    return [replace(claim, incident=order[of_claim[n]] if n in of_claim else None) for n, claim in enumerate(claims)]


def _days_between(one: str, other: str) -> int | None:
    if len(one) != len("2000-01-01") or len(other) != len(one):
        return None
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _are_towns(one: Site, others: Sequence[Site]) -> bool:
    """Whether all are towns by their own names: of two close ones, that of an arrest is not that of the event."""
    return all(each.fineness == SETTLEMENT and each.mention.lat is not None for each in (one, *others))


def _ordinal(telling: Telling) -> int:
    """2 of "hours after the first attack, a second one"."""
    return max((h.ordinal for h in telling.happenings if not h.aside), default=0)


def _word(happening: Happening, lower: Sequence[str]) -> str:
    return " ".join(lower[happening.first : happening.end])
