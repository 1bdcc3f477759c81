"""Operators hear of trouble once: failed and missed runs, silent feeds, empty days, a full disk, a stuck outbox."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.alert import raise_alerts
from tasks.alerts.operators import disk_full, rules_refused, run_failed
from tasks.alerts.rules import Channel, Rule
from tasks.beat import beat
from tasks.deliver import send_past_outbox
from tests.alert.conftest import Receiver
from tests.alert.test_deliver import queued
from tests.resolve.world import HOMS, Says, World, at
from warehouse import store
from warehouse.records import Entry, Feed, Fetch, Run, StateChange

__all__ = ["queued"]
NOBODY = Rule("nobody", where="false", channels=("hook", "phone"))


def told(world: World, run: Run, *troubles: StateChange, channels: tuple[str, ...] = ()) -> list[str]:
    """Raise; the titles of the operators' alerts of this run."""
    raise_alerts(world.warehouse, run, [NOBODY], channels, troubles)
    return [row[0] for row in world.rows("SELECT title FROM alerts WHERE run_id = ? ORDER BY title", run.run_id)]


def put(world: World, *rows: Any) -> None:
    with world.warehouse.transaction() as connection:
        store.upsert(connection, rows)


def run_at(world: World, moment: datetime, state: str = "completed", error: str | None = None) -> Run:
    run = replace(world.run(moment), state=state, error=error)
    put(world, run)
    return run


def test_a_failed_run_is_told_once_until_a_good_one_came(world: World) -> None:
    run_at(world, at(14, 12))
    found = told(world, run_at(world, at(14, 13), "failed", "ValueError: no"))
    assert found == ["run failed: the run of 2012-06-14 13:00 UTC did not end well"]
    assert told(world, run_at(world, at(14, 14), "failed", "ValueError: no")) == []
    assert told(world, run_at(world, at(14, 15))) == []
    assert told(world, run_at(world, at(14, 16), "crashed")) != []
    assert "ValueError: no. The next run" in world.rows("SELECT body FROM alerts ORDER BY raised_at")[0][0]


def test_a_run_that_its_operator_stopped_is_no_failure(world: World) -> None:
    stopped = "asked to stop before the stage normalise; the next run takes up what is pending"
    assert told(world, run_at(world, at(14, 13), "failed", stopped)) == []
    assert told(world, run_at(world, at(14, 14), "failed", "ValueError: no")) != []


def test_operators_channels_are_theirs_or_those_of_all_rules(world: World) -> None:
    told(world, run_at(world, at(14, 13), "failed"))
    assert world.rows("SELECT channel FROM deliveries ORDER BY 1") == [("hook",), ("phone",)]
    run_at(world, at(14, 14))
    told(world, run_at(world, at(14, 15), "failed"), channels=("pager",))
    assert world.rows("SELECT channel FROM deliveries ORDER BY 1") == [("hook",), ("pager",), ("phone",)]


def test_a_run_that_did_not_happen_is_told_by_the_next(world: World) -> None:
    for quarter in range(8):
        run_at(world, at(14, 8) + timedelta(minutes=15 * quarter))
    assert told(world, run_at(world, at(14, 10))) == []
    (title,) = told(world, run_at(world, at(15, 10)))
    assert title == "no run: nothing ran from 2012-06-14 10:00 to 2012-06-15 10:00 UTC"
    assert told(world, run_at(world, at(15, 10) + timedelta(minutes=15))) == []


def test_a_day_without_any_text_is_told_once_where_others_had_some(world: World) -> None:
    for day in range(1, 15):
        for number in range(4):
            world.tell(f"https://a.example/{day}/{number}", at(day), Says(low=0), note=f"{day} {number} ")
    assert told(world, run_at(world, at(14, 13))) == []
    found = told(world, run_at(world, at(15, 13)))
    assert found == ["nothing found: no new text for a day, where 4 a day are usual"]
    assert told(world, run_at(world, at(15, 14))) == []
    assert told(world, run_at(world, at(16, 14))) == []


def feed_with_entries(world: World, hours: list[int]) -> None:
    feed = Feed("f", "https://a.example/feed", "Daily Courier", None, "en", "media", "a", True)
    values = {"run_id": "r", "feed_id": "f", "document_id": "d", "guid": None, "url": None, "page_url": None}
    values |= {"title": None, "byline": None, "published_at": None, "content_html": None}
    entries = [Entry(entry_id=f"e{hour}", first_seen_at=at(1, 0) + timedelta(hours=hour), **values) for hour in hours]
    put(world, feed, *entries)


def test_a_feed_that_was_never_quiet_for_so_long_is_told_once(world: World) -> None:
    feed_with_entries(world, [0, 6, 12, 30, 36, 42, 48, 54, 60])  # at most 18 hours between two
    assert told(world, run_at(world, at(1, 0) + timedelta(hours=60 + 54))) == []
    found = told(world, run_at(world, at(1, 0) + timedelta(hours=60 + 55)))
    assert found == ["feed silent: Daily Courier has brought nothing new since 2012-06-03 12:00 UTC"]
    assert told(world, run_at(world, at(1, 0) + timedelta(hours=60 + 80))) == []


def fetch(number: int, moment: datetime, outcome: str, **values: Any) -> Fetch:
    from dataclasses import fields

    row: dict[str, Any] = {field.name: None for field in fields(Fetch)}
    row |= {
        "fetch_id": f"t{number}",
        "run_id": f"r{number}",
        "feed_id": "f",
        "kind": "feed",
        "url": "https://a.example/feed",
    }
    return Fetch(**row | {"started_at": moment, "outcome": outcome} | values)


