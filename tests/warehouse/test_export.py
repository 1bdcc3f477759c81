"""What leaves the warehouse as files is what the marts hold, and says what it lacks."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

import config
from warehouse import export, views
from warehouse.errors import ExportFailed
from warehouse.records import Claim, Event, Incident, IncidentClaim, Place

TEXT = "Police said four soldiers were killed by rebels in Homs. Nine people were wounded."
GED = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
ACLED = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
GKG_COUNTS = [
    "DATE",
    "NUMARTS",
    "COUNTTYPE",
    "NUMBER",
    "OBJECTTYPE",
    "GEO_TYPE",
    "GEO_FULLNAME",
    "GEO_COUNTRYCODE",
    "GEO_ADM1CODE",
    "GEO_LAT",
    "GEO_LONG",
    "GEO_FEATUREID",
    "CAMEOEVENTIDS",
    "SOURCES",
    "SOURCEURLS",
]


@pytest.fixture
def world(newsroom: Any) -> Any:
    """One clash in Homs with a toll, and one article that nobody placed."""
    version = newsroom.article("clash", TEXT, title="Clash, in Homs")
    newsroom.add(newsroom.make(Place, place_id="homs", admin1="Homs"))
    event = newsroom.found(
        Event,
        version,
        "killed",
        acled_event_type="Battles",
        acled_sub_event_type="Armed clash",
        ucdp_violence_type="state-based conflict",
        actor_name="rebels",
    )
    where = {"place_name": "Homs", "place_precision": "exact", "latitude": 34.73, "longitude": 36.71, "country": "SYR"}
    killed = newsroom.found(
        Claim, version, "four", count_low=4, count_high=4, victims_text="soldiers", event_id=event.event_id, **where
    )
    newsroom.found(Claim, version, "Nine", harm="injured", count_low=9, victims_text="people")
    newsroom.add(
        newsroom.make(
            Incident,
            incident_id="i",
            title="clash, Homs",
            event_date="2026-02-28",
            place_id="homs",
            **{name: where[name] for name in ("place_name", "latitude", "longitude", "country")},
        ),
        newsroom.make(Incident, incident_id="nowhere", title="somewhere", event_date=None),
        newsroom.make(IncidentClaim, incident_id="i", claim_id=killed.claim_id),
    )
    newsroom.toll("i", 1, killed, new_low=4, new_best=4, new_high=None, claimants="Police")
    return newsroom


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_parquet_has_a_folder_a_month_and_all_rows(world: Any, tmp_path: Path) -> None:
    written = export.parquet(world.connection, "incidents_now", tmp_path)
    assert written.rows == 2
    assert sorted(path.name for path in written.path.iterdir()) == ["month=2026-02", "month=2026-03"]
    (row,) = pq.read_table(written.path / "month=2026-02").to_pylist()
    assert (row["incident_id"], row["killed_low"], row["killed_high"]) == ("i", 4, None)
    assert row["opened_at"] == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_month_that_lost_its_rows_is_not_left_behind(world: Any, tmp_path: Path) -> None:
    export.parquet(world.connection, "incidents_now", tmp_path)
    world.connection.execute("UPDATE incidents SET event_date = '2026-01-05' WHERE incident_id = 'i'")
    written = export.parquet(world.connection, "incidents_now", tmp_path)
    assert sorted(path.name for path in written.path.iterdir()) == ["month=2026-01", "month=2026-03"]


@pytest.mark.parametrize("mart", export.MARTS)
def test_every_mart_goes_out_also_when_it_is_empty(
    memory: duckdb.DuckDBPyConnection, world: Any, tmp_path: Path, mart: str
) -> None:
    columns = [row[0] for row in memory.execute(f"DESCRIBE SELECT * FROM {mart}").fetchall()]
    rows = memory.execute(f"SELECT count(*) FROM {mart}").fetchall()[0][0]
    assert export.parquet(memory, mart, tmp_path).rows == rows
    written = export.table(memory, mart, tmp_path / "x.csv")
    assert (written.rows, len(read(written.path))) == (rows, rows)
    assert (tmp_path / "x.csv").read_text().splitlines()[0].split(",") == columns


def test_csv_keeps_signs_and_tells_null_from_nothing_said(world: Any, tmp_path: Path) -> None:
    world.connection.execute("""UPDATE incidents SET title = 'a "b", c\nd — é' WHERE incident_id = 'i'""")
    (first, second) = sorted(
        read(export.table(world.connection, "incidents_now", tmp_path / "x.csv").path),
        key=lambda row: row["incident_id"],
    )
    assert first["title"] == 'a "b", c\nd — é'
    assert (first["killed_best"], first["killed_high"], second["killed_best"]) == ("4", "", "")
    assert first["opened_at"] == "2026-03-01T12:00:00Z"


def test_geojson_is_a_collection_of_points_and_an_unknown_place_is_null(world: Any, tmp_path: Path) -> None:
    path = export.geojson(world.connection, "incidents_now", tmp_path / "x.geojson").path
    collection = json.loads(path.read_text(encoding="utf-8"))
    by_id = {feature["properties"]["incident_id"]: feature for feature in collection["features"]}
    assert collection["type"] == "FeatureCollection"
    assert by_id["i"]["geometry"] == {"type": "Point", "coordinates": [36.71, 34.73]}  # longitude first, RFC 7946
    assert by_id["nowhere"]["geometry"] is None
    assert by_id["i"]["properties"]["killed_high"] is None


@pytest.mark.parametrize(("shape", "columns"), [("ucdp-ged", GED), ("acled", ACLED), ("gdelt-counts", GKG_COUNTS)])
def test_a_shape_has_the_columns_of_its_data_set_and_names_just_those_that_it_cannot_fill(
    world: Any, tmp_path: Path, shape: str, columns: list[str]
) -> None:
    view = next(view for view in views.known() if view.name == export.SHAPES[shape])
    rows = read(export.table(world.connection, view.name, tmp_path / "x.csv").path)
    assert list(rows[0]) == columns
    never = {
        name
        for name in columns
        if "cast(null as " in view.sql and f" as {name}" in view.sql.replace('"', "") and _is_null(view.sql, name)
    }
    assert set(export.not_filled(shape)) == never
    assert all(export.not_filled(shape).values())


def _is_null(sql: str, name: str) -> bool:
    line = next(line for line in sql.replace('"', "").splitlines() if line.rstrip(",").endswith(f" as {name}"))
    return line.strip().startswith("cast(null as ")


def test_ged_counts_and_places_as_its_codebook_says(world: Any, tmp_path: Path) -> None:
    (row,) = read(export.table(world.connection, "export_ucdp_ged", tmp_path / "x.csv").path)
    assert (row["type_of_violence"], row["best"], row["low"], row["high"]) == ("1", "4", "4", "4")
    assert (row["date_start"], row["date_prec"], row["where_prec"], row["adm_1"]) == ("2026-02-28", "1", "1", "Homs")
    assert (row["country"], row["side_a"], row["number_of_sources"]) == ("Syria", "rebels", "1")
    # row and column of the half-degree cell from 90 S, 180 W (prio.org, PRIO-GRID codebook)
    assert int(row["priogrid_gid"]) == int((34.73 + 90) * 2) * 720 + int((36.71 + 180) * 2) + 1


def test_acled_has_its_numbers_and_silence_is_no_zero(world: Any, tmp_path: Path) -> None:
    (row,) = read(export.table(world.connection, "export_acled", tmp_path / "x.csv").path)
    assert (row["iso"], row["event_type"], row["fatalities"], row["geo_precision"]) == ("760", "Battles", "4", "1")
    world.connection.execute("DELETE FROM toll_revisions")
    (row,) = read(export.table(world.connection, "export_acled", tmp_path / "x.csv").path)
    assert row["fatalities"] == ""


def test_gdelt_has_one_row_a_count_with_the_articles_that_print_it(world: Any, tmp_path: Path) -> None:
    rows = read(export.table(world.connection, "export_gdelt_counts", tmp_path / "x.csv").path)
    assert [(row["COUNTTYPE"], row["NUMBER"], row["OBJECTTYPE"], row["NUMARTS"]) for row in rows] == [
        ("KILL", "4", "soldiers", "1"),
        ("WOUND", "9", "people", "1"),
    ]
    assert rows[0]["GEO_FULLNAME"] == "Homs, Syria"


def test_a_place_that_cannot_be_written_is_named_and_nothing_half_is_left(world: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportFailed, match=r"file.*cannot be written"):
        export.table(world.connection, "incidents_now", tmp_path / "file" / "x.csv")
    with pytest.raises(ExportFailed):
        export.parquet(world.connection, "incidents_now", tmp_path / "file")
    with pytest.raises(duckdb.CatalogException):
        export.table(world.connection, "no_such_mart", tmp_path / "x.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_countries_are_those_of_the_configuration(memory: duckdb.DuckDBPyConnection) -> None:
    lines = (Path(config.__file__).parent / "iso3166.csv").read_text("utf-8").splitlines()
    listed = list(csv.reader(line for line in lines if not line.startswith("#")))[1:]
    rows = memory.execute("SELECT country, alpha2, lpad(numeric::varchar, 3, '0'), name FROM country_names").fetchall()
    assert sorted((*row[:2], row[2] or "", row[3]) for row in rows) == sorted(tuple(row) for row in listed)
