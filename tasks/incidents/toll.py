"""The toll rule: low, best and high of one incident and harm from the claims that now stand.

1. A source's claims in one text are added up (tally); a later text of the same source replaces its earlier ones;
   a copy of a wire story is dated by the first copy. A source that denies a number takes its own earlier one back.
2. low: the smallest lower bound, high: the largest upper bound (None: open, where any counted claim is open).
3. best: the latest number of the highest-ranked claimant kind (`rank.ORDER`) among asserted claims; ties to the lower
   number. "Up to 20" names no number, so it bounds and never sets best.
4. Hedged claims widen low and high and never set best; denied ones are listed and not counted; hypothetical, subset
   and cumulative ones never come here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.incidents import sources, tally
from tasks.incidents.rank import rank
from tasks.incidents.reports import Report


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of one harm in one text. `claim_id` is the claim that says it last."""

    source: str
    kind: str
    name: str | None  # None: the outlet's own voice
    outlet: str
    owner: str  # independence group
    wire: str  # near-duplicate group
    factuality: str
    bounds: tally.Bounds
    said_at: datetime
    claim_id: str
    version_id: str
    actor: str | None

    @property
    def label(self) -> str:
        """Who says it, for people to read."""
        return self.name or self.outlet


@dataclass(frozen=True, slots=True)
class Toll:
    """The bounds of one harm (people; `high` None with a `low` is open upwards) and the statements behind them."""

    low: int | None
    best: int | None
    high: int | None
    setter: Statement | None
    counted: tuple[Statement, ...]
    denied: tuple[Statement, ...]

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None]:
        """(low, best, high)."""
        return self.low, self.best, self.high


def toll(reports: Iterable[Report]) -> Toll:
    """The toll of the reports of one incident and one harm."""
    told = statements(report for report in reports if report.current and report.scope == "incident")
    counted, denied = _standing(told)
    numbers = [statement.bounds for statement in counted]
    lows = [bounds.low for bounds in numbers if bounds.low is not None]
    highs = [bounds.high for bounds in numbers]
    setter = _best([statement for statement in counted if statement.factuality == "asserted"])
    return Toll(
        low=min(lows, default=None),
        best=setter.bounds.low if setter else None,
        high=None if None in highs else max((high for high in highs if high is not None), default=None),
        setter=setter,
        counted=counted,
        denied=denied,
    )


def statements(reports: Iterable[Report]) -> list[Statement]:
    """The statements of `reports`, oldest first, copies of one wire story dated by the first."""
    listed = list(reports)
    source_of = sources.sources(listed)
    together: defaultdict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in listed:
        together[source_of[report.claim_id], report.version_id, report.factuality].append(report)
    found = [_statement(source, claims) for (source, _, _), claims in together.items()]
    return sorted(_first_copies(found), key=_age)


def _statement(source: str, claims: Sequence[Report]) -> Statement:
    """One source's claims of one text and factuality as one statement."""
    last = max(claims, key=lambda claim: (claim.char_start, claim.char_end, claim.claim_id))
    return Statement(
        source=source,
        kind=sources.kind_of(last),
        name=last.claimant_name,
        outlet=last.outlet,
        owner=last.independence_group,
        wire=last.near_duplicate_group,
        factuality=last.factuality,
        bounds=tally.total(claims),
        said_at=min(claim.said_at for claim in claims),
        claim_id=last.claim_id,
        version_id=last.version_id,
        actor=last.actor_name,
    )


def _age(statement: Statement) -> tuple[datetime, int, str]:
    return statement.said_at, statement.bounds.size, statement.claim_id


def _first_copies(found: Iterable[Statement]) -> list[Statement]:
    """Each statement dated by the first copy of its text, so that a late copy does not bring an old number back."""
    listed = list(found)
    first: dict[tuple[str, str, tally.Bounds, str], datetime] = {}
    for statement in listed:
        key = (statement.source, statement.wire, statement.bounds, statement.factuality)
        first[key] = min(first.get(key, statement.said_at), statement.said_at)
    return [replace(s, said_at=first[s.source, s.wire, s.bounds, s.factuality]) for s in listed]


def _standing(told: Sequence[Statement]) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """(counted, denied): what no later statement of the same source replaced.

    Asserting replaces what the source asserted, hedged or denied before; hedging what it hedged before; denying
    what it asserted or hedged before. Of two at the same moment both stand.
    """
    later: dict[tuple[str, str], datetime] = {}
    for statement in told:
        key = (statement.source, statement.factuality)
        later[key] = max(later.get(key, statement.said_at), statement.said_at)
    replaced_by = {
        "asserted": ("asserted", "denied"),
        "hedged": ("hedged", "asserted", "denied"),
        "denied": ("denied", "asserted"),
    }
    standing = [
        statement
        for statement in told
        if all(
            later.get((statement.source, by), statement.said_at) <= statement.said_at
            for by in replaced_by[statement.factuality]
        )
    ]
    counted = tuple(statement for statement in standing if statement.factuality != "denied")
    return counted, tuple(statement for statement in standing if statement.factuality == "denied")


def _best(asserted: Sequence[Statement]) -> Statement | None:
    """The statement that sets best: highest rank, then latest, then lowest number."""
    naming = [statement for statement in asserted if statement.bounds.low is not None]
    return min(
        naming,
        key=lambda s: (rank(s.kind), -s.said_at.timestamp(), s.bounds.low, s.claim_id),
        default=None,
    )
