"""A migrated warehouse in a temporary folder, and rows with everything filled in but what a test is about."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

import duckdb
import pytest

from warehouse import columns, records, store
from warehouse.connection import Warehouse, in_memory
from warehouse.migrate import build, migrate
from warehouse.snapshot import publish

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENGINE = "engine 1"
R = TypeVar("R")
_WORDS = {
    (records.Run, "state"): "completed",
    (records.Fetch, "kind"): "feed",
    (records.Fetch, "outcome"): "new",
    (records.Document, "kind"): "page",
    (records.ArticleVersion, "published_precision"): "second",
    (records.Reading, "outcome"): "same_text",
    (records.Extraction, "outcome"): "extracted",
    (records.Claim, "harm"): "killed",
    (records.Claim, "qualifier"): "exact",
    (records.Claim, "scope"): "incident",
    (records.Claim, "factuality"): "asserted",
    (records.Statement, "form"): "direct",
    (records.Position, "stance"): "oppose",
    (records.Entity, "entity_kind"): "person",
    (records.Event, "factuality"): "asserted",
    (records.Incident, "evidence_grade"): "weak",
    (records.TollRevision, "harm"): "killed",
    (records.TollRevision, "direction"): "new",
    (records.TollRevision, "reason"): "new_claim",
    (records.TollRevision, "evidence_grade"): "weak",
    (records.IncidentToll, "harm"): "killed",
    (records.IncidentToll, "evidence_grade"): "weak",
    (records.Decision, "kind"): "merge",
    (records.AnalystClaim, "verdict"): "added",
    (records.AnalystClaim, "harm"): "killed",
    (records.AnalystClaim, "scope"): "incident",
    (records.AnalystClaim, "factuality"): "asserted",
    (records.Alert, "kind"): "toll_up",
    (records.Alert, "severity"): "notice",
    (records.Delivery, "state"): "pending",
    (records.HeardChange, "outcome"): "alerted",
    (records.Quarantine, "stage"): "normalise",
}
_PLAIN: dict[type, Any] = {str: "word", int: 1, float: 0.5, bool: True, datetime: NOW, bytes: b"body"}


class Make(Protocol):
    """Makes a row of a kind from the fields that matter."""

    def __call__(self, kind: type[R], **values: object) -> R: ...


def make_row(kind: type[R], **values: object) -> R:
    """A valid row of `kind`: ids and other required fields have the field's name or a plain value, the rest is None."""
    optional = {f.name for f in fields(kind) if "None" in str(f.type)}
    shape = columns.table(kind)
    row: dict[str, object] = {}
    for name, type_ in shape.columns.items():
        default = None if name in optional else name if name.endswith("_id") else _PLAIN[type_]
        row[name] = values.get(name, _WORDS.get((kind, name), default))
    assert set(values) <= set(shape.columns), set(values) - set(shape.columns)
    return kind(**row)


@pytest.fixture(scope="session")
def make() -> Make:
    return make_row


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "sitrep.duckdb"
    migrate(Warehouse(path, path), NOW)
    return path


@pytest.fixture
def warehouse(tmp_path: Path, template: Path) -> Warehouse:
    """An empty, migrated warehouse that waits for nobody."""
    return copied(template, tmp_path)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Warehouse:
    """A warehouse with five runs, published; shared by tests that only read it."""
    warehouse = copied(template, tmp_path_factory.mktemp("published"))
    with warehouse.transaction() as connection:
        store.insert(connection, [make_row(records.Run, run_id=f"run {number}") for number in range(5)])
    publish(warehouse)
    return warehouse


def copied(template: Path, folder: Path) -> Warehouse:
    path = folder / "data" / "sitrep.duckdb"
    path.parent.mkdir()
    shutil.copyfile(template, path)
    return Warehouse(path, folder / "data" / "warehouse" / "current.duckdb", lock_wait_seconds=0.1)


