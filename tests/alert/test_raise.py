"""An alert is raised for each change of what is known, once."""

from __future__ import annotations

import json
from dataclasses import replace

from tasks.alert import AlertCounts, raise_alerts
from tasks.alerts.rules import Rule
from tasks.decide import merge_incidents
from tasks.resolve import resolve_claims
from tests.resolve.world import HOMS, STATE_MEDIA, SYRIA, Says, World, at
from warehouse.records import Run

EVERYTHING = Rule("everything", channels=("hook",))
AMNESTY = ("Amnesty International", "monitor")


def cycle(world: World, run: Run, *rules: Rule) -> list[tuple[str, str]]:
    """Resolve, raise, complete the run; (kind, title) of what it raised."""
    resolve_claims(world.warehouse, run)
    raise_alerts(world.warehouse, run, rules or (EVERYTHING,))
    world.complete(run)
    return world.rows("SELECT kind, title FROM alerts WHERE run_id = ? ORDER BY kind, title", run.run_id)


def first_day(world: World) -> None:
    world.tell(
        "https://a.example/1",
        at(14),
        Says(low=4, high=None, place=HOMS, victims="civilian", trigger="clashes"),
        Says("injured", 14, by=STATE_MEDIA, incident=2, kind="Remote explosive/landmine/IED"),
        Says(low=10_000, high=None, scope="cumulative", incident=None, place=SYRIA, by=AMNESTY, period="2011-02"),
    )


def next_day(world: World) -> None:
    world.tell(
        "https://a.example/2",
        at(15),
        Says(low=6, place=HOMS, victims="civilian", trigger="clashes"),
        Says("injured", 16, by=STATE_MEDIA, incident=2, kind="Remote explosive/landmine/IED"),
    )


def test_new_incidents_then_silence_then_one_toll_up_for_each_changed_toll(world: World) -> None:
    first_day(world)
    assert [kind for kind, _ in cycle(world, world.run(at(14, 13)))] == ["new_incident", "new_incident"]
    assert cycle(world, world.run(at(14, 14))) == []
    next_day(world)
    told = cycle(world, world.run(at(15, 13)))
    assert [kind for kind, _ in told] == ["toll_up", "toll_up"]
    assert told[0][1] == "SYR Damascus: injured 14 -> 16 (state media), car bombing, 14 Jun 2012"


def test_the_body_holds_numbers_claimants_sentence_article_grade_and_command(world: World) -> None:
    first_day(world)
    cycle(world, world.run(at(14, 13)))
    next_day(world)
    cycle(world, world.run(at(15, 13)))
    body, payload = world.rows("SELECT body, payload FROM alerts WHERE title LIKE '%Damascus%16%'")[0]
    claim = world.rows("SELECT claim_id FROM claims WHERE count_text = '16'")[0][0]
    assert body.splitlines() == [
        "injured: low 14, best 14, high 14 -> low 16, best 16, high 16 (new claim)",
        "claimants of injured: state media",
        "grade: weak",
        '"state media said [16] people were injured in a car bombing."',
        "  News of the day (example.org, 2012-06-15 12:00 UTC)",
        "  https://a.example/2",
        f"  sitrep explain {claim}",
    ]
    row = json.loads(payload)
    assert row["idempotency_key"] == row["alert_id"]
    assert row["tolls"][0]["new"] == {"low": 16, "best": 16, "high": 16}
    assert row["evidence"][0]["explain"] == f"sitrep explain {claim}"


def test_raising_twice_writes_nothing_even_where_no_run_ever_completed(world: World) -> None:
    first_day(world)
    run = world.run(at(14, 13))
    resolve_claims(world.warehouse, run)
    assert raise_alerts(world.warehouse, run, [EVERYTHING]) == AlertCounts(2, 2)
    assert raise_alerts(world.warehouse, run, [EVERYTHING]) == AlertCounts()
    assert raise_alerts(world.warehouse, world.run(at(14, 14)), [EVERYTHING]) == AlertCounts()


def test_a_run_that_died_after_resolving_is_told_by_the_next(world: World) -> None:
    first_day(world)
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    assert len(cycle(world, world.run(at(14, 14)))) == 2


def test_a_rule_written_later_does_not_tell_the_past(world: World) -> None:
    first_day(world)
    cycle(world, world.run(at(14, 13)), Rule("elsewhere", countries=("IRQ",), channels=("hook",)))
    assert cycle(world, world.run(at(14, 14))) == []


def test_a_wire_copy_and_a_newer_engine_are_silent(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=14, by=None), wire="w", outlet="a.example")
    cycle(world, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14, 15), Says(low=14, by=None), wire="w", outlet="b.example")
    assert cycle(world, world.run(at(14, 16))) == []
    world.engine = "e2"
    world.tell("https://a.example/1", at(14), Says(low=12, by=None), wire="w", outlet="a.example", note="")
    world.tell("https://b.example/1", at(14, 15), Says(low=14, by=None), wire="w", outlet="b.example")
    assert cycle(world, world.run(at(14, 17))) == []


def test_a_new_harm_of_a_known_incident_is_a_toll_that_rose(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says("injured", 14, by=STATE_MEDIA))
    cycle(world, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14, 15), Says("killed", 3, by=STATE_MEDIA))
    assert cycle(world, world.run(at(14, 16))) == [
        ("toll_up", "SYR Damascus: killed unknown -> 3 (state media), 14 Jun 2012")
    ]


