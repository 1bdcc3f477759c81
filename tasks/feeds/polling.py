"""When a feed is asked again. A feed is never dropped: errors make the waiting longer, a good answer ends it.

good answer   a tenth of the time since it last brought something new, between the least and greatest interval, plus
              jitter; not before what feed (ttl, sy:updatePeriod) and server (Cache-Control, Expires) ask for
error         15 minutes for each point of sickness that it had before: the first failure costs nothing, the waiting
              grows linearly and ends never, up to a week
our fault     where most hosts fail at once nobody is penalised: the next run asks again
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from tasks.text.urls import host_of
from warehouse.records import Fetch

FULL_AFTER = 24  # answers 304 in a row: some servers send the same ETag after a change
_SHARE = 0.1  # RFC 9111 section 4.2.2 names this share for answers that say nothing
_JITTER = 0.1
_GAP = timedelta(minutes=15)
_LONGEST_GAP = timedelta(days=7)
_HARD, _SOFT, _TEMPORARY = 4, 2, 1
_SOFT_ERRORS = frozenset({"tls", "dns", "refused", "unreachable", "protocol", "empty"})
_TEMPORARY_ERRORS = frozenset({"timeout", "reset", "other", "http_408", "http_425", "http_429", "http_503"})
_NETWORK_ERRORS = frozenset({"dns", "refused", "unreachable", "timeout", "reset", "tls"})
_FEWEST_HOSTS = 3  # of which more than half must fail before we doubt ourselves


@dataclass(frozen=True, slots=True)
class PollState:
    """What the last poll of a feed left behind; all zero for a feed that was never polled."""

    sickness: int = 0
    not_modified_in_a_row: int = 0
    last_new_at: datetime | None = None
    feed_floor_seconds: int | None = None


NEVER_POLLED = PollState()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and greatest interval of a feed, in minutes. The feed's own floor is part of `least`."""

    least: int
    greatest: int

    def with_floor(self, minutes: int | None) -> Bounds:
        """The bounds of a feed whose registry row asks for `minutes` between two polls."""
        least = max(self.least, minutes or 0)
        return Bounds(least, max(least, self.greatest))


def wants_full(state: PollState) -> bool:
    """Whether the next request goes without validators."""
    return state.not_modified_in_a_row >= FULL_AFTER


def weight(error_class: str | None) -> int:
    """What an error adds to a feed's sickness: hard ones (404, no feed, refused by us) most."""
    if error_class is None:
        return 0
    if error_class in _TEMPORARY_ERRORS:
        return _TEMPORARY
    return _SOFT if error_class in _SOFT_ERRORS or error_class.startswith(("http_5", "http_3")) else _HARD


def planned(row: Fetch, state: PollState, bounds: Bounds, run_started_at: datetime, *, is_our_fault: bool) -> Fetch:
    """`row`, the end of one poll, with what the next one needs to know; its `feed_floor_seconds` was read now."""
    floor = row.feed_floor_seconds if row.new_entries is not None else state.feed_floor_seconds
    if row.outcome == "error":
        return _after_error(replace(row, feed_floor_seconds=floor), state, bounds, run_started_at, is_our_fault)
    last_new_at = row.started_at if row.new_entries or state.last_new_at is None else state.last_new_at
    quiet = max(row.started_at - last_new_at, timedelta(0))
    interval = min(quiet * _SHARE * (1 + _JITTER * _chance(row)), timedelta(minutes=bounds.greatest))
    asked_for = max(floor or 0, row.cache_seconds or 0, bounds.least * 60)
    due_at = run_started_at + max(interval, timedelta(seconds=asked_for))
    streak = state.not_modified_in_a_row + 1 if row.outcome == "not_modified" else 0
    return replace(
        row,
        due_at=due_at,
        sickness=0,
        not_modified_in_a_row=streak,
        last_new_at=last_new_at,
        feed_floor_seconds=floor,
    )


def fault_is_ours(rows: Sequence[Fetch], sick: frozenset[str]) -> bool:
    """Whether most hosts failed at once by the network, of those with a feed that was not `sick` (ids) before."""
    hosts: dict[str, bool] = {}
    for row in rows:
        if row.feed_id in sick:
            continue
        host, fails = host_of(row.url), row.error_class in _NETWORK_ERRORS
        hosts[host] = hosts.get(host, True) and fails
    return len(hosts) >= _FEWEST_HOSTS and sum(hosts.values()) * 2 > len(hosts)


def is_network_error(row: Fetch) -> bool:
    """Whether `row` may be our own fault."""
    return row.error_class in _NETWORK_ERRORS


def _after_error(row: Fetch, state: PollState, bounds: Bounds, now: datetime, is_our_fault: bool) -> Fetch:
    kept = replace(row, not_modified_in_a_row=0, last_new_at=state.last_new_at)
    if is_our_fault and is_network_error(row):
        return replace(kept, sickness=state.sickness, due_at=now, is_our_fault=True)
    gap = min(_GAP * state.sickness, _LONGEST_GAP)
    due_at = now + max(gap * (1 + _JITTER * _chance(row)), timedelta(minutes=bounds.least))
    due_at = max(due_at, row.retry_after_at) if row.retry_after_at else due_at
    return replace(kept, sickness=state.sickness + weight(row.error_class), due_at=due_at)


def _chance(row: Fetch) -> float:
    """A number from 0 to 1 that is the same whenever the same poll is looked at: randomness is handed in."""
    return int.from_bytes(sha256(row.fetch_id.encode()).digest()[:4], "big") / 0xFFFFFFFF
