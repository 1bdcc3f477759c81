"""`sitrep serve` as an operator meets it: signals, kill -9, a second one, a full disk, a Prefect that is gone or damaged."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from flows.demo import ALERTS, FEEDS, FIRST_PAGE, feed_at
from seeds.sample import read
from tests.servers import Reply, Server
from warehouse.connection import Warehouse

PROGRAM = [sys.executable, "-c", "from flows.cli import main; main()"]
SETTINGS = (
    "[fetch]\nallow_private_addresses = true\n[log]\nformat = 'json'\n[serve]\nport = {port}\nstop_seconds = {stop}\n"
)
PATIENCE = 90.0  # seconds: the machine may be busy


@dataclass
class House:
    """One installation, and the site it reads."""

    folder: Path
    site: Server

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @contextmanager
    def serving(self, *arguments: str, limit: int | None = None, log_name: str = "log"):
        def limited():
            if limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SITREP_", "PREFECT_"))}
        pipeline = os.environ.get("SITREP_TEST_PIPELINE")
        kept |= {"SITREP_NLP__PIPELINE": pipeline} if pipeline else {}
        command = [*PROGRAM, "serve", *arguments, "--config", str(self.folder / "config")]
        with (self.folder / log_name).open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=kept, preexec_fn=limited)  # noqa: PLW1509
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait(10)

    def log(self, name: str = "log") -> str:
        return (self.folder / name).read_text()

    def rows(self, sql: str):
        path = self.data / "warehouse"
        with Warehouse(path / "sitrep.duckdb", path / "current.duckdb").transaction() as connection:
            return connection.execute(sql).fetchall()

    def alerts(self) -> list[str]:
        """Keys of the news that went out; what operators are told of killed and failed runs is tested elsewhere."""
        file = self.data / "alerts.jsonl"
        told = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [alert["idempotency_key"] for alert in told if alert["kind"] != "pipeline_failed"]


def until(holds, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture
def house(tmp_path, unused_port):
    config = tmp_path / "config"
    config.mkdir()
    with Server().running() as site:
        site.pages["/feed.xml"] = Reply(feed_at("feed-2012-06-14.xml", site.address))
        site.pages[FIRST_PAGE] = Reply(read("2012-06-14-china-opposes-sanctions.html"))
        (config / "settings.toml").write_text(SETTINGS.format(port=unused_port, stop=30))
        (config / "feeds.toml").write_text(FEEDS.format(base=site.address))
        rule, _, file = ALERTS.partition('[[channels]]\nname = "webhook"')
        (config / "alerts.toml").write_text(
            rule.replace('"webhook", ', "") + "[[channels]]" + file.partition("[[channels]]")[2].format()
        )
        yield House(tmp_path, site)


def _slow(body: bytes, asked: list[float]):
    def behave(handler):
        asked.append(time.monotonic())
        time.sleep(3)
        Reply(body)(handler)

    return behave


def test_a_cycle_runs_at_once_and_sigterm_ends_it_with_0(house):
    with house.serving("--no-ui") as process:
        until((house.data / "metrics" / "sitrep.prom").exists, "a first run")
        with house.serving(log_name="second") as second:
            assert second.wait(PATIENCE) == 1
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert house.rows("select flow, state from runs") == [("monitor", "completed")]
    assert len(house.alerts()) == 2
    assert f"another `sitrep serve` works on this warehouse (pid {process.pid})" in house.log("second")


def test_after_kill_9_the_next_one_closes_the_run_and_takes_up_what_is_pending(house):
    page, asked = read("2012-06-14-china-opposes-sanctions.html"), []
    house.site.pages[FIRST_PAGE] = _slow(page, asked)
    with house.serving("--no-ui") as process:
        until(lambda: asked, "the page is asked")
        process.kill()
    house.site.pages[FIRST_PAGE] = Reply(page)
    with house.serving("--no-ui"):
        until((house.data / "metrics" / "sitrep.prom").exists, "a second run")
    states = house.rows("select state, error from runs order by started_at")
    assert states == [("crashed", "the process ended without a word"), ("completed", None)]
    assert len(set(house.alerts())) == len(house.alerts()) == 2


def test_a_run_that_has_no_time_left_stops_between_two_stages(house):
    settings = house.folder / "config" / "settings.toml"
    settings.write_text(settings.read_text().replace("stop_seconds = 30", "stop_seconds = 0"))
    asked: list[float] = []
    house.site.pages[FIRST_PAGE] = _slow(read("2012-06-14-china-opposes-sanctions.html"), asked)
    with house.serving("--no-ui") as process:
        until(lambda: asked, "the page is asked")
        process.terminate()
        assert process.wait(PATIENCE) == 0
    (state, error), *_ = house.rows("select state, error from runs")
    assert (state, error) == (
        "failed",
        "asked to stop before the stage normalise; the next run takes up what is pending",
    )
    assert house.rows("select count(*) from documents where kind = 'page'") == [(1,)]  # what was fetched is kept


def test_a_full_disk_fails_the_run_with_the_path_and_loses_nothing(house, sitrep_in):
    sitrep_in(house.folder)("migrate", "--config", house.folder / "config")
    with house.serving("--no-ui", limit=50_000) as process:  # bytes of any file
        until(lambda: "run_failed" in house.log(), "a failed run")
        assert process.poll() is None
    failed = next(json.loads(line) for line in house.log().splitlines() if "run_failed" in line)
    assert "make room on its disks" in failed["error"]
    assert "File too large" in failed["error"]  # as the kernel says where the limit is not the disk's
    with house.serving("--no-ui"):
        until(lambda: "published" in house.log(), "a run with room")
    assert house.rows("select state from runs order by started_at desc limit 1") == [("completed",)]
    assert len(set(house.alerts())) == len(house.alerts()) == 2


def test_prefect_is_served_a_damaged_home_is_mended_and_nothing_outlives_kill_9(house, unused_port):
    home = house.data / "prefect"
    home.mkdir(parents=True)
    (home / "prefect.db").write_bytes(b"this is no database" * 500)
    with house.serving() as process:
        until((house.data / "metrics" / "sitrep.prom").exists, "a first run under Prefect")
        base = f"http://127.0.0.1:{unused_port}"
        assert httpx.get(base).status_code == 200
        runs = httpx.post(f"{base}/api/flow_runs/filter", json={}).json()
        assert [run["state"]["type"] for run in runs] == ["COMPLETED"]
        kinds = {found["key"] for found in httpx.post(f"{base}/api/artifacts/filter", json={}).json()}
        assert kinds == {"sitrep-run", "sitrep-new-incidents", "sitrep-warehouse"}
        until(lambda: len(_events(base)) == 2, "an event for each state change")
        process.kill()
    assert "Prefect's own database cannot be used" in house.log()
    until(lambda: not _answers(base), "Prefect's server ends with its parent")


def test_a_prefect_server_that_is_gone_keeps_no_run_from_its_work(house, sitrep_in, unused_port):
    program = sitrep_in(house.folder)(
        "run", "--config", house.folder / "config", PREFECT_API_URL=f"http://127.0.0.1:{unused_port}/api", timeout=240
    )
    assert program.returncode == 0, program.stderr
    assert "prefect_failed" in program.stderr
    assert "this run goes on without it" in program.stderr
    assert len(house.alerts()) == 2


def _events(base: str):
    wanted = {"filter": {"event": {"prefix": ["sitrep."]}}}
    return httpx.post(f"{base}/api/events/filter", json=wanted).json()["events"]


def _answers(base: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(base, timeout=5).is_success
    return False


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]
