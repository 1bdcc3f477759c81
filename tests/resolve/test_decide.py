"""A user's word on what is one event outlasts every re-run, and can be taken back."""

from __future__ import annotations

import pytest

from tasks.decide import keep_apart, merge_incidents, split_claims, undo_decision
from tasks.errors import DecisionRefused
from tasks.resolve import resolve_claims
from tests.resolve.world import DAMASCUS, DOUMA, HOMS, HOMS_PROVINCE, STATE_MEDIA, Says, World, at
from warehouse import checks


def ids(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT incident_id FROM incidents_now ORDER BY opened_at, incident_id")]


def links(world: World) -> set[tuple[str, str]]:
    return set(world.rows("SELECT incident_id, claim_id FROM incident_claims"))


def failed(world: World) -> list[str]:
    """Checks of tolls and incidents that do not hold; the tiny world has no documents."""
    names = ("tolls_continuous", "tolls_numbered", "toll_bounds", "claims_of_one_incident", "cumulative_claims_apart")
    with world.warehouse.transaction() as connection:
        return [name for name in names if checks.failure_of(connection, name)]


@pytest.fixture
def two(world: World) -> tuple[str, str]:
    """Four dead in Damascus, nine in Douma."""
    world.tell("https://a.example/1", at(14), Says(place=DAMASCUS, low=4))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14), Says(place=DOUMA, low=9, by=STATE_MEDIA), outlet="b.example")
    resolve_claims(world.warehouse, world.run(at(14, 14)))
    first, second = ids(world)
    return first, second


def test_merged_incidents_have_one_toll_and_say_why(world: World, two: tuple[str, str]) -> None:
    done = merge_incidents(world.warehouse, world.run(at(15)), *two, note="the same blast")
    assert (done.claims, done.revised) == (1, 2)
    assert ids(world) == [two[0]]
    assert world.rows("SELECT low, best, high FROM killed_tolls") == [(4, 4, 9)]
    assert {row[1:] for row in world.revisions()[-2:]} == {(4, 4, "range", "merged"), (9, None, "down", "merged")}
    assert world.rows("SELECT kind, note FROM decisions") == [("merge", "the same blast")]
    assert failed(world) == []


def test_a_merge_outlasts_a_re_run_a_reprocess_and_resolving_from_scratch(world: World, two: tuple[str, str]) -> None:
    merge_incidents(world.warehouse, world.run(at(15)), *two)
    assert resolve_claims(world.warehouse, world.run(at(15, 13))).revised == 0
    world.engine = "e2"
    world.tell("https://b.example/1", at(14), Says(place=DOUMA, low=9, by=STATE_MEDIA), outlet="b.example")
    resolve_claims(world.warehouse, world.run(at(15, 14)))
    assert ids(world) == [two[0]]
    before = links(world)
    with world.warehouse.transaction() as connection:
        for table in ("incident_claims", "toll_revisions", "incidents"):
            connection.execute(f"DELETE FROM {table}")
    resolve_claims(world.warehouse, world.run(at(15, 15)))
    assert ids(world) == [two[0]]
    assert links(world) <= before


def test_an_undone_merge_leaves_two_incidents_as_they_were(world: World, two: tuple[str, str]) -> None:
    before, tolls = links(world), world.tolls()
    done = merge_incidents(world.warehouse, world.run(at(15)), *two)
    undo_decision(world.warehouse, world.run(at(15, 13)), done.decision_id[:8])
    resolve_claims(world.warehouse, world.run(at(15, 14)))
    assert (links(world), world.tolls(), ids(world)) == (before, tolls, list(two))
    assert world.rows("SELECT count(*) FROM decisions_in_effect") == [(0,)]
    assert world.revisions()[-1][-1] == "split"
    assert failed(world) == []
    with pytest.raises(DecisionRefused, match="taken back already"):
        undo_decision(world.warehouse, world.run(at(15, 15)), done.decision_id)


@pytest.fixture
def mixed(world: World) -> tuple[str, str]:
    """One incident of two articles; its id and the claim that does not belong there."""
    world.tell("https://a.example/1", at(14), Says(low=4))
    version = world.tell("https://b.example/1", at(14, 13), Says(low=9, by=STATE_MEDIA), outlet="b.example")
    resolve_claims(world.warehouse, world.run(at(14, 14)))
    ((claim,),) = world.rows("SELECT claim_id FROM claims WHERE version_id = ?", version)
    (incident,) = ids(world)
    return incident, claim


