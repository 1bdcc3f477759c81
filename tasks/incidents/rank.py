"""Whose number is taken as best: the one place where kinds of claimants are put in order.

The order asks two things of a kind: does it count victims itself by a method that it publishes, and does it gain by
the number? It is the order in which OHCHR ("Guidance on Casualty Recording", 2019) and Every Casualty ("Standards for
Casualty Recording", 2016) weigh sources: those who verify name by name, then those who handle the victims, then
authorities, then those who repeat others, then parties to the fight.
"""

from __future__ import annotations

ORDER: tuple[str, ...] = (
    "un",  # verifies with several independent sources before it counts
    "monitor",  # records case by case, no party to the fight
    "medical",  # sees the bodies and the wounded, but only those who reach it
    "rescue",  # is on the scene, counts what it recovers
    "police",  # counts on the scene, may be a party
    "government",  # has the whole picture and an interest
    "military",  # reports its own side late and the other side high
    "company",  # knows its own people only
    "media",  # own voice of an outlet: usually somebody else's number
    "state_media",  # the government's number, at second hand
    "relative",  # knows one family
    "witness",  # sees one spot
    "armed_group",  # claims what serves it
    "unknown",
)
CREDIBLE = frozenset(ORDER[: ORDER.index("relative")])
"""Kinds whose disagreement makes a toll contested; a passer-by's guess does not."""


def rank(kind: str | None) -> int:
    """The place of `kind` in ORDER, 0 first; a kind that is not listed stands with `unknown`."""
    return ORDER.index(kind) if kind in ORDER else ORDER.index("unknown")
