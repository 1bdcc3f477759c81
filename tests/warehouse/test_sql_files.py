"""Every SQL file binds against a migrated warehouse and opens with what it is."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from warehouse import checks, queries, views

QUERY_FILES = sorted(queries.QUERIES.glob("*.sql"))
VIEW_FILES = sorted(views.VIEWS.glob("*/*.sql"))
FILES = QUERY_FILES + VIEW_FILES + sorted(checks.CHECKS.glob("*.sql"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_is_one_described_statement_that_binds(memory: duckdb.DuckDBPyConnection, path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    assert sql.startswith("-- "), "the first line says what it returns"
    (statement,) = memory.extract_statements(sql)
    rows = memory.execute(statement, dict.fromkeys(statement.named_parameters)).fetchall()
    assert rows == [] or path.parent == queries.QUERIES or " values\n" in sql, (
        "only lists of words have rows of their own"
    )


@pytest.mark.parametrize("path", VIEW_FILES, ids=lambda path: path.stem)
def test_a_view_ends_by_selecting_its_last_thought(path: Path) -> None:
    sql = path.read_text(encoding="utf-8").rstrip()
    *_, last = re.findall(r"^(?:with )?(\w+) as \($", sql, re.MULTILINE)
    assert last == path.stem
    assert sql.splitlines()[-1].startswith(f"select * from {path.stem}")


def test_a_file_with_parameters_is_a_macro_that_says_what_they_are(memory: duckdb.DuckDBPyConnection) -> None:
    found = {view.name: view for view in views.known() if view.parameters}
    assert {"tolls_of", "tolls_as_of"} <= found.keys()
    for name, view in found.items():
        rows = memory.execute(
            "SELECT comment, parameters FROM duckdb_functions() WHERE function_name = ?", [name]
        ).fetchall()
        assert rows == [(view.grain, list(view.parameters))]
        assert all(view.parameters.values())


@pytest.mark.parametrize("view", [view for view in views.known() if view.folder == "marts"], ids=lambda view: view.name)
def test_a_mart_describes_its_columns_in_their_order(memory: duckdb.DuckDBPyConnection, view: views.View) -> None:
    assert view.grain.startswith("One row ")
    described = memory.execute(f"DESCRIBE SELECT * FROM {view.any_call}").fetchall()
    assert list(view.columns) == [row[0] for row in described]


def test_a_query_whose_columns_are_not_the_record_says_which(
    memory: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "sql", lambda _: "SELECT 'x' AS name, '' AS folder, 1 AS size")
    with pytest.raises(
        TypeError, match=r"odd\.sql does not return the fields of View: see columns, grain, parameters, size, sql"
    ):
        queries.records(memory, views.View, "odd")


def test_rows_are_dictionaries_and_parameters_have_names(
    memory: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "sql", lambda _: "SELECT $word AS word, unnest($numbers) AS number")
    assert queries.rows(memory, "any", word="so", numbers=[1, 2]) == [
        {"word": "so", "number": 1},
        {"word": "so", "number": 2},
    ]
