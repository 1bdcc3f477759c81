from __future__ import annotations

import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb
import pytest

from warehouse import schema, views
from warehouse.backups import contents
from warehouse.connection import Warehouse
from warehouse.errors import (
    MigrationEdited,
    MigrationFailed,
    WarehouseDamaged,
    WarehouseForeign,
    WarehouseMissing,
    WarehouseNewer,
    WarehouseOlder,
    WarehouseUnwritable,
)
from warehouse.migrate import migrate

FIRST = "0001_first_tables"
ALL = [migration.name for migration in schema.known()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's migrations, in a folder where a test may edit them."""
    copy = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, copy)
    monkeypatch.setattr(schema, "known", partial(schema.known, copy))
    return copy


def tables(warehouse: Warehouse) -> set[str]:
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        return {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def test_the_missing_folder_and_file_are_made_once(tmp_path: Path, now: datetime) -> None:
    warehouse = Warehouse(tmp_path / "new" / "data" / "sitrep.duckdb", tmp_path / "current.duckdb")
    assert migrate(warehouse, now) == ALL
    assert migrate(warehouse, now) == []
    assert sorted(path.name for path in warehouse.path.parent.iterdir()) == ["sitrep.duckdb", "sitrep.duckdb.lock"]


def test_a_dry_run_tells_and_touches_nothing(tmp_path: Path, now: datetime) -> None:
    warehouse = Warehouse(tmp_path / "data" / "sitrep.duckdb", tmp_path / "current.duckdb")
    assert migrate(warehouse, now, dry_run=True) == ALL
    assert not warehouse.path.parent.exists()


def test_a_migration_is_applied_once_and_keeps_the_rows(warehouse: Warehouse, folder: Path, now: datetime) -> None:
    (folder / "0900_more.sql").write_text("-- Why: a test.\nCREATE TABLE more AS SELECT 1 AS number;")
    assert migrate(warehouse, now, dry_run=True) == ["0900_more"]
    assert "more" not in tables(warehouse)
    assert migrate(warehouse, now) == ["0900_more"]
    assert "more" in tables(warehouse)
    assert migrate(warehouse, now) == []


def test_a_warehouse_of_the_first_tables_gets_entities_and_keeps_its_readings(
    tmp_path: Path, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = {path: path.read_text() for path in folder.glob("0*.sql") if path.stem != FIRST}
    for path in later:
        path.unlink()
    old = Warehouse(tmp_path / "old.duckdb", tmp_path / "current.duckdb")
    with monkeypatch.context() as patched:
        patched.setattr(views, "known", list)  # today's views read tables that the first program did not have
        assert migrate(old, now) == [FIRST]
    values = "('x', 'v', 'r', 'engine 1', 'extracted', 1, 0, 0, 0, now())"
    with duckdb.connect(str(old.path)) as connection:
        connection.execute(f"INSERT INTO extractions VALUES {values}")
    for path, text in later.items():
        path.write_text(text)
    assert migrate(old, now) == ALL[1:]
    with duckdb.connect(str(old.path), read_only=True) as connection:
        kept = connection.execute("SELECT claim_count, entity_count FROM extractions").fetchall()
    assert kept == [(1, None)]
    assert "entities" in tables(old)


def test_a_backup_is_made_before_each_migration(warehouse: Warehouse, folder: Path, now: datetime) -> None:
    """Of two, the second copy has the first one's table."""
    (folder / "0900_more.sql").write_text("-- Why: a test.\nCREATE TABLE more AS SELECT 1 AS number;")
    (folder / "0901_most.sql").write_text("-- Why: a test.\nCREATE TABLE most AS SELECT 1 AS number;")
    migrate(warehouse, now, dry_run=True)
    assert not warehouse.backups.exists()
    migrate(warehouse, now)
    copies = sorted(warehouse.backups.iterdir())
    assert [path.name.partition("-")[2] for path in copies] == ["before-0900_more.duckdb", "before-0901_most.duckdb"]
    first, second = (set(contents(path).rows) for path in copies)
    assert second - first == {"more"}
    assert "most" in tables(warehouse)


def test_where_no_backup_can_be_made_nothing_is_migrated(warehouse: Warehouse, folder: Path, now: datetime) -> None:
    (folder / "0900_more.sql").write_text("-- Why: a test.\nCREATE TABLE more AS SELECT 1 AS number;")
    warehouse.backups.write_text("a file where the folder should be")
    with pytest.raises(WarehouseUnwritable, match="backups"):
        migrate(warehouse, now)
    assert "more" not in tables(warehouse)


def test_a_broken_migration_leaves_nothing(warehouse: Warehouse, folder: Path, now: datetime) -> None:
    (folder / "0900_broken.sql").write_text("CREATE TABLE more (number INT); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(MigrationFailed, match=r"0900_broken failed and was rolled back .*nowhere.*backups"):
        migrate(warehouse, now)
    assert "more" not in tables(warehouse)


def test_an_edited_migration_is_refused(warehouse: Warehouse, folder: Path, now: datetime) -> None:
    path = folder / f"{FIRST}.sql"
    path.write_text(path.read_text() + "-- one more thought\n")
    with pytest.raises(MigrationEdited, match=f"{FIRST}.*restore the file"):
        migrate(warehouse, now)


def test_line_ends_are_no_edit(warehouse: Warehouse, folder: Path, now: datetime) -> None:
    path = folder / f"{FIRST}.sql"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert migrate(warehouse, now) == []


def test_a_file_of_a_newer_program_is_refused(warehouse: Warehouse, now: datetime) -> None:
    with warehouse.transaction() as connection:
        connection.execute("INSERT INTO schema_migrations VALUES ('0999_future', 'abc', now())")
    with pytest.raises(WarehouseNewer, match=r"0999_future.*upgrade Sitrep"):
        migrate(warehouse, now)
    with pytest.raises(WarehouseNewer), warehouse.transaction():
        pass


def test_a_file_of_an_older_program_takes_no_writes_before_it_is_migrated(warehouse: Warehouse, folder: Path) -> None:
    (folder / "0900_more.sql").write_text("CREATE TABLE more (number INT);")
    with pytest.raises(WarehouseOlder, match=r"0900_more.*sitrep migrate"), warehouse.transaction():
        pass


def test_no_warehouse_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with (
        pytest.raises(WarehouseMissing, match="sitrep migrate"),
        Warehouse(tmp_path / "sitrep.duckdb", tmp_path / "current.duckdb").transaction(),
    ):
        pass


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), (b"x,y\n1,2\n" * 99, "not a DuckDB file")])
def test_a_file_that_is_no_duckdb_file_is_left_alone(
    tmp_path: Path, now: datetime, content: bytes, reason: str
) -> None:
    path = tmp_path / "sitrep.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseForeign, match=reason):
        migrate(Warehouse(path, tmp_path / "current.duckdb"), now)
    assert path.read_bytes() == content


