"""Texts are read by a real Dask cluster on loopback, one of whose two workers is killed in the middle: the same rows."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.compose import compose
from flows.demo import FEEDS
from flows.installing import initialise
from flows.prefect_server import PrefectServer
from tests.newsroom import rss
from tests.servers import Reply, Server

ROOT = Path(__file__).parents[2]
TOWNS = ("Homs", "Mosul", "Kandahar", "Karachi", "Mogadishu", "Maiduguri", "Donetsk", "Sanaa", "Tripoli", "Kabul")
STORY = (
    "<p>A car bomb killed at least {n} people and wounded {m} others in {town} on Wednesday, police said.</p>"
    "<p>Shops along the main street were closed in the hours after the explosion, and traffic stood still until noon.</p>"
    "<p>The mayor of {town} asked people to stay at home, and thanked the firemen who had worked through the night.</p>"
)
PAGE = (
    "<html lang='en'><head><title>Bomb</title><meta property='article:published_time' content='2012-06-14T08:00:00Z'></head>"
    "<body><article><h1>Bomb in {town}</h1>{text}</article></body></html>"
)
TABLES = ("claims", "events", "statements", "entities", "extractions", "incidents", "incident_claims")
OF_RUNS = {"run_id", "extracted_at", "opened_at", "linked_at"}


@pytest.fixture
def site():
    with Server().running() as server:
        for n in range(40):
            text = STORY.format(n=n + 2, m=n + 5, town=TOWNS[n % 10])
            server.pages[f"/{n}"] = Reply(PAGE.format(text=text, town=TOWNS[n % 10]).encode())
        items = (f"<guid>{n}</guid><title>Bomb</title><link>{server.url(f'/{n}')}</link>" for n in range(40))
        server.pages["/feed.xml"] = Reply(rss(*items))
        yield server


def _installed(folder: Path, base: str, more: str = "") -> Path:
    initialise(folder)
    settings = "[fetch]\nallow_private_addresses = true\nhost_gap_seconds = 0.0\n" + more
    (folder / "config" / "settings.toml").write_text(settings)
    (folder / "config" / "feeds.toml").write_text(FEEDS.format(base=base))
    return folder / "config"


def _rows(config: Path, table: str) -> list[str]:
    with compose(config).warehouse.transaction() as connection:
        described = connection.execute(f"describe {table}").fetchall()
        columns = [row[0] for row in described if row[0] not in OF_RUNS]
        return sorted(map(repr, connection.execute(f"select {', '.join(columns)} from {table}").fetchall()))


def test_a_cluster_that_loses_a_worker_gives_the_rows_of_one_process(site, tmp_path, sitrep_in):
    with ExitStack() as stack:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        server = PrefectServer(tmp_path / "home", "127.0.0.1", port, tmp_path / "prefect.log")
        server.start()
        stack.callback(server.stop)
        scheduler, address = _scheduler(stack, tmp_path)
        environment = {"PREFECT_API_URL": server.api_url, "PREFECT_HOME": str(tmp_path / "client")}
        workers = [_worker(stack, address, tmp_path / f"worker{n}.log", environment) for n in (1, 2)]
        far = _installed(tmp_path / "far", site.address, f'[scale]\ndask = "{address}"\nbatch_articles = 2\n')
        near = _installed(tmp_path / "near", site.address)
        run = _start(far, tmp_path / "run.log", environment)
        stack.callback(run.kill)
        _until(lambda: "read batch" in (tmp_path / "worker1.log").read_text(), run)
        workers[0].kill()
        assert run.wait(240) == 0, (tmp_path / "run.log").read_text()[-2000:]
        assert scheduler.poll() is None
        program = sitrep_in(near.parent)("run", "--config", near, timeout=240, **environment)
        assert program.returncode == 0, program.stderr
    assert "extracting_on_cluster" in (tmp_path / "run.log").read_text()
    assert len(_rows(far, "extractions")) == 40
    for table in TABLES:
        assert _rows(far, table) == _rows(near, table), table


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SITREP_CONFIG", "PREFECT_"))}
    return kept | {"PYTHONPATH": str(ROOT), "DO_NOT_TRACK": "1"} | more


def _scheduler(stack: ExitStack, folder: Path):
    log = stack.enter_context((folder / "scheduler.log").open("w"))
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=_environment({}))
    stack.callback(process.kill)
    found: list[str] = []

    def said() -> bool:
        found[:] = re.findall(r"(tcp://127\.0\.0\.1:\d+)", (folder / "scheduler.log").read_text())
        return bool(found)

    _until(said, process)
    return process, found[0]


def _worker(stack: ExitStack, address: str, file: Path, environment: dict[str, str]):
    log = stack.enter_context(file.open("w"))
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=file.parent, env=_environment(environment))
    stack.callback(process.kill)
    _until(lambda: "Registered to" in file.read_text(), process)
    return process


def _start(config: Path, file: Path, environment: dict[str, str]):
    program = [sys.executable, "-c", "from flows.cli import main; main()", "run", "--config", str(config)]
    with file.open("w") as log:
        return subprocess.Popen(program, stdout=log, stderr=log, cwd=config, env=_environment(environment))


def _until(holds, process) -> None:
    deadline = time.monotonic() + 150
    while not holds():
        assert process.poll() is None, "it ended"
        assert time.monotonic() < deadline
        time.sleep(0.1)
