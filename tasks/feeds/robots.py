"""What robots.txt allows (RFC 9309), by protego: bytes of a server in, yes or no for a URL out."""

from __future__ import annotations

from datetime import datetime, timedelta

from protego import Protego

KEPT_FOR = timedelta(hours=24)  # RFC 9309 section 2.4
MOST_BYTES = 512_000  # section 2.5 asks for 500 kibibytes at least
_LONGEST_DELAY = 30.0  # seconds between two requests; a longer Crawl-delay means "rarely", which the schedule sees to


class Rules:
    """The rules of one server for one product. An empty text allows everything."""

    def __init__(self, text: str | None, user_agent: str) -> None:
        self._product = user_agent.partition("/")[0].strip() or "*"
        self._rules = Protego.parse(text) if text else None

    def allow(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        return self._rules is None or bool(self._rules.can_fetch(url, self._product))

    @property
    def delay_seconds(self) -> float:
        """Crawl-delay within reason, 0 where there is none. Not in the RFC, but many servers mean it."""
        delay = self._rules.crawl_delay(self._product) if self._rules is not None else None
        return min(max(float(delay), 0.0), _LONGEST_DELAY) if delay else 0.0


def is_fresh(fetched_at: datetime, now: datetime) -> bool:
    """Whether a robots.txt that was fetched then still holds."""
    return now - fetched_at < KEPT_FOR


def text_of(body: bytes) -> str:
    """The characters of robots.txt: UTF-8 by section 2.3; what is past the limit is not looked at."""
    return body[:MOST_BYTES].decode("utf-8-sig", "replace").replace("\x00", "")
