"""A damaged or lost file is recognised, kept, and replaced by the newest good copy, which says what it lacks."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse import backups, store
from warehouse.compact import compact
from warehouse.connection import Warehouse, in_transaction
from warehouse.errors import (
    NothingToRestore,
    SnapshotMissing,
    WarehouseDamaged,
    WarehouseForeign,
    WarehouseLocked,
    WarehouseLost,
    WarehouseNewer,
)
from warehouse.migrate import migrate
from warehouse.records import Feed, Run
from warehouse.restore import restore
from warehouse.snapshot import publish

OPEN = (
    "import sys, time, duckdb; connection = duckdb.connect(sys.argv[1]{}); print('ready', flush=True); time.sleep(60)"
)
OTHER_PROGRAM, READER = OPEN.format(""), OPEN.format(", read_only=True")


def add(warehouse: Warehouse, *rows: Any) -> None:
    with warehouse.transaction() as connection:
        store.insert(connection, rows)


def runs(warehouse: Warehouse) -> list[str]:
    with warehouse.transaction() as connection:
        return [name for (name,) in connection.execute("SELECT run_id FROM runs ORDER BY run_id").fetchall()]


def cut(path: Path, share: float = 0.5) -> bytes:
    os.truncate(path, int(path.stat().st_size * share))
    return path.read_bytes()


def scratch(path: Path) -> None:
    """Turn over bytes in every block after the headers."""
    content = bytearray(path.read_bytes())
    for place in range(3 * 4_096 + 5_000, len(content), 262_144):
        content[place] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 0.999])
def test_a_file_that_was_cut_off_is_recognised_and_left_as_it_is(warehouse: Warehouse, share: float) -> None:
    content = cut(warehouse.path, share)
    with pytest.raises(WarehouseDamaged, match=r"damaged.*sitrep restore"), warehouse.transaction() as connection:
        backups.read_all(connection, warehouse.path)
    assert warehouse.path.read_bytes() == content


def test_a_file_with_turned_bytes_is_recognised_and_left_as_it_is(warehouse: Warehouse) -> None:
    scratch(warehouse.path)
    content = warehouse.path.read_bytes()
    with pytest.raises(WarehouseDamaged, match=r"damaged.*sitrep restore"), warehouse.transaction() as connection:
        backups.read_all(connection, warehouse.path)
    assert warehouse.path.read_bytes() == content


def test_the_newest_good_copy_comes_back_and_the_damaged_file_is_kept(
    warehouse: Warehouse, make: Any, now: datetime
) -> None:
    add(warehouse, make(Run, run_id="one"))
    publish(warehouse)
    add(warehouse, make(Run, run_id="two", started_at=now + timedelta(hours=1)))
    publish(warehouse)
    add(warehouse, make(Run, run_id="three"))
    cut(warehouse.snapshot)
    content = cut(warehouse.path)
    restored = restore(warehouse, now)
    assert runs(warehouse) == ["one"]
    assert restored.source.path.parent == warehouse.previous
    assert [str(warehouse.snapshot) in reason for reason in restored.no_good] == [True]
    assert restored.source.last_run_at == now
    assert restored.set_aside is not None
    assert restored.set_aside.read_bytes() == content


def test_what_the_file_before_still_tells_of_is_counted_as_missing(
    warehouse: Warehouse, make: Any, now: datetime
) -> None:
    publish(warehouse)
    add(warehouse, make(Run), make(Feed, feed_id="a"), make(Feed, feed_id="b"))
    restored = restore(warehouse, now, force=True)
    assert restored.missing == {"runs": 1, "feeds": 2}


def test_a_log_of_the_damaged_file_is_not_played_into_the_copy(warehouse: Warehouse, make: Any, now: datetime) -> None:
    publish(warehouse)
    cut(warehouse.path)
    log = warehouse.path.with_name(warehouse.path.name + ".wal")
    log.write_bytes(b"what the damaged file still had to write")
    restore(warehouse, now)
    assert not log.exists()
    assert runs(warehouse) == []


def test_a_sound_warehouse_is_not_replaced(warehouse: Warehouse, now: datetime) -> None:
    publish(warehouse)
    with pytest.raises(NothingToRestore, match="is sound"):
        restore(warehouse, now)


def test_without_a_good_copy_nothing_changes_and_every_reason_is_said(warehouse: Warehouse, now: datetime) -> None:
    publish(warehouse)
    cut(warehouse.snapshot)
    content = cut(warehouse.path)
    with pytest.raises(NothingToRestore, match=r"no good copy.*--from FILE(.|\n)*damaged"):
        restore(warehouse, now)
    assert warehouse.path.read_bytes() == content


def test_a_copy_of_ones_own_is_restored_by_its_name(
    warehouse: Warehouse, tmp_path: Path, make: Any, now: datetime
) -> None:
    add(warehouse, make(Run, run_id="mine"))
    mine = tmp_path / "mine.duckdb"
    mine.write_bytes(warehouse.path.read_bytes())
    cut(warehouse.path)
    restore(warehouse, now, source=mine)
    assert runs(warehouse) == ["mine"]
    cut(warehouse.path)
    mine.write_text("no database")
    with pytest.raises(NothingToRestore, match="not a DuckDB file"):
        restore(warehouse, now, source=mine)


def test_a_copy_that_a_newer_program_migrated_is_no_good(warehouse: Warehouse, now: datetime) -> None:
    with warehouse.transaction() as connection:
        connection.execute("INSERT INTO schema_migrations VALUES ('0999_future', 'abc', now())")
    content = warehouse.path.read_bytes()
    (warehouse.path.parent / "backups").mkdir()
    (warehouse.path.parent / "backups" / "x.duckdb").write_bytes(content)
    with pytest.raises(WarehouseNewer):  # nor is the warehouse itself: that is not damage
        restore(warehouse, now)
    cut(warehouse.path)
    with pytest.raises(NothingToRestore, match="0999_future"):
        restore(warehouse, now)


def test_a_lost_file_is_not_made_anew_over_what_was_published(warehouse: Warehouse, make: Any, now: datetime) -> None:
    add(warehouse, make(Run, run_id="one"))
    publish(warehouse)
    warehouse.path.unlink()
    with pytest.raises(WarehouseLost, match="sitrep restore"):
        migrate(warehouse, now)
    with pytest.raises(WarehouseLost), warehouse.transaction():
        pass
    restore(warehouse, now)
    assert runs(warehouse) == ["one"]


def test_a_file_that_another_program_holds_is_not_called_damaged(
    warehouse: Warehouse, now: datetime, process: Any
) -> None:
    publish(warehouse)
    with process(OTHER_PROGRAM, warehouse.path) as child, pytest.raises(WarehouseLocked, match=str(child.pid)):
        restore(warehouse, now)


def test_compaction_keeps_every_row_gives_room_back_and_leaves_a_backup(
    warehouse: Warehouse, make: Any, now: datetime
) -> None:
    feeds = [make(Feed, feed_id=f"feed {number}", outlet=os.urandom(400).hex()) for number in range(4_000)]
    add(warehouse, *feeds)
    with warehouse.transaction() as connection:
        connection.execute("DELETE FROM feeds WHERE feed_id <> 'feed 7'")
    before, after = compact(warehouse, now)
    assert after < before
    assert warehouse.path.stat().st_size == after
    with warehouse.transaction() as connection:
        assert connection.execute("SELECT feed_id FROM feeds").fetchall() == [("feed 7",)]
        store.insert(connection, [feeds[7]])  # the key is still a key
        assert connection.execute("SELECT count(*) FROM feeds").fetchall() == [(1,)]
    (backup,) = warehouse.backups.iterdir()
    assert backups.contents(backup).rows["feeds"] == 1


def test_compaction_of_a_damaged_file_changes_nothing(warehouse: Warehouse, now: datetime) -> None:
    scratch(warehouse.path)
    content = warehouse.path.read_bytes()
    with pytest.raises(WarehouseDamaged):
        compact(warehouse, now)
    assert warehouse.path.read_bytes() == content
    assert not warehouse.path.with_name(warehouse.path.name + ".compact").exists()


def test_a_snapshot_that_goes_while_it_is_opened_is_said_and_an_open_reader_reads_on(
    warehouse: Warehouse, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(warehouse, make(Run, run_id="one"))
    publish(warehouse)
    with warehouse.reader() as reader:
        warehouse.snapshot.unlink()
        assert reader.execute("SELECT run_id FROM runs").fetchall() == [("one",)]
    with pytest.raises(SnapshotMissing, match=r"nothing is published there.*sitrep run"), warehouse.reader():
        pass
    publish(warehouse)
    monkeypatch.setattr("warehouse.connection.recognise", lambda path: path.unlink())
    with pytest.raises(SnapshotMissing), warehouse.reader():
        pass


def test_the_last_snapshots_keep_a_name_and_one_that_is_read_keeps_it_longer(
    warehouse: Warehouse, process: Any
) -> None:
    publish(warehouse)
    publish(warehouse)
    (oldest,) = warehouse.previous.iterdir()
    with process(READER, oldest):
        for _ in range(4):
            publish(warehouse)
        assert len(list(warehouse.previous.iterdir())) == 3
        assert oldest.exists()
    publish(warehouse)
    assert len(list(warehouse.previous.iterdir())) == 2
    assert not oldest.exists()


def test_a_database_of_another_program_is_no_copy_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection, in_transaction(connection, path):
        connection.execute("CREATE TABLE t AS SELECT 1 AS n")
    with pytest.raises(WarehouseForeign, match="not one of Sitrep's"):
        backups.contents(path)
