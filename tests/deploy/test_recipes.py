"""The recipes of deploy/ hold what they promise, as far as a machine without their daemons can tell."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml

from flows.cli import app

DEPLOY = Path(__file__).parents[2] / "deploy"
COMMANDS = set(typer.main.get_command(app).commands)
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()


def _steps():
    joined = re.sub(r"\\\n", " ", DOCKERFILE)
    return [line.split(None, 1) for line in joined.splitlines() if line and not line.startswith("#")]


def _unit(name):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(DEPLOY / name)
    return unit


def test_the_image_is_built_from_the_lock_with_hashes_and_runs_as_nobody_in_particular():
    steps = _steps()
    assert any(kind == "RUN" and "--require-hashes --no-deps -r requirements.lock" in rest for kind, rest in steps)
    assert [rest for kind, rest in steps if kind == "USER"] == ["10001:10001"]
    assert ["HEALTHCHECK", next(r for k, r in steps if k == "HEALTHCHECK")]
    assert 'CMD ["sitrep", "health"]' in DOCKERFILE
    assert steps[-2:] == [["ENTRYPOINT", '["sitrep"]'], ["CMD", '["serve"]']]


def _linted(program, *arguments, stdin=None):
    command = [Path(sys.executable).with_name(program), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60, check=False)


def test_hadolint_finds_nothing_in_the_dockerfile():
    assert _linted("hadolint", "-", stdin="FROM debian\nRUN sudo make\n").returncode == 1
    found = _linted("hadolint", DEPLOY / "Dockerfile")
    assert (found.returncode, found.stdout) == (0, "")


def test_compose_is_what_the_compose_specification_says(tmp_path):
    schema = ("--builtin-schema", "vendor.compose-spec")
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services: {sitrep: {read_only: {}}}\n")
    assert _linted("check-jsonschema", *schema, wrong).returncode == 1
    found = _linted("check-jsonschema", *schema, DEPLOY / "compose.yaml")
    assert found.returncode == 0, found.stdout


def test_every_file_that_the_image_copies_is_there_and_not_ignored():
    root = DEPLOY.parent
    allowed = {line[1:] for line in (root / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for kind, rest in _steps():
        if kind == "COPY" and not rest.startswith("--from"):
            *sources, _ = rest.split()
            assert all((root / source).exists() and source in allowed for source in sources)
    wheel = next((root / "bootstrap").glob("pip-*.whl")).name
    assert DOCKERFILE.count(wheel) == 2


def test_the_image_holds_every_package_of_the_program():
    packages = re.search(r"packages = \[(.*)\]", (DEPLOY.parent / "pyproject.toml").read_text())[1]
    for package in re.findall(r'"(\w+)"', packages):
        assert ["COPY", f"{package} {package}"] in _steps()


def test_compose_is_read_only_without_rights_and_probed():
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["sitrep"]
    assert service["read_only"] is True
    assert service["user"] == "10001:10001"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["healthcheck"]["test"] == ["CMD", "sitrep", "health"]
    assert service["ports"] == ["127.0.0.1:4200:4200"]
    assert service["command"][0] in COMMANDS
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).exists()


def test_the_cron_job_never_overlaps_and_may_not_write_but_to_its_volumes():
    claim, job = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())
    spec = job["spec"]
    pod = spec["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert (job["kind"], spec["schedule"], spec["concurrencyPolicy"]) == ("CronJob", "*/15 * * * *", "Forbid")
    assert spec["startingDeadlineSeconds"] < 900
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["args"][0] in COMMANDS
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == set(volumes)
    assert volumes["data"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]


@pytest.mark.parametrize("name", ["sitrep.service", "sitrep-run.service"])
def test_units_start_commands_that_exist(name):
    service = _unit(name)["Service"]
    program, command, *rest = service["ExecStart"].split()
    assert program == "/opt/sitrep/.venv/bin/sitrep"
    assert command in COMMANDS
    assert rest == ["--config", "/etc/sitrep"]


def test_the_service_gives_a_run_the_time_it_asks_for():
    from config.sections import Serve

    service = _unit("sitrep.service")["Service"]
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > Serve().stop_seconds
    assert service["Restart"] == "always"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
@pytest.mark.parametrize("name", ["sitrep.service", "sitrep-run.service", "sitrep-run.timer"])
def test_systemd_takes_the_units(name, tmp_path):
    (tmp_path / "sitrep").write_text("#!/bin/sh\n")
    (tmp_path / "sitrep").chmod(0o755)
    for unit in DEPLOY.glob("sitrep*.*"):
        text = unit.read_text().replace("/opt/sitrep/.venv/bin/sitrep", str(tmp_path / "sitrep"))
        (tmp_path / unit.name).write_text(text)
    found = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert not [line for line in found.stderr.splitlines() if "sitrep" in line]


def test_the_cron_line_has_five_fields_and_a_command_that_exists():
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    (entry,) = [line for line in lines if "=" not in line.split()[0]]
    fields = entry.split(None, 5)
    assert fields[:5] == ["*/15", "*", "*", "*", "*"]
    assert re.search(r"bin/sitrep (\w+)", fields[5])[1] in COMMANDS
    assert "%" not in fields[5]  # cron makes a line end of it
