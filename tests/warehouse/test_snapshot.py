from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.publish import publish_snapshot
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.errors import WarehouseUnwritable
from warehouse.records import Claim, Run
from warehouse.snapshot import publish


def add_run(warehouse: Warehouse, run: Run) -> None:
    with warehouse.transaction() as connection:
        store.insert(connection, [run])


def count(connection: duckdb.DuckDBPyConnection) -> int:
    return len(connection.execute("SELECT * FROM runs").fetchall())


def test_a_reader_keeps_the_snapshot_it_opened_and_the_next_one_sees_the_new(warehouse: Warehouse, make: Any) -> None:
    """Also within one process, where DuckDB would hand out the instance that is open already."""
    publish(warehouse)
    with warehouse.reader() as old:
        add_run(warehouse, make(Run))
        publish(warehouse)
        with warehouse.reader() as new:
            assert (count(old), count(new)) == (0, 1)


def test_a_reader_in_another_process_is_undisturbed(warehouse: Warehouse, make: Any) -> None:
    publish(warehouse)
    program = (
        "import sys, duckdb; connection = duckdb.connect(sys.argv[1], read_only=True); print('ready', flush=True); "
        "sys.stdin.readline(); print(len(connection.execute('FROM runs').fetchall()), flush=True)"
    )
    command = [sys.executable, "-c", program, str(warehouse.snapshot)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        add_run(warehouse, make(Run))
        publish(warehouse)
        answer, _ = reader.communicate("go\n")
    assert answer == "0\n"


def test_a_reader_does_not_keep_the_writer_waiting(warehouse: Warehouse, make: Any) -> None:
    publish(warehouse)
    with warehouse.reader() as reader:
        add_run(warehouse, make(Run))
        assert count(reader) == 0


def test_readers_do_not_see_what_is_not_published(warehouse: Warehouse, make: Any) -> None:
    publish(warehouse)
    add_run(warehouse, make(Run))
    with warehouse.reader() as reader:
        assert count(reader) == 0


def test_views_and_comments_are_in_the_snapshot(warehouse: Warehouse) -> None:
    publish(warehouse)
    sql = (
        "SELECT table_name, column_name, comment FROM duckdb_columns() "
        "WHERE NOT internal AND comment IS NOT NULL ORDER BY ALL"
    )
    with warehouse.writer() as connection:
        expected = connection.execute(sql).fetchall()
    with warehouse.reader() as reader:
        assert reader.execute(sql).fetchall() == expected
        assert reader.execute("SELECT * FROM incidents_now").fetchall() == []
    with duckdb.connect(str(warehouse.snapshot), read_only=True) as anybody:
        assert anybody.execute("SELECT * FROM claims_by_claimant").fetchall() == []


def test_publishing_again_is_fine_and_leaves_nothing_half_made(warehouse: Warehouse) -> None:
    (warehouse.snapshot.parent).mkdir(parents=True)
    (warehouse.snapshot.parent / "current.duckdb.new").write_bytes(b"what a killed publication left")
    (warehouse.snapshot.parent / "current.duckdb.new.wal").write_bytes(b"and its log")
    assert publish(warehouse) == publish(warehouse) == warehouse.snapshot.stat().st_size
    assert sorted(path.name for path in warehouse.snapshot.parent.iterdir()) == ["current.duckdb", "previous"]


@pytest.mark.parametrize("place", ["{tmp}/file/current.duckdb", "/proc/sitrep/current.duckdb", "/proc/current.duckdb"])
def test_a_place_that_cannot_be_written_is_named(warehouse: Warehouse, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseUnwritable, match=r"current\.duckdb: cannot be written"):
        publish(replace(warehouse, snapshot=Path(place.format(tmp=tmp_path))))


def test_publication_is_what_a_run_ends_with(warehouse: Warehouse, make: Any) -> None:
    run = make(Run)
    add_run(warehouse, run)
    counts = publish_snapshot(warehouse, run)
    assert counts.failures == ()
    assert counts.snapshot_bytes == warehouse.snapshot.stat().st_size


def test_where_a_check_fails_readers_keep_what_they_had(warehouse: Warehouse, make: Any) -> None:
    run = make(Run)
    publish_snapshot(warehouse, run)
    before = warehouse.snapshot.read_bytes()
    with warehouse.transaction() as connection:
        store.insert(connection, [run, make(Claim, version_id="lost")])
    counts = publish_snapshot(warehouse, run)
    assert counts.snapshot_bytes is None
    assert "orphans_in_claims" in {failure.name for failure in counts.failures}
    assert warehouse.snapshot.read_bytes() == before
