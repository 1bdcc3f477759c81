"""Which numbers of a text tell of the same event (casualty-claims.md, section 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tasks.nlp.findings import Claim, PlaceMention
from tasks.nlp.lexicon import Lexicon
from tasks.nlp.reading import Reading
from tasks.nlp.settings_of_claims import Surroundings
from tasks.nlp.victims import VictimGroup

_T = TypeVar("_T")
_BACK = 2  # sentences before a number in which its place and date may stand
_CAPTIVITY = frozenset({"abducted", "missing"})
_OWNERS = frozenset({"'s", "’s"})
_SAME_COUNT = 3  # from here on, the same number in the same harm is likely the same event


@dataclass(slots=True)
class _Incident:
    """What is known of one event so far."""

    number: int
    places: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    counts: set[tuple[str, int | None]] = field(default_factory=set)
    harms: set[str] = field(default_factory=set)
    claimants: set[str] = field(default_factory=set)
    last_sentence: int = 0

    def agrees(self, claim: Claim) -> bool:
        """Whether the date of the claim, if any, can be the incident's."""
        if claim.date is None or not self.dates:
            return True
        if claim.harm == "killed" and self.harms and self.harms <= _CAPTIVITY:
            return True  # the hostages were killed days later
        return any(date.startswith(claim.date) or claim.date.startswith(date) for date in self.dates)

    def learn(self, claim: Claim, scene: _Scene) -> None:
        """Take in where, when and how many the claim says."""
        self.last_sentence = scene.sentence
        self.places |= scene.places
        if claim.date is not None:
            self.dates.add(claim.date)
        self.harms.add(claim.harm)
        self.claimants.add(_claimant(claim))
        self.counts.add((claim.harm, claim.low))


class _Scene:
    """What the text says between the last number and this one: the sentences, their places, the nearest of them."""

    def __init__(
        self, reading: Reading, surroundings: Surroundings, group: VictimGroup, claim: Claim, incidents: list[_Incident]
    ) -> None:
        self.sentence = reading.sentence[group.first]
        self.current = max(range(len(incidents)), key=lambda i: incidents[i].last_sentence, default=0)
        last = incidents[self.current].last_sentence if incidents else -1
        self.first = min(self.sentence, max(last + 1, self.sentence - _BACK))
        told = [
            p for n in range(self.sentence, self.first - 1, -1) for p in surroundings.places_in(n) if not _is_wide(p)
        ]
        self.places = {place.text.lower() for place in told}
        own = claim.place if claim.place is not None and not _is_wide(claim.place) else None
        nearest = own or next(iter(told), None)
        self.place = nearest.text.lower() if nearest is not None else None


