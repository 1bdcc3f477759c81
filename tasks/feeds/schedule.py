"""When to ask again: a feed after Retry-After, a page after failures, a page that was read and may have been edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

_GAP = timedelta(minutes=15)  # grows by itself with every failure
_LONGEST_GAP = timedelta(hours=24)
HARD_TRIES = 3
SOFT_TRIES = 30  # with the gaps above: given up after four and a half days
# the server or our own limits said a clear no: asking soon again is nearly useless
HARD_ERRORS = frozenset({"http_404", "http_410", "http_451", "too_large", "redirects", "scheme", "private_address"})


def may_poll(retry_after_at: datetime | None, now: datetime) -> bool:
    """Whether a feed may be asked: not before the time that its server named in Retry-After."""
    return retry_after_at is None or retry_after_at <= now


def may_try_page(failures: int, last_failed_at: datetime | None, now: datetime) -> bool:
    """Whether a page that failed `failures` times may be asked again: the gap grows by 15 minutes up to a day."""
    if failures == 0 or last_failed_at is None:
        return True
    return last_failed_at + min(failures * _GAP, _LONGEST_GAP) <= now


def gives_up(failures: int, hard_failures: int) -> bool:
    """Whether a page has failed for good, with the failure that just happened counted in."""
    return hard_failures >= HARD_TRIES or failures >= SOFT_TRIES


def recheck_due(first_at: datetime, last_at: datetime, now: datetime, hours: Iterable[int]) -> bool:
    """Whether a page first fetched at `first_at` and last asked at `last_at` has reached its next recheck.

    Checks that were missed (the machine was off) are made up by one, not by all.
    """
    moments = (first_at + timedelta(hours=hour) for hour in hours)
    return any(last_at < moment <= now for moment in moments)
