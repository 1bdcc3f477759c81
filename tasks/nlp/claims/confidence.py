"""How sure a claim is: the chance that it stands in the text with just this number.

A logistic model on what a reader can check of a claim: the rule that found it and the rule's family, whether the number
is printed or implied, hedges, scope, how many claims share its sentence and how long that is. The weights are data
(config/lexicon/confidence.toml), fitted on labelled texts with `sitrep evaluate --refit`. A rule that the table does
not hold gets its family's weight, an unknown family none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp
from typing import Any

from tasks.errors import LexiconError
from tasks.nlp.findings import Claim
from tasks.nlp.grammar.vocabulary import table

FILE = "confidence"
LEAST, MOST = 0.02, 0.99  # never impossible, never certain
_PRONOUNS = frozenset({"he", "she", "him", "her", "it", "they", "them", "who", "whom", "this", "that"})
_LONG_CHARS, _SHORT_CHARS = 250, 120  # of a sentence
_LATE_CHARS = 1_500


class Trust:
    """The weights of config/lexicon/confidence.toml."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        """Raises LexiconError where the table is missing or holds something else than numbers."""
        self._base = _number(table(lexicon, FILE, "base"), "base")
        weights = table(lexicon, FILE, "weights")
        if not isinstance(weights, Mapping):
            raise LexiconError(FILE, "weights", "must be tables of numbers")
        self._weights = {
            f"{group}.{name}": _number(weight, f"weights.{group}.{name}")
            for group in weights
            for name, weight in table(lexicon, FILE, f"weights.{group}").items()
        }

    def weighed(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims of one text with their confidence in [0, 1]."""
        return tuple(
            replace(claim, confidence=self.confidence(known))
            for claim, known in zip(claims, features(claims), strict=True)
        )

    def confidence(self, known: Sequence[str]) -> float:
        """The chance that a claim with these features is right, to two digits."""
        odds = self._base + sum(self._weights.get(feature, 0.0) for feature in known)
        return round(min(MOST, max(LEAST, 1 / (1 + exp(-max(-30.0, min(30.0, odds)))))), 2)


def features(claims: Sequence[Claim]) -> list[tuple[str, ...]]:
    """What confidence is judged by, for each claim of one text: names such as "rule.verb-passive"."""
    beside = Counter(claim.sentence_start for claim in claims)
    return [_features(claim, beside[claim.sentence_start]) for claim in claims]


def _features(claim: Claim, in_sentence: int) -> tuple[str, ...]:
    rule = claim.rule_id.partition(".")[2]
    length = claim.sentence_end - claim.sentence_start
    return (
        f"rule.{rule}",
        f"family.{rule.partition('-')[0]}",
        f"harm.{claim.harm}",
        f"number.{_shape(claim)}",
        f"factuality.{claim.factuality}",
        f"scope.{claim.scope}",
        f"claimant.{'named' if claim.claimant else 'none'}",
        f"in_sentence.{('one', 'two', 'more')[min(in_sentence, 3) - 1]}",
        f"sentence.{'long' if length > _LONG_CHARS else 'short' if length < _SHORT_CHARS else 'middle'}",
        f"place_in_text.{'late' if claim.start > _LATE_CHARS else 'early'}",
    )


def _shape(claim: Claim) -> str:
    """How the number is said: printed, vague, none, or implied by a pronoun, a name or a single noun."""
    if claim.qualifier in ("none", "vague"):
        return claim.qualifier
    if claim.low != 1 or claim.text.lower() == "one" or any(letter.isdigit() for letter in claim.text):
        return "printed"
    if claim.text.lower() in _PRONOUNS:
        return "pronoun"
    last = (claim.text.split() or [""])[-1]
    return "name" if last[:1].isupper() else "single"


def _number(value: object, key: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise LexiconError(FILE, key, "must be a number")
    return float(value)
