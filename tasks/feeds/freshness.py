"""How long an answer or a feed asks to be left alone: Cache-Control and Expires (RFC 9111), ttl, sy:updatePeriod."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 86_400  # a watcher that waits longer is blind
_AGE = re.compile(r"(?:^|[\s,])(s-maxage|max-age)\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NO = re.compile(r"(?:^|[\s,])(?:no-cache|no-store|must-understand)(?:$|[\s,=])", re.IGNORECASE)
# the RSS 1.0 syndication module
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_MINUTE = 60


def cache_seconds(headers: Mapping[str, str], now: datetime) -> int | None:
    """How long the answer stays fresh (RFC 9111 section 4.2.1), for a private cache; None where nobody says."""
    control = headers.get("cache-control", "")
    if _NO.search(control):
        return None
    ages = {name.lower(): int(seconds) for name, seconds in _AGE.findall(control)}
    if "max-age" in ages:
        return _bounded(ages["max-age"] - _age(headers))
    if control or "expires" not in headers:
        return None
    expires, sent = _date(headers["expires"]), _date(headers.get("date", "")) or now
    return _bounded((expires - sent).total_seconds()) if expires else None


def feed_floor_seconds(ttl: object, period: object, frequency: object) -> int | None:
    """What the feed itself asks for: RSS `ttl` in minutes, sy:updatePeriod divided by sy:updateFrequency."""
    floors = [_bounded(_MINUTE * number) for number in (_number(ttl),) if number]
    seconds = _PERIODS.get(str(period or "").strip().lower())
    if seconds is not None:
        floors.append(_bounded(seconds / max(1, _number(frequency) or 1)))
    return max((floor for floor in floors if floor), default=None)


def _bounded(seconds: float) -> int | None:
    return int(min(seconds, LONGEST_SECONDS)) if seconds > 0 else None


def _age(headers: Mapping[str, str]) -> int:
    return _number(headers.get("age")) or 0


def _number(value: object) -> int | None:
    text = str(value or "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else None


def _date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
