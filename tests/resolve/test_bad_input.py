"""Whatever articles say, rows stay consistent, checks hold and no claim is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.resolve import resolve_claims
from tests.resolve.world import STATE_MEDIA, SYRIA, Says, World, at
from warehouse import checks

CHECKS = (
    "claim_bounds",
    "claims_of_one_incident",
    "cumulative_claims_apart",
    "toll_bounds",
    "tolls_continuous",
    "tolls_numbered",
    "orphans_in_incident_claims",
    "orphans_in_incident_pairs",
)
BILLION = 10**9


@pytest.fixture(autouse=True)
def sound(world: World):
    """After each test: the checks of incidents and tolls hold, and a further run changes nothing."""
    yield
    with world.warehouse.transaction() as connection:
        connection.execute("UPDATE incident_claims SET run_id = 'run1'")
        assert [name for name in CHECKS if checks.failure_of(connection, name)] == []
    assert resolve_claims(world.warehouse, world.run(at(29))).revised == 0


def resolved(world: World, day: int = 16) -> None:
    """Resolve; every claim of one event that is made now is linked."""
    resolve_claims(world.warehouse, world.run(at(day)))
    lost = world.rows(
        "SELECT claim_id FROM current_claims WHERE scope = 'incident' AND factuality IN ('asserted', 'hedged') "
        "AND claim_id NOT IN (SELECT claim_id FROM incident_claims)"
    )
    assert lost == []


def test_claims_of_one_article_that_contradict_each_other_make_one_contested_toll(world: World) -> None:
    police, hospital = ("police", "police"), ("a hospital", "medical")
    world.tell("https://a.example/1", at(14), Says(low=4, by=police), Says(low=19, by=hospital), Says(low=7, by=police))
    resolved(world)
    assert world.tolls() == [(7, 19, 19)]
    assert world.rows("SELECT evidence_grade, claimants FROM killed_tolls") == [("contested", "a hospital; police")]


def test_one_claimant_who_asserts_and_denies_at_once_has_both_told(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4), Says(low=4, factuality="denied"))
    resolved(world)
    assert world.rows("SELECT low, best, high, source_count, denied_by <> '' FROM killed_tolls") == [(4, 4, 4, 1, True)]


def test_a_toll_that_falls_to_zero_is_a_zero_and_not_silence(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=12))
    resolved(world, 15)
    world.tell("https://a.example/2", at(15), Says(low=0))
    resolved(world)
    assert world.tolls() == [(0, 0, 0)]
    assert world.revisions()[-1] == ("killed", 12, 0, "down", "new_claim")
    assert world.rows("SELECT killed_best FROM incidents_now") == [(0,)]


def test_an_incident_without_place_or_date_is_kept_and_joins_nothing(world: World) -> None:
    bare = Says(place=None, date=None, incident=None)
    world.tell("https://a.example/1", at(14), bare)
    world.tell("https://b.example/1", at(14), Says(low=90, place=None, date=None, by=STATE_MEDIA), outlet="b.example")
    resolved(world)
    assert sorted(world.tolls()) == [(4, 4, 4), (90, 90, 90)]
    assert world.rows("SELECT DISTINCT place_name, event_date FROM incidents") == [(None, None)]


@pytest.mark.parametrize(
    "date", ["2032-01-01", "1912-06-14", "9999-12-31", "0001-01-01", "2012-13-45", "2012-W24", "soon"]
)
def test_a_claim_dated_in_the_future_before_its_war_or_not_at_all_is_kept(world: World, date: str) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4, date=date))
    world.tell("https://b.example/1", at(14), Says(low=5), outlet="b.example")
    resolved(world)
    assert {toll[1] for toll in world.tolls()} <= {4, 5}


def test_a_running_total_since_before_its_war_is_a_series_of_its_own(world: World) -> None:
    total = Says(low=10_000, scope="cumulative", incident=None, place=SYRIA)
    world.tell("https://a.example/1", at(14), total, Says(low=4))
    world.tell(
        "https://a.example/2", at(15), Says(low=11_000, scope="cumulative", incident=None, place=SYRIA, period="1812")
    )
    resolved(world)
    assert world.rows("SELECT period_start, count_low FROM cumulative_series ORDER BY 2") == [
        (None, 10_000),
        ("1812", 11_000),
    ]
    assert world.tolls() == [(4, 4, 4)]


def test_tolls_of_a_billion_add_up_without_overflow(world: World) -> None:
    parts = [Says(low=BILLION, victims=name) for name in ("civilian", "military", "child", "police")]
    world.tell("https://a.example/1", at(14), *parts)
    world.tell("https://b.example/1", at(14), Says(low=2**62, by=STATE_MEDIA), outlet="b.example")
    resolved(world)
    ((low, best, high),) = world.tolls()
    assert low <= best <= high == 2**62


def test_an_article_of_no_year_and_one_of_the_far_future_resolve(world: World) -> None:
    world.tell("https://a.example/1", datetime(1, 1, 2, tzinfo=UTC), Says(date=None))
    world.tell("https://b.example/1", datetime(9999, 12, 30, tzinfo=UTC), Says(date=None), outlet="b.example")
    resolved(world)
    assert len(world.tolls()) == 2


def test_a_number_that_becomes_a_running_total_in_an_edit_is_rescoped(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=40))
    resolved(world, 15)
    total = Says(low=40, scope="cumulative", incident=None)
    world.tell("https://a.example/1", at(14), total, note="Corrected. ", seen=at(15))
    resolved(world)
    assert world.tolls() == [(None, None, None)]
    assert world.revisions()[-1] == ("killed", 40, None, "down", "rescoped")