def test_down_by_correction_and_gone_by_retraction(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=14))
    cycle(world, world.run(at(14, 13)))
    world.tell("https://a.example/1", at(14), Says(low=12), seen=at(14, 15))
    assert [kind for kind, _ in cycle(world, world.run(at(14, 16)))] == ["toll_down"]
    world.tell("https://a.example/1", at(14), note="Nothing is known. ", seen=at(14, 17))
    kind, title = cycle(world, world.run(at(14, 18)))[0]
    assert (kind, "killed 12 -> unknown, withdrawn" in title) == ("retracted", True)


def test_contested_is_told_once_and_names_who_disagrees(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=6))
    cycle(world, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14, 15), Says(low=3, by=STATE_MEDIA))
    kind, title = cycle(world, world.run(at(14, 16)))[0]
    assert kind == "contested"
    assert "6 contested (the Syrian Observatory for Human Rights; state media)" in title
    world.tell("https://c.example/1", at(14, 17), Says(low=3, by=STATE_MEDIA))
    assert cycle(world, world.run(at(14, 18))) == []


def test_confirmed_is_told_though_no_number_moved(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=6))
    cycle(world, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14, 15), Says(low=6, by=("UN observers", "un")))
    assert [kind for kind, _ in cycle(world, world.run(at(14, 16)))] == ["confirmed"]
    world.tell("https://c.example/1", at(14, 17), Says(low=6, by=("UN observers", "un")))
    assert cycle(world, world.run(at(14, 18))) == []


def test_a_milestone_is_passed_by_growth_not_by_the_first_total(world: World) -> None:
    total = {"high": None, "scope": "cumulative", "incident": None, "place": SYRIA, "by": AMNESTY}
    world.tell("https://a.example/1", at(14), Says(low=9_000, **total))
    assert cycle(world, world.run(at(14, 13))) == []
    world.tell("https://a.example/2", at(15), Says(low=10_400, **total))
    assert cycle(world, world.run(at(15, 13))) == [
        ("cumulative_milestone", "SYR Syria: killed passes 10,000: 10,400 (Amnesty International)")
    ]
    world.tell("https://a.example/3", at(16), Says(low=10_500, **total))
    assert cycle(world, world.run(at(16, 13))) == []


def test_milestones_have_the_steps_of_the_rule(world: World) -> None:
    total = {"high": None, "scope": "cumulative", "incident": None, "place": SYRIA, "by": AMNESTY}
    fine = Rule("fine", kinds=("cumulative_milestone",), milestones=(9_500, 10_200, 20_000), channels=("hook",))
    usual = Rule("usual", kinds=("cumulative_milestone",), channels=("phone",))
    world.tell("https://a.example/1", at(14), Says(low=9_000, **total))
    cycle(world, world.run(at(14, 13)), fine, usual)
    world.tell("https://a.example/2", at(15), Says(low=10_400, **total))
    told = cycle(world, world.run(at(15, 13)), fine, usual)
    assert sorted(title.split(" passes ")[1].split(":")[0] for _, title in told) == ["10,000", "10,200"]
    assert world.rows("SELECT rule, count(*) FROM alerts GROUP BY 1 ORDER BY 1") == [("fine", 1), ("usual", 1)]


def test_a_users_merge_is_no_news(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=6))
    world.tell("https://b.example/1", at(14), Says(low=9, place=HOMS, by=STATE_MEDIA), outlet="b.example")
    cycle(world, world.run(at(14, 13)))
    first, second = (row[0] for row in world.rows("SELECT incident_id FROM incidents ORDER BY incident_id"))
    decided = replace(world.run(at(14, 14)), flow="incidents")
    merge_incidents(world.warehouse, decided, first, second)
    assert cycle(world, world.run(at(14, 15))) == []


def test_rules_filter_by_kind_harm_country_and_count_and_share_one_alert(world: World) -> None:
    first_day(world)
    many = Rule("many", harms=("injured",), min_count=10, severity="urgent", channels=("phone", "hook"))
    few = Rule("few", kinds=("new_incident",), countries=("SYR",), channels=("hook",))
    never = Rule("never", min_count=1_000, channels=("hook",))
    cycle(world, world.run(at(14, 13)), few, many, never)
    assert world.rows("SELECT rule, severity FROM alerts ORDER BY rule") == [("few", "notice"), ("few, many", "urgent")]
    assert world.rows("SELECT channel, count(*) FROM deliveries GROUP BY 1 ORDER BY 1") == [("hook", 2), ("phone", 1)]


def test_titles_from_outside_cannot_break_a_line_or_colour_a_terminal(world: World) -> None:
    odd = "\x1b[31mBreaking\x1b]0;owned\x07\r\nnews\u202e {{7*7}} <b>" + "x" * 100_000
    world.tell("https://a.example/1", at(14), Says(), title=odd)
    cycle(world, world.run(at(14, 13)))
    title, body, payload = world.rows("SELECT title, body, payload FROM alerts")[0]
    assert len(body) < 2_000
    assert len(payload) < 5_000
    assert all(character == "\n" or character.isprintable() for character in title + body)
    assert "  Breaking news {{7*7}} <b>xxx" in body
