from __future__ import annotations

import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from warehouse.connection import Warehouse
from warehouse.errors import QueryRefused, SnapshotMissing
from warehouse.queries import user_arrow, user_query


def test_an_answer_has_columns_types_and_rows(published: Warehouse) -> None:
    table = user_query(published, "SELECT run_id, started_at FROM runs ORDER BY run_id LIMIT 1")
    assert table.columns == ("run_id", "started_at")
    assert table.types == ("VARCHAR", "TIMESTAMP WITH TIME ZONE")
    assert [row[0] for row in table.rows] == ["run 0"]
    assert not table.truncated


def test_no_more_rows_than_asked_for_and_said_so(published: Warehouse) -> None:
    table = user_query(published, "SELECT run_id FROM runs", max_rows=2)
    assert (len(table.rows), table.truncated) == (2, True)
    assert not user_query(published, "SELECT run_id FROM runs", max_rows=5).truncated


@pytest.mark.parametrize(
    "sql", ["DESCRIBE runs", "SHOW TABLES", "EXPLAIN SELECT 1", "FROM incidents_now; ", "VALUES (1)"]
)
def test_whatever_reads_is_welcome(published: Warehouse, sql: str) -> None:
    assert user_query(published, sql).columns


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("DELETE FROM runs", "DELETE is not allowed here: the snapshot is for reading"),
        ("INSERT INTO runs SELECT * FROM runs", "INSERT is not allowed"),
        ("UPDATE runs SET flow = 'x'", "UPDATE is not allowed"),
        ("DROP TABLE runs", "DROP is not allowed"),
        ("CREATE TEMP TABLE mine AS SELECT 1", "CREATE is not allowed"),
        ("COPY runs TO '/tmp/runs.csv'", "COPY is not allowed"),
        ("ATTACH '/tmp/x.duckdb'", "ATTACH is not allowed"),
        ("INSTALL httpfs", "LOAD is not allowed"),
        ("SET memory_limit = '1GB'", "SET is not allowed"),
        ("PRAGMA enable_profiling", "not allowed"),
        ("CHECKPOINT", "not allowed"),
        ("SELECT 1; SELECT 2", "one statement at a time, please: these are 2"),
        ("", "these are 0"),
        ("-- nothing but a thought", "these are 0"),
        ("SELEC 1", "syntax error at or near"),
        ("SELECT * FROM rnus", "Table with name rnus does not exist.*\n*.*runs"),
        ("SELECT 1 / 'x'", "Could not convert string 'x'"),
        ("SELECT * FROM read_csv('/etc/passwd')", "Cannot access file"),
        ("SELECT * FROM '/etc/passwd'", "/etc/passwd"),
        ("SELECT * FROM glob('/etc/*')", "Cannot access file"),
        ("EXPLAIN ANALYZE DELETE FROM runs", "read-only mode"),
    ],
)
def test_what_does_not_read_or_has_an_error_is_refused_in_clear_words(
    published: Warehouse, sql: str, message: str
) -> None:
    before = published.snapshot.read_bytes()
    with pytest.raises(QueryRefused, match=message):
        user_query(published, sql)
    assert published.snapshot.read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "SELECT count(*) FROM range(1000000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11",
    ],
)
def test_a_query_that_never_ends_is_stopped(published: Warehouse, sql: str) -> None:
    started = time.monotonic()
    with pytest.raises(QueryRefused, match=r"stopped after 0\.2 s; narrow it"):
        user_query(published, sql, seconds=0.2)
    assert time.monotonic() - started < 5


def test_the_whole_answer_goes_to_parquet(published: Warehouse, tmp_path: Path) -> None:
    table = user_arrow(published, "SELECT run_id, flow, flow FROM runs ORDER BY run_id")
    pq.write_table(table, tmp_path / "runs.parquet")
    back = pq.read_table(tmp_path / "runs.parquet")
    assert back.column_names == ["run_id", "flow", "flow_1"]
    assert back.column("run_id").to_pylist() == [f"run {number}" for number in range(5)]


def test_arrow_obeys_the_same_rules(published: Warehouse) -> None:
    with pytest.raises(QueryRefused, match="DELETE is not allowed"):
        user_arrow(published, "DELETE FROM runs")


def test_before_the_first_publication_there_is_nothing_to_ask(warehouse: Warehouse) -> None:
    with pytest.raises(SnapshotMissing, match="sitrep run"):
        user_query(warehouse, "SELECT 1")
