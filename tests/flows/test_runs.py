"""A run has one row that says how it ended, and two runs of one warehouse never overlap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.errors import RunBusy
from flows.runs import RunLock, RunLog, lock_path, register
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Feed

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)


@pytest.fixture
def house(tmp_path):
    warehouse = Warehouse(tmp_path / "w" / "sitrep.duckdb", tmp_path / "w" / "current.duckdb")
    migrate(warehouse, NOON)
    return warehouse


def _rows(warehouse, sql):
    with warehouse.transaction() as connection:
        return connection.execute(sql).fetchall()


def test_a_run_that_raises_is_failed_with_the_reason(house):
    with pytest.raises(ValueError, match="no"), RunLog(house, "monitor", "e", NOON):
        raise ValueError("no")
    with house.reader() as snapshot:  # where `sitrep status` looks
        assert snapshot.execute("select state, error from runs").fetchall() == [("failed", "ValueError: no")]


def test_what_a_killed_run_left_open_is_closed_by_the_next_one(house):
    killed = RunLog(house, "monitor", "e", NOON)
    killed.__enter__()
    killed.lock.release()  # as the kernel does with a killed process
    with RunLog(house, "monitor", "e", NOON + timedelta(minutes=15)):
        assert _rows(house, "select state from runs order by started_at") == [("crashed",), ("running",)]


def test_a_second_run_is_told_who_runs(house):
    with RunLock(lock_path(house)), pytest.raises(RunBusy, match=r"another run is under way \(pid \d+\)"):
        RunLock(lock_path(house)).acquire()
    with RunLock(lock_path(house)):
        pass


def test_a_feed_that_left_the_registry_stays_disabled(house):
    feeds = [Feed(name, f"http://127.0.0.1/{name}", name, None, "en", "media", name, True) for name in ("a", "b")]
    assert register(house, feeds) == 2
    assert register(house, feeds) == 0
    register(house, feeds[:1])
    assert _rows(house, "select feed_id, enabled from feeds order by feed_id") == [("a", True), ("b", False)]
