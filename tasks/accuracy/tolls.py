"""Tolls: the number found lies within the label's range; a harm of which nothing is found counts as 0."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.accuracy.records import Found, Judgement, Labelled, Mistake, Range, Tally, Toll, Trusted
from tasks.accuracy.spans import quoted

HARMS = ("killed", "injured")
_NONE = Toll(None, None, None)


def judge(label: Labelled, found: Found) -> Judgement:
    """The tolls of one text."""
    tallies: list[Tally] = []
    mistakes: list[Mistake] = []
    for harm, wanted in label.tolls.items():
        toll = found.tolls.get(harm, _NONE)
        right = wanted.low <= toll.number <= wanted.high
        tallies.append(Tally(f"{harm}.{'positive' if wanted.high > 0 else 'zero'}", right, 1))
        if wanted.low != wanted.high:
            tallies.append(Tally(f"{harm}.range", (toll.low, toll.high) == (wanted.low, wanted.high), 1))
        if not right:
            mistakes.append(_mistake(label, harm, wanted, toll))
    return Judgement(tuple(tallies), tuple(mistakes), tuple(_trusted(label, found)))


def _mistake(label: Labelled, harm: str, wanted: Range, toll: Toll) -> Mistake:
    if toll.number == 0:
        kind = f"{harm} toll missed"
    elif wanted.high == 0:
        kind = f"{harm} toll out of nothing"
    else:
        kind = f"{harm} toll too {'low' if toll.number < wanted.low else 'high'}"
    shown = str(wanted.low) if wanted.low == wanted.high else f"{wanted.low} to {wanted.high}"
    return Mistake(kind, label.id, shown, str(toll.number), quoted(label.text))


def _trusted(label: Labelled, found: Found) -> Iterator[Trusted]:
    """A text's only claim of a harm says the toll, so the toll says whether the claim was read right.

    A label of 0 says nothing: the claim may stand there and be of another event. Nor do open or hedged numbers.
    """
    if label.claims is not None:
        return
    for harm, wanted in label.tolls.items():
        mine = [(i, claim) for i, claim in enumerate(found.claims) if claim.harm == harm]
        if wanted.high == 0 or len(mine) != 1:
            continue
        index, claim = mine[0]
        if claim.confidence is not None and claim.scope == "incident" and claim.low is not None:
            yield Trusted(index, claim.confidence, wanted.low <= claim.low <= wanted.high)
