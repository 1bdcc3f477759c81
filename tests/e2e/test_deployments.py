"""prefect.yaml against a real Prefect server: deploy all, a worker runs them, late ones and other versions do no harm."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import yaml

from flows.compose import compose
from flows.demo import FEEDS, FIRST_PAGE, feed_at
from flows.installing import initialise
from flows.prefect_server import PrefectServer
from seeds.sample import read
from tests.servers import Reply, Server

ROOT = Path(__file__).parents[2]
NAMES = {"monitor", "digest", "reprocess", "backfill", "maintain"}


def test_the_deployments_are_whole():
    project = yaml.safe_load((ROOT / "prefect.yaml").read_text())
    found = {one["name"]: one for one in project["deployments"]}
    version = _version()
    assert set(found) == NAMES
    for one in found.values():
        assert one["version"] == version  # a deployment of another version refuses to run
        assert one["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
        assert one["work_pool"] == {"name": "sitrep"}
        assert "sitrep" in one["tags"]
        module, _, name = one["entrypoint"].rpartition(".")
        flow = getattr(__import__(module, fromlist=[name]), name)
        assert flow.name == one["name"]
        assert set(one["parameters"]) <= set(flow.parameters.properties)
    assert found["monitor"]["schedules"] == [{"interval": 900, "timezone": "UTC"}]


def _version() -> str:
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


@pytest.fixture(scope="module")
def prefect(tmp_path_factory):
    import socket

    folder = tmp_path_factory.mktemp("prefect")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    server = PrefectServer(folder / "home", "127.0.0.1", port, folder / "log")
    server.start()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SITREP_CONFIG", "PREFECT_"))}
    environment = {
        **kept,
        "PREFECT_HOME": str(folder / "client"),
        "PREFECT_API_URL": server.api_url,
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": str(ROOT),
    }

    def run(*arguments, timeout=180):
        command = [sys.executable, "-m", "prefect", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )

    run.api = server.api_url
    yield run
    server.stop()


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    initialise(folder)
    with Server().running() as site:
        site.pages["/feed.xml"] = Reply(feed_at("feed-2012-06-14.xml", site.address))
        site.pages[FIRST_PAGE] = Reply(read("2012-06-14-china-opposes-sanctions.html"))
        folder.joinpath("config", "settings.toml").write_text("[fetch]\nallow_private_addresses = true\n")
        folder.joinpath("config", "feeds.toml").write_text(FEEDS.format(base=site.address))
        yield folder / "config"


def _post(api: str, path: str, body: dict):
    answer = httpx.post(f"{api}/{path}", json=body)
    assert answer.is_success, answer.text
    return answer.json()


def test_deploy_all_and_a_worker_run_every_flow(prefect, config):
    assert prefect("work-pool", "create", "sitrep", "--type", "process").returncode == 0
    deployed = prefect("--no-prompt", "deploy", "--all")
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    deployments = {one["name"]: one for one in _post(prefect.api, "deployments/filter", {})}
    assert set(deployments) == NAMES
    for one in deployments.values():
        httpx.post(f"{prefect.api}/deployments/{one['id']}/pause_deployment")  # its schedule: this test has its own
    past = datetime.now(UTC) - timedelta(hours=20)
    for hours in (0, 1, 2):  # a worker that was away for a day finds these
        _schedule(prefect.api, deployments["monitor"], config, past + timedelta(hours=hours))
    wanted = {"backfill": {"first": "2012-06-01", "last": "2012-06-02"}, "digest": {}, "maintain": {}, "reprocess": {}}
    ended = _work(prefect, 6)
    assert "COMPLETED" in ended["monitor"]
    assert set(ended["monitor"]) <= {"COMPLETED", "CANCELLED"}  # by the concurrency limit
    for name, parameters in wanted.items():
        _schedule(prefect.api, deployments[name], config, datetime.now(UTC), parameters)
    assert _work(prefect, 6) == ended | {name: ["COMPLETED"] for name in wanted}
    with compose(config).warehouse.transaction() as connection:
        flows = connection.execute("select flow, state, count(*) from runs group by all order by all").fetchall()
    assert ("monitor", "completed", 1) in flows  # the other two were too late, and skipped
    keys = {one["key"] for one in _post(prefect.api, "artifacts/filter", {})}
    assert keys >= {"sitrep-run", "sitrep-new-incidents", "sitrep-warehouse", "sitrep-digest"}


def test_a_deployment_of_another_version_says_so_and_does_nothing(prefect, config):
    deployments = {one["name"]: one for one in _post(prefect.api, "deployments/filter", {})}
    with compose(config).warehouse.transaction() as connection:
        before = connection.execute("select count(*) from runs").fetchall()
    run = _schedule(prefect.api, deployments["maintain"], config, datetime.now(UTC), version="0.0.9")
    _work(prefect, 1)
    state = httpx.get(f"{prefect.api}/flow_runs/{run['id']}").json()["state"]
    assert state["type"] == "FAILED"
    assert "was made for sitrep 0.0.9" in state["message"]
    with compose(config).warehouse.transaction() as connection:
        assert connection.execute("select count(*) from runs").fetchall() == before


def _schedule(api, deployment, config, at, parameters=None, version=None):
    if version:
        again = {
            key: deployment[key]
            for key in ("name", "flow_id", "entrypoint", "work_pool_name", "pull_steps", "parameters")
        }
        _post(api, "deployments/", {**again, "version": version})
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
    body = {"parameters": {"config": str(config), **(parameters or {})}, "state": state}
    return _post(api, f"deployments/{deployment['id']}/create_flow_run", body)


def _work(prefect, rounds: int) -> dict[str, list[str]]:
    """Let a worker look `rounds` times at most; the ended runs' states by deployment."""
    for _ in range(rounds):
        ended = prefect("worker", "start", "--pool", "sitrep", "--run-once")
        assert ended.returncode == 0, ended.stderr
        runs = [run for run in _post(prefect.api, "flow_runs/filter", {}) if not run["auto_scheduled"]]
        if all(run["state"]["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} for run in runs):
            break
    found: dict[str, list[str]] = {}
    names = {one["id"]: one["name"] for one in _post(prefect.api, "deployments/filter", {})}
    for run in runs:
        found.setdefault(names[run["deployment_id"]], []).append(run["state"]["type"])
    return found