@contextlib.contextmanager
def _process(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that has the warehouse open; killed at the end."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        try:
            yield child
        finally:
            child.kill()


@pytest.fixture
def process() -> Any:
    """`process(program, path)`: a second process that has the warehouse open, killed at the end."""
    return _process


@pytest.fixture(scope="session")
def schema_in_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.closing(in_memory()) as connection:
        build(connection, NOW)
        yield connection


@pytest.fixture
def memory(schema_in_memory: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The whole schema in memory, in a transaction that no test's rows outlive."""
    schema_in_memory.begin()
    yield schema_in_memory
    schema_in_memory.rollback()


class Newsroom:
    """A tiny world in `memory`: one run, one feed, and articles with what an engine found in them."""

    make = staticmethod(make_row)

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.add(
            make_row(records.Run, run_id="run_id", flow="monitor"),
            make_row(records.Feed, feed_id="feed_id", outlet="Daily Courier"),
        )

    def add(self, *rows: Any) -> None:
        store.upsert(self.connection, rows)

    def article(self, name: str, text: str, *, days: int = 0, version: int = 1, **values: Any) -> str:
        """An article (or a newer text of it) that ENGINE has read; its version's id."""
        version_id = f"{name}-{version}"
        published = NOW + timedelta(days=days)
        self.add(
            make_row(records.Document, document_id=f"page-{version_id}", url=f"https://news.example/{name}"),
            make_row(
                records.Article,
                article_id=name,
                outlet="Daily Courier",
                canonical_url=f"https://news.example/{name}",
                current_version_id=version_id,
            ),
            make_row(
                records.ArticleVersion,
                version_id=version_id,
                article_id=name,
                document_id=f"page-{version_id}",
                version_number=version,
                text=text,
                published_at=published,
                created_at=published,
                **values,
            ),
        )
        self.read(version_id)
        return version_id

    def read(self, version_id: str, engine: str = ENGINE, *, days: int = 0, outcome: str = "extracted") -> None:
        extraction = make_row(
            records.Extraction,
            extraction_id=f"{version_id}/{engine}",
            version_id=version_id,
            engine_version=engine,
            outcome=outcome,
            extracted_at=NOW + timedelta(days=days),
            **dict.fromkeys(["claim_count", "statement_count", "position_count", "event_count"], 0),
        )
        self.add(extraction)

    def found(self, kind: Any, version_id: str, span: str, **values: Any) -> Any:
        """Something that the engine found in a version, by the words of its span; its extraction counts it."""
        shape = columns.table(kind)
        (text, article) = self._one("SELECT text, article_id FROM article_versions WHERE version_id = ?", version_id)
        start = text.index(span)
        column = {
            records.Claim: "count_text",
            records.Statement: "content_text",
            records.Position: "cue_text",
            records.Event: "trigger_text",
            records.Entity: "mention_text",
        }[kind]
        offsets = {name: start for name in shape.columns if name in {"char_start", "sentence_start", "target_start"}}
        ends = {name: start + len(span) for name in shape.columns if name in {"char_end", "sentence_end", "target_end"}}
        key = {
            shape.key[0]: f"{version_id}/{span}",
            "version_id": version_id,
            "article_id": article,
            "engine_version": ENGINE,
        }
        key[column] = span
        row = make_row(kind, **(key | offsets | ends | values))
        self.add(row)
        self.connection.execute(
            f"UPDATE extractions SET {kind.__name__.lower()}_count = coalesce({kind.__name__.lower()}_count, 0) + 1 "
            "WHERE version_id = ? AND engine_version = ?",
            [version_id, row.engine_version],
        )
        return row

    def toll(self, incident_id: str, number: int, claim: records.Claim, **values: Any) -> records.TollRevision:
        row = make_row(
            records.TollRevision,
            revision_id=f"{incident_id}/{values.get('harm', 'killed')}/{number}",
            incident_id=incident_id,
            revision_number=number,
            claim_id=claim.claim_id,
            version_id=claim.version_id,
            revised_at=NOW + timedelta(days=number),
            **values,
        )
        self.add(row)
        return row

    def rows(self, sql: str) -> list[dict[str, Any]]:
        self.connection.execute(sql)
        names = [column[0] for column in self.connection.description or []]
        return [dict(zip(names, row, strict=True)) for row in self.connection.fetchall()]

    def _one(self, sql: str, *parameters: object) -> tuple[Any, ...]:
        (row,) = self.connection.execute(sql, list(parameters)).fetchall()
        return tuple(row)


@pytest.fixture
def newsroom(memory: duckdb.DuckDBPyConnection) -> Newsroom:
    return Newsroom(memory)
