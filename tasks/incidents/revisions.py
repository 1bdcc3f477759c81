"""What changed in a toll, and why: the append-only memory.

Reasons: `merged` and `split` a user decided what is one event; `new_claim` an article that had not told of this harm
of the incident does; `corrected` an article was edited and says another number, or says again what it had taken back;
`rescoped` an edited article gives the same number as a part or a running total; `retracted` an edited article says it
no more, or was withdrawn; `rule_change` the same text was read by a newer engine. Where several happened at once, the
claim that sets the new best decides, else the first in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.incidents.reports import Report
from tasks.incidents.toll import Toll
from warehouse.records import Run, TollRevision, stable_id

REASONS = ("merged", "split", "new_claim", "corrected", "rescoped", "retracted", "rule_change")
Numbers = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What may have changed a toll: every claim ever linked to it or moved away from it now (at least one).

    Claims not linked before have no incident yet. `rescoped`: ids of claims that their article makes no more in this
    scope. `decided`: merged or split, where a user did it.
    """

    claims: Sequence[Report]
    rescoped: frozenset[str] = frozenset()
    decided: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a toll changed, and the claim that did it."""

    reason: str
    claim_id: str
    version_id: str


def revise(now: Toll, last: TollRevision | None, grounds: Grounds, run: Run) -> TollRevision | None:
    """The revision that brings the toll from `last` to `now`; None where the numbers stand."""
    old: Numbers = (last.new_low, last.new_best, last.new_high) if last else (None, None, None)
    if now.numbers == old and (last is not None or not now.source_count):
        return None
    number = last.revision_number + 1 if last else 1
    cause = _cause(now, last, grounds)
    return TollRevision(
        revision_id=stable_id(now.incident_id, now.harm, number),
        incident_id=now.incident_id,
        harm=now.harm,
        revision_number=number,
        old_low=old[0],
        old_best=old[1],
        old_high=old[2],
        new_low=now.low,
        new_best=now.best,
        new_high=now.high,
        direction="new" if last is None else direction(old, now.numbers),
        reason=cause.reason,
        evidence_grade=now.evidence_grade,
        claimants=now.claimants,
        claim_id=cause.claim_id,
        version_id=cause.version_id,
        run_id=run.run_id,
        engine_version=run.engine_version,
        revised_at=run.started_at,
    )


def direction(old: Numbers, new: Numbers) -> str:
    """up or down by best (one that appears is up, one that is gone is down); range where only low or high moved."""
    before, after = old[1], new[1]
    if before == after:
        return "range"
    return "up" if before is None or (after is not None and after > before) else "down"


def _cause(now: Toll, last: TollRevision | None, grounds: Grounds) -> Cause:
    """The cause: by the setter where it is new, else by the weightiest reason of what came or went."""
    claims = grounds.claims
    setter = next((claim for claim in claims if claim.claim_id == now.best_claim_id), None)
    if grounds.decided is not None:
        claim = setter or claims[-1]
        return Cause(grounds.decided, claim.claim_id, claim.version_id)
    if setter is not None and setter.incident_id is None:
        return Cause(_why_came(setter, claims), setter.claim_id, setter.version_id)
    fresh = [claim for claim in claims if claim.incident_id is None]
    found = [Cause(_why_came(claim, claims), claim.claim_id, claim.version_id) for claim in fresh]
    found += _gone(claims, grounds.rescoped)
    if not found:
        # nothing came or went: what was taken back is said again, or the toll rule itself is another one than it was
        reason = "corrected" if last is not None and last.reason in {"retracted", "rescoped"} else "rule_change"
        claim = setter or claims[-1]
        found = [Cause(reason, claim.claim_id, claim.version_id)]
    return min(found, key=lambda cause: REASONS.index(cause.reason))


def _why_came(claim: Report, claims: Iterable[Report]) -> str:
    if claim.reextracted:
        return "rule_change"
    earlier = any(old.article_id == claim.article_id and not old.current for old in claims)
    return "corrected" if earlier else "new_claim"


def _gone(claims: Sequence[Report], rescoped: frozenset[str]) -> list[Cause]:
    """Claims that their article makes no more: an edit retracts, an engine that reads otherwise only changed a rule."""
    still = {claim.article_id for claim in claims if claim.current}
    gone = [claim for claim in claims if not claim.current and claim.article_id not in still]
    latest = max((claim.said_at for claim in gone), default=None)
    return [
        Cause(_why_gone(claim, rescoped), claim.claim_id, claim.version_id)
        for claim in sorted(gone, key=lambda claim: (claim.said_at != latest, claim.claim_id))
    ]


def _why_gone(claim: Report, rescoped: frozenset[str]) -> str:
    if claim.reextracted:
        return "rule_change"
    return "rescoped" if claim.claim_id in rescoped else "retracted"
