"""The measures by their stable keys. Each is a share in [0, 1] of which more is better, so each can have a floor."""

from __future__ import annotations

from dataclasses import dataclass

# In the order in which they are shown.
MEASURES = {
    "killed.positive": "killed right where the label is above 0",
    "killed.zero": "killed right where the label is 0",
    "killed.range": "killed: low and high right where the label is a range",
    "injured.positive": "injured right where the label is above 0",
    "injured.zero": "injured right where the label is 0",
    "injured.range": "injured: low and high right where the label is a range",
    "claims.precision": "claims found that are labelled",
    "claims.recall": "labelled claims that are found",
    "claims.f1": "claims, F1",
    "claims.balance": "claims, 100 - |precision - recall|",
    "claims.count": "of matched claims: both bounds of the count",
    "claims.qualifier": "of matched claims: qualifier",
    "claims.scope": "of matched claims: scope",
    "claims.factuality": "of matched claims: factuality",
    "claims.victim_class": "of matched claims: victim class",
    "claims.claimant": "of matched claims: claimant",
    "claims.place": "of matched claims: place",
    "claims.date": "of matched claims with a labelled date: date",
    "claims.same_incident": "of pairs of matched claims: in one incident or not",
    "confidence.calibration": "claims, 100 - expected calibration error",
    "statements.precision": "statements found that are labelled",
    "statements.recall": "labelled statements that are found",
    "statements.f1": "statements, F1",
    "statements.speaker": "of matched statements: speaker",
    "places.precision": "toponyms found that are labelled",
    "places.recall": "labelled toponyms that are found",
    "places.f1": "toponyms, F1",
    "places.near": "of matched toponyms: within 161 km",
    "places.near_all": "of all labelled toponyms: within 161 km",
    "dates.precision": "dates found that are labelled",
    "dates.recall": "labelled dates that are found",
    "dates.f1": "dates, F1",
    "dates.value": "of matched dates: value",
    "dates.value_f1": "dates with the right value, F1",
    "events.sub_event": "ACLED sub-event type of the first event",
    "events.sub_event_f1": "ACLED sub-event types, F1 weighted by type",
    "events.any": "texts with a labelled sub-event type in which an event is found",
    "acts.right": "PLOVER act by the labelled actor",
    "acts.found": "an event by the labelled actor",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """`numerator` of `denominator` (cases), for example claims; `key` is one of MEASURES."""

    key: str
    numerator: float
    denominator: float

    @property
    def value(self) -> float:
        """In [0, 1]; 0 where there is no case."""
        return self.numerator / self.denominator if self.denominator else 0.0

    @property
    def says(self) -> str:
        """What is measured, in words."""
        return MEASURES[self.key]
