"""The outbox: nothing lost, each alert once, at most one repeated by a kill and under the same key."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tasks import deliver as verb
from tasks.alerts.rules import Channel
from tasks.deliver import DeliveryCounts, deliver_alerts
from tests.alert.conftest import Receiver
from tests.resolve.world import World, at
from warehouse import store
from warehouse.records import Alert, Delivery, stable_id


def alert_row(alert_id: str, **values: Any) -> dict[str, Any]:
    """The payload of an alert of which nothing is known."""
    row: dict[str, Any] = {
        "alert_id": alert_id, "idempotency_key": alert_id, "kind": "toll_up", "severity": "notice",
        "title": f"Title {alert_id}", "text": "B", "incident": None, "tolls": [], "series": None, "evidence": [],
        "operation": None, "raised_at": at(14).isoformat(),
    }  # fmt: skip
    return row | values


@pytest.fixture
def queued(world: World) -> Any:
    """Puts alerts with the given ids into the outbox for the given channels."""

    def put(*ids: str, channels: tuple[str, ...] = ("hook",)) -> World:
        rows: list[Any] = []
        for order, alert_id in enumerate(ids):
            payload = json.dumps(alert_row(alert_id))
            raised = at(14) + timedelta(seconds=order)
            rows.append(
                Alert(alert_id, "r", "toll_up", "all", "notice", None, None, f"Title {alert_id}", "B", payload, raised)
            )
            rows += [Delivery(stable_id(alert_id, c), alert_id, c, "pending", 0, at(14), None, None) for c in channels]
        with world.warehouse.transaction() as connection:
            store.insert(connection, rows)
        return world

    return put


def states(world: World) -> list[tuple[str, str, int]]:
    return world.rows("SELECT alert_id, state, attempts FROM deliveries ORDER BY alert_id, channel")


def hook(receiver: Receiver) -> Channel:
    return Channel("hook", "webhook", url=receiver.url, timeout_seconds=2)


def test_webhook_fails_twice_then_works_and_is_delivered_once(queued: Any, receiver: Receiver) -> None:
    world, receiver.answers = queued("a1"), [(500, {}), (503, {})]
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), [hook(receiver)]) == DeliveryCounts(waiting=1)
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), [hook(receiver)]) == DeliveryCounts()
    assert deliver_alerts(world.warehouse, world.run(at(14, 14)), [hook(receiver)]) == DeliveryCounts(waiting=1)
    assert deliver_alerts(world.warehouse, world.run(at(14, 15)), [hook(receiver)]) == DeliveryCounts(delivered=1)
    assert deliver_alerts(world.warehouse, world.run(at(14, 16)), [hook(receiver)]) == DeliveryCounts()
    assert receiver.keys == ["a1"] * 3
    assert states(world) == [("a1", "delivered", 3)]


def test_key_is_in_header_and_payload(queued: Any, receiver: Receiver) -> None:
    world = queued("a1")
    deliver_alerts(world.warehouse, world.run(at(14, 13)), [hook(receiver)])
    headers, body = receiver.got[0]
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == body["idempotency_key"] == "a1"


def test_killed_between_send_and_record_repeats_that_one_with_the_same_key(
    queued: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = queued("a1", "a2", "a3")
    upsert = store.upsert
    calls: list[object] = []

    def killed_at_second(*arguments: Any) -> int:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return upsert(*arguments)

    run = world.run(at(14, 13))
    with monkeypatch.context() as patch:
        patch.setattr(verb.store, "upsert", killed_at_second)
        with pytest.raises(KeyboardInterrupt):
            deliver_alerts(world.warehouse, run, [hook(receiver)])
    deliver_alerts(world.warehouse, world.run(at(14, 14)), [hook(receiver)])
    assert receiver.keys == ["a1", "a2", "a2", "a3"]
    assert {state for _, state, _ in states(world)} == {"delivered"}


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_a_refusal_is_final(queued: Any, receiver: Receiver, status: int) -> None:
    world, receiver.answers = queued("a1"), [(status, {"Location": "/elsewhere"})]
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), [hook(receiver)]) == DeliveryCounts(dead=1)
    assert deliver_alerts(world.warehouse, world.run(at(15)), [hook(receiver)]) == DeliveryCounts()
    assert len(receiver.got) == 1


@pytest.mark.parametrize("asked", ["7200", format_datetime(at(14, 15), usegmt=True)])
def test_retry_after_is_obeyed_and_pauses_the_channel(queued: Any, receiver: Receiver, asked: str) -> None:
    world, receiver.answers = queued("a1", "a2"), [(429, {"Retry-After": asked})]
    deliver_alerts(world.warehouse, world.run(at(14, 13)), [hook(receiver)])
    assert receiver.keys == ["a1"]
    assert world.rows("SELECT next_attempt_at FROM deliveries WHERE alert_id = 'a1'")[0][0] == at(14, 15)
    assert states(world)[1] == ("a2", "pending", 0)


def test_a_dead_receiver_stops_no_other_channel_and_is_left_alone_after_three_failures(
    queued: Any, receiver: Receiver
) -> None:
    world, console = queued("a1", "a2", "a3", "a4", channels=("down", "hook", "screen")), io.StringIO()
    down = Channel("down", "webhook", url="http://127.0.0.1:9/hook/s3cret", timeout_seconds=1)
    channels = [down, hook(receiver), Channel("screen", "console")]
    counts = deliver_alerts(world.warehouse, world.run(at(14, 13)), channels, console)
    assert counts == DeliveryCounts(delivered=8, waiting=3)
    assert receiver.keys == ["a1", "a2", "a3", "a4"]
    assert console.getvalue().splitlines()[0] == "notice toll_up: Title a1"
    assert world.rows("SELECT sum(attempts) FROM deliveries WHERE channel = 'down'") == [(3,)]


def test_secrets_of_an_address_are_in_no_error_log_or_row(
    queued: Any, receiver: Receiver, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    world = queued("a1", channels=("down", "odd", "hook", "app"))
    channels = [
        Channel("down", "webhook", url="http://user:s3cret@127.0.0.1:9/s3cret", timeout_seconds=1),
        Channel("odd", "webhook", url="gopher://s3cret.example/s3cret"),
        hook(receiver),
        Channel("app", "apprise", url="s3cret-no-such-service://s3cret"),
    ]
    deliver_alerts(world.warehouse, world.run(at(14, 13)), channels)
    errors = world.rows("SELECT channel, error FROM deliveries WHERE error IS NOT NULL")
    assert {channel for channel, _ in errors} == {"down", "odd", "app"}
    output = capsys.readouterr()
    assert "s3cret" not in f"{errors} {caplog.text} {output.out} {output.err} {channels}"


def test_file_gets_one_line_an_alert_and_a_killed_write_is_neither_repeated_nor_merged(
    queued: Any, tmp_path: Path
) -> None:
    world, path = queued("a1", "a2", channels=("log",)), tmp_path / "new" / "alerts.jsonl"
    path.parent.mkdir()
    path.write_text('{"alert_id": "a1", "idempotency_key": "a1"}\n{"alert_id": "a2", "idem')
    channel = Channel("log", "file", path=path)
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), [channel]).delivered == 2
    lines = path.read_text().splitlines()
    assert [line[:16] for line in lines] == ['{"alert_id": "a1', '{"alert_id": "a2', '{"alert_id": "a2']
    assert json.loads(lines[2])["alert_id"] == "a2"


def test_a_file_that_cannot_be_written_waits(queued: Any, tmp_path: Path) -> None:
    world = queued("a1", channels=("log",))
    channel = Channel("log", "file", path=tmp_path)
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), [channel]) == DeliveryCounts(waiting=1)
    assert "make the file writable" in world.rows("SELECT error FROM deliveries")[0][0]


def test_a_channel_that_is_gone_from_the_configuration_gives_a_dead_letter(queued: Any) -> None:
    world = queued("a1")
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), []) == DeliveryCounts(dead=1)
    assert "no such channel" in world.rows("SELECT error FROM deliveries")[0][0]


def test_apprise_hands_title_and_text_to_a_service(queued: Any, receiver: Receiver) -> None:
    world = queued("a1")
    channel = Channel("hook", "apprise", url=receiver.url.replace("http://", "json://"), timeout_seconds=2)
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), [channel]) == DeliveryCounts(delivered=1)
    assert (receiver.got[0][1]["title"], "a1" in receiver.got[0][1]["message"]) == ("Title a1", True)


def test_an_empty_outbox_is_not_an_event(world: World) -> None:
    assert deliver_alerts(world.warehouse, world.run(at(14, 13)), []) == DeliveryCounts()
