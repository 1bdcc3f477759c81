"""Whose turn it is: URLs of many hosts, at most two at a time for each host, no host waiting for another."""

from __future__ import annotations

from collections import Counter, deque
from typing import Generic, TypeVar

Item = TypeVar("Item")
PER_HOST = 2  # connections that a polite reader opens to one server


class Turns(Generic[Item]):
    """A queue by host. `take` gives the next item whose host is free, `done` frees its place."""

    def __init__(self, per_host: int = PER_HOST) -> None:
        self._per_host = per_host
        self._waiting: dict[str, deque[Item]] = {}
        self._free: deque[str] = deque()  # hosts with an item waiting and a place free, each once
        self._busy: Counter[str] = Counter()

    def add(self, host: str, item: Item) -> None:
        """Puts `item` at the end of its host's line."""
        line = self._waiting.setdefault(host, deque())
        line.append(item)
        if len(line) == 1 and self._busy[host] < self._per_host:
            self._free.append(host)

    def take(self) -> tuple[str, Item] | None:
        """The next host and item, None while every host with items is busy."""
        if not self._free:
            return None
        host = self._free.popleft()
        line = self._waiting[host]
        item = line.popleft()
        self._busy[host] += 1
        if not line:
            del self._waiting[host]
        elif self._busy[host] < self._per_host:
            self._free.append(host)
        return host, item

    def done(self, host: str) -> None:
        """Gives back the place that an item of `host` had."""
        self._busy[host] -= 1
        if host in self._waiting and host not in self._free:
            self._free.append(host)

    def drop(self, host: str) -> int:
        """Forgets what still waits for `host` (it asked us to stay away) and tells how much that was."""
        if host in self._free:
            self._free.remove(host)
        return len(self._waiting.pop(host, ()))

    def __bool__(self) -> bool:
        return bool(self._waiting)
