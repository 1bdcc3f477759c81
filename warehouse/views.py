"""The views of views/staging and views/marts: one SELECT a file, named as the file, described by its opening comment.

A file opens with its grain (the view's COMMENT), may go on with `--   column: what it is` lines (the columns'
COMMENTs), and holds one SELECT. A file with `--   $parameter: what it is` lines is a table macro instead, to be
read as `name(value, ...)`: for what a filter cannot be pushed into. Neither holds data, so both are remade whenever
their text changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from hashlib import sha256
from pathlib import Path

import duckdb

VIEWS = Path(__file__).parent / "views"
_COLUMN = re.compile(r"--   (\w+): (.+)")
_PARAMETER = re.compile(r"--   \$(\w+): (.+)")


@dataclass(frozen=True, slots=True)
class View:
    """One file of views/. `folder` is staging or marts, `columns` and `parameters` map names to what they are."""

    name: str
    folder: str
    grain: str
    columns: dict[str, str]
    parameters: dict[str, str]
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of all that the view is made from."""
        return sha256(repr((self.grain, self.columns, self.parameters, self.sql)).encode()).hexdigest()

    @property
    def any_call(self) -> str:
        """How to read it: its name, a macro with NULL for each parameter."""
        return f"{self.name}({', '.join(['NULL'] * len(self.parameters))})" if self.parameters else self.name


def known(root: Path = VIEWS) -> list[View]:
    """The views that this program brings, each after the views that it reads."""
    views = {path.stem: read(path) for path in sorted(root.glob("*/*.sql"))}
    reads = {
        name: {other for other in views if other != name and _mentions(view, other)} for name, view in views.items()
    }
    return [views[name] for name in TopologicalSorter(reads).static_order()]


def remake(connection: duckdb.DuckDBPyConnection, views: list[View]) -> None:
    """Bring the views of the database to `views`: the changed ones are replaced, the dropped ones go.

    Nothing is written where nothing changed. All are remade together, as a view binds to those that it reads.
    """
    wanted = {view.name: view.checksum for view in views}
    present: dict[str, str] = dict(connection.execute("SELECT name, checksum FROM schema_views").fetchall())
    if present == wanted:
        return
    for name in present:
        connection.execute(f'DROP VIEW IF EXISTS "{name}"')
        connection.execute(f'DROP MACRO TABLE IF EXISTS "{name}"')
    connection.execute("DELETE FROM schema_views")
    for view in views:
        _make(connection, view)


def read(path: Path) -> View:
    """The view of one file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    body = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    head, sql = lines[:body], "\n".join(lines[body:]).rstrip().rstrip(";")
    grain = " ".join(line[2:].strip() for line in head if not _COLUMN.match(line) and not _PARAMETER.match(line))
    columns, parameters = (
        {match[1]: match[2].strip() for line in head if (match := pattern.match(line))}
        for pattern in (_COLUMN, _PARAMETER)
    )
    return View(path.stem, path.parent.name, grain, columns, parameters, sql)


def _mentions(view: View, other: str) -> bool:
    return re.search(rf"\b(?:from|join)\s+{other}\b", view.sql, re.IGNORECASE) is not None


def _make(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    if view.parameters:
        _make_macro(connection, view)
        return
    connection.execute(f'CREATE VIEW "{view.name}" AS {view.sql}')
    connection.execute(f'COMMENT ON VIEW "{view.name}" IS {_literal(view.grain)}')
    for column, comment in view.columns.items():
        connection.execute(f'COMMENT ON COLUMN "{view.name}"."{column}" IS {_literal(comment)}')
    _note(connection, view)


def _make_macro(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    sql = re.sub(r"\$(\w+)", r"\1", view.sql)
    connection.execute(f'CREATE MACRO "{view.name}"({", ".join(view.parameters)}) AS TABLE {sql}')
    connection.execute(f'COMMENT ON MACRO TABLE "{view.name}" IS {_literal(view.grain)}')
    _note(connection, view)


def _note(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    connection.execute("INSERT INTO schema_views VALUES (?, ?)", [view.name, view.checksum])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
