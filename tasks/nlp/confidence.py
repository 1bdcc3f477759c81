"""How far a rule is to be trusted."""

from __future__ import annotations

# Per rule, the share of development texts (event summaries and event notes) with exactly one number for a harm in which
# that number is the coded toll, rounded to .05. It understates rules of background mentions ("the death of X"), whose
# claims are right though they are not the event's toll. Rules seen in fewer than ten texts take their family's value
# (the part before the first hyphen), which is a careful guess below the family's measured rules.
_MEASURED = {
    "verb-passive": 0.95,
    "verb-object": 0.95,
    "verb-object-order": 0.95,
    "verb-reduced": 0.95,
    "verb-split": 0.95,
    "verb-passive-order": 0.75,
    "intransitive-subject": 0.85,
    "casualty-number": 0.95,
    "noun-number": 0.95,
    "holder-of": 0.85,
    "toll": 0.7,
    "noun-of": 0.5,
}
_FAMILY = {
    "verb": 0.8,
    "intransitive": 0.75,
    "adjective": 0.8,
    "noun": 0.7,
    "holder": 0.8,
    "weak": 0.35,
    "inside": 0.8,
}
# A number is harder to mistake than a single person, and a pronoun is the least sure.
_BY_KIND = {"count": 0.0, "none": 0.0, "single": -0.05, "name": -0.1, "pronoun": -0.15}


def confidence(rule: str, kind: str, factuality: str) -> float:
    """The chance in [0, 1] that the claim stands in the text as read."""
    base = _MEASURED.get(rule, _FAMILY.get(rule.split("-", maxsplit=1)[0], 0.7))
    shift = _BY_KIND.get(kind, 0.0) - (0.05 if factuality != "asserted" else 0.0)
    return round(min(1.0, max(0.05, base + shift)), 2)
