"""What changed in a toll, and why: the append-only memory.

Reasons: `new_claim` an article that had not told of this harm of the incident does; `corrected` an article was edited
and says another number; `retracted` an edited article says it no more; `rule_change` the same text was read by a newer
engine. Where several happened at once, the claim that sets the new best decides, else the first in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.incidents.grade import grade
from tasks.incidents.rank import rank
from tasks.incidents.reports import Report
from tasks.incidents.toll import Toll
from warehouse.records import Run, TollRevision, stable_id

REASONS = ("new_claim", "corrected", "retracted", "rule_change")
Numbers = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a toll changed, and the claim that did it."""

    reason: str
    claim_id: str
    version_id: str


def revise(
    incident_id: str, harm: str, last: TollRevision | None, now: Toll, claims: Sequence[Report], run: Run
) -> TollRevision | None:
    """The revision that brings the toll from `last` to `now`; None where the numbers stand.

    `claims` are all claims ever linked to the incident for this harm; those not linked before have no incident yet.
    """
    old: Numbers = (last.new_low, last.new_best, last.new_high) if last else (None, None, None)
    if now.numbers == old and (last is not None or not now.counted):
        return None
    number = last.revision_number + 1 if last else 1
    cause = _cause(now, claims)
    return TollRevision(
        revision_id=stable_id(incident_id, harm, number),
        incident_id=incident_id,
        harm=harm,
        revision_number=number,
        old_low=old[0],
        old_best=old[1],
        old_high=old[2],
        new_low=now.low,
        new_best=now.best,
        new_high=now.high,
        direction="new" if last is None else direction(old, now.numbers),
        reason=cause.reason,
        evidence_grade=grade(now),
        claimants="; ".join(claimants(now)),
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


def claimants(toll: Toll) -> list[str]:
    """The names behind the counted statements, the highest-ranked and latest first, each once."""
    ordered = sorted(toll.counted, key=lambda s: (s is not toll.setter, rank(s.kind), -s.said_at.timestamp(), s.label))
    once = {statement.source: statement.label for statement in reversed(ordered)}
    return [label.replace(";", ",") for _, label in reversed(once.items())]


def _cause(now: Toll, claims: Sequence[Report]) -> Cause:
    """The cause: by the setter where it is new, else by the weightiest reason of what came or went."""
    fresh = [claim for claim in claims if claim.incident_id is None]
    setter = next((claim for claim in fresh if now.setter and claim.claim_id == now.setter.claim_id), None)
    if setter is not None:
        return Cause(_why_came(setter, claims), setter.claim_id, setter.version_id)
    came = [Cause(_why_came(claim, claims), claim.claim_id, claim.version_id) for claim in fresh]
    # nothing came or went: the toll rule itself is another one than it was
    other = [Cause("rule_change", claim.claim_id, claim.version_id) for claim in claims[-1:]]
    return min([*came, *_gone(claims), *other], key=lambda cause: REASONS.index(cause.reason))


def _why_came(claim: Report, claims: Iterable[Report]) -> str:
    if claim.reextracted:
        return "rule_change"
    earlier = any(old.article_id == claim.article_id and not old.current for old in claims)
    return "corrected" if earlier else "new_claim"


def _gone(claims: Sequence[Report]) -> list[Cause]:
    """Claims that their article makes no more: an edit retracts, an engine that reads otherwise only changed a rule."""
    still = {claim.article_id for claim in claims if claim.current}
    gone = [claim for claim in claims if not claim.current and claim.article_id not in still]
    latest = max((claim.said_at for claim in gone), default=None)
    return [
        Cause("rule_change" if claim.reextracted else "retracted", claim.claim_id, claim.version_id)
        for claim in sorted(gone, key=lambda claim: (claim.said_at != latest, claim.claim_id))
    ]
