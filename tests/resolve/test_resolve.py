"""Claims become incidents with a toll that keeps its history."""

from __future__ import annotations

from tasks.resolve import ResolveCounts, resolve_claims
from tests.resolve.world import (
    BOMB,
    DAMASCUS,
    DOUMA,
    HOMS,
    HOMS_PROVINCE,
    OBSERVATORY,
    STATE_MEDIA,
    SYRIA,
    Says,
    World,
    at,
)

TABLES = ("incidents", "incident_claims", "toll_revisions")


def contents(world: World) -> list[list[tuple[object, ...]]]:
    return [world.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES]


def test_same_world_resolved_twice_writes_nothing(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(), Says("injured", 14, by=STATE_MEDIA))
    assert resolve_claims(world.warehouse, world.run(at(14, 13))) == ResolveCounts(2, 1, 1, 2)
    before = contents(world)
    assert resolve_claims(world.warehouse, world.run(at(14, 14))) == ResolveCounts()
    assert contents(world) == before


def test_toll_by_the_same_claimant_rises_in_one_revision_and_low_follows(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4, high=None))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://a.example/2", at(15), Says(low=6))
    resolve_claims(world.warehouse, world.run(at(15, 13)))
    assert world.tolls() == [(6, 6, 6)]
    assert world.revisions() == [("killed", None, 4, "new", "new_claim"), ("killed", 4, 6, "up", "new_claim")]


def test_another_claimant_lower_widens_the_range_and_best_stays_by_rank(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=6))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(15), Says(low=3, by=STATE_MEDIA), outlet="b.example")
    resolve_claims(world.warehouse, world.run(at(15, 13)))
    assert world.tolls() == [(3, 6, 6)]
    assert world.revisions()[-1] == ("killed", 6, 6, "range", "new_claim")
    assert world.rows("SELECT evidence_grade FROM incidents") == [("contested",)]


def test_denied_is_listed_not_counted(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=6))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    denial = Says(low=6, by=("the ministry", "government"), factuality="denied")
    world.tell("https://b.example/1", at(15), denial, outlet="b.example")
    assert resolve_claims(world.warehouse, world.run(at(15, 13))).claims == 1
    assert world.tolls() == [(6, 6, 6)]
    assert world.rows("SELECT count(*) FROM incident_claims") == [(2,)]
    assert world.rows("SELECT evidence_grade FROM incidents") == [("contested",)]


def test_a_lone_denial_waits_for_its_incident(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(by=("the ministry", "government"), factuality="denied"))
    assert resolve_claims(world.warehouse, world.run(at(14, 13))) == ResolveCounts()
    world.tell("https://b.example/1", at(14), Says(), outlet="b.example")
    assert resolve_claims(world.warehouse, world.run(at(14, 14))).claims == 2
    assert len(world.tolls()) == 1


def test_hypothetical_subset_and_cumulative_claims_move_no_toll(world: World) -> None:
    world.tell(
        "https://a.example/1",
        at(14),
        Says(low=12),
        Says(low=3, scope="subset", victims="child"),
        Says(low=40, factuality="hypothetical"),
        Says(low=10_000, scope="cumulative", incident=None, place=SYRIA),
    )
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    assert world.tolls() == [(12, 12, 12)]
    assert world.rows("SELECT count(*) FROM incident_claims") == [(2,)]


def test_two_incident_numbers_of_one_text_stay_two_incidents(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4), Says(low=5, incident=2))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14), Says(low=5, incident=1), Says(low=4, incident=2), outlet="b.example")
    resolve_claims(world.warehouse, world.run(at(14, 14)))
    assert sorted(world.tolls()) == [(4, 4, 4), (5, 5, 5)]


def test_two_kinds_of_attack_in_one_city_on_one_day_stay_two_incidents(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(kind=BOMB))
    world.tell("https://b.example/1", at(14), Says(kind="Abduction/forced disappearance", trigger="raid"))
    assert resolve_claims(world.warehouse, world.run(at(14, 13))).opened == 2


def test_province_holds_its_city_and_the_next_day_is_another_event(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(place=HOMS, low=4))
    world.tell("https://b.example/1", at(14), Says(place=HOMS_PROVINCE, low=5))
    world.tell("https://c.example/1", at(15), Says(place=HOMS, low=20, date="2012-06-15", by=STATE_MEDIA))
    assert resolve_claims(world.warehouse, world.run(at(15, 13))).opened == 2


