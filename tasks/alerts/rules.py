"""What is worth an alert and where alerts go, as config/alerts.toml says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tasks.alerts.changes import Change
from tasks.alerts.milestones import steps

SEVERITIES = ("info", "notice", "urgent")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is worth an alert. An empty tuple of kinds, harms or countries takes all; `min_count` is in people."""

    name: str
    kinds: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-3
    min_count: int = 1
    severity: str = "notice"
    channels: tuple[str, ...] = ()
    milestones: tuple[int, ...] = ()  # people; none: the usual steps

    def wants(self, change: Change) -> bool:
        """Whether the rule takes the change: by kind, step, country, harm and the larger of its numbers."""
        if self.kinds and change.kind not in self.kinds:
            return False
        if change.milestone is not None and not self._steps_on(change.milestone):
            return False
        if self.countries and change.country not in self.countries:
            return False
        sizes = [size for harm, size in change.sizes if not self.harms or harm in self.harms]
        return bool(sizes) and max(sizes) >= self.min_count

    def _steps_on(self, step: int) -> bool:
        if self.milestones:
            return step in self.milestones
        return next(usual for usual in steps() if usual >= step) == step


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts go. `url` may hold a secret: it is never shown."""

    name: str
    kind: str  # console, file, webhook, apprise
    path: Path | None = None
    url: str | None = field(default=None, repr=False)
    timeout_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change that rules want: under which names, how urgently, to which channels."""

    change: Change
    rules: tuple[str, ...]
    severity: str
    channels: tuple[str, ...]


def wanted(options: tuple[Change, ...], rules: tuple[Rule, ...]) -> list[Wanted]:
    """Who wants a change that may be told under several kinds: each rule takes the first kind that it wants."""
    takers: dict[Change, list[Rule]] = {}
    for rule in rules:
        taken = next((change for change in options if rule.wants(change)), None)
        if taken is not None:
            takers.setdefault(taken, []).append(rule)
    return [
        Wanted(
            change,
            tuple(rule.name for rule in found),
            max((rule.severity for rule in found), key=SEVERITIES.index),
            tuple(dict.fromkeys(channel for rule in found for channel in rule.channels)),
        )
        for change, found in takers.items()
    ]
