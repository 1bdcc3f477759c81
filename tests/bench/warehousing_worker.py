"""What `make bench ONLY=warehouse` measures, in a process of its own (warehousing.py starts it): prints one JSON object.

python tests/bench/warehousing_worker.py make FOLDER | publish FOLDER | questions FOLDER | load FOLDER | kill NUMBER
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bulk
import duckdb
import pyarrow as pa
import structlog

from tasks.load import load_extracted
from tasks.nlp.rows import Extracted
from warehouse import columns, store, views
from warehouse.connection import Warehouse, in_memory
from warehouse.migrate import build, migrate
from warehouse.records import Claim, Run
from warehouse.snapshot import publish as publish_file

ARTICLES, PAGE_BYTES = 200_000, 3_072
NOW = datetime(2026, 11, 1, tzinfo=UTC)
BATCHES, REPEATS = 20, 3
KILL_ARTICLES, KILL_BATCHES = 400, 8


def house_of(folder: str) -> Warehouse:
    return Warehouse(Path(folder) / "sitrep.duckdb", Path(folder) / "current.duckdb", keep_snapshots=0)


def make(folder: str) -> dict[str, float]:
    """Fill the warehouse; its size, and its size without raw pages against zstd of the same."""
    house = house_of(folder)
    bulk.make(house, ARTICLES, NOW, page_bytes=PAGE_BYTES)
    size = house.path.stat().st_size
    with house.writer() as connection:
        pages = _one(connection, "SELECT sum(octet_length(body)) FROM documents")
        rows = sum(_zstd(connection, name) for name in _tables(connection))
        return {
            "articles": _one(connection, "SELECT count(*) FROM articles"),
            "claims": _one(connection, "SELECT count(*) FROM claims"),
            "gigabytes": size / 1e9,
            "file_to_zstd": (size - pages) / rows,
        }


def publish(folder: str) -> dict[str, float]:
    """Seconds of a publication, the best of three."""
    house = house_of(folder)
    spent = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        publish_file(house)
        spent.append(time.perf_counter() - started)
    return {"seconds": min(spent)}


def questions(folder: str) -> dict[str, float]:
    """Milliseconds of each question and of the first page of each mart, warm: the best of five."""
    with house_of(folder).reader() as connection:
        incident = _one(connection, "SELECT incident_id FROM contested_tolls LIMIT 1")
        asked = {**_questions(incident), **{f"mart.{name}": f"SELECT * FROM {name} LIMIT 100" for name in _marts()}}
        return {name: min(_milliseconds(connection, sql) for _ in range(5)) for name, sql in asked.items()}


def load(folder: str) -> dict[str, float]:
    """600,000 claims in 20 batches through the one write path, beside a bare insert of the same Arrow tables.

    Processor time, the best of three for each batch: other work on the machine is no work of ours. The checkpoint at the
    end is counted for both. The bare table has the same columns, no key and no CHECK.
    """
    with house_of(folder).reader() as connection:
        ids = [row[0] for row in connection.execute("SELECT claim_id FROM claims ORDER BY run_id, claim_id").fetchall()]
        size = len(ids) // BATCHES
        batches = [_claims(connection, ids[start : start + size]) for start in range(0, size * BATCHES, size)]
    kept = [
        [_loaded(Path(folder) / f"load{n}", batches), _bare(Path(folder) / f"bare{n}", batches)] for n in range(REPEATS)
    ]
    ours = [min(series[0][number] for series in kept) for number in range(BATCHES + 1)]
    bare = [min(series[1][number] for series in kept) for number in range(BATCHES + 1)]
    return {"late": ours[BATCHES - 1] / ours[1], "ratio": sum(ours) / sum(bare)}


def kill(number: str) -> dict[str, float]:
    """Loads killed at random moments and taken up again; tables that then differ from those of an undisturbed load."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        batches = _small_world()
        _in_child(Path(folder) / "empty", [], None)
        calm = _copied(Path(folder) / "empty", "calm")
        longest = _in_child(calm, batches, None)
        wanted = _contents(calm)
        differ = midst = 0
        for attempt in range(int(number)):
            wild = _copied(Path(folder) / "empty", f"wild{attempt}")
            midst += _in_child(wild, batches, chance.uniform(0, longest)) < 0
            _in_child(wild, batches, None)
            found = _contents(wild)
            differ += sum(found[name] != wanted[name] for name in wanted)
    return {"kills": int(number), "midst": midst, "differ": differ}


def _in_child(folder: Path, batches: list[list[Any]], kill_after: float | None) -> float:
    """Seconds of a whole load in a process of its own; below 0 where it was killed before its end."""
    child = multiprocessing.get_context("fork").Process(target=_load_all, args=(folder, batches))
    started = time.perf_counter()
    child.start()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    if child.exitcode not in {0, -signal.SIGKILL}:
        raise SystemExit(f"a load ended with {child.exitcode}")
    return -1 if child.exitcode else time.perf_counter() - started


