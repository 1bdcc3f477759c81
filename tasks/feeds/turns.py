"""Whose turn it is: URLs of many hosts, at most two at a time for each host and a gap between them, no host waiting
for another.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Generic, TypeVar

Item = TypeVar("Item")
PER_HOST = 2  # connections that a polite reader opens to one server


class Turns(Generic[Item]):
    """A queue by host. `take` gives the next item whose host is free and has had its gap; `done` frees its place.

    `gap` tells the seconds between the starts of two requests to a host. Moments are seconds of any one clock.
    """

    def __init__(self, per_host: int = PER_HOST, gap: Callable[[str], float] = lambda _: 0.0) -> None:
        self._per_host = per_host
        self._gap = gap
        self._waiting: dict[str, deque[Item]] = {}
        self._busy: Counter[str] = Counter()
        self._not_before: dict[str, float] = {}
        self._ready: list[tuple[float, int, str]] = []  # heap of hosts with an item waiting and a place free, each once
        self._listed: set[str] = set()
        self._count = 0

    def add(self, host: str, item: Item) -> None:
        """Puts `item` at the end of its host's line."""
        self._waiting.setdefault(host, deque()).append(item)
        self._list(host)

    def take(self, now: float) -> tuple[str, Item] | None:
        """The next host and item, None while every host with items is busy or in its gap."""
        while self._ready and self._ready[0][0] <= now:
            _, _, host = heappop(self._ready)
            self._listed.discard(host)
            line = self._waiting.get(host)
            if line is None:  # dropped
                continue
            item = line.popleft()
            self._busy[host] += 1
            self._not_before[host] = now + self._gap(host)
            if not line:
                del self._waiting[host]
            self._list(host)
            return host, item
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until `take` may give something though nothing is done; None where only `done` can help."""
        return max(0.0, self._ready[0][0] - now) if self._ready else None

    def done(self, host: str) -> None:
        """Gives back the place that an item of `host` had."""
        self._busy[host] -= 1
        self._list(host)

    def drop(self, host: str) -> int:
        """Forgets what still waits for `host` (it asked us to stay away) and tells how much that was."""
        return len(self._waiting.pop(host, ()))

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def _list(self, host: str) -> None:
        if host in self._waiting and host not in self._listed and self._busy[host] < self._per_host:
            self._count += 1
            self._listed.add(host)
            heappush(self._ready, (self._not_before.get(host, 0.0), self._count, host))