def test_a_report_of_the_next_day_without_a_date_tells_of_the_day_before(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says())
    world.tell("https://b.example/1", at(15), Says(date=None, by=STATE_MEDIA))
    assert resolve_claims(world.warehouse, world.run(at(15, 13))).opened == 1


def test_towns_in_reach_of_each_other_are_one_event_only_with_more_in_common(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(place=DAMASCUS, low=4, kind=BOMB))
    world.tell("https://b.example/1", at(14, 13), Says(place=DOUMA, low=40, kind=BOMB, by=STATE_MEDIA))
    assert resolve_claims(world.warehouse, world.run(at(14, 14))).opened == 2
    world.tell("https://c.example/1", at(15), Says(place=DOUMA, low=4, victims="civilian"), Says("injured", 2))
    world.tell("https://d.example/1", at(15), Says(place=DAMASCUS, low=5, kind=BOMB))
    assert resolve_claims(world.warehouse, world.run(at(15, 13))).opened == 0


def test_country_alone_is_weak_and_a_claimant_who_goes_on_is_strong(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(place=SYRIA, low=4, high=None, victims="civilian"))
    world.tell("https://b.example/1", at(14), Says(place=HOMS, low=9, by=STATE_MEDIA))
    world.tell("https://c.example/1", at(15), Says(place=SYRIA, low=6, victims="civilian"))
    assert resolve_claims(world.warehouse, world.run(at(15, 13))).opened == 2
    assert sorted(world.tolls()) == [(6, 6, 6), (9, 9, 9)]


def test_resolving_all_again_at_one_go_gives_the_incidents_and_ids_that_the_news_gave(world: World) -> None:
    world.tell("/a", at(14, 10), Says(low=4))
    resolve_claims(world.warehouse, world.run(at(14, 10)))
    world.tell("/b", at(14, 11), Says(low=6, by=STATE_MEDIA), Says(low=2, place=HOMS, incident=2))
    resolve_claims(world.warehouse, world.run(at(14, 11)))
    world.tell("/a", at(14, 10), Says(low=9), seen=at(14, 13))  # the text that opened the incident is edited
    world.tell("/b", at(14, 11), Says(low=6, by=STATE_MEDIA), seen=at(14, 13))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    links, tolls = world.rows("SELECT incident_id, claim_id FROM incident_claims ORDER BY ALL"), world.tolls()
    for table in ("incident_claims", "incidents", "toll_revisions"):
        world.rows(f"DELETE FROM {table}")
    resolve_claims(world.warehouse, world.run(at(14, 14)))
    assert world.rows("SELECT incident_id, claim_id FROM incident_claims ORDER BY ALL") == links
    assert world.tolls() == [toll for toll in tolls if toll != (None, None, None)]


def test_an_edited_article_corrects_its_number(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=14))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://a.example/1", at(14), Says(low=12), seen=at(14, 15))
    resolve_claims(world.warehouse, world.run(at(14, 16)))
    assert world.tolls() == [(12, 12, 12)]
    assert world.revisions()[-1] == ("killed", 14, 12, "down", "corrected")


def test_an_edited_article_that_makes_the_claim_no_more_retracts_it(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=14))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://a.example/1", at(14), note="Nothing is known. ", seen=at(14, 15))
    resolve_claims(world.warehouse, world.run(at(14, 16)))
    assert world.tolls() == [(None, None, None)]
    assert world.revisions()[-1] == ("killed", 14, None, "down", "retracted")
    assert world.rows("SELECT evidence_grade FROM incidents") == [("discounted",)]
    assert resolve_claims(world.warehouse, world.run(at(14, 17))).revised == 0


def test_an_undone_edit_tells_its_number_again_though_others_kept_the_toll_alive(world: World) -> None:
    world.tell("/a", at(14, 10), Says(low=14))
    world.tell("/b", at(14, 11), Says(low=12, by=STATE_MEDIA))
    world.tell("/a", at(14, 10), Says("injured", low=30), seen=at(14, 13))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    assert world.tolls() == [(12, 12, 12)]
    world.tell("/a", at(14, 10), Says(low=14), seen=at(14, 14))
    resolve_claims(world.warehouse, world.run(at(14, 15)))
    assert world.tolls() == [(12, 14, 14)]