def _copied(empty: Path, name: str) -> Path:
    folder = empty.with_name(name)
    folder.mkdir()
    shutil.copyfile(empty / "sitrep.duckdb", folder / "sitrep.duckdb")
    return folder


def _load_all(folder: Path, batches: list[list[Any]]) -> None:
    """What one run of the load stage does with each batch, up to the published snapshot."""
    house = Warehouse(folder / "sitrep.duckdb", folder / "current.duckdb")
    if not house.path.exists():
        migrate(house, NOW)
    run = Run("run", "monitor", "running", NOW, None, "bench", None, None)
    for batch in batches:
        load_extracted(house, Extracted(tuple(batch), len(batch), 0, 0), lambda _: (), run)
    publish_file(house)


def _small_world() -> list[list[Any]]:
    """Rows of a little world in batches, made in memory: no thread of DuckDB's is left when children are forked."""
    found: list[Any] = []
    connection = in_memory()
    build(connection, NOW)
    bulk.fill(connection, KILL_ARTICLES, NOW, page_bytes=64)
    for kind in columns.kinds():
        found += _records(connection, kind)
    connection.close()
    size = len(found) // KILL_BATCHES + 1
    return [found[start : start + size] for start in range(0, len(found), size)]


def _records(connection: duckdb.DuckDBPyConnection, kind: type) -> list[Any]:
    shape = columns.table(kind)
    return [kind(*row) for row in connection.execute(f"SELECT {', '.join(shape.columns)} FROM {shape.name}").fetchall()]


def _contents(folder: Path) -> dict[str, list[Any]]:
    """Every row of every table, of the file and of the snapshot."""
    found = {}
    for path in (folder / "sitrep.duckdb", folder / "current.duckdb"):
        with duckdb.connect(str(path), read_only=True) as connection:
            for name in _tables(connection):
                found[f"{path.name}/{name}"] = connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
    return found


def _claims(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> list[Claim]:
    names = ", ".join(columns.table(Claim).columns)
    sql = f"SELECT {names} FROM claims WHERE claim_id IN (SELECT unnest($ids))"
    return [Claim(*row) for row in connection.execute(sql, {"ids": ids}).fetchall()]


def _loaded(folder: Path, batches: list[list[Claim]]) -> list[float]:
    house = house_of(str(folder))
    migrate(house, NOW)
    spent = []
    with house.writer() as connection:
        for batch in batches:
            started = time.process_time()
            connection.begin()
            store.insert(connection, batch)
            connection.commit()
            spent.append(time.process_time() - started)
        spent.append(_checkpoint(connection))
    return spent


def _checkpoint(connection: duckdb.DuckDBPyConnection) -> float:
    started = time.process_time()
    connection.execute("CHECKPOINT")
    return time.process_time() - started


def _bare(folder: Path, batches: list[list[Claim]]) -> list[float]:
    folder.mkdir()
    spent = []
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        for number, batch in enumerate(batches):
            incoming = columns.to_arrow(Claim, batch)
            connection.register("incoming", incoming)
            if number == 0:
                connection.execute("CREATE TABLE claims AS SELECT * FROM incoming LIMIT 0")
            started = time.process_time()
            connection.begin()
            connection.execute("INSERT INTO claims SELECT * FROM incoming")
            connection.commit()
            spent.append(time.process_time() - started)
        spent.append(_checkpoint(connection))
    return spent


def _zstd(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Bytes of a table without raw pages as an Arrow file compressed with zstd."""
    exclude = " EXCLUDE (body)" if table == "documents" else ""
    sink = pa.BufferOutputStream()
    reader = connection.sql(f"SELECT *{exclude} FROM {table}").to_arrow_reader(100_000)
    with pa.ipc.new_stream(sink, reader.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        for batch in reader:
            writer.write_batch(batch)
    return int(sink.getvalue().size)


def _questions(incident: str) -> dict[str, str]:
    text = (Path(__file__).parent / "questions.sql").read_text("utf-8").replace("$i;", f"'{incident}';")
    parts = text.replace("$i ", f"'{incident}' ").split("\n-- ")[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in parts}


def _marts() -> list[str]:
    return [view.name for view in views.known() if view.folder == "marts" and not view.parameters]


def _milliseconds(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    started = time.perf_counter()
    connection.execute(sql).fetchall()
    return 1_000 * (time.perf_counter() - started)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY table_name"
    return [name for (name,) in connection.execute(sql).fetchall() if name not in {"words", "texts"}]


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return connection.execute(sql).fetchall()[0][0]


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # standard output is for the figures
    work = {"make": make, "publish": publish, "questions": questions, "load": load, "kill": kill}
    print(json.dumps(work[sys.argv[1]](*sys.argv[2:])))
