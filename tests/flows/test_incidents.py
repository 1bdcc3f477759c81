"""`sitrep incidents` and `sitrep explain INCIDENT` as a user runs them, on a small published warehouse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.resolve import resolve_claims
from tests.resolve.world import DAMASCUS, DOUMA, STATE_MEDIA, Says, World, at
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Document, IncidentPair, Run, stable_id
from warehouse.snapshot import publish


@pytest.fixture
def house(sitrep, tmp_path: Path) -> World:
    """Four dead in Damascus by the Observatory, then six; nine in Douma by state media; a doubt whether they are one."""
    sitrep("init", tmp_path)
    path = next((tmp_path / "data").rglob("sitrep.duckdb"), tmp_path / "data" / "sitrep.duckdb")
    warehouse = Warehouse(path, path.with_name("current.duckdb"))
    migrate(warehouse, at(1))
    world = World(warehouse)
    world.tell("https://a.example/1", at(14), Says(place=DAMASCUS, low=4, victims="civilian"))
    world.tell("https://b.example/1", at(14), Says(place=DOUMA, low=9, by=STATE_MEDIA), outlet="b.example")
    resolve_claims(warehouse, world.run(at(14, 13)))
    world.tell("https://a.example/2", at(15), Says(place=DAMASCUS, low=6, victims="civilian"))
    resolve_claims(warehouse, world.run(at(15, 13)))
    with warehouse.transaction() as connection:
        first, second = sorted(row[0] for row in connection.execute("SELECT incident_id FROM incidents").fetchall())
        pair = IncidentPair(stable_id(first, second), first, second, "neighbour+same_day", 0.4, "run1", at(15))
        page = Document("d", "r", None, "page", "u", "u", None, at(14), "s", 1, b"x")
        pages = [replace(page, document_id=name) for name in ("d", "d1", "d2", "d3")]
        runs = [
            Run(name, "backfill", "completed", at(14), None, "e1", None, None)
            for name in ("r", "reader1", "reader2", "reader3")
        ]
        store.insert(connection, [pair, *pages, *runs])
        connection.execute("UPDATE articles SET feed_id = NULL")
        connection.execute("UPDATE extractions SET claim_count = 1")
    publish(warehouse)
    return world


def published(sitrep, query: str) -> list[dict[str, object]]:
    program = sitrep("sql", query, "--format", "json")
    assert program.returncode == 0, program.stderr
    return json.loads(program.stdout)


def incident_of(sitrep, place: str) -> str:
    (row,) = published(sitrep, f"select incident_id from incidents_now where place_name = '{place}'")
    return str(row["incident_id"])


def test_an_incident_is_explained_from_the_first_characters_of_its_id(sitrep, house: World) -> None:
    damascus = incident_of(sitrep, "Damascus")
    program = sitrep("explain", damascus[:7])
    assert program.returncode == 0, program.stderr
    said = program.stdout
    assert "nothing: said otherwise later" in said
    assert "low, best, high" in said
    assert "people were killed in a car bombing." in said
    assert "[[6]]" in said
    assert "https://a.example/2" in said
    assert "new_claim" in said
    assert "may be the same as" in said


def test_nothing_found_says_where_the_ids_are(sitrep, house: World) -> None:
    program = sitrep("explain", "zzz")
    assert program.returncode == 1
    assert "sitrep incidents list" in program.stderr
    assert sitrep("incidents", "show", "zzz").returncode == 1
    assert sitrep("incidents", "merge", "zzz", "yyy").returncode == 1


def test_merging_and_undoing_is_published_at_once(sitrep, house: World) -> None:
    damascus, douma = incident_of(sitrep, "Damascus"), incident_of(sitrep, "Douma")
    assert damascus[:10] in sitrep("incidents", "list").stdout
    assert douma[:10] in sitrep("incidents", "list", "--doubts").stdout
    program = sitrep("incidents", "merge", damascus[:8], douma[:8], "--note", "one blast")
    assert program.returncode == 0, program.stderr
    assert "claims moved: 1, tolls revised: 2" in program.stdout
    assert published(sitrep, "select killed_low, killed_best, killed_high from incidents_now") == [
        {"killed_low": 6, "killed_best": 6, "killed_high": 9}
    ]
    shown = sitrep("incidents", "show", damascus[:8]).stdout
    assert "one blast" in shown
    assert "decided_merge" in shown
    assert "no doubtful pairs" in sitrep("incidents", "list", "--doubts").stdout
    (decision,) = published(sitrep, "select decision_id from decisions")
    assert sitrep("incidents", "undo", decision["decision_id"]).returncode == 0
    assert len(published(sitrep, "select * from incidents_now")) == 2


def test_a_claim_is_split_off_and_two_are_kept_apart(sitrep, house: World) -> None:
    damascus, douma = incident_of(sitrep, "Damascus"), incident_of(sitrep, "Douma")
    claims = published(sitrep, f"select claim_id from incident_claims where incident_id = '{damascus}' order by 1")
    assert sitrep("incidents", "split", damascus, claims[0]["claim_id"]).returncode == 0
    assert len(published(sitrep, "select * from incidents_now")) == 3
    assert sitrep("incidents", "apart", damascus, douma).returncode == 0
    assert published(sitrep, "select * from possibly_same") == []
