"""The tables are the records, and everything is described."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

import duckdb
import pytest

from warehouse import columns, dictionary, records, schema, views

SQL_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", bytes: "BLOB"}


def catalog(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, tuple[str, bool]]:
    rows = connection.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ?", [table]
    ).fetchall()
    return {name: (kind, optional) for name, kind, optional in rows}


@pytest.mark.parametrize("kind", get_args(records.Record), ids=lambda kind: kind.__name__)
def test_a_table_has_the_fields_of_its_record(memory: duckdb.DuckDBPyConnection, kind: type) -> None:
    """Same names, same types; NULL is allowed just where the record says None is."""
    shape = columns.table(kind)
    optional = {name for name, hint in kind.__annotations__.items() if "None" in hint}
    expected = {
        name: (SQL_TYPES.get(type_, "TIMESTAMP WITH TIME ZONE"), name in optional)
        for name, type_ in shape.columns.items()
    }
    assert catalog(memory, shape.name) == expected


@pytest.mark.parametrize("kind", get_args(records.Record), ids=lambda kind: kind.__name__)
def test_a_table_has_its_primary_key(memory: duckdb.DuckDBPyConnection, kind: type) -> None:
    shape = columns.table(kind)
    found = memory.execute(
        "SELECT constraint_column_names FROM duckdb_constraints() "
        "WHERE table_name = ? AND constraint_type = 'PRIMARY KEY'",
        [shape.name],
    ).fetchall()
    assert found == [(list(shape.key),)]


def test_every_record_is_stored(memory: duckdb.DuckDBPyConnection) -> None:
    assert set(columns.kinds()) == set(get_args(records.Record))


def test_everything_is_described(memory: duckdb.DuckDBPyConnection) -> None:
    """Every table, view and column but a staging view's columns has a COMMENT."""
    bare = [
        f"{relation.name}.{column.name}"
        for relation in dictionary.relations(memory)
        for column in relation.columns
        if relation.kind != "staging" and not column.comment
    ]
    assert bare == []
    assert [relation.name for relation in dictionary.relations(memory) if not relation.comment] == []


def test_the_design_s_marts_are_there() -> None:
    promised = {
        "incidents_now",
        "toll_timeline",
        "claims_by_claimant",
        "contested_tolls",
        "cumulative_series",
        "daily_casualties_by_country",
        "statements_latest",
        "positions_matrix",
        "entities_known",
        "feed_health",
        "pipeline_runs",
        "possibly_same",
        "tolls_as_of",
        *(f"{harm}_tolls" for harm in ("killed", "injured", "missing", "abducted", "detained", "displaced")),
    }
    assert promised <= {view.name for view in views.known() if view.folder == "marts"}


def test_views_come_after_what_they_read() -> None:
    names = [view.name for view in views.known()]
    assert names.index("current_readings") < names.index("current_claims") < names.index("incidents_now")


def test_a_migration_opens_with_why_and_has_a_number_of_its_own() -> None:
    migrations = schema.known()
    assert all(migration.sql.startswith("-- Why: ") for migration in migrations)
    numbers = [int(migration.name[:4]) for migration in migrations]
    assert numbers == sorted(set(numbers))


def test_the_dictionary_is_what_the_schema_says() -> None:
    stale = dictionary.README.read_text(encoding="utf-8") != dictionary.render()
    assert not stale, f"warehouse/README.md is stale; run `{dictionary.COMMAND}`"


def test_a_migrated_file_remembers_when(memory: duckdb.DuckDBPyConnection, now: datetime) -> None:
    rows = memory.execute("SELECT name, epoch(applied_at) FROM schema_migrations").fetchall()
    assert rows == [(migration.name, now.timestamp()) for migration in schema.known()]
