"""What killed_tolls and its sisters show is what the toll rule gives, whatever happened to the claims."""

from __future__ import annotations

from pathlib import Path

from tasks.recount import RecountCounts, recount_tolls
from tasks.resolve import resolve_claims
from tests.resolve.world import DOUMA, STATE_MEDIA, Says, World, at
from warehouse.migrate import migrate

KEPT = "SELECT * FROM tolls ORDER BY incident_id, harm"
COMPUTED = "SELECT * FROM tolls_with_sides((SELECT list(incident_id) FROM incidents)) ORDER BY incident_id, harm"


def kept_as_computed(world: World) -> int:
    kept = world.rows(KEPT)
    assert kept == world.rows(COMPUTED)
    return len(kept)


def test_the_kept_tolls_are_the_computed_ones_after_every_resolving(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4, victims="civilian"), Says(harm="injured", low=9))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    assert kept_as_computed(world) == 2
    world.tell("https://b.example/1", at(14, 14), Says(low=6, by=STATE_MEDIA), outlet="b.example")
    world.tell("https://c.example/1", at(14, 14), Says(low=3, place=DOUMA), outlet="c.example")
    resolve_claims(world.warehouse, world.run(at(14, 15)))
    assert kept_as_computed(world) == 3


def test_a_toll_that_an_edit_takes_back_is_kept_no_more(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4), Says(harm="injured", low=9))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    world.tell("https://a.example/1", at(14, 14), Says(low=4), note="Corrected. ")
    resolve_claims(world.warehouse, world.run(at(14, 15)))
    assert kept_as_computed(world) == 1


def test_a_warehouse_of_before_gets_its_tolls_with_the_migration(world: World, tmp_path: Path) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    with world.warehouse.transaction() as connection:
        connection.execute("DELETE FROM tolls")
    migrate(world.warehouse, at(15))
    assert kept_as_computed(world) == 1


def test_a_recount_puts_right_what_differs_and_says_how_much(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4), Says(harm="injured", low=9))
    resolve_claims(world.warehouse, world.run(at(14, 13)))
    assert recount_tolls(world.warehouse) == RecountCounts(tolls=2, differed=0)
    with world.warehouse.transaction() as connection:
        connection.execute("UPDATE tolls SET best = 5 WHERE harm = 'killed'")
    assert recount_tolls(world.warehouse) == RecountCounts(tolls=2, differed=1)
    assert kept_as_computed(world) == 2
