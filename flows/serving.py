"""`sitrep serve`: the schedule for good, with Prefect's API and UI beside it.

wait for the slot -> settings anew -> one cycle -> metrics -> next slot; nothing but a signal ends it
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import structlog

from config.errors import SettingsError
from flows.compose import App, compose
from flows.console import complain, say
from flows.errors import FlowError, RunBusy, Stopped
from flows.metrics import write_metrics
from flows.prefect_server import PrefectDown, PrefectServer
from flows.running import prepare, shortfalls
from flows.runs import RunLock
from flows.timetable import Timetable
from tasks.errors import SitrepError
from warehouse.errors import WarehouseError
from warehouse.queries import rows

if TYPE_CHECKING:
    from flows.monitor import MonitorCounts

log = structlog.get_logger()
_TICK_SECONDS = 1.0
_BUSY_WAIT = timedelta(seconds=1)
_BUSY = ("another `sitrep serve` works on this warehouse", "stop it first, or name another configuration with --config")


class Stopping:
    """That SIGTERM or SIGINT came, and until when a run may still go on. A second signal ends the program at once."""

    def __init__(self, grace_seconds: float) -> None:
        self._event = threading.Event()
        self._grace_seconds = grace_seconds
        self._until = float("inf")

    def listen(self) -> None:
        """Take the signals over."""
        signal.signal(signal.SIGTERM, self._heard)
        signal.signal(signal.SIGINT, self._heard)

    def __call__(self) -> bool:
        """Whether a signal came."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep, but not through a signal; whether one came."""
        return self._event.wait(seconds)

    def at_stage(self, stage: str) -> None:
        """Stopped where the time to finish is over: a stage that has not begun is left to the next run."""
        if time.monotonic() > self._until:
            raise Stopped(f"asked to stop before the stage {stage}; the next run takes up what is pending")

    def _heard(self, number: int, _: FrameType | None) -> None:
        if self._event.is_set():
            os._exit(128 + number)
        log.info("stopping", signal=signal.Signals(number).name, grace_seconds=self._grace_seconds)
        self._until = time.monotonic() + self._grace_seconds
        self._event.set()


@dataclass
class Service:
    """One `sitrep serve`: the application as last configured, the server of Prefect if any, and the schedule."""

    app: App
    config: Path | None
    stopping: Stopping
    server: PrefectServer | None
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "cycle"), repr=False)

    @property
    def timetable(self) -> Timetable:
        """The schedule as configured now."""
        return Timetable(timedelta(minutes=self.app.settings.run.interval_minutes))

    def run(self) -> None:
        """Run cycles at their slots until a signal comes."""
        slot = self.timetable.first(_last_start(self.app), self.clock())
        log.info("waiting", next_run_at=f"{slot:%Y-%m-%dT%H:%M:%SZ}")
        while not self._waited(slot):
            now = self.clock()
            if self.timetable.went_back(slot, now):
                log.warning("clock_went_back", now=str(now), slot=str(slot))
            slot = self.timetable.anchored(slot, now)
            while not self.attempt(now) and not self._waited(self.clock() + _BUSY_WAIT):
                now = self.clock()
            slot, missed = self.timetable.next(slot, self.clock())
            if missed:
                log.warning("runs_skipped", missed=missed, reason="too late", next_run_at=str(slot))

    def attempt(self, now: datetime) -> bool:
        """One cycle; what goes wrong is said, and the next slot is another chance. False: another run had its turn."""
        try:
            self._reload()
            counts = self._cycle(now)
        except RunBusy as busy:
            log.info("run_waits", reason=str(busy))
            return False
        except Stopped as stopped:
            log.info("stopped", reason=str(stopped))
        except (SitrepError, WarehouseError, FlowError, SettingsError, OSError) as error:
            log.error("run_failed", error=str(error))
        except Exception as error:
            log.exception("run_failed", error=f"{type(error).__name__}: {error}")
        else:
            for problem in shortfalls(counts):
                log.warning("shortfall", problem=problem)
        write_metrics(self.app, self.clock())
        return True

    def _cycle(self, now: datetime) -> MonitorCounts:
        from flows.cycling import run_cycle  # noqa: PLC0415  # Prefect costs seconds, and --no-ui starts none

        tracked = self._prefect_is_up() if self.server else "PREFECT_API_URL" in os.environ
        # Not in the main thread, where a flow takes SIGTERM over and breaks off in the middle of a stage.
        return self._thread.submit(run_cycle, self.app, now, self.stopping.at_stage, tracked=tracked).result()

    def _prefect_is_up(self) -> bool:
        """Whether Prefect's server runs; one that went away is started again first."""
        if self.server is None or self.server.healthy():
            return self.server is not None
        log.warning("prefect_gone", advice="Prefect's server is started again", log_file=str(self.server.log_file))
        try:
            self.server.start(self.stopping)
        except PrefectDown as error:
            log.error("prefect_down", error=str(error), advice="this run goes on without it")
            return False
        return True

    def _reload(self) -> None:
        """Take up what changed in the configuration; a broken one is said, and the one before stays."""
        try:
            fresh = compose(self.config)
        except SettingsError as error:
            log.error("configuration_refused", error=str(error), advice="the one before stays in use")
            return
        self.app = self.app.succeeded_by(fresh)

    def _waited(self, slot: datetime) -> bool:
        """Wait for the slot by the wall clock, whichever way that jumps; whether a signal came."""
        while not self.stopping():
            if self.timetable.is_due(slot, self.clock()):
                return False
            self.stopping.wait(_TICK_SECONDS)
        return True


def serve(config: Path | None, *, ui: bool, port: int | None) -> int:
    """Run for good; 0 after SIGTERM or SIGINT. Raises what keeps it from starting."""
    app = compose(config)
    stopping = Stopping(app.settings.serve.stop_seconds)
    app.settings.data_folder.mkdir(parents=True, exist_ok=True)
    with RunLock(app.settings.data_folder / "serve.lock", *_BUSY):
        prepare(app)
        stopping.listen()
        server = _server(app, port) if ui and "PREFECT_API_URL" not in os.environ else None
        try:
            if server:
                _begin(server)
            _ = app.extractor  # meanwhile
            if server:
                _start(server, stopping)
            Service(app, config, stopping, server).run()
        finally:
            if server:
                server.stop()
    log.info("ended")
    return 0


def _server(app: App, port: int | None) -> PrefectServer:
    settings = app.settings
    log_file = settings.logs / "prefect-server.log"
    server = PrefectServer(Path(os.environ["PREFECT_HOME"]), settings.serve.host, port or settings.serve.port, log_file)
    server.require_port()
    os.environ["PREFECT_API_URL"] = server.api_url  # before Prefect is imported, which reads it once
    return server


def _begin(server: PrefectServer) -> None:
    complain(f"sitrep: starting Prefect at {server.url} (20 to 30 s the first time)")
    with suppress(PrefectDown):  # `_start` says so
        server.begin()


def _start(server: PrefectServer, stopping: Stopping) -> None:
    try:
        server.start(stopping)
    except PrefectDown as error:
        log.error("prefect_down", error=str(error), advice="runs go on without it; it is tried again before each")
        return
    say(f"Prefect's UI is at {server.url}, its API at {server.api_url}")


def _last_start(app: App) -> datetime | None:
    with app.warehouse.transaction() as connection:
        found = rows(connection, "runs_newest", flow="monitor")
    started: datetime | None = found[0]["started_at"] if found and found[0]["state"] == "completed" else None
    return started