def test_a_run_that_reads_on_after_it_was_resolved_is_pending_again(world: World) -> None:
    world.tell("/a", at(14, 10), Says(low=14))
    assert resolve_claims(world.warehouse, world.run(at(14, 11))).claims == 1
    world.told -= 1  # the next text is read by the same run
    world.tell("/b", at(14, 11), Says(low=15), outlet="other.example")
    assert resolve_claims(world.warehouse, world.run(at(14, 12))).claims == 1
    assert world.tolls() == [(15, 15, 15)]


def test_a_newer_engine_changes_a_toll_as_a_change_of_rule_and_keeps_the_incident(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=14))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    incident = world.rows("SELECT incident_id FROM incidents")
    world.engine = "e2"
    world.tell("https://a.example/1", at(14), Says(low=14, high=None))
    resolve_claims(world.warehouse, world.run(at(14, 16)))
    assert world.tolls() == [(14, 14, None)]
    assert world.revisions()[-1] == ("killed", 14, 14, "range", "rule_change")
    assert world.rows("SELECT incident_id FROM incidents") == incident


def test_a_typo_mended_in_an_old_article_does_not_bring_its_old_number_back(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4))
    world.tell("https://a.example/2", at(15), Says(low=6))
    resolve_claims(world.warehouse, world.run(at(15, 13)))
    world.tell("https://a.example/1", at(14), Says(low=4), note="Typos mended. ", seen=at(16))
    resolve_claims(world.warehouse, world.run(at(16, 13)))
    assert world.tolls() == [(6, 6, 6)]


def test_copies_of_one_wire_story_are_one_source_and_a_late_copy_changes_nothing(world: World) -> None:
    world.tell("https://a.example/1", at(14, 9), Says(low=4, by=None), outlet="a.example", wire="w")
    world.tell("https://a.example/2", at(14, 12), Says(low=6, by=None), outlet="a.example")
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14, 18), Says(low=4, by=None), outlet="b.example", wire="w")
    resolve_claims(world.warehouse, world.run(at(14, 19)))
    assert world.tolls() == [(6, 6, 6)]
    assert world.rows("SELECT evidence_grade FROM incidents") == [("weak",)]


def test_two_independent_sources_that_agree_are_fair_and_a_un_body_confirms(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4))
    world.tell("https://b.example/1", at(14), Says(low=4, by=STATE_MEDIA))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    assert world.rows("SELECT evidence_grade FROM incidents") == [("fair",)]
    world.tell("https://c.example/1", at(14), Says(low=4, by=("UN observers", "un")))
    resolve_claims(world.warehouse, world.run(at(14, 14)))
    assert world.rows("SELECT evidence_grade FROM incidents") == [("confirmed",)]
    assert len(world.revisions()) == 1


def test_arrival_in_one_run_or_in_many_gives_the_same_incidents_and_tolls(world: World) -> None:
    articles = [
        ("https://a.example/1", at(14), Says(low=4, high=None)),
        ("https://b.example/1", at(14, 15), Says(low=2, by=STATE_MEDIA)),
        ("https://a.example/2", at(15), Says(low=6)),
    ]
    for url, when, says in articles:
        world.tell(url, when, says)
        resolve_claims(world.warehouse, world.run(when))
    ids, tolls = world.rows("SELECT incident_id FROM incidents"), world.tolls()
    with world.warehouse.transaction() as connection:
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
    resolve_claims(world.warehouse, world.run(at(16)))
    assert (world.rows("SELECT incident_id FROM incidents"), world.tolls()) == (ids, tolls)


def test_claims_without_place_date_or_incident_number_stay_consistent(world: World) -> None:
    bare = Says(place=None, date=None, incident=None)
    world.tell("https://a.example/1", at(14), bare, Says(low=10**9, place=None, date="2012-W24", incident=None))
    assert resolve_claims(world.warehouse, world.run(at(14, 13))).claims == 2
    assert all(low <= best <= high for low, best, high in world.tolls())
    assert OBSERVATORY[0] in world.rows("SELECT claimants FROM toll_revisions")[0][0]
