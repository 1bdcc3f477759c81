"""`sitrep_claims`: the parts of each number put together, with place, date, event, incident number and confidence."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.claimants import Claimant, report_verbs
from tasks.nlp.confidence import confidence
from tasks.nlp.findings import Claim, Event
from tasks.nlp.incident_numbers import IncidentNumbers
from tasks.nlp.lexicon import Lexicon
from tasks.nlp.reading import Reading, read
from tasks.nlp.screening import Screen
from tasks.nlp.settings_of_claims import Surroundings
from tasks.nlp.victims import VictimGroup

Doc.set_extension("claims", default=(), force=True)


@Language.factory("sitrep_claims", default_config={"lexicon": {}})
class Claims:
    """Reads what the components before it wrote; writes doc._.claims, in order of the text."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._screen = Screen(words)
        self._numbers = IncidentNumbers(words)
        self._speech = report_verbs(words)

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.claims; a text without victims has none."""
        if not doc._.victims:
            doc._.claims = ()
            return doc
        reading = read(doc)
        surroundings = Surroundings(reading, self._speech)
        events: tuple[Event, ...] = doc._.events or () if Doc.has_extension("events") else ()
        found = []
        kept = self._screen.kept(reading, doc._.victims)
        for i, group in enumerate(doc._.victims):
            if kept[i]:
                found.append((group, _claim(doc, reading, surroundings, events, i, group)))
        doc._.claims = self._numbers.number(reading, found, surroundings)
        return doc


def _claim(
    doc: Doc, reading: Reading, surroundings: Surroundings, events: tuple[Event, ...], i: int, group: VictimGroup
) -> Claim:
    """One claim without its incident number; components that did not run leave their defaults."""
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
        place=surroundings.place(group),
        date=surroundings.date(group),
        incident=None,
        event=surroundings.event(group, events),
        sentence_start=sentence_start,
        sentence_end=sentence_end,
        confidence=confidence(group.rule, group.kind, factuality),
        rule_id=rule,
    )
