"""Which numbers of a text tell of the same event (casualty-claims.md, section 8).

Each telling is weighed against every event told so far; the best one takes it where its points are positive, else the
telling opens a new event. The weights below are all the evidence there is; they were set by hand, not fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tasks.nlp.findings import Claim
from tasks.nlp.grammar.nearness import Nearness, compared, is_country
from tasks.nlp.settings.happenings import GENERAL, VIOLENT, Happening, HappeningWords
from tasks.nlp.settings.incident import Incident, learn, ordinal_of, word_of
from tasks.nlp.settings.sites import Site
from tasks.nlp.settings.spot_words import AREA, LANDMARK, SETTLEMENT
from tasks.nlp.settings.telling import Telling

CURRENT = 1.5  # the event told last ...
PAST = -0.75  # any other event: it takes more than a word that would fit
SENTENCE = 2.0  # ... in this very sentence
MAIN = 0.25  # the event that the text is about
SAME_PLACE, APART, ELSEWHERE = 3.0, -4.5, -1.25  # another town far away; another name of unknown whereabouts
WIDE = -0.5  # another town of a storm that swept the land
OTHER_TOWN = -2.0  # the same of two towns or villages
ABOUT, AWAY = 1.0, -2.5  # the same of a place that only stands near
SAME_DAY, IN_PERIOD, OTHER_DAY = 1.5, 0.5, -4.0
FAR_DAY = -8.0  # a firm day two or more days from the event's, which is no unrest or storm that lasts
ARREST_DAY = -3.0  # an arrest with a day of its own, of an event without
OTHER_MONTH = -9.0  # "since June, when a clerk was killed there", after an event of Saturday
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
FLED = -1.0  # those who fled the event lived in other towns too
OTHER_ITEM = -5.0  # another paragraph of a round-up, with a place at its head
OPENING_PLACE = -1.0  # "a bomb" in a place of its own, where the event before has one

_CAPTIVITY = frozenset({"abducted", "missing", "injured"})
_ISO_DAY = 10  # letters
_TELLING_COUNT = 3
_SURE = 2.5  # a date less firm than this is weaker evidence
_REMEMBERED = 12  # events besides the first that a telling is weighed against
_LASTS = 5  # days of a storm or of unrest
_LEAD = 2  # up to this sentence a day of long ago is the main event's: a trial, an anniversary


class IncidentNumbers:
    """Numbers the events of a text in the order in which it counts their victims."""

    def __init__(self, words: HappeningWords) -> None:
        self._words = words

    def incidents(self, tellings: Sequence[Telling], claims: Sequence[Claim], lower: Sequence[str]) -> list[Incident]:
        """The events of a text; `lower` are its words. Cumulative numbers belong to none."""
        known: list[Incident] = []
        current: Incident | None = None
        arrests: Incident | None = None
        for telling in tellings:
            claim = claims[telling.claim] if telling.claim is not None else None
            if claim is not None and claim.scope == "cumulative":
                continue
            goes_on = arrests is not None and "arrest" in telling.kinds
            told = self._incident(telling, claim, known, arrests if goes_on else current, lower)
            if current is not None and told is not current and all("arrest" in t.kinds for t in told.tellings):
                arrests = told  # the text goes back to the event behind it
            elif current is None or not telling.hypothetical:
                current, arrests = told, None
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
            background = bool(known) and _is_long_ago(telling)
            incident = Incident(len(known) + 1, item=telling.item, background=background)
            known.append(incident)
        if incident.hypothetical is None and claim is not None:
            incident.hypothetical = telling.hypothetical
        learn(incident, telling, claim, lower)
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
        back = current is not None and self._turns_back(telling, current)
        telling = replace(telling, near=None) if back else telling
        if back and incident.order == 1:
            points += CURRENT
        elif back and incident is current:
            points += PAST
        elif incident is current:
            same_sentence = incident.sentence == telling.sentence
            points += CURRENT + (SENTENCE if same_sentence else 0.0)
            points += TURNING if telling.turning and not same_sentence else 0.0
            points += HOURS if telling.same_day and telling.sites and not (telling.turning or same_sentence) else 0.0
        else:
            points += PAST
        place, day = self._place(telling, incident), self._day(telling, claim, incident)
        if telling.fled and telling.date is None:
            place = max(place, FLED)
        points += place + (OTHER_DAY / 2 if day == NEXT_DAY and place < 0 else day)
        unreal = claim is not None and incident.hypothetical not in (None, telling.hypothetical)
        points += REALM if unreal and not (telling.kinds or telling.counts) else 0.0
        points += self._nouns(telling, incident, lower)
        points += OTHER_ITEM if telling.item != incident.item else 0.0
        points += DIFFUSE if self._stands_out(telling, incident, lower) else 0.0
        if claim is not None and (claim.harm, claim.low) in incident.counts and (claim.low or 0) >= _TELLING_COUNT:
            points += SAME_COUNT
        return points + (SAME_NAME if telling.names & incident.names else 0.0)

    @staticmethod
    def _turns_back(telling: Telling, current: Incident) -> bool:
        """Whether a new paragraph without a place of its own is the main event's again, after one of long ago."""
        if not current.background or telling.paragraph == current.tellings[-1].paragraph:
            return False
        return telling.own_site is None and (telling.date is None or not _is_long_ago(telling))

    def _place(self, telling: Telling, incident: Incident) -> float:
        site = telling.own_site
        if site is None or not incident.sites:
            return self._about(telling, incident)
        narrow = [each for each in incident.sites if each.fineness >= SETTLEMENT] or incident.sites
        nearness = _nearest(site, narrow)
        if nearness is Nearness.SAME:
            return SAME_PLACE
        if nearness <= Nearness.UNKNOWN and self._is_wide(telling, incident, site):
            return WIDE
        if nearness is Nearness.APART or ("arrest" in telling.kinds and _are_towns(site, narrow)):
            return APART
        if nearness is Nearness.UNKNOWN:
            opening = any(h.opening for h in telling.happenings)
            spot = LANDMARK in (site.fineness, *(each.fineness for each in narrow))
            return (ELSEWHERE if spot else OTHER_TOWN) + (OPENING_PLACE if opening else 0.0)
        return 0.0

    def _is_wide(self, telling: Telling, incident: Incident, site: Site) -> bool:
        """Whether a storm or epidemic told before may well have reached the place: one land, no other day or event."""
        if not incident.kinds & self._words.wide or (telling.date is not None and telling.date not in incident.dates):
            return False
        if any(h.opening or h.other or h.several for h in telling.happenings) or "arrest" in telling.kinds:
            return False
        lands = {other.mention.country for other in incident.sites}
        return site.mention.country is None or site.mention.country in lands or lands == {None}

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
        if not incident.dates and "arrest" in telling.kinds and incident.kinds - {"arrest"}:
            return ARREST_DAY
        if not incident.dates:
            lead = incident.order == 1 and telling.sentence <= _LEAD and len(day) == _ISO_DAY
            return BACKGROUND if telling.remote and telling.sentence != incident.sentence and not lead else 0.0
        if day in incident.dates:
            return SAME_DAY
        same = {known for known in incident.dates if len(known) == len(day)}
        days = same or {known for known in incident.dates if len(known) == _ISO_DAY} or incident.dates
        if any(known.startswith(day) or day.startswith(known) for known in days):
            return OTHER_MONTH if telling.earlier and incident.recent else IN_PERIOD
        return self._other_day(telling, day, claim, incident)

    def _other_day(self, telling: Telling, day: str, claim: Claim | None, incident: Incident) -> float:
        """What a day that is not the incident's costs."""
        if claim is not None and claim.harm == "killed" and incident.harms and incident.harms <= _CAPTIVITY:
            return 0.0  # the hostages were killed, the wounded died days later
        if telling.counts:
            return 0.0  # "11 were missing on Monday"
        if (
            telling.firmness >= _SURE
            and len(day) < _ISO_DAY
            and any(len(known) == _ISO_DAY for known in incident.dates)
        ):
            return OTHER_MONTH
        arrest = "arrest" in telling.kinds and not incident.kinds & {"arrest", "unrest"}
        if any(_days_between(day, known) == 1 for known in incident.dates):
            return ARREST_DAY if arrest and telling.firmness >= _SURE else NEXT_DAY
        if telling.firmness < _SURE:
            return OTHER_DAY / 2
        lasts = _LASTS if incident.kinds & self._words.wide else 1
        apart = [_days_between(day, known) for known in incident.dates]
        return FAR_DAY if all(days is not None and days > lasts for days in apart) else OTHER_DAY

    def _nouns(self, telling: Telling, incident: Incident, lower: Sequence[str]) -> float:
        """What the event words say: of the same kind, pointing back, another one, the second one."""
        points = 0.0
        told = [h for h in telling.happenings if not h.aside] or list(telling.happenings)
        fresh = [h for h in told if h.noun]
        if any(h.other for h in fresh):
            points += OTHER
        ordinal = ordinal_of(telling)
        if ordinal:
            points += self._ordinal(ordinal, incident)
        if not incident.kinds or not told:
            return points
        if not any(self._fits(h, incident) for h in told):
            return points + OTHER_KIND
        pointing = [h for h in fresh if h.pointing and self._fits(h, incident)]
        if any(word_of(h, lower) in incident.nouns for h in pointing):
            return points + SAME_NOUN + POINTING
        back = any(h.kind in incident.kinds or h.kind in (GENERAL, VIOLENT) for h in pointing)
        return points + (POINTING if back else 0.0) + FITTING_NOUN

    def _stands_out(self, telling: Telling, incident: Incident, lower: Sequence[str]) -> bool:
        """Whether the incident is violence all over a country, and the telling one event in a town of it."""
        if not incident.nouns or not incident.nouns <= self._words.diffuse or not incident.sites:
            return False
        if telling.site is None or telling.site.fineness < SETTLEMENT:
            return False
        told = {word_of(h, lower) for h in telling.happenings if h.noun}
        return bool(told - self._words.diffuse) and all(site.fineness < SETTLEMENT for site in incident.sites)

    @staticmethod
    def _ordinal(ordinal: int, incident: Incident) -> float:
        if incident.ordinal:
            return SAME_ORDINAL if incident.ordinal == ordinal else OTHER_ORDINAL
        return 0.0 if ordinal == 1 else OTHER_ORDINAL

    def _fits(self, happening: Happening, incident: Incident) -> bool:
        return any(self._words.compatible(happening.kind, kind) for kind in incident.kinds)


def _nearest(site: Site, others: Sequence[Site]) -> Nearness:
    """How near the nearest of the others lies."""
    found = Nearness.APART
    for other in others:
        nearness = compared(site.mention, other.mention)
        if nearness is Nearness.AROUND and other.mention.country is None and is_country(site.mention):
            nearness = Nearness.UNKNOWN  # a village that no list knows may lie in any country
        found = max(found, nearness)
        if found is Nearness.SAME:
            break
    return found


def _days_between(one: str, other: str) -> int | None:
    if len(one) != len("2000-01-01") or len(other) != len(one):
        return None
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _are_towns(one: Site, others: Sequence[Site]) -> bool:
    """Whether all are towns by their own names: of two close ones, that of an arrest is not that of the event."""
    return all(each.fineness in (SETTLEMENT, AREA) for each in (one, *others))


def _is_long_ago(telling: Telling) -> bool:
    """Of a month or year, or a day long past."""
    return telling.date is not None and (telling.remote or len(telling.date) < _ISO_DAY)
