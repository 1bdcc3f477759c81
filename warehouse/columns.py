"""Between records and Arrow: which table and columns a record has, and how its values travel."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from warehouse import records
from warehouse.errors import RowRefused

_TABLES: dict[type, str] = {
    records.Run: "runs",
    records.Feed: "feeds",
    records.Fetch: "fetches",
    records.Document: "documents",
    records.Entry: "entries",
    records.Article: "articles",
    records.ArticleVersion: "article_versions",
    records.Reading: "readings",
    records.Extraction: "extractions",
    records.Place: "places",
    records.Event: "events",
    records.Claim: "claims",
    records.Statement: "statements",
    records.Position: "positions",
    records.Entity: "entities",
    records.Incident: "incidents",
    records.IncidentClaim: "incident_claims",
    records.TollRevision: "toll_revisions",
    records.IncidentToll: "tolls",
    records.Decision: "decisions",
    records.DecidedClaim: "decided_claims",
    records.IncidentPair: "incident_pairs",
    records.AnalystClaim: "analyst_claims",
    records.ResolvedRun: "resolved_runs",
    records.ResolvedWithdrawal: "resolved_withdrawals",
    records.Alert: "alerts",
    records.Delivery: "deliveries",
    records.HeardChange: "heard_changes",
    records.Silence: "silences",
    records.Quarantine: "quarantine",
    records.Robots: "robots",
    records.FeedMove: "feed_moves",
    records.Fingerprint: "fingerprints",
}
_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    bytes: pa.binary(),
}
_PAIRED = {records.IncidentClaim, records.IncidentToll}  # their first two columns are the key
_SURROGATES = re.compile("[\ud800-\udfff]")
_LEVEL = 6  # of zstd: half a millisecond for a news page, and a tenth smaller than level 1


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, key columns, and for each column its Python type."""

    name: str
    key: tuple[str, ...]
    columns: dict[str, type]


def kinds() -> list[type]:
    """Every record type, referenced before referring ones."""
    return list(_TABLES)


@cache
def table(kind: type) -> Table:
    """The table of the record type `kind`."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    key = tuple(names[:2]) if kind in _PAIRED else (names[0],)
    return Table(_TABLES[kind], key, {name: _plain(hints[name]) for name in names})


def to_arrow(kind: type, rows: Sequence[Any]) -> pa.Table:
    """`rows` as an Arrow table; the last of rows with one key wins. Raises RowRefused.

    Bytes are compressed (zstd). Surrogates, which UTF-8 has no form for, become U+FFFD, one for one, so that offsets
    keep their meaning; every other character, NUL included, is kept.
    """
    shape = table(kind)
    key = attrgetter(*shape.key)
    unique = list({key(row): row for row in rows}.values())
    return pa.table({name: _column(shape, name, unique) for name in shape.columns})


def fields_to_arrow(kind: type, rows: Sequence[Any]) -> pa.Table:
    """`rows` of a record that is no table (a row of a view) as an Arrow table with its fields as columns."""
    hints = get_type_hints(kind)
    shape = Table(kind.__name__, (), {field.name: _plain(hints[field.name]) for field in fields(kind)})
    return pa.table({name: _column(shape, name, list(rows)) for name in shape.columns})


def decompress(body: bytes) -> bytes:
    """The bytes of a BLOB column of the warehouse, all of which hold one zstd frame."""
    return bytes(pa.CompressedInputStream(pa.BufferReader(body), "zstd").read())


def _column(shape: Table, name: str, rows: list[Any]) -> pa.Array:
    kind = shape.columns[name]
    values = list(map(attrgetter(name), rows))
    if kind is str:
        try:
            return pa.array(values, type=_TYPES[str])
        except (pa.ArrowException, UnicodeError, TypeError, ValueError):
            pass  # surrogates or no text: below, slower
    try:
        return pa.array(_prepared(kind, values), type=_TYPES[kind])
    except (pa.ArrowException, OverflowError, ValueError, TypeError, AttributeError):
        for row, value in zip(rows, values, strict=True):
            _try_one(shape, name, row, value)
        raise


def _try_one(shape: Table, name: str, row: Any, value: Any) -> None:  # noqa: ANN401 - any record, any field
    kind = shape.columns[name]
    try:
        pa.array(_prepared(kind, [value]), type=_TYPES[kind])
    except (pa.ArrowException, OverflowError, ValueError, TypeError, AttributeError) as error:
        key = "/".join(str(getattr(row, part)) for part in shape.key)
        raise RowRefused(shape.name, name, key, f"{str(value)[:80]!r} does not fit: {error}") from error


def _prepared(kind: type, values: list[Any]) -> list[Any]:
    convert = _CONVERT.get(kind)
    return values if convert is None else [None if value is None else convert(value) for value in values]


def _encodable(text: str) -> str:
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _zoned(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment


def _compressed(body: bytes) -> bytes:
    return bytes(pa.Codec("zstd", compression_level=_LEVEL).compress(body, asbytes=True))


_CONVERT: dict[type, Callable[[Any], Any]] = {str: _encodable, datetime: _zoned, bytes: _compressed}


def _plain(hint: Any) -> type:  # noqa: ANN401 - a type hint
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    return hint  # type: ignore[no-any-return]