def test_a_feed_that_fails_for_a_day_is_told_once_and_not_where_the_fault_is_ours(world: World) -> None:
    feed_with_entries(world, [0])
    put(world, fetch(0, at(1), "new", status=200))
    wrong = {"error_class": "dns", "error_message": "no address"}
    put(world, *(fetch(n, at(2) + timedelta(hours=4 * n), "error", **wrong) for n in range(1, 8)))
    assert told(world, run_at(world, at(3))) == []
    assert told(world, run_at(world, at(3, 17))) == ["feed failing: Daily Courier since 2012-06-02 16:00 UTC (dns)"]
    assert told(world, run_at(world, at(3, 18))) == []


def test_an_outage_of_the_network_is_told_once_while_it_lasts(world: World) -> None:
    ours = {"error_class": "dns", "error_message": "x", "is_our_fault": True}
    put(world, Feed("f", "https://a.example/feed", "Daily Courier", None, "en", "media", "a", True))
    put(world, fetch(1, at(2), "error", **ours))
    assert told(world, run_at(world, at(2, 13))) == ["no network: 1 of 1 feeds failed at once (dns)"]
    put(world, fetch(2, at(2, 14), "error", **ours))
    assert told(world, run_at(world, at(2, 15))) == []
    put(world, fetch(3, at(2, 16), "new"), fetch(4, at(2, 17), "error", **ours))
    assert told(world, run_at(world, at(2, 18))) != []


def test_an_outbox_that_does_not_drain_is_told(queued: Any) -> None:
    world = queued("a1", "a2", channels=("phone",))
    put(world, replace(world.run(at(14, 1)), state="completed"))
    with world.warehouse.transaction() as connection:
        connection.execute("UPDATE deliveries SET attempts = 3, error = 'phone: no answer'")
    assert told(world, run_at(world, at(14, 17))) == []
    found = told(world, run_at(world, at(14, 19)))
    assert found == ["outbox: 2 alerts wait for channel phone, the oldest since 2012-06-14 12:00 UTC"]
    assert told(world, run_at(world, at(14, 20))) == []


def test_a_full_disk_is_told_once_a_day(world: World) -> None:
    assert disk_full(500, 500, at(14)) is None
    full = disk_full(12, 500, at(14))
    assert full is not None
    assert told(world, run_at(world, at(14)), full) == ["disk nearly full: 12 MB free, fewer than 500"]
    assert told(world, run_at(world, at(14, 13)), full) == []


def test_a_refused_alerts_toml_is_told_once_as_long_as_it_is_the_same(world: World) -> None:
    first, second = (rules_refused(f"line {n}: unknown key", at(14)) for n in (1, 2))
    assert told(world, run_at(world, at(14)), first) == ["alerts.toml is refused: the rules of before stay live"]
    assert told(world, run_at(world, at(14, 13)), first) == []
    assert told(world, run_at(world, at(14, 14)), second) != []


def test_a_rule_may_ask_for_operations_and_others_do_not_get_them(world: World) -> None:
    run = run_at(world, at(14), "failed")
    asking = Rule("asking", kinds=("pipeline_failed",), channels=("wall",))
    raise_alerts(world.warehouse, run, [asking, Rule("all", channels=("desk",))], ["pager"])
    assert world.rows("SELECT channel FROM deliveries ORDER BY 1") == [("pager",), ("wall",)]
    assert world.rows("SELECT rule FROM alerts") == [("asking, operator",)]


def test_a_silence_holds_for_operations_too(world: World) -> None:
    from tasks.silence import make_silence

    make_silence(world.warehouse, at(14, 1), "kind = 'pipeline_failed'", at(15))
    assert told(world, run_at(world, at(14), "failed")) == []


def test_where_the_warehouse_cannot_be_used_the_operator_hears_of_it_all_the_same(receiver: Receiver) -> None:
    run = Run("r", "monitor", "failed", at(14), None, "e", None, None)
    trouble = run_failed("r", at(14), "WarehouseUnwritable: No space left on device")
    console = io.StringIO()
    down = Channel("down", "webhook", url="http://127.0.0.1:9/", timeout_seconds=1)
    channels = [down, Channel("hook", "webhook", url=receiver.url), Channel("screen", "console")]
    assert send_past_outbox(channels, trouble, run, console) == 2
    assert receiver.got[0][1]["kind"] == "pipeline_failed"
    assert "No space left on device" in receiver.got[0][1]["text"]
    assert (
        console.getvalue() == "urgent pipeline_failed: run failed: the run of 2012-06-14 12:00 UTC did not end well\n"
    )


def test_a_good_run_leaves_a_sign_of_life(receiver: Receiver, tmp_path: Path) -> None:
    beat(tmp_path / "new" / "alive", None, at(14))
    assert (tmp_path / "new" / "alive").read_text() == "2012-06-14T12:00:00+00:00\n"
    beat(None, receiver.url, at(14))
    assert receiver.asked == ["/hook/s3cret"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/s3cret", "http://[/s3cret"])
def test_a_sign_of_life_that_fails_fails_no_run_and_shows_no_address(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beat(tmp_path, url, at(14))
    said = capsys.readouterr().out
    assert "heartbeat_failed" in said
    assert "dead_man_file_failed" in said
    assert "s3cret" not in said


def test_operators_alerts_have_the_form_of_all_alerts(world: World) -> None:
    import jsonschema

    from tests.alert.test_messages import SCHEMA

    world.tell("https://a.example/1", at(14), Says(place=HOMS))
    told(world, run_at(world, at(14), "failed", "x"))
    for (payload,) in world.rows("SELECT payload FROM alerts"):
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(payload))
