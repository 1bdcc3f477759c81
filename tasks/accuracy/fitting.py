"""Weights for confidence, fitted on claims of which it is known whether they were right.

Logistic regression on features that are there or not, with a ridge penalty that pulls the weight of a rare feature to
0, so that a rule seen five times is judged by its family. Texts labelled with tolls only are the many: they say how
rules differ. How often claims are right at all is learned from texts with every claim labelled, where there are any:
claims of a toll-labelled text are in the fit with an offset of their own that is not kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

from tasks.accuracy.calibration import Calibration, calibration
from tasks.accuracy.records import Trusted

# A weight is a step in log-odds; with 4, one of 0.5 is believed on about as much evidence as eight claims give.
RIDGE = 4.0
SWEEPS = 60
FOLDS = 10
LEAST_SEEN = 5
# Rules are mended on the texts that weights are fitted on. Of the claims read in 40 articles that were labelled before
# any rule had seen them, 93 % were right, and 95 % once rules were mended: a step of 0.3 in log-odds.
CAUTION = 0.3
_OFFSET = "labels.tolls"
_TOML_HEAD = """\
# How sure a claim is, as log-odds: `base`, and what each thing that holds of the claim adds; what they are stands in
# tasks/nlp/claims/confidence.py. 0 is an even chance, 2 is .88, 3 is .95.
# Written by `sitrep evaluate --refit`, not by hand.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim's features and whether it was right; `every_claim`: all claims of its text are labelled."""

    features: tuple[str, ...]
    right: bool
    every_claim: bool = True


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: `base`, and what each feature adds."""

    base: float
    of: dict[str, float]

    def chance(self, features: Sequence[str]) -> float:
        """The chance in (0, 1) that a claim with these features is right."""
        return _sigmoid(self.base + sum(self.of.get(feature, 0.0) for feature in features))


def fit(examples: Sequence[Example]) -> Weights:
    """The penalised maximum likelihood, one weight at a time by Newton's step; needs at least one example."""
    seen = Counter(feature for example in examples for feature in example.features)
    rows = [_known(example, seen, len(examples)) for example in examples]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for feature in row:
            holders[feature].append(number)
    share = (sum(example.right for example in examples) + 1) / (len(examples) + 2)
    base, odds = log(share / (1 - share)), [log(share / (1 - share))] * len(rows)
    weights = dict.fromkeys(holders, 0.0)
    for _ in range(SWEEPS):
        base += _step(examples, odds, range(len(rows)), 0.0, 0.0)
        for feature, held in holders.items():
            ridge = 0.0 if feature == _OFFSET else RIDGE
            weights[feature] += _step(examples, odds, held, weights[feature], ridge)
    return Weights(base, {feature: weight for feature, weight in weights.items() if feature != _OFFSET})


def cautious(weights: Weights) -> Weights:
    """The weights with the level that texts can be expected to have on which no rule was made."""
    return replace(weights, base=weights.base - CAUTION)


def out_of_fold(examples: Sequence[Example]) -> Calibration:
    """How well weights are calibrated on claims they were not fitted on, by ten folds of neighbouring claims."""
    held: list[Trusted] = []
    for fold in range(FOLDS):
        start, end = len(examples) * fold // FOLDS, len(examples) * (fold + 1) // FOLDS
        rest = [*examples[:start], *examples[end:]]
        if rest and end > start:
            weights = fit(rest)
            mine = [example for example in examples[start:end] if example.every_claim] or examples[start:end]
            held += [Trusted(0, weights.chance(example.features), example.right) for example in mine]
    return calibration(held)


def _known(example: Example, seen: Counter[str], total: int) -> tuple[str, ...]:
    """The features that can teach something: neither too rare nor those of every claim."""
    kept = [feature for feature in example.features if LEAST_SEEN <= seen[feature] < total]
    return (*kept, *(() if example.every_claim else (_OFFSET,)))


def _step(examples: Sequence[Example], odds: list[float], held: Sequence[int], weight: float, ridge: float) -> float:
    """Newton's step for one weight; `odds` of the claims that hold the feature move with it."""
    slope, curve = -ridge * weight, ridge + 1e-6
    for number in held:
        chance = _sigmoid(odds[number])
        slope += examples[number].right - chance
        curve += chance * (1 - chance)
    step = max(-1.0, min(1.0, slope / curve))
    for number in held:
        odds[number] += step
    return step


def _sigmoid(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def as_toml(weights: Weights, claims: int) -> str:
    """The weights as config/lexicon/confidence.toml: "rule.verb-passive" is verb-passive of [weights.rule]."""
    groups: dict[str, list[str]] = defaultdict(list)
    for feature in sorted(weights.of):
        group, _, name = feature.partition(".")
        groups[group].append(f"{name} = {weights.of[feature]:.2f}")
    tables = "".join(f"\n[weights.{group}]\n" + "\n".join(lines) + "\n" for group, lines in groups.items())
    return f"{_TOML_HEAD}# Fitted on {claims} claims.\n\nbase = {weights.base:.2f}\n{tables}"
