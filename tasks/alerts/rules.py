"""What is worth an alert and where alerts go, as config/alerts.toml says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tasks.alerts.changes import OPERATIONS, Change
from tasks.alerts.milestones import steps
from warehouse.records import StateChange

SEVERITIES = ("info", "notice", "urgent")
_MOVED = ("toll_up", "toll_down")
Matched = Mapping[str, frozenset[str]]  # rule -> change_ids that its `where` takes
Told = Mapping[tuple[str, str | None, str | None], int]  # (rule, incident, harm) -> number that it told last


@dataclass(frozen=True, slots=True)
class Rule:
    """What is worth an alert, and when it goes out. An empty tuple takes all; numbers are people, times are minutes."""

    name: str
    where: str | None = None  # SQL over state_changes
    kinds: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-3
    victims: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    min_count: int = 1
    min_change: int = 0  # against what the rule told last
    min_change_percent: float = 0.0
    severity: str = "notice"
    channels: tuple[str, ...] = ()
    milestones: tuple[int, ...] = ()  # people; none: the usual steps
    inhibit: bool = True
    group_by: tuple[str, ...] = ()
    wait_minutes: float = 0.0
    interval_minutes: float = 0.0
    rate_limit: int = 0  # messages an hour and channel; 0: no limit
    quiet_hours: str | None = None  # "22:00-07:00"
    time_zone: str = "UTC"
    digest: str | None = None  # daily, weekly
    digest_at: str = "08:00"
    digest_day: str = "monday"
    numbers: str = "en"

    def wants(self, change: Change, matched: Matched, told: Told) -> bool:
        """Whether the rule takes the change: one of its rows passes every filter."""
        if self.kinds and change.kind not in self.kinds:
            return False
        if change.milestone is not None and not self._steps_on(change.milestone):
            return False
        taken = matched.get(self.name)
        rows = [row for row in change.rows if taken is None or row.change_id in taken]
        if change.kind in OPERATIONS:
            return bool(self.kinds and rows)
        return any(self._passes(row) and self._moved(row, told) for row in rows)

    @property
    def is_picky(self) -> bool:
        """Whether it asks how far a toll has moved."""
        return bool(self.min_change or self.min_change_percent)

    def _passes(self, row: StateChange) -> bool:
        listed = (
            (self.harms, row.harm),
            (self.countries, row.country),
            (self.victims, row.victim_class),
            (self.grades, row.new_grade or row.incident_grade),
        )
        return all(not wanted or value in wanted for wanted, value in listed) and (row.people or 0) >= self.min_count

    def _moved(self, row: StateChange, told: Told) -> bool:
        """Whether a toll is far enough from what this rule told last, so that small steps add up."""
        if row.kind not in _MOVED or not self.is_picky:
            return True
        before = told.get((self.name, row.incident_id, row.harm))
        now = number_of(row)
        if before is None or now is None:
            return True
        moved = abs(now - before)
        return moved >= self.min_change and 100 * moved >= self.min_change_percent * before

    def _steps_on(self, step: int) -> bool:
        if self.milestones:
            return step in self.milestones
        return next(usual for usual in steps() if usual >= step) == step


def number_of(row: StateChange) -> int | None:
    """The number that people are told: best, else the lower bound, else the upper one."""
    return next((number for number in (row.new_best, row.new_low, row.new_high) if number is not None), None)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts go. `url` may hold a secret and `secret` is one: neither is ever shown."""

    name: str
    kind: str  # console, file, rss, webhook, apprise
    path: Path | None = None
    url: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)
    timeout_seconds: float = 10.0
    fallback: str | None = None
    fallback_after_attempts: int = 5

    @property
    def is_mail(self) -> bool:
        """Whether it is e-mail through Apprise (mailto:, mailtos:)."""
        return self.kind == "apprise" and (self.url or "").lower().startswith(("mailto:", "mailtos:"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change that rules want, and how urgent it is."""

    change: Change
    rules: tuple[Rule, ...]

    @property
    def severity(self) -> str:
        """That of the most urgent rule."""
        return max((rule.severity for rule in self.rules), key=SEVERITIES.index)


def wanted(options: Sequence[Change], rules: Sequence[Rule], matched: Matched, told: Told) -> list[Wanted]:
    """Who wants a change that may be told under several kinds: each rule takes the first kind that it wants."""
    takers: dict[str, tuple[Change, list[Rule]]] = {}
    for rule in rules:
        taken = next((change for change in options if rule.wants(change, matched, told)), None)
        if taken is not None:
            takers.setdefault(taken.alert_id, (taken, []))[1].append(rule)
    return [Wanted(change, tuple(found)) for change, found in takers.values()]
