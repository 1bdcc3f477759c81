"""Numbers that add up to one said before: its parts, or, where they are of different events, what it sums up.

"The storm killed 41 people: 30 in Hale, eight in Oru and three at sea" has one event and three parts of it. "Bombs
killed 19 people. Eleven died in Hale and eight in Oru" has two, and a total over both (casualty-claims.md, section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.nlp.findings import Claim
from tasks.nlp.victims.grouping import VictimGroup

_NEXT = 8  # numbers of the harm behind a total among which its parts may stand
_SENTENCES = 8  # ... and sentences
_SMALLEST = 3  # a total of two men has no telling sum


def broken_down(claims: Sequence[Claim], groups: Sequence[VictimGroup], sentences: Sequence[int]) -> list[Claim]:
    """The claims in order, the totals over several events "cumulative", the parts of one event "subset".

    `groups` and `sentences` run beside `claims`.
    """
    by_harm: dict[str, list[int]] = {}
    for n, (claim, group) in enumerate(zip(claims, groups, strict=True)):
        if not group.inside and claim.low is not None and claim.low == claim.high and claim.low > 0:
            by_harm.setdefault(claim.harm, []).append(n)
    found = list(claims)
    for numbers in by_harm.values():
        for k, n in enumerate(numbers):
            near = [m for m in numbers[k + 1 : k + 1 + _NEXT] if sentences[m] - sentences[n] <= _SENTENCES]
            parts = _parts(found, n, near) if _is_total(found[n], groups[n]) else []
            _settle(found, sentences, n, parts)
    return found


def _is_total(claim: Claim, group: VictimGroup) -> bool:
    counted = group.kind == "count" and not group.additive and (claim.low or 0) >= _SMALLEST
    return counted and claim.scope == "incident" and claim.factuality in ("asserted", "hedged")


def _parts(claims: Sequence[Claim], whole: int, near: Sequence[int]) -> list[int]:
    """The next numbers that add up to the whole; none where they run over it, or one of them says it again."""
    left, found = claims[whole].low or 0, []
    for n in near:
        size = claims[n].low or 0
        if claims[n].scope == "cumulative" or claims[n].claimant_name not in (None, claims[whole].claimant_name):
            return []
        left -= size
        found.append(n)
        if left <= 0:
            return found if left == 0 and len(found) > 1 else []
    return []


def _settle(claims: list[Claim], sentences: Sequence[int], whole: int, parts: Sequence[int]) -> None:
    """Write the scopes of a total and its parts; a sentence that sums up several events sums up all its harms."""
    events = {claims[n].incident for n in parts if claims[n].scope == "incident"}
    if len(events) > 1 and all(claims[n].scope == "incident" for n in parts):
        for n in range(max(0, whole - _NEXT), min(len(claims), whole + _NEXT)):
            if sentences[n] == sentences[whole] and claims[n].scope == "incident" and n not in parts:
                claims[n] = replace(claims[n], scope="cumulative", incident=None)
    elif len(events) == 1 and events == {claims[whole].incident}:
        for n in parts:
            claims[n] = replace(claims[n], scope="subset")
