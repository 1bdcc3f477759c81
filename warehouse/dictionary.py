"""The data dictionary, README.md, from the COMMENTs of the schema.

`python -m warehouse.dictionary` tells whether it is up to date, `--write` writes it.
"""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import views
from warehouse.connection import in_memory
from warehouse.migrate import build

README = Path(__file__).parent / "README.md"
COMMAND = "python -m warehouse.dictionary --write"
_REFERENCE = re.compile(r"\((\w+)\)")

_OPENING = f"""# The warehouse

<!-- Made from the COMMENTs of the schema by `{COMMAND}`; do not edit. -->

One DuckDB file, written by one process at a time, and a published snapshot of it that anybody may open read-only.
Query the **marts**; the tables beneath keep everything, history included. Conventions:

- Ids are stable hashes of natural keys, times are UTC and end in `_at`, countries are ISO 3166-1 alpha-3.
- NULL is not zero: a 0 is somebody's word that nobody was hurt, NULL is silence. A NULL `high` beside a `low` is open
  upwards.
- Offsets count Unicode code points from 0. In SQL the span is `substring(text, char_start + 1, char_end - char_start)`.
- `incident` claims of one event may be added; `subset` and `cumulative` ones never.
- What has a `(parameter)` is read with it, as a function: `tolls_as_of('2012-06-14 18:00+00')`.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the catalog has it."""

    name: str
    type: str
    optional: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One table or view. `kind` is table, marts or staging."""

    name: str
    kind: str
    comment: str
    columns: tuple[Column, ...]


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Every table, view and macro of the database of `connection`, in the order of their making, views by name."""
    known = {view.name: view for view in views.known()}
    found = (
        connection.execute("SELECT table_name, comment FROM duckdb_tables() ORDER BY table_oid").fetchall()
        + connection.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
        ).fetchall()
    )
    made = [
        Relation(name, known[name].folder if name in known else "table", comment or "", _columns(connection, name))
        for name, comment in found
    ]
    return made + [_macro(connection, view) for name, view in sorted(known.items()) if view.parameters]


def render() -> str:
    """The text of README.md."""
    with contextlib.closing(in_memory()) as connection:
        build(connection, datetime.fromtimestamp(0, UTC))
        found = relations(connection)
    tables = [relation for relation in found if relation.kind == "table"]
    parts = [_OPENING, "## Marts\n", _index(found, "marts"), "## Tables\n", _diagram(tables), _index(found, "table")]
    parts += ["## Staging views\n", _index(found, "staging"), "## Columns\n"]
    parts += [
        _section(relation) for kind in ("marts", "table", "staging") for relation in found if relation.kind == kind
    ]
    return "\n".join(parts)


def main() -> int:
    """Write README.md or say whether it is up to date: 0 it is, 1 it is not."""
    text = render()
    if "--write" in sys.argv[1:]:
        README.write_text(text, encoding="utf-8")
    elif not README.exists() or README.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{README}: is not what the schema says; run `{COMMAND}`\n")
        return 1
    return 0


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[Column, ...]:
    rows = connection.execute(
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE table_name = ? AND NOT internal ORDER BY column_index",
        [relation],
    ).fetchall()
    return tuple(Column(name, kind, optional, comment or "") for name, kind, optional, comment in rows)


def _macro(connection: duckdb.DuckDBPyConnection, view: views.View) -> Relation:
    """A macro's columns have no COMMENT in the catalog: they are read from its file, as its parameters are."""
    ((comment,),) = connection.execute(
        "SELECT comment FROM duckdb_functions() WHERE function_name = ?", [view.name]
    ).fetchall()
    rows = connection.execute(f"DESCRIBE SELECT * FROM {view.any_call}").fetchall()  # noqa: S608 - a file's name
    columns = [Column(f"({name})", "parameter", True, text) for name, text in view.parameters.items()]
    columns += [Column(row[0], row[1], True, view.columns.get(row[0], "")) for row in rows]
    return Relation(view.name, view.folder, comment or "", tuple(columns))


def _index(found: list[Relation], kind: str) -> str:
    lines = [f"| [{each.name}](#{each.name}) | {_cell(each.comment)} |" for each in found if each.kind == kind]
    return "\n".join(["| name | one row is |", "| --- | --- |", *lines, ""])


def _section(relation: Relation) -> str:
    columns = [
        f"| {column.name} | {_type(column, relation.kind)} | {_cell(column.comment)} |" for column in relation.columns
    ]
    head = [f"### {relation.name}\n", f"{relation.comment}\n", "| column | type | what it is |", "| --- | --- | --- |"]
    return "\n".join([*head, *columns, ""])


def _type(column: Column, kind: str) -> str:
    short = {"TIMESTAMP WITH TIME ZONE": "timestamptz"}.get(column.type, column.type.lower())
    return f"{short} not null" if kind == "table" and not column.optional else short


def _diagram(tables: list[Relation]) -> str:
    """What refers to what, read from the column comments; `run_id`, which nearly every table has, is left out."""
    names = {table.name for table in tables}
    arrows = [
        f"    {match[1]} ||--o{{ {table.name} : {column.name}"
        for table in tables
        for column in table.columns
        if column.name != "run_id" and (match := _REFERENCE.search(column.comment)) and match[1] in names
    ]
    return "\n".join(["```mermaid", "erDiagram", *arrows, "```", ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    raise SystemExit(main())