class IncidentNumbers:
    """Numbers the events of a text in the order in which it counts their victims."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._other = lexicon.word_set("scope", "incidents.other")
        self._nouns = lexicon.word_set("scope", "incidents.nouns")
        self._openings = lexicon.word_set("scope", "incidents.openings")
        self._openers = lexicon.word_set("scope", "incidents.openers")

    def number(
        self, reading: Reading, found: list[tuple[VictimGroup, Claim]], surroundings: Surroundings
    ) -> tuple[Claim, ...]:
        """The claims with incident number, place and date; cumulative claims have no incident."""
        incidents: list[_Incident] = []
        numbered = []
        for group, claim in found:
            if claim.scope == "cumulative":
                numbered.append(claim)
                continue
            incident = self._incident(reading, _Scene(reading, surroundings, group, claim, incidents), claim, incidents)
            numbered.append(replace(claim, incident=incident.number))
        return _filled([group for group, _ in found], numbered, surroundings)

    def _incident(self, reading: Reading, scene: _Scene, claim: Claim, incidents: list[_Incident]) -> _Incident:
        """The incident of the claim: by sentence, by place, by number, else the one last told of or a new one."""
        found = self._known(scene, claim, incidents)
        current = incidents[scene.current] if incidents else None
        if found is None and current is not None and not self._is_new(reading, scene, claim, current):
            found = current
        if found is None:
            found = _Incident(len(incidents) + 1)
            incidents.append(found)
        found.learn(claim, scene)
        return found

    @staticmethod
    def _known(scene: _Scene, claim: Claim, incidents: list[_Incident]) -> _Incident | None:
        """An incident that the claim can only belong to."""
        if incidents and (incidents[scene.current].last_sentence == scene.sentence or claim.scope == "subset"):
            return incidents[scene.current]
        agreeing = [each for each in incidents if each.agrees(claim)]
        known = [each for each in agreeing if scene.place is not None and scene.place in each.places]
        if (claim.low or 0) >= _SAME_COUNT and not known:
            known = [each for each in agreeing if (claim.harm, claim.low) in each.counts]
        return known[-1] if known else None

    def _is_new(self, reading: Reading, scene: _Scene, claim: Claim, current: _Incident) -> bool:
        """Whether the text has gone on to another event: another day, or another place or event word that says so."""
        if not current.agrees(claim):
            return True
        words = reading.lower[reading.bounds[scene.first][0] : reading.bounds[scene.sentence][1]]
        if any(word in self._other and self._nouns & set(words[i + 1 : i + 5]) for i, word in enumerate(words)):
            return True
        if scene.place is None or scene.place in current.places:
            return False
        told = any(word in self._openings and self._nouns & set(words[i + 1 : i + 4]) for i, word in enumerate(words))
        own = claim.place is not None and words[0] in self._openers
        return told or (bool(current.places) and own) or self._is_named(reading, scene, claim, current)

    def _is_named(self, reading: Reading, scene: _Scene, claim: Claim, current: _Incident) -> bool:
        """ "State media said 16 were wounded in Thursday's bombing near Damascus": an event of its own.

        It has an owner or a day before it, was not spoken of before, has another place and another claimant.
        """
        first, end = reading.bounds[scene.sentence]
        words = reading.lower[first:end]
        named = {n for i, word in enumerate(words) if word in _OWNERS for n in words[i + 1 : i + 4] if n in self._nouns}
        return bool(named - set(reading.lower[:first])) and _claimant(claim) not in current.claimants


def _filled(groups: list[VictimGroup], claims: list[Claim], surroundings: Surroundings) -> tuple[Claim, ...]:
    """Place and date that a claim does not give itself: its incident's, else those of the sentences just before.

    A country gives way to a narrower place of the same incident (section 7: the most specific one tied to the event).
    """
    places: dict[int, PlaceMention] = {}
    dates: dict[int, str] = {}
    for group, claim in zip(groups, claims, strict=True):
        if claim.incident is None:
            continue
        place = claim.place or _first(surroundings.place(group, back) for back in range(1, _BACK + 1))
        if place is not None and (claim.incident not in places or _is_wide(places[claim.incident])):
            places[claim.incident] = place
        date = claim.date or _first(surroundings.date(group, back) for back in range(1, _BACK + 1))
        if date is not None:
            dates.setdefault(claim.incident, date)
    filled = []
    for claim in _classed(groups, claims):
        shared = places.get(claim.incident) if claim.incident is not None else None
        place = shared if claim.place is None or (shared is not None and _is_wide(claim.place)) else claim.place
        date = claim.date or (dates.get(claim.incident) if claim.incident is not None else None)
        filled.append(replace(claim, place=place, date=date))
    return tuple(filled)


def _classed(groups: list[VictimGroup], claims: list[Claim]) -> Iterator[Claim]:
    """ "the victim", "he", a bare name: of the class that the single victim told of before has."""
    known: dict[tuple[int | None, str], str] = {}
    for group, claim in zip(groups, claims, strict=True):
        key = (claim.incident, claim.harm)
        one = group.low == 1 and group.kind in ("single", "name", "pronoun")
        if one and claim.victim_class != "unknown":
            known[key] = claim.victim_class
        points_back = group.kind == "pronoun" or (group.definite and group.kind == "single")
        yield (
            replace(claim, victim_class=known.get(key, "unknown"))
            if (one and points_back and claim.victim_class == "unknown")
            else claim
        )


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((each for each in found if each is not None), None)


def _claimant(claim: Claim) -> str:
    return (claim.claimant_name or claim.claimant or "").lower()


def _is_wide(place: PlaceMention) -> bool:
    return place.precision in ("country", "province")
