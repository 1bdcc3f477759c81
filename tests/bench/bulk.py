"""A warehouse of any size made at once in SQL: articles of many words, three claims each, incidents with tolls.

Words are drawn by rank from the shipped vocabulary, so that texts compress as prose does; raw pages are random bytes, as
what is compressed already does not compress again.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.connection import Warehouse
from warehouse.migrate import migrate

STRINGS = Path(__file__).parents[2] / "seeds" / "pipeline" / "vocab" / "strings.json"
SQL = Path(__file__).parent / "bulk.sql"
WORDS = 20_000


def make(house: Warehouse, articles: int, now: datetime, *, page_bytes: int) -> None:
    """Fill the empty warehouse `house`: `articles` texts, three claims each, everything read and resolved."""
    migrate(house, now)
    with house.writer() as connection:
        fill(connection, articles, now, page_bytes=page_bytes)


def fill(connection: duckdb.DuckDBPyConnection, articles: int, now: datetime, *, page_bytes: int) -> None:
    """The same through an open connection."""
    found = [word for word in json.loads(STRINGS.read_text("utf-8")) if re.fullmatch("[a-z]{2,12}", word)]
    connection.execute("CREATE TEMP TABLE words AS SELECT unnest($words) AS word", {"words": found[:WORDS]})
    connection.execute("SET VARIABLE articles = $n", {"n": articles})
    connection.execute("SET VARIABLE now_at = $now", {"now": now})
    connection.execute("SET VARIABLE page_bytes = $n", {"n": page_bytes})
    connection.execute("SELECT setseed(0.5)")
    for statement in connection.extract_statements(SQL.read_text("utf-8")):
        connection.execute(statement)
