"""The row of `runs` around a cycle, and the lock that keeps two cycles of one warehouse apart."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TypeVar

import structlog

from flows.errors import RunBusy, Stopped
from tasks.publish import publish_snapshot
from warehouse.connection import Warehouse
from warehouse.queries import records, rows
from warehouse.records import Feed, Run, stable_id
from warehouse.store import upsert

Counts = TypeVar("Counts")
log = structlog.get_logger()
_BUSY, _ADVICE = "another run is under way", "wait for it, it takes up what is pending"


def lock_path(warehouse: Warehouse) -> Path:
    """The file whose lock a run holds, beside the warehouse."""
    return warehouse.path.with_name("run.lock")


class RunLock:
    """An advisory lock held for a whole run; the kernel drops it with the process, also after kill -9."""

    def __init__(self, path: Path, busy: str = _BUSY, advice: str = _ADVICE) -> None:
        self.path = path
        self.busy = busy
        self.advice = advice
        self._file: IO[str] | None = None

    def __enter__(self) -> RunLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def acquire(self) -> None:
        """Take the lock or raise RunBusy with the pid of the run that holds it."""
        file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise RunBusy(f"{self.path}: {self.busy} (pid {holder}); {self.advice}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


class RunLog:
    """Opens the run's row, closes what an earlier crash left open, and says how the run ended."""

    def __init__(self, warehouse: Warehouse, flow: str, engine_version: str, now: datetime) -> None:
        self.warehouse = warehouse
        self.lock = RunLock(lock_path(warehouse))
        self._clock_offset = now - datetime.now(UTC)
        self.run = Run(stable_id(flow, now.isoformat()), flow, "running", now, None, engine_version, None, None)
        self.seconds: dict[str, float] = {}  # of each stage
        self._named = ExitStack()

    def __enter__(self) -> RunLog:
        self.lock.acquire()
        try:
            self._open()
        except BaseException:
            self.lock.release()
            raise
        named = structlog.contextvars.bound_contextvars(run_id=self.run.run_id, flow=self.run.flow)
        self._named.enter_context(named)
        return self

    def _open(self) -> None:
        with self.warehouse.transaction() as connection:
            if ahead := rows(connection, "runs_ahead", now=self.run.started_at):
                # What a wrong clock put off would wait until its time has come.
                rows(connection, "runs_ahead_deliveries", now=self.run.started_at)
                log.warning("clock_went_back", now=str(self.run.started_at), newest_run=str(ahead[0]["started_at"]))
            crashed = [
                replace(run, state="crashed", finished_at=self.run.started_at, error="the process ended without a word")
                for run in records(connection, Run, "runs_open")
            ]
            upsert(connection, [*crashed, self.run])
        for run in crashed:
            log.warning("crashed_run_closed", crashed_run_id=run.run_id, started_at=str(run.started_at))

    def clock(self) -> datetime:
        """The time now, as the run counts it."""
        return datetime.now(UTC) + self._clock_offset

    def complete(self, counts: Counts) -> Counts:
        """Record `counts` and the end of the work; publication comes after, so that the snapshot shows this run."""
        told = asdict(counts)  # type: ignore[call-overload]  # a dataclass of counts
        # a command of one stage has its name
        stages = {key: value for key, value in told.items() if isinstance(value, dict)} or {self.run.flow: told}
        self._close("completed", json.dumps(stages | {"seconds": self.seconds}, default=str), None)
        return counts

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                said = str(error) if isinstance(error, Stopped) else f"{type(error).__name__}: {error}"
                self._close("failed", self.run.counts, said)
                self._show()
        finally:
            self._named.close()
            self.lock.release()

    def _show(self) -> None:
        """Publish, so that `sitrep status` tells of the failure; what the stages before it committed is whole."""
        try:
            publish_snapshot(self.warehouse, self.run)
        except Exception as error:  # noqa: BLE001 - it must not hide why the run failed
            log.warning("failure_not_published", error=str(error))

    def _close(self, state: str, counts: str | None, error: str | None) -> None:
        finished = self.clock()
        self.run = replace(self.run, state=state, finished_at=finished, counts=counts, error=error)
        with self.warehouse.transaction() as connection:
            upsert(connection, [self.run])


def register(warehouse: Warehouse, feeds: Sequence[Feed]) -> int:
    """Bring the table `feeds` to what feeds.toml says; a feed that is gone from it stays, disabled."""
    with warehouse.transaction() as connection:
        wanted = {feed.feed_id for feed in feeds}
        gone = [replace(f, enabled=False) for f in records(connection, Feed, "feeds_all") if f.feed_id not in wanted]
        return upsert(connection, [*feeds, *gone])
