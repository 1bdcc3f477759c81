"""One event of a text: what is known of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tasks.nlp.findings import Claim
from tasks.nlp.settings.happenings import Happening
from tasks.nlp.settings.sites import Site
from tasks.nlp.settings.telling import Telling

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
    item: int = 0
    background: bool = False  # of a month or year, or long ago, beside a main event of these days
    recent: bool = False  # of the days just before the text
    hypothetical: bool | None = None  # None: no number said so far
    sentence: int = -1
    tellings: list[Telling] = field(default_factory=list)


def learn(incident: Incident, telling: Telling, claim: Claim | None, lower: Sequence[str]) -> None:
    """Add what a telling says to the event."""
    incident.sentence = telling.sentence
    incident.tellings.append(telling)
    _learn_site(incident.sites, incident.places, telling.own_site)
    _learn_site(incident.near, incident.places_near, telling.near)
    if telling.date is not None and len(incident.dates) < _LEARNT:
        incident.dates.add(telling.date)
    incident.recent = incident.recent or telling.recent
    incident.kinds |= {h.kind for h in telling.happenings} | telling.kinds
    incident.nouns |= {word_of(h, lower) for h in telling.happenings if h.noun}
    incident.names |= telling.names
    incident.ordinal = incident.ordinal or ordinal_of(telling)
    if claim is not None:
        incident.counts.add((claim.harm, claim.low))
        incident.harms.add(claim.harm)


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


def ordinal_of(telling: Telling) -> int:
    """2 of "hours after the first attack, a second one"."""
    return max((h.ordinal for h in telling.happenings if not h.aside), default=0)


def word_of(happening: Happening, lower: Sequence[str]) -> str:
    """The words of an event as printed, in lower case."""
    return " ".join(lower[happening.first : happening.end])
