"""Which place of a name is meant: size, what the text says contains it, and where the text's other places lie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asin, cos, log10, radians, sin, sqrt
from typing import TypeVar

from tasks.nlp.places.gazetteer import Entry, key
from tasks.nlp.places.toponyms import Toponym

# Points of a candidate before the context speaks; a town gets the decimal logarithm of its people (3 to 7.4).
BASE = {"continent": 12.0, "country": 9.0, "province": 6.3, "area": 6.3, "sea": 6.3, "district": 5.4, "county": 3.0}
OWN_TOWN = 5.0  # a town of our own table: small, but named because news names it
ALIAS_COST = 1.0
COUNTRY_GAIN, ADMIN1_GAIN = 3.0, 2.5
CONTAINED_GAIN = 8.0
KIND_GAIN = 2.0
ROUNDS = 3
MARGIN = 0.45  # candidates closer than this and farther apart than SAME_KM leave a name without coordinates
SAME_KM = 80.0
_EARTH_KM = 6371.0
_NO_VOTES = 1e-6

CAPITAL_GAIN = 1.0  # news of the world means the capital
MOST_CANDIDATES = 5
OUTLET_VOTES = 0.5  # the country of the newspaper counts as half a mention

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name means: an entry, or none and what it may mean, the likeliest first."""

    entry: Entry | None
    candidates: tuple[Entry, ...] = ()


_UNKNOWN = Choice(None)


@dataclass(frozen=True, slots=True)
class Context:
    """The text's votes for countries and (country, admin1) divisions; no name votes for itself."""

    countries: dict[str, float] = field(default_factory=dict)
    divisions: dict[tuple[str, str], float] = field(default_factory=dict)

    def without(self, entry: Entry | None, weight: float) -> Context:
        """The context that the other names give."""
        if entry is None or not entry.country:
            return self
        division = (entry.country, entry.admin1)
        countries = {**self.countries, entry.country: self.countries.get(entry.country, 0.0) - weight}
        divisions = self.divisions
        if entry.admin1:
            divisions = {**divisions, division: divisions.get(division, 0.0) - weight * _division_weight(entry)}
        return Context(countries, divisions)


def resolve(
    toponyms: Sequence[Toponym],
    containers: Sequence[Toponym | None],
    demonyms: Counter[str],
    outlet_country: str | None = None,
    capitals: frozenset[tuple[str, str]] = frozenset(),
) -> list[Choice]:
    """One choice for each toponym. `containers[i]`: "Homs province" of "Rastan, in Homs province"; `demonyms`:
    countries by how often the text calls somebody theirs; `outlet_country`: alpha-3 of who publishes the text;
    `capitals`: (key, alpha-3) of capitals."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, toponym in enumerate(toponyms):
        groups[key(toponym.text)].append(i)
    given: dict[str, float] = dict(demonyms)
    if outlet_country:
        given[outlet_country] = given.get(outlet_country, 0.0) + OUTLET_VOTES
    context = Context(countries=given)
    chosen: dict[str, Choice] = {}
    for _ in range(ROUNDS):
        chosen = {
            name: _best(
                members,
                toponyms,
                containers,
                context.without(chosen.get(name, _UNKNOWN).entry, len(members) ** 0.5),
                capitals,
            )
            for name, members in groups.items()
        }
        context = _context(chosen, groups, given)
    return [chosen[key(toponym.text)] for toponym in toponyms]


def _best(
    members: list[int],
    toponyms: Sequence[Toponym],
    containers: Sequence[Toponym | None],
    context: Context,
    capitals: frozenset[tuple[str, str]],
) -> Choice:
    """One sense a text: the entry with the most points over all mentions of a name."""
    entries = toponyms[members[0]].entries
    if not entries:
        return _UNKNOWN
    own = [containers[i] for i in members]
    kinds = {toponyms[i].kind for i in members}
    shares = Context(_shares(context.countries), _shares(context.divisions))
    name = key(toponyms[members[0]].text)
    gains = [CAPITAL_GAIN * (e.kind == "city" and (name, e.country) in capitals) for e in entries]
    points_of = (_points(e, own, kinds, shares) + gain for e, gain in zip(entries, gains, strict=True))
    scored = sorted(((points, n) for n, points in enumerate(points_of)), key=lambda s: (-s[0], s[1]))
    first = entries[scored[0][1]]
    for points, n in scored[1:]:
        if scored[0][0] - points >= MARGIN:
            break
        if kilometres(first, entries[n]) > SAME_KM:
            return Choice(None, tuple(entries[k] for _, k in scored[:MOST_CANDIDATES]))
    return Choice(first)


def _points(entry: Entry, own: list[Toponym | None], kinds: set[str | None], context: Context) -> float:
    points = BASE.get(entry.kind) or (log10(entry.population) if entry.population else OWN_TOWN)
    points -= ALIAS_COST if entry.alias else 0.0
    points += COUNTRY_GAIN * context.countries.get(entry.country, 0.0)
    points += ADMIN1_GAIN * context.divisions.get((entry.country, entry.admin1), 0.0) if entry.admin1 else 0.0
    points += KIND_GAIN if entry.kind in kinds else 0.0
    if any(container is not None and _holds(container, entry) for container in own):
        points += CONTAINED_GAIN
    return points


def _holds(container: Toponym, entry: Entry) -> bool:
    """Whether one reading of `container` is the country or division of `entry`, or lies close as a town would."""
    return any(
        place.country == entry.country
        and place.place_id != entry.place_id
        and (place.kind == "country" or (place.admin1 == entry.admin1 != "") or kilometres(place, entry) < SAME_KM)
        for place in container.entries
    )


def _context(chosen: dict[str, Choice], groups: dict[str, list[int]], given: dict[str, float]) -> Context:
    countries: dict[str, float] = dict(given)
    divisions: dict[tuple[str, str], float] = {}
    for name, choice in chosen.items():
        entry = choice.entry
        if entry is None or not entry.country:
            continue
        weight = len(groups[name]) ** 0.5
        countries[entry.country] = countries.get(entry.country, 0.0) + weight
        if entry.admin1:
            division = (entry.country, entry.admin1)
            divisions[division] = divisions.get(division, 0.0) + weight * _division_weight(entry)
    return Context(countries, divisions)


def _division_weight(entry: Entry) -> int:
    """A province that is named says more of where the text is than a town in it."""
    return 2 if entry.kind == "province" else 1


def _shares(votes: dict[K, float]) -> dict[K, float]:
    total = sum(votes.values())
    return {name: count / total for name, count in votes.items()} if total > _NO_VOTES else {}


def kilometres(one: Entry, other: Entry) -> float:
    """Great-circle distance (haversine)."""
    lat1, lon1, lat2, lon2 = map(radians, (one.lat, one.lon, other.lat, other.lon))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, chord)))
