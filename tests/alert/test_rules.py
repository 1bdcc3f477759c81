"""What a rule asks for: conditions in SQL, thresholds, silences, and larger incidents that keep their parts back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from tasks.alert import AlertCounts, raise_alerts
from tasks.alerts.rules import Channel, Rule
from tasks.deliver import deliver_alerts
from tasks.resolve import resolve_claims
from tasks.silence import end_silence, make_silence
from tests.alert.conftest import Receiver
from tests.alert.test_raise import cycle
from tests.resolve.world import DAMASCUS, DOUMA, HOMS, HOMS_PROVINCE, STATE_MEDIA, Says, World, at

UN = ("UN observers", "un")


def rule(name: str = "some", **values: object) -> Rule:
    return Rule(name, channels=("hook",), **values)  # type: ignore[arg-type]


def test_a_condition_sees_every_column_of_the_mart(world: World) -> None:
    world.tell(
        "https://a.example/1", at(14), Says(low=4, place=HOMS, victims="civilian"), Says("injured", 14, incident=2)
    )
    found = cycle(
        world,
        world.run(at(14, 13)),
        rule(where="victim_class = 'civilian' and sentence like '%killed%' and people > 3"),
    )
    assert [title.split(",")[0] for _, title in found] == [
        "SYR Homs: 4 killed (the Syrian Observatory for Human Rights)"
    ]


def test_a_rule_that_fails_on_a_change_hinders_no_other_rule_and_is_told_to_operators_once(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4))
    broken = rule("broken", where="incident_title::int > 3")
    kinds = [kind for kind, _ in cycle(world, world.run(at(14, 13)), broken, rule("good"))]
    assert kinds == ["new_incident", "pipeline_failed"]
    assert world.rows("SELECT rule FROM alerts WHERE kind = 'new_incident'") == [("good",)]
    world.tell("https://b.example/1", at(15), Says(low=9, date="2012-06-15", place=HOMS))
    assert [kind for kind, _ in cycle(world, world.run(at(15, 13)), broken, rule("good"))] == ["new_incident"]


def test_small_steps_add_up_to_a_material_change(world: World) -> None:
    picky, every = rule("picky", min_change=5), rule("every")
    told = []
    for day, killed in enumerate([10, 12, 14, 16, 18, 20], start=14):
        world.tell("https://a.example/1", at(day), Says(low=killed, by=UN), note=f"{day}. ")
        cycle(world, world.run(at(day, 13)), picky, every)
        told += world.rows("SELECT title FROM alerts WHERE run_id = ? AND rule LIKE 'picky%'", f"run{world.runs}")
    assert [title.split(" (")[0] for (title,) in told] == ["SYR Damascus: 10 killed", "SYR Damascus: killed 14 -> 16"]


def test_a_material_change_in_percent(world: World) -> None:
    half = rule("half", kinds=("toll_up", "toll_down"), min_change_percent=50.0)
    told = []
    for day, killed in enumerate([10, 14, 15, 20, 10], start=14):
        world.tell("https://a.example/1", at(day), Says(low=killed, by=UN), note=f"{day}. ")
        told += cycle(world, world.run(at(day, 13)), half)
    assert [kind for kind, _ in told] == ["toll_up"]
    assert "14 -> 15" in told[0][1]


def test_filters_by_victims_and_grade(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4, victims="child", place=HOMS), Says("injured", 14, incident=2))
    cycle(
        world, world.run(at(14, 13)), rule("children", victims=("child",)), rule("sure", grades=("fair", "confirmed"))
    )
    assert world.rows("SELECT rule, count(*) FROM alerts GROUP BY 1") == [("children", 1)]


def test_a_toll_that_returns_to_what_was_told_last_is_silent_and_a_second_entry_is_told(world: World) -> None:
    told = []
    for hour, killed in enumerate([14, 16, 14, 16]):
        world.tell("https://a.example/1", at(14), Says(low=killed), note=f"{hour}. ", seen=at(14, 12 + hour))
        told.append([kind for kind, _ in cycle(world, world.run(at(14, 13) + timedelta(hours=hour)))])
    assert told == [["new_incident"], ["toll_up"], ["toll_down"], ["toll_up"]]
    ids = world.rows("SELECT alert_id FROM alerts")
    assert len(set(ids)) == 4


def test_what_an_import_brings_is_silent_and_what_a_killed_run_left_is_not_lost(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4))
    resolve_claims(world.warehouse, world.run(at(14, 13)))  # and then the process was killed
    imported = replace(world.run(at(14, 14)), flow="import")
    with world.warehouse.transaction() as connection:
        connection.execute("UPDATE runs SET flow = 'import' WHERE run_id = ?", [imported.run_id])
    world.tell("https://b.example/1", at(10), Says(low=30, place=DOUMA, date="2012-06-01"))
    resolve_claims(world.warehouse, imported)
    world.complete(imported)
    assert [title[:11] for _, title in cycle(world, world.run(at(14, 15)))] == ["SYR Damascu"]
    outcomes = world.rows("SELECT outcome, count(*) FROM heard_changes GROUP BY 1 ORDER BY 1")
    assert outcomes == [("alerted", 1), ("untold", 1)]


def test_a_silence_keeps_quiet_until_it_expires_and_what_it_kept_is_not_told_later(world: World) -> None:
    make_silence(world.warehouse, at(14, 12), "country = 'SYR'", at(15, 12), "exercise")
    world.tell("https://a.example/1", at(14), Says(low=4))
    run = world.run(at(14, 13))
    resolve_claims(world.warehouse, run)
    assert raise_alerts(world.warehouse, run, [rule()]) == AlertCounts(silenced=1)
    world.complete(run)
    world.tell("https://a.example/2", at(15, 13), Says(low=9, by=UN))
    found = cycle(world, world.run(at(15, 14)))
    assert [kind for kind, _ in found] == ["toll_up"]


def test_a_silence_can_be_ended(world: World) -> None:
    made = make_silence(world.warehouse, at(14, 12), "true", at(20))
    assert end_silence(world.warehouse, at(14, 12), "nothing") is None
    ended = end_silence(world.warehouse, at(14, 13), made.silence_id[:6])
    assert ended is not None
    world.tell("https://a.example/1", at(14), Says(low=4))
    assert len(cycle(world, world.run(at(14, 14)))) == 1


def test_a_larger_incident_keeps_its_parts_back(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=40, place=HOMS_PROVINCE, by=STATE_MEDIA))
    cycle(world, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14), Says(low=6, place=HOMS), outlet="b.example", owner="b")
    run = world.run(at(14, 14))
    resolve_claims(world.warehouse, run)
    assert len(world.rows("SELECT * FROM incidents")) == 2
    assert raise_alerts(world.warehouse, run, [rule()]) == AlertCounts(inhibited=1)
    world.complete(run)
    world.tell("https://b.example/1", at(14, 15), Says(low=60, place=HOMS), outlet="b.example", owner="b")
    assert [kind for kind, _ in cycle(world, world.run(at(14, 16)))] == ["toll_up"]


def test_a_part_is_told_where_the_larger_one_was_not_or_the_rule_wants_it(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=40, place=HOMS_PROVINCE, by=STATE_MEDIA))
    world.tell("https://b.example/1", at(14), Says(low=6, place=HOMS), outlet="b.example", owner="b")
    cycle(world, world.run(at(14, 13)), rule("few", where="people < 10"), rule("all", inhibit=False))
    assert world.rows("SELECT rule FROM alerts WHERE title LIKE '%Homs: 6%'") == [("all",)]


def test_a_rule_that_matches_everything_sends_few_messages_and_loses_nothing(world: World, receiver: Receiver) -> None:
    claims = [
        Says(low=4 + n, place=(HOMS, DAMASCUS, DOUMA)[n % 3], date=f"2012-05-{1 + n // 3 * 4:02}", incident=n)
        for n in range(18)
    ]
    world.tell("https://a.example/1", at(14), *claims)
    run = world.run(at(14, 13))
    resolve_claims(world.warehouse, run)
    counts = raise_alerts(world.warehouse, run, [rule("greedy", where="true", rate_limit=3, min_count=0)])
    hook = [Channel("hook", "webhook", url=receiver.url)]
    deliver_alerts(world.warehouse, run, hook)
    assert (counts.alerts, len(receiver.got)) == (18, 3)
    deliver_alerts(world.warehouse, world.run(at(14, 14)), hook)
    deliver_alerts(world.warehouse, world.run(at(14, 15)), hook)
    assert len(receiver.got) == 4
    whole = receiver.got[3][1]
    assert whole["schema"] == "sitrep.alerts/1"
    assert whole["title"] == "15 changes: SYR"
    ids = {row["alert_id"] for _, body in receiver.got for row in body.get("alerts", [body])}
    assert len(ids) == 18


def test_a_group_is_one_message_with_one_key_however_often_it_fails(world: World, receiver: Receiver) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4, place=HOMS), Says("injured", 14, incident=2))
    run = world.run(at(14, 13))
    resolve_claims(world.warehouse, run)
    grouped = rule("grouped", group_by=("country",), wait_minutes=30, numbers="de")
    raise_alerts(world.warehouse, run, [grouped])
    hook = [Channel("hook", "webhook", url=receiver.url)]
    deliver_alerts(world.warehouse, run, hook)
    assert receiver.got == []
    receiver.answers = [(500, {}), (503, {})]
    for hour in (14, 15, 16, 17):
        deliver_alerts(world.warehouse, world.run(at(14, hour)), hook)
    assert len(set(receiver.keys)) == 1
    assert len(receiver.keys) == 3
    assert {body["idempotency_key"] for _, body in receiver.got} == set(receiver.keys)
    assert len(json.loads(json.dumps(receiver.got[0][1]))["alerts"]) == 2
    assert world.rows("SELECT DISTINCT state FROM deliveries") == [("delivered",)]
