"""Marts of the published snapshot as files: Parquet by month, CSV, GeoJSON, tables in the shape of other data sets.

Values are written as they are; what a table of another data set cannot be filled with is NULL there, and its column's
comment begins with `Not filled:`.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from warehouse import views
from warehouse.errors import ExportFailed

# what is exported, and the column that tells the month of a row
MARTS = {
    "incidents_now": "coalesce(try_cast(event_date as date), try_cast(event_date || '-01' as date), opened_at::date)",
    "claims_by_claimant": "reported_at",
    "claims_reviewed": "said_at",
    "toll_timeline": "revised_at",
    "daily_casualties_by_country": "day",
    "cumulative_series": "reported_at",
    "statements_latest": "reported_at",
    "positions_matrix": "last_reported_at",
}
SHAPES = {"ucdp-ged": "export_ucdp_ged", "acled": "export_acled", "gdelt-counts": "export_gdelt_counts"}
NOT_FILLED = "Not filled: "
UNDATED = "undated"
_BATCH = 10_000  # rows in memory at a time


@dataclass(frozen=True, slots=True)
class Written:
    """One file or folder that was written, with its rows."""

    path: Path
    rows: int


def parquet(connection: duckdb.DuckDBPyConnection, mart: str, folder: Path) -> Written:
    """`folder`/`mart`/month=2026-11/part-0.parquet, one folder a month, `month=undated` for rows without a date."""
    month = f"coalesce(strftime(({MARTS[mart]})::timestamp, '%Y-%m'), '{UNDATED}')"
    rows = _reader(connection, f"select *, {month} as month from {mart}")  # noqa: S608 - names and expressions of ours
    counted = _Counted(rows)
    target = folder / mart
    with _failing(target):
        for old in target.glob("month=*"):  # a month that has no row any more must not stay
            shutil.rmtree(old)
        ds.write_dataset(
            counted.batches(),
            target,
            schema=rows.schema,
            format="parquet",
            file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),
            partitioning=ds.partitioning(pa.schema([("month", pa.string())]), flavor="hive"),
            existing_data_behavior="delete_matching",
            max_partitions=100_000,
        )
    return Written(target, counted.rows)


def table(connection: duckdb.DuckDBPyConnection, mart: str, path: Path) -> Written:
    """One CSV file: UTF-8, RFC 4180 quoting, NULL as nothing, times as ISO 8601 in UTC."""
    count = 0
    with _failing(path), _replacing(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for columns, values in _rows(connection, mart):
            if count == 0:
                writer.writerow(columns)
            if values is not None:
                writer.writerow([_cell(value) for value in values])
                count += 1
    return Written(path, count)


def geojson(connection: duckdb.DuckDBPyConnection, mart: str, path: Path) -> Written:
    """One FeatureCollection (RFC 7946): a point a row, geometry null where the place is unknown."""
    count = 0
    with _failing(path), _replacing(path) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for columns, values in _rows(connection, mart):
            if values is not None:
                file.write(("," if count else "") + "\n" + _feature(dict(zip(columns, values, strict=True))))
                count += 1
        file.write("\n]}\n")
    return Written(path, count)


def not_filled(shape: str) -> dict[str, str]:
    """The columns of a shape that are NULL in every row, and why."""
    (view,) = (view for view in views.known() if view.name == SHAPES[shape])
    return {
        name: comment.removeprefix(NOT_FILLED)
        for name, comment in view.columns.items()
        if comment.startswith(NOT_FILLED)
    }


def _reader(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.RecordBatchReader:
    return connection.sql(sql).to_arrow_reader(_BATCH)


def _rows(connection: duckdb.DuckDBPyConnection, mart: str) -> Iterator[tuple[list[str], tuple[Any, ...] | None]]:
    """Column names with each row; once with None where there is no row, so that the names are there."""
    connection.execute(f"select * from {mart}")  # noqa: S608 - a mart of ours
    names = [column[0] for column in connection.description or []]
    some = False
    while found := connection.fetchmany(_BATCH):
        some = True
        for row in found:
            yield names, row
    if not some:
        yield names, None


def _feature(row: dict[str, Any]) -> str:
    longitude, latitude = row.pop("longitude", None), row.pop("latitude", None)
    known = longitude is not None and latitude is not None
    geometry = {"type": "Point", "coordinates": [longitude, latitude]} if known else None
    properties = {name: _plain(value) for name, value in row.items()}
    return json.dumps(
        {"type": "Feature", "geometry": geometry, "properties": properties}, ensure_ascii=False, allow_nan=False
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of DuckDB
    return value if value is None or isinstance(value, bool | int | float | str | list) else _cell(value)


def _cell(value: Any) -> Any:  # noqa: ANN401 - any value of DuckDB
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(str, value)) if isinstance(value, list) else value


class _Counted:
    """The batches of a reader, with a count of what has passed."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._reader = reader
        self.rows = 0

    def batches(self) -> Iterator[pa.RecordBatch]:
        for batch in self._reader:
            self.rows += batch.num_rows
            yield batch


class _failing:  # noqa: N801 - reads as a word of the statement
    """Turns an error of the file system into ExportFailed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExportFailed(self.path, error.strerror or str(error)) from error

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, OSError | pa.ArrowException):
            raise ExportFailed(self.path, getattr(error, "strerror", None) or str(error)) from error


class _replacing:  # noqa: N801 - reads as a word of the statement
    """A file beside `path` that takes its place at the end, so that a broken export leaves no half a table."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unfinished = path.with_name(path.name + ".new")

    def __enter__(self) -> Path:
        return self.unfinished

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if error is None:
            self.unfinished.replace(self.path)
        else:
            self.unfinished.unlink(missing_ok=True)
