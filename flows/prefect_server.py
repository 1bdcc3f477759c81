"""Prefect's API and UI as a child of `sitrep serve`: started, watched, mended, stopped."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import httpx
import structlog

from flows.errors import FlowError
from flows.prefect_home import mend, set_aside

log = structlog.get_logger()
_START_SECONDS = 180.0
_STOP_SECONDS = 10.0
_LOG_BYTES = 5_000_000
_TAIL = 4_000
_FOREIGN = ("Can't locate revision", "malformed", "not a database", "no such table", "already exists")
_SETTINGS = {
    # what Prefect remembers of runs; the warehouse has the rest
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 86_400),
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}


class PrefectDown(FlowError):
    """Prefect's server does not start; runs go on without it."""


@dataclass
class PrefectServer:
    """One server in `home` at `host`:`port`; what it prints goes to `log_file`."""

    home: Path
    host: str
    port: int
    log_file: Path
    ui: bool = True
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where this machine reaches it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - a comparison
        return f"http://{host}:{self.port}"

    @property
    def api_url(self) -> str:
        """The same for PREFECT_API_URL."""
        return f"{self.url}/api"

    @property
    def pid(self) -> int | None:
        """The process, None where none runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def require_port(self) -> None:
        """FlowError where another program has the port."""
        try:
            with socket.create_server((self.host, self.port)):
                pass
        except OSError as error:
            raise FlowError(
                f"{self.host}:{self.port}: Prefect's server cannot listen there ({error.strerror}); set another port "
                "([serve] port, or --port), or leave the UI out with --no-ui"
            ) from error

    def begin(self) -> None:
        """Let it start while other work is done; `start` then waits for it. Raises PrefectDown."""
        if mended := mend(self.home, datetime.now(UTC)):
            log.warning("prefect_home_mended", message=mended)
        self._spawn()

    def start(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Start it and wait until it answers; a damaged or foreign database is set aside. Raises PrefectDown."""
        if self.pid is None:
            self.begin()
        for attempt in (1, 2):
            if self._answers(stopping):
                return
            said = self._tail()
            self.stop()
            reason = next((words for words in _FOREIGN if words in said), None)
            if attempt == 1 and reason and not stopping():
                message = set_aside(self.home, datetime.now(UTC), f'it is of another Prefect: "{reason}"')
                log.warning("prefect_home_mended", message=message)
                self._spawn()
                continue
            raise PrefectDown(f"Prefect's server does not start; what it said is in {self.log_file}")

    def healthy(self) -> bool:
        """Whether it runs and answers."""
        return self.pid is not None and _is_well(self.api_url)

    def stop(self) -> None:
        """End it: politely, and after ten seconds for good."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_SECONDS)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._process = None

    def _spawn(self) -> None:
        self.stop()
        command = [sys.executable, "-m", "flows.prefect_child", self.host, str(self.port)]
        with self._log() as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                env=self._environment(),
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _log(self) -> IO[bytes]:
        try:
            self.log_file.parent.mkdir(parents=True, exist_ok=True)
            if self.log_file.exists() and self.log_file.stat().st_size > _LOG_BYTES:
                self.log_file.replace(self.log_file.with_suffix(".log.1"))
            return self.log_file.open("ab")
        except OSError as error:
            raise PrefectDown(f"{self.log_file}: Prefect's server cannot log there ({error.strerror})") from error

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
        own = {
            "PREFECT_HOME": str(self.home),
            "PREFECT_SERVER_API_HOST": self.host,
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_SERVER_UI_ENABLED": str(self.ui).lower(),
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(self.home / "ui"),
            "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
        }
        return _SETTINGS | kept | own

    def _answers(self, stopping: Callable[[], bool]) -> bool:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self.pid is not None and not stopping():
            if _is_well(self.api_url):
                return True
            time.sleep(0.2)
        return False

    def _tail(self) -> str:
        with self.log_file.open("rb") as file:
            file.seek(max(0, self.log_file.stat().st_size - _TAIL))
            return file.read().decode("utf-8", "replace")


def own_server(home: Path, log_file: Path) -> PrefectServer | None:
    """A server on a free port that starts now and ends with this process; None where the user has one of his own.

    Must come before Prefect is imported, which reads PREFECT_API_URL once. Raises PrefectDown.
    """
    profiles = home / "profiles.toml"
    if "PREFECT_API_URL" in os.environ or (profiles.is_file() and b"PREFECT_API_URL" in profiles.read_bytes()):
        return None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = PrefectServer(home, "127.0.0.1", port, log_file, ui=False)
    server.begin()
    # Handlers run last come, first served: what Prefect registers when it is imported has its turn before.
    atexit.register(server.stop)
    os.environ["PREFECT_API_URL"] = server.api_url
    return server


def _is_well(api_url: str) -> bool:
    try:
        return httpx.get(f"{api_url}/health", timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False
