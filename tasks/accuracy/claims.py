"""Casualty claims: one is found where the harm is the same and the count phrases overlap; then field by field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tasks.accuracy.counting import matched, retrieval
from tasks.accuracy.records import Claim, Found, Judgement, Labelled, Mistake, Tally, Trusted
from tasks.accuracy.spans import AROUND, quoted, same_name, shared

# Fields with a fixed set of values; a wrong one is counted as "wanted -> got".
CODED = ("qualifier", "scope", "factuality", "victim_class")


def judge(label: Labelled, found: Found) -> Judgement:
    """The claims of one text; nothing where they were not labelled."""
    if label.claims is None:
        return Judgement()
    pairs = matched(label.claims, found.claims, _likeness)
    both = [(label.claims[w], found.claims[g]) for w, g in pairs.items()]
    tallies = [*retrieval("claims", len(pairs), len(found.claims), len(label.claims)), *_same_incident(both)]
    for wanted, got in both:
        tallies += _fields(wanted, got)
    mistakes = [*_unmatched(label, found, pairs), *(m for w, g in both for m in _mistakes(label, w, g))]
    return Judgement(tuple(tallies), tuple(mistakes), tuple(_trusted(label.claims, found.claims, pairs)))


def _likeness(wanted: Claim, got: Claim) -> float:
    return shared((wanted.start, wanted.end), (got.start, got.end)) if wanted.harm == got.harm else 0


def _bounds(claim: Claim) -> tuple[int | None, int | None]:
    return claim.low, claim.high


def _fields(wanted: Claim, got: Claim) -> Iterator[Tally]:
    yield Tally("claims.count", _bounds(wanted) == _bounds(got), 1)
    for name in CODED:
        yield Tally(f"claims.{name}", getattr(wanted, name) == getattr(got, name), 1)
    yield Tally("claims.claimant", same_name(wanted.claimant, got.claimant), 1)
    yield Tally("claims.place", same_name(wanted.place, got.place), 1)
    if wanted.date:
        yield Tally("claims.date", _says_day(wanted.date, got), 1)


def _says_day(wanted: str, got: Claim) -> bool:
    """A finer date than the labelled one is right."""
    return (got.date or "").startswith(wanted)


def _same_incident(both: list[tuple[Claim, Claim]]) -> Iterator[Tally]:
    """Every pair of matched claims with a labelled incident: the same one or not."""
    numbered = [(wanted.incident, got.incident) for wanted, got in both if wanted.incident is not None]
    for (wanted, got), (other_wanted, other_got) in combinations(numbered, 2):
        together = got is not None and got == other_got
        yield Tally("claims.same_incident", together == (wanted == other_wanted), 1)


def _unmatched(label: Labelled, found: Found, pairs: dict[int, int]) -> Iterator[Mistake]:
    for w, wanted in enumerate(label.claims or ()):
        if w not in pairs:
            yield Mistake(f"missed {wanted.harm}", label.id, _told(label, wanted), "nothing", _quote(label, wanted))
    matched_ones = set(pairs.values())
    for g, got in enumerate(found.claims):
        if g not in matched_ones:
            yield Mistake(f"spurious {got.harm}", label.id, "nothing", _told(label, got), _quote(label, got))


def _mistakes(label: Labelled, wanted: Claim, got: Claim) -> Iterator[Mistake]:
    quote = _quote(label, wanted)
    if _bounds(wanted) != _bounds(got):
        yield Mistake("count", label.id, _number(wanted), _number(got), quote)
    for name in CODED:
        asked, came = getattr(wanted, name), getattr(got, name)
        if asked != came:
            yield Mistake(f"{name}: {asked} -> {came}", label.id, str(asked), str(came), quote)
    for name in ("claimant", "place"):
        asked, came = getattr(wanted, name), getattr(got, name)
        if not same_name(asked, came):
            yield Mistake(f"{name} {_way(asked, came)}", label.id, str(asked), str(came), quote)
    if wanted.date and not _says_day(wanted.date, got):
        yield Mistake(f"date of a claim {_way(wanted.date, got.date)}", label.id, wanted.date, str(got.date), quote)


def _way(wanted: str | None, got: str | None) -> str:
    if not got:
        return "missed"
    return "wrong" if wanted else "out of nothing"


def _number(claim: Claim) -> str:
    low, high = _bounds(claim)
    if low == high:
        return str(low)
    return f"{'?' if low is None else low} to {'?' if high is None else high}"


def _told(label: Labelled, claim: Claim) -> str:
    return f'{claim.harm} {_number(claim)} "{quoted(label.text, claim.start, claim.end)}"'


def _quote(label: Labelled, claim: Claim) -> str:
    return quoted(label.text, claim.start, claim.end, AROUND)


def _trusted(wanted: tuple[Claim, ...], got: tuple[Claim, ...], pairs: dict[int, int]) -> Iterator[Trusted]:
    """A claim was right where it is labelled with the same bounds and the same qualifier."""
    label_of = {g: wanted[w] for w, g in pairs.items()}
    for index, claim in enumerate(got):
        if claim.confidence is not None:
            label = label_of.get(index)
            right = label is not None and _bounds(label) == _bounds(claim) and label.qualifier == claim.qualifier
            yield Trusted(index, claim.confidence, right)
