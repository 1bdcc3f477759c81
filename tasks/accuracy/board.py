"""The sum over texts: measures, mistakes by kind, and the claims whose confidence is put to the test."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.accuracy import claims, dates, events, places, statements, tolls
from tasks.accuracy.calibration import Calibration, calibration
from tasks.accuracy.measures import MEASURES, Measure
from tasks.accuracy.records import Found, Judgement, Labelled, Mistake

PARTS = (
    tolls.judge,
    claims.judge,
    statements.judge,
    places.judge,
    dates.judge,
    events.judge_sub_event,
    events.judge_act,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What the labelled texts of one file came to."""

    texts: int
    measures: tuple[Measure, ...]
    mistakes: tuple[Mistake, ...]
    calibration: Calibration

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of mistakes with how many there are, the most frequent first."""
        return Counter(mistake.kind for mistake in self.mistakes).most_common()


def judge(label: Labelled, found: Found) -> Judgement:
    """Everything of one text that was labelled."""
    parts = [part(label, found) for part in PARTS]
    return Judgement(
        tallies=tuple(tally for part in parts for tally in part.tallies),
        mistakes=tuple(mistake for part in parts for mistake in part.mistakes),
        trusted=tuple(claim for part in parts for claim in part.trusted),
        typed=tuple(pair for part in parts for pair in part.typed),
    )


def result(judgements: Iterable[Judgement]) -> Result:
    """The measures over all texts, in the order of MEASURES; one without a case is left out."""
    every = list(judgements)
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0])
    for tally in (tally for judgement in every for tally in judgement.tallies):
        sums[tally.key][0] += tally.hits
        sums[tally.key][1] += tally.cases
    measured = {key: Measure(key, hits, cases) for key, (hits, cases) in sums.items()}
    trust = calibration(claim for judgement in every for claim in judgement.trusted)
    for measure in (*_balance(measured), *_sub_events(every), *_calibrated(trust)):
        measured[measure.key] = measure
    return Result(
        texts=len(every),
        measures=tuple(measured[key] for key in MEASURES if key in measured and measured[key].denominator),
        mistakes=tuple(mistake for judgement in every for mistake in judgement.mistakes),
        calibration=trust,
    )


def _balance(measured: dict[str, Measure]) -> Iterable[Measure]:
    """Precision and recall must not be bought with one another."""
    if "claims.f1" in measured and measured["claims.f1"].denominator:
        precision, recall = measured["claims.precision"].value, measured["claims.recall"].value
        cases = measured["claims.f1"].denominator
        yield Measure("claims.balance", (1 - abs(precision - recall)) * cases, cases)


def _sub_events(every: list[Judgement]) -> Iterable[Measure]:
    pairs = tuple(pair for judgement in every for pair in judgement.typed)
    if pairs:
        yield Measure("events.sub_event_f1", events.weighted_f1(pairs) * len(pairs), len(pairs))


def _calibrated(trust: Calibration) -> Iterable[Measure]:
    if trust.cases:
        yield Measure("confidence.calibration", (1 - trust.error) * trust.cases, trust.cases)