def test_somebody_elses_duckdb_file_is_left_alone(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "sitrep.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_migrations (version INT)")
    before = path.read_bytes()
    with pytest.raises(WarehouseForeign, match="not one of Sitrep's"):
        migrate(Warehouse(path, tmp_path / "current.duckdb"), now)
    assert path.read_bytes() == before


def test_a_truncated_file_is_recognised_and_left_alone(warehouse: Warehouse, now: datetime) -> None:
    content = warehouse.path.read_bytes()[:20_000]
    warehouse.path.write_bytes(content)
    with pytest.raises(WarehouseDamaged, match="damaged"):
        migrate(warehouse, now)
    assert warehouse.path.read_bytes() == content


@pytest.mark.parametrize("place", ["{tmp}/file/data/sitrep.duckdb", "/proc/sitrep.duckdb"])
def test_a_place_that_cannot_be_written_is_named_with_the_setting(tmp_path: Path, now: datetime, place: str) -> None:
    (tmp_path / "file").touch()
    path = Path(place.format(tmp=tmp_path))
    with pytest.raises(WarehouseUnwritable, match=rf"{path.parent.name}.*cannot be written.*\[data\] folder"):
        migrate(Warehouse(path, tmp_path / "current.duckdb"), now)


def test_what_a_killed_first_migration_left_is_in_nobodys_way(tmp_path: Path, now: datetime) -> None:
    warehouse = Warehouse(tmp_path / "sitrep.duckdb", tmp_path / "current.duckdb")
    (tmp_path / "sitrep.duckdb.new").write_bytes(b"half a file")
    assert migrate(warehouse, now) == ALL


def test_views_follow_their_files(warehouse: Warehouse, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed view is remade, a dropped one goes, and nothing is written where nothing changed."""
    kept = [view for view in views.known() if view.name in {"current_tolls", "pipeline_runs"}]
    changed = views.View("pipeline_runs", "marts", "One row.", {"answer": "It's 42."}, {}, "SELECT 42 AS answer")
    monkeypatch.setattr(
        views, "known", lambda: [kept[0], changed] if kept[0].name == "current_tolls" else [kept[1], changed]
    )
    assert migrate(warehouse, now) == []
    with warehouse.transaction() as connection:
        names = connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        assert connection.execute("SELECT * FROM pipeline_runs").fetchall() == [(42,)]
        assert connection.execute(
            "SELECT count(*) FROM duckdb_functions() WHERE function_name = 'tolls_of'"
        ).fetchall() == [(0,)]
    assert {name for name, _ in names} == {"current_tolls", "pipeline_runs"}
    assert ("pipeline_runs", "One row.") in names


def test_alerts_of_an_older_warehouse_are_kept_and_their_past_is_not_told_again(
    tmp_path: Path, folder: Path, now: datetime
) -> None:
    """What 0009 does to rows that are there: the tables are made anew, with everything that was in them."""
    later = sorted(path for path in folder.glob("[0-9]*.sql") if path.name >= "0009")
    texts = {path: path.read_text(encoding="utf-8") for path in later}
    for path in later:
        path.unlink()
    warehouse = Warehouse(tmp_path / "old.duckdb", tmp_path / "current.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "known", list)  # the views of then are no longer known
        migrate(warehouse, now)
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute(
            "INSERT INTO runs VALUES ('r', 'monitor', 'completed', $now, $now, 'e', NULL, NULL)", {"now": now}
        )
        connection.execute(
            "INSERT INTO alerts VALUES ('a', 'r', 'toll_up', 'all', 'notice', NULL, NULL, 't', 'b', '{}', $now)",
            {"now": now},
        )
        connection.execute(
            "INSERT INTO deliveries VALUES ('d', 'a', 'hook', 'pending', 3, $now, NULL, 'no')", {"now": now}
        )
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    migrate(warehouse, now)
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        assert connection.execute("SELECT alert_id, payload FROM alerts").fetchall() == [("a", "{}")]
        rows = connection.execute("SELECT delivery_id, attempts, error, rule, batch_key FROM deliveries").fetchall()
        assert rows == [("d", 3, "no", None, "a")]
        heard = connection.execute(
            "SELECT change_id, outcome, heard_at = $now FROM heard_changes", {"now": now}
        ).fetchall()
        assert heard == [("all before", "untold", True)]
