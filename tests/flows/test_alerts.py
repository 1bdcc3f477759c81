"""`sitrep alerts` as a user runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.alerting import span
from flows.errors import Unusable
from tasks.alert import raise_alerts
from tasks.alerts.rules import Rule
from tasks.resolve import resolve_claims
from tests.resolve.world import HOMS, Says, World
from warehouse.connection import Warehouse
from warehouse.snapshot import publish

RULES = """\
[[rules]]
name = "killed"
where = "harm = 'killed'"
numbers = "de"
channels = ["log"]

[[rules]]
name = "odd"
where = "incident_title::int > 3"
channels = ["log"]

[[channels]]
name = "log"
kind = "file"
path = "{data}/alerts.jsonl"
"""


@pytest.fixture
def installed(sitrep, tmp_path: Path) -> World:
    """An installation whose warehouse knows of one incident since yesterday."""
    assert sitrep("init", tmp_path).returncode == 0
    (tmp_path / "config" / "alerts.toml").write_text(RULES)
    data = tmp_path / "data" / "warehouse"
    world = World(Warehouse(data / "sitrep.duckdb", data / "current.duckdb"))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    world.tell(
        "https://a.example/1", yesterday, Says(low=1_400, place=HOMS), Says("injured", 14, incident=2, place=HOMS)
    )
    run = world.run(yesterday + timedelta(hours=1))
    resolve_claims(world.warehouse, run)
    raise_alerts(world.warehouse, run, [Rule("all", channels=("phone",))])
    world.complete(run)
    publish(world.warehouse)
    return world


def test_a_rule_is_tried_on_the_past_and_nothing_is_sent(installed: World, sitrep, tmp_path: Path) -> None:
    before = installed.rows("SELECT count(*) FROM alerts")
    program = sitrep("alerts", "test", "killed", "--since", "30d")
    assert program.returncode == 0
    assert "1.400 killed" in program.stdout
    assert "rule killed takes 1 of " in program.stdout
    assert "takes 0 of 0" in sitrep("alerts", "test", "killed", "--since", "1m").stdout
    assert installed.rows("SELECT count(*) FROM alerts") == before
    assert not (tmp_path / "data" / "alerts.jsonl").exists()


def test_whole_messages_are_shown_in_any_form(installed: World, sitrep) -> None:
    assert "<strong>1400</strong> people" in sitrep("alerts", "test", "killed", "--form", "html").stdout
    assert "**1400** people" in sitrep("alerts", "test", "killed", "--form", "markdown").stdout
    assert "low 1.400, best 1.400" in sitrep("alerts", "test", "killed", "--form", "text").stdout


def test_a_rule_that_fails_on_the_past_is_said(installed: World, sitrep) -> None:
    program = sitrep("alerts", "test", "odd")
    assert program.returncode == 1
    assert "Could not convert string" in program.stderr


def test_a_rule_that_is_not_there_and_a_span_that_is_none_are_wrong_usage(installed: World, sitrep) -> None:
    assert 'did you mean "killed"?' in sitrep("alerts", "test", "kiled").stderr
    assert sitrep("alerts", "test", "killed", "--since", "soon").returncode == 2


def test_a_broken_rule_is_refused_by_every_command_with_the_reason(installed: World, sitrep, tmp_path: Path) -> None:
    (tmp_path / "config" / "alerts.toml").write_text(RULES.replace("harm = 'killed'", "hram = 'killed'"))
    program = sitrep("check")
    assert program.returncode == 2
    assert 'of rule "killed": Binder Error' in program.stderr
    assert "Traceback" not in program.stderr


def test_check_says_that_a_broken_file_is_out_of_use(installed: World, sitrep, tmp_path: Path) -> None:
    (tmp_path / "data" / "alerts.live.toml").write_text(RULES)
    (tmp_path / "config" / "alerts.toml").write_text(RULES.replace("harm = 'killed'", "hram = 'killed'"))
    program = sitrep("check")
    assert program.returncode == 2
    assert 'of rule "killed": Binder Error' in program.stdout
    assert "the rules of before stay live" in program.stdout
    assert sitrep("alerts", "test", "killed").returncode == 0


def test_silences_are_made_listed_and_ended(installed: World, sitrep) -> None:
    made = sitrep("alerts", "silence", "country = 'SYR'", "--for", "12h", "--note", "exercise")
    silence_id = made.stdout.split()[0]
    assert "silent until" in made.stdout
    listed = sitrep("alerts", "silences").stdout
    assert "exercise" in listed
    assert "country = 'SYR'" in listed
    assert sitrep("alerts", "unsilence", silence_id[:8]).returncode == 0
    assert "over" in sitrep("alerts", "silences").stdout
    assert sitrep("alerts", "unsilence", silence_id).returncode == 1
    refused = sitrep("alerts", "silence", "nosuch = 1", "--for", "12h")
    assert refused.returncode == 1
    assert "nosuch" in refused.stderr


def test_dead_letters_are_listed_and_sent_again(installed: World, sitrep) -> None:
    with installed.warehouse.transaction() as connection:
        connection.execute("UPDATE deliveries SET state = 'dead', attempts = 20, error = 'phone: HTTP 410'")
    publish(installed.warehouse)
    dead = sitrep("alerts", "dead").stdout
    assert "phone: HTTP 410" in dead
    alert_id = installed.rows("SELECT min(alert_id) FROM alerts")[0][0]
    assert "goes to phone again" in sitrep("alerts", "resend", alert_id).stdout
    states = installed.rows("SELECT state, attempts FROM deliveries ORDER BY 1")
    assert states == [("dead", 20), ("pending", 0)]
    assert sitrep("alerts", "resend", "ffffffff").returncode == 1
    assert sitrep("alerts", "resend").returncode == 0


def test_a_channel_is_tried_and_the_schema_is_printed(installed: World, sitrep, tmp_path: Path) -> None:
    assert sitrep("alerts", "ping", "log").returncode == 0
    row = json.loads((tmp_path / "data" / "alerts.jsonl").read_text())
    assert row["title"] == "test message of Sitrep"
    assert json.loads(sitrep("alerts", "schema").stdout)["$id"] == "urn:sitrep:alert:1"
    assert sitrep("alerts", "ping", "lgo").returncode == 2


@pytest.mark.parametrize("text", ["", "d", "0d", "-1d", "1y", "9999999d", "1.5h"])
def test_what_is_no_span_of_time(text: str) -> None:
    with pytest.raises(Unusable):
        span(text)


def test_spans_of_time() -> None:
    assert [span(text) for text in ("90m", "12h", "30d", "2w")] == [
        timedelta(minutes=90), timedelta(hours=12), timedelta(days=30), timedelta(weeks=2),
    ]  # fmt: skip
