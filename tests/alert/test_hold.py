"""Between quick messages the warehouse stays open; whatever may take long finds it free for others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tasks.alerts.rules import Channel
from tasks.deliver import deliver_alerts
from tasks.hold import Hold
from tests.alert.conftest import Receiver
from tests.alert.test_deliver import queued
from tests.resolve.world import World, at
from warehouse.errors import WarehouseLocked

__all__ = ["queued"]


def is_free(world: World) -> bool:
    try:
        with replace(world.warehouse, lock_wait_seconds=0.0).transaction():
            return True
    except WarehouseLocked:
        return False


def test_each_transaction_is_committed_by_itself_and_one_that_fails_changes_nothing(world: World) -> None:
    hold = Hold(world.warehouse)
    insert = "INSERT INTO heard_changes VALUES (?, 'unwanted', 'r', now())"
    with hold.transaction() as connection:
        connection.execute(insert, ["a"])

    def killed() -> None:
        with hold.transaction() as connection:
            connection.execute(insert, ["b"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    hold.let_go()
    hold.let_go()
    assert world.rows("SELECT change_id FROM heard_changes") == [("a",)]


def test_it_is_held_until_it_is_let_go_or_others_have_waited_long_enough(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = Hold(world.warehouse)
    with hold.transaction():
        pass
    assert not is_free(world)
    hold.take_turns()
    assert not is_free(world)
    monkeypatch.setattr("tasks.hold._LONGEST_SECONDS", 0.0)
    hold.take_turns()
    assert is_free(world)


def test_the_first_message_to_a_channel_and_all_to_a_slow_one_leave_it_free(
    queued: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    world: World = queued("a1", "a2", "a3")
    free: list[bool] = []
    monkeypatch.setattr("tasks.deliver.send", lambda *_: free.append(is_free(world)))
    monkeypatch.setattr("tasks.deliver._AT_ONCE_SECONDS", 60.0)
    monkeypatch.setattr("tasks.hold._LONGEST_SECONDS", 60.0)
    hook = Channel("hook", "webhook", url=receiver.url)
    deliver_alerts(world.warehouse, world.run(at(14, 13)), [hook])
    assert free == [True, False, False]
    with world.warehouse.transaction() as connection:
        connection.execute("UPDATE deliveries SET state = 'pending', delivered_at = NULL")
    monkeypatch.setattr("tasks.deliver._AT_ONCE_SECONDS", 0.0)
    free.clear()
    deliver_alerts(world.warehouse, world.run(at(14, 14)), [hook])
    assert free == [True, True, True]
