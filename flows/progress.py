"""How far a long command is, with an estimate: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TypeVar

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from flows.console import complain, err

T = TypeVar("T")
_SECONDS = 10.0  # between two plain lines
_WHOLE = 1_000


class Bar:
    """Something that has `total` parts to do."""

    def __init__(self, message: str, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.message, self.total, self.clock = message, max(total, 1), clock
        self.started = self.told = clock()
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._progress = (
            Progress(*columns, TimeRemainingColumn(), console=err, transient=True) if err.is_terminal else None
        )
        self._task = self._progress.add_task(message, total=self.total) if self._progress else None

    def __enter__(self) -> Bar:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()

    def done(self, parts: float) -> None:
        """So many are done now."""
        if self._progress and self._task is not None:
            self._progress.update(self._task, completed=parts)
            return
        now = self.clock()
        if now - self.told >= _SECONDS and parts:
            self.told = now
            complain(f"{self.message}: {parts / self.total:.0%}, about {self._left(parts, now):.0f} s left")

    def left(self, parts: int) -> None:
        """So many are left now."""
        self.done(max(0, self.total - parts))

    def _left(self, parts: float, now: float) -> float:
        return (now - self.started) * max(0.0, self.total - parts) / parts


def measured(steps: Iterable[T], message: str, share: Callable[[], float] | None = None) -> None:
    """Take every step; `share` tells how much is done, from 0 to 1. Without it only the steps are counted."""
    with Bar(message, _WHOLE) as bar:
        for number, _ in enumerate(steps, start=1):
            bar.done(share() * _WHOLE if share else min(number, _WHOLE - 1))
