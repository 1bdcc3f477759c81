"""`sitrep sql`: a query over the published snapshot as a table, CSV, JSON, Markdown or Parquet."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.compose import App
from flows.console import complain, printable, table
from flows.errors import FlowError
from flows.formats import Format
from warehouse.queries import Table, user_arrow, user_query


def print_query(
    app: App, query: str, form: Format, out: Path | None, *, seconds: float = 60, limit: int | None = None
) -> None:
    """Run `query` and write its rows to `out` or standard output; raises QueryRefused, SnapshotMissing, FlowError."""
    if form is Format.PARQUET:
        if out is None and sys.stdout.isatty():
            raise FlowError("parquet is no text: name a file with --out FILE, or redirect the output")
        _write(_parquet(user_arrow(app.warehouse, query, seconds=seconds, max_rows=limit)), out)
        return
    result = user_query(app.warehouse, query, seconds=seconds, max_rows=limit)
    if result.truncated:
        complain(f"sitrep: only the first {limit} rows were written; the answer has more")
    if form is Format.TABLE and out is None:
        table(result.columns, result.rows)
        return
    _write(TEXT_FORMATS.get(form, _markdown)(result), out)


def _write(body: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(body)
    except OSError as error:
        raise FlowError(f"{out}: {error.strerror}; name another file with --out") from error


def _csv(result: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(result.rows)
    return text.getvalue().encode()


def _json(result: Table) -> bytes:
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    return (json.dumps(rows, ensure_ascii=False, default=str, indent=1) + "\n").encode()


def _markdown(result: Table) -> bytes:
    def cell(value: object) -> str:
        return printable(value).replace("|", "\\|").replace("\n", " ")

    lines = [
        "| " + " | ".join(map(cell, result.columns)) + " |",
        "| " + " | ".join("---" for _ in result.columns) + " |",
    ]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in result.rows]
    return ("\n".join(lines) + "\n").encode()


def _parquet(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


TEXT_FORMATS: dict[Format, Callable[[Table], bytes]] = {
    Format.CSV: _csv,
    Format.JSON: _json,
    Format.MARKDOWN: _markdown,
}
