"""`sitrep_claims`: the parts of each number put together, with place, date, event, incident number and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.assertions.claimants import Claimant
from tasks.nlp.assertions.screening import Screen
from tasks.nlp.claims.breakdowns import broken_down
from tasks.nlp.claims.confidence import Trust
from tasks.nlp.claims.disasters import Disasters
from tasks.nlp.claims.wholes import Wholes
from tasks.nlp.findings import Claim, Event
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.settings.settings_of_claims import Settings, event_of
from tasks.nlp.victims.victims import VictimGroup

_AROUND = 60  # words around an arrest that say what it was for
_MOB = 6  # so many people arrested are rarely all suspects of one attack

Doc.set_extension("claims", default=(), force=True)


@Language.factory("sitrep_claims", default_config={"lexicon": {}})
class Claims:
    """Reads what the components before it wrote; writes doc._.claims, in order of the text."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._screen = Screen(words)
        self._settings = Settings(words)
        self._crimes = words.word_set("victims", "phrase.crimes")
        self._not_crimes = words.word_set("victims", "phrase.not_crimes")
        self._disasters = Disasters(words)
        self._wholes = Wholes(words)
        self._trust = Trust(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.claims; a text without victims has none."""
        if not doc._.victims:
            doc._.claims = ()
            return doc
        reading = read(doc)
        events: tuple[Event, ...] = doc._.events or () if Doc.has_extension("events") else ()
        found = []
        kept = self._screen.kept(reading, doc._.victims)
        for i, group in enumerate(doc._.victims):
            if kept[i]:
                found.append((group, _claim(doc, reading, events, i, group)))
        groups = [group for group, _ in found]
        settled = [
            self._held(reading, group, claim)
            for (group, _), claim in zip(found, self._settings.settled(reading, found), strict=True)
        ]
        classed = list(_classed(reading, groups, settled))
        sentences = [reading.sentence[group.first] for group in groups]
        summed = broken_down(classed, groups, sentences)
        parted = list(self._wholes.parted(reading, groups, list(self._disasters.parted(reading, groups, summed))))
        doc._.claims = self._trust.weighed(tuple(parted))
        return doc

    def _held(self, reading: Reading, group: VictimGroup, claim: Claim) -> Claim:
        """ "A man was stabbed. Police arrested two people at the scene": whom an attack is laid to (section 9)."""
        few = group.kind in ("count", "single") and (claim.high or _MOB) < _MOB
        if claim.harm != "detained" or claim.victim_class != "unknown" or not few or claim.low == 0:
            return claim
        sentence = reading.sentence[group.first]
        first, end = reading.bounds[max(0, sentence - 1)][0], reading.bounds[sentence][1]
        words = set(reading.lower[max(first, group.first - _AROUND) : min(end, group.end + _AROUND)])
        owned = reading.lower[group.first] in ("his", "her", "their", "my", "its")
        held = bool(words & self._crimes) and not words & self._not_crimes and not owned
        return replace(claim, victim_class="attacker") if held else claim


def _claim(doc: Doc, reading: Reading, events: tuple[Event, ...], i: int, group: VictimGroup) -> Claim:
    """One claim without place, date and incident number; components that did not run leave their defaults."""
    claimant: Claimant | None = doc._.claimants[i] if doc._.claimants else None
    scope = doc._.scopes[i] if doc._.scopes else None
    factuality = doc._.factuality[i] if doc._.factuality else "asserted"
    first, end = reading.bounds[reading.sentence[group.first]]
    sentence_start, sentence_end = reading.span(first, end)
    rule = f"{group.harm}.{group.rule}"
    return Claim(
        harm=group.harm,
        text=reading.source[group.start : group.stop],
        start=group.start,
        end=group.stop,
        low=group.low,
        high=group.high,
        qualifier=group.qualifier,
        victims=group.victims,
        victim_class=group.victim_class,
        scope=scope.value if scope else "incident",
        period_start=scope.period_start if scope else None,
        claimant=claimant.text if claimant else None,
        claimant_name=claimant.name if claimant else None,
        claimant_kind=claimant.kind if claimant else None,
        claimant_start=claimant.start if claimant else None,
        claimant_end=claimant.stop if claimant else None,
        factuality=factuality,
        place=None,
        date=None,
        incident=None,
        event=event_of(reading, group, events),
        sentence_start=sentence_start,
        sentence_end=sentence_end,
        confidence=0.0,  # weighed below, beside the other claims
        rule_id=rule,
    )


def _classed(reading: Reading, groups: list[VictimGroup], claims: Sequence[Claim]) -> Iterator[Claim]:
    """ "the victim", "he", a bare name: of the class that the single victim told of before has."""
    known: dict[tuple[int | None, str], str] = {}
    for group, claim in zip(groups, claims, strict=True):
        key = (claim.incident, claim.harm)
        one = group.low == 1 and group.kind in ("single", "name", "pronoun")
        if one and claim.victim_class != "unknown":
            known[key] = claim.victim_class
        points_back = group.kind == "pronoun" or (group.definite and group.kind == "single")
        told = known.get(key, "unknown") if one and points_back else "unknown"
        male = reading.lower[group.first] in ("he", "him") and told == "woman"
        if claim.victim_class == "unknown" and not male:
            yield replace(claim, victim_class=told)
        else:
            yield claim