def test_a_claim_split_off_is_an_incident_of_its_own_that_outlasts_re_runs(
    world: World, mixed: tuple[str, str]
) -> None:
    incident, claim = mixed
    done = split_claims(world.warehouse, world.run(at(15)), incident[:6], [claim[:8]])
    assert sorted(world.rows("SELECT low, best, high FROM killed_tolls")) == [(4, 4, 4), (9, 9, 9)]
    assert {row[-1] for row in world.revisions()[1:]} == {"split"}
    world.engine = "e2"
    world.tell("https://b.example/1", at(14, 13), Says(low=9, by=STATE_MEDIA), outlet="b.example")
    assert resolve_claims(world.warehouse, world.run(at(15, 14))).opened == 0
    with world.warehouse.transaction() as connection:
        for table in ("incident_claims", "toll_revisions", "incidents"):
            connection.execute(f"DELETE FROM {table}")
    resolve_claims(world.warehouse, world.run(at(15, 15)))
    assert set(ids(world)) == {incident, done.other_incident_id}
    assert failed(world) == []


def test_what_a_split_leaves_stays_when_its_founder_is_what_was_split_off(world: World, mixed: tuple[str, str]) -> None:
    incident, claim = mixed
    ((founder,),) = world.rows("SELECT claim_id FROM claims WHERE claim_id <> ?", claim)
    split_claims(world.warehouse, world.run(at(15)), incident, [founder])
    before = links(world)
    with world.warehouse.transaction() as connection:
        for table in ("incident_claims", "toll_revisions", "incidents"):
            connection.execute(f"DELETE FROM {table}")
    resolve_claims(world.warehouse, world.run(at(15, 15)))
    assert links(world) == before


def test_an_undone_split_brings_the_claims_back(world: World, mixed: tuple[str, str]) -> None:
    incident, claim = mixed
    before, toll = links(world), world.tolls()
    done = split_claims(world.warehouse, world.run(at(15)), incident, [claim])
    undo_decision(world.warehouse, world.run(at(15, 13)), done.decision_id)
    resolve_claims(world.warehouse, world.run(at(15, 14)))
    assert (links(world), ids(world)) == (before, [incident])
    assert world.rows("SELECT low, best, high FROM killed_tolls WHERE source_count > 0") == toll
    assert failed(world) == []


def test_what_cannot_be_decided_is_refused_and_changes_nothing(world: World, mixed: tuple[str, str]) -> None:
    incident, claim = mixed
    before = links(world)
    ((other,),) = world.rows("SELECT claim_id FROM claims WHERE claim_id <> ?", claim)
    for wrong, message in [
        (lambda run: merge_incidents(world.warehouse, run, incident, incident), "one incident already"),
        (lambda run: merge_incidents(world.warehouse, run, incident, "nothing"), 'no incident "nothing"'),
        (lambda run: split_claims(world.warehouse, run, incident, [claim, other]), "nothing would be left"),
        (lambda run: split_claims(world.warehouse, run, incident, ["nowhere"]), 'no claim "nowhere"'),
        (lambda run: undo_decision(world.warehouse, run, ""), "no decision"),
    ]:
        with pytest.raises(DecisionRefused, match=message):
            wrong(world.run(at(15)))
    assert links(world) == before
    assert world.rows("SELECT count(*) FROM decisions") == [(0,)]


def test_a_doubtful_pair_is_shown_and_never_merged_until_somebody_decides(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4, place=HOMS))
    world.tell("https://b.example/1", at(14), Says(low=9, place=HOMS_PROVINCE, by=STATE_MEDIA), outlet="b.example")
    resolve_claims(world.warehouse, world.run(at(14, 14)))
    first, second = sorted(ids(world))
    ((one, other, score),) = world.rows("SELECT incident_id, other_incident_id, match_score FROM possibly_same")
    assert (one, other) == (first, second)
    assert 0 < score < 1
    assert resolve_claims(world.warehouse, world.run(at(14, 15))).changed == 0
    keep_apart(world.warehouse, world.run(at(15)), first, second)
    assert world.rows("SELECT * FROM possibly_same") == []
    world.tell("https://b.example/2", at(15), Says(low=9, place=HOMS_PROVINCE, by=STATE_MEDIA), outlet="b.example")
    resolve_claims(world.warehouse, world.run(at(15, 14)))
    assert world.rows("SELECT * FROM possibly_same") == []
    assert len(ids(world)) == 2
