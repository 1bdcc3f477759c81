from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from warehouse import store
from warehouse.connection import Warehouse
from warehouse.errors import SnapshotMissing, WarehouseDamaged, WarehouseForeign, WarehouseLocked
from warehouse.records import Run
from warehouse.snapshot import publish

WRITER = """
import sys, time
from pathlib import Path
from warehouse.connection import Warehouse
path = Path(sys.argv[1])
with Warehouse(path, path).transaction() as connection:
    connection.execute("INSERT INTO feeds VALUES ('half', 'u', 'o', NULL, NULL, 'media', 'g', true, NULL)")
    print("ready", flush=True)
    time.sleep(60)
"""
OTHER_PROGRAM = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("ready", flush=True)
time.sleep(60)
"""


def runs(warehouse: Warehouse) -> int:
    with warehouse.transaction() as connection:
        return len(connection.execute("SELECT * FROM runs").fetchall())


def test_a_transaction_is_kept_at_its_end(warehouse: Warehouse, make: Any) -> None:
    with warehouse.transaction() as connection:
        store.insert(connection, [make(Run)])
    assert runs(warehouse) == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_transaction_that_raises_leaves_nothing(warehouse: Warehouse, make: Any, error: type[BaseException]) -> None:
    def fail() -> None:
        with warehouse.transaction() as connection:
            store.insert(connection, [make(Run)])
            raise error

    with pytest.raises(error):
        fail()
    assert runs(warehouse) == 0


def test_a_refused_statement_leaves_nothing_and_keeps_its_own_error(warehouse: Warehouse, make: Any) -> None:
    def fail() -> None:
        with warehouse.transaction() as connection:
            store.insert(connection, [make(Run)])
            store.insert(connection, [make(Run, run_id="other", state="dancing")])

    with pytest.raises(duckdb.ConstraintException, match="state"):
        fail()
    assert runs(warehouse) == 0


def test_a_killed_transaction_leaves_nothing(warehouse: Warehouse, process: Any) -> None:
    with process(WRITER, warehouse.path) as child:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    with warehouse.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM feeds").fetchall() == [(0,)]


def test_a_second_process_hears_who_is_writing_and_gets_its_turn_after(warehouse: Warehouse, process: Any) -> None:
    with process(WRITER, warehouse.path) as child:
        with (
            pytest.raises(WarehouseLocked, match=rf"{warehouse.path}: process {child.pid}") as caught,
            warehouse.transaction(),
        ):
            pass
        assert caught.value.pid == child.pid
        threading.Timer(0.2, child.kill).start()
        assert runs(replace(warehouse, lock_wait_seconds=10)) == 0


def test_another_program_that_holds_the_file_is_named_too(warehouse: Warehouse, process: Any) -> None:
    with (
        process(OTHER_PROGRAM, warehouse.path) as child,
        pytest.raises(WarehouseLocked, match=f"process {child.pid}"),
        warehouse.transaction(),
    ):
        pass


def test_two_threads_do_not_write_at_once(warehouse: Warehouse) -> None:
    with (
        warehouse.transaction(),
        pytest.raises(WarehouseLocked, match=f"process {os.getpid()}"),
        warehouse.transaction(),
    ):
        pass


def test_a_misspelt_table_is_never_a_python_variable(warehouse: Warehouse) -> None:
    claimz = [1, 2, 3]
    assert claimz
    with warehouse.transaction() as connection, pytest.raises(duckdb.CatalogException, match="claimz"):
        connection.execute("SELECT * FROM claimz")


def test_nothing_published_names_what_publishes(warehouse: Warehouse) -> None:
    with pytest.raises(SnapshotMissing, match="sitrep run"), warehouse.reader():
        pass


def test_a_snapshot_that_is_none_is_recognised(warehouse: Warehouse) -> None:
    publish(warehouse)
    content = warehouse.snapshot.read_bytes()
    warehouse.snapshot.write_bytes(content[:9_000])
    with pytest.raises(WarehouseDamaged), warehouse.reader():
        pass
    warehouse.snapshot.write_bytes(b"not a database")
    with pytest.raises(WarehouseForeign), warehouse.reader():
        pass


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO feeds VALUES ('x', 'u', 'o', NULL, NULL, 'media', 'g', true, NULL)",
        "DELETE FROM runs",
        "CREATE TABLE more (number INT)",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY runs TO '/tmp/runs.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
    ],
)
def test_a_reader_touches_nothing(published: Warehouse, sql: str) -> None:
    with published.reader() as connection, pytest.raises(duckdb.Error):
        connection.execute(sql)


def test_times_are_utc_wherever_the_machine_stands(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    with warehouse.transaction() as connection:
        assert connection.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
