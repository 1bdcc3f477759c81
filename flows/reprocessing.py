"""`sitrep reprocess`: texts read anew by a new engine, beside the warehouse; the difference; then one transaction.

texts of older engines -> read into a file beside (resumable) -> absorb, resolve, compare -> commit, or nothing
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flows import logs
from flows.compose import App, compose
from flows.console import complain, heading, say, table
from flows.progress import Bar
from flows.runs import RunLog
from tasks.extract import extract_versions
from tasks.load import load_extracted
from tasks.publish import publish_snapshot
from tasks.resolve import ResolveCounts, resolve_within
from warehouse.absorb import absorb, attached
from warehouse.connection import Warehouse, in_transaction
from warehouse.migrate import migrate
from warehouse.queries import records, rows
from warehouse.records import ArticleVersion, Run, stable_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 100  # texts
_SHOWN = 30  # tolls
Ask = Callable[[str], bool]


class _Declined(Exception):
    """Nothing is to be written."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What a reprocess did: texts read anew, rows written, and what resolving them changed."""

    texts: int
    rows: int
    resolved: ResolveCounts


@dataclass(frozen=True, slots=True)
class _Done:
    reprocess: Reread


def reprocess(config: Path | None, *, yes: bool, dry_run: bool, ask: Ask | None = None) -> int:
    """Read anew, report, commit; 0, or 1 where nothing was committed for want of a yes."""
    app = compose(config)
    logs.configure(app.settings.log.format, app.settings.log.level)
    engine = app.extractor.engine_version
    beside = _beside(app, engine)
    texts = read_beside(app, beside)
    if not texts:
        say(f"every text has been read by {engine}; nothing to do")
        return 0
    say(f"{texts} texts read anew by {engine}; the warehouse is as it was")
    answer = _answers(yes=yes, dry_run=dry_run, ask=ask)
    with RunLog(app.warehouse, "reprocess", engine, datetime.now(UTC)) as log:
        try:
            done = _committed(app, beside, log.run, texts, answer)
        except _Declined:
            log.complete(_Done(Reread(0, 0, ResolveCounts())))
            say("nothing was committed; the texts read anew wait beside the warehouse: run it again with --yes")
            return 0 if dry_run else 1
        log.complete(_Done(done))
    publish_snapshot(app.warehouse, log.run)
    for file in (beside.path, *beside.path.parent.glob(f"{beside.path.name}.*")):
        file.unlink(missing_ok=True)
    say("committed; the rows of the engine before stay in the tables under its engine_version, and no alert is sent")
    return 0


def read_beside(app: App, beside: Warehouse) -> int:
    """Read what other engines have read into `beside`, going on where a killed one was; how many texts lie there."""
    engine = app.extractor.engine_version
    with app.warehouse.transaction() as connection:
        wanted = [row["version_id"] for row in rows(connection, "reprocess_pending", engine_version=engine)]
    with beside.transaction() as connection:
        done = {row["version_id"] for row in rows(connection, "reprocess_done", engine_version=engine)}
    left = [version for version in wanted if version not in done]
    now = datetime.now(UTC)
    run = Run(stable_id("reprocess", now.isoformat()), "reprocess", "running", now, None, engine, None, None)
    with Bar("texts read anew", len(left)) as bar:
        for start in range(0, len(left), _BATCH):
            _read_batch(app, beside, left[start : start + _BATCH], run)
            bar.done(start + _BATCH)
    return len(wanted)


def _read_batch(app: App, beside: Warehouse, version_ids: list[str], run: Run) -> None:
    with app.warehouse.transaction() as connection:
        versions = records(connection, ArticleVersion, "reprocess_versions", version_ids=version_ids)
        countries = rows(connection, "reprocess_countries", version_ids=version_ids)
    country_of = {row["version_id"]: row["country"] for row in countries}
    found = extract_versions(versions, country_of, app.extractor, app.settings.nlp.languages, run)
    load_extracted(beside, found, app.gazetteer.places, run)


def _committed(app: App, beside: Warehouse, run: Run, texts: int, answer: Ask) -> Reread:
    """Everything in one transaction, committed only after a yes. Raises _Declined."""
    path = app.warehouse.path
    with (
        app.warehouse.writer() as connection,
        attached(connection, beside.path),
        in_transaction(connection, path),
    ):
        written = absorb(connection, run.run_id)
        resolved = resolve_within(connection, run)
        _report(connection, run)
        if not answer("Commit?"):
            raise _Declined
        return Reread(texts, written, resolved)


def _report(connection: DuckDBPyConnection, run: Run) -> None:
    heading("claims, by harm")
    claims = rows(connection, "reprocess_claims", run_id=run.run_id, engine_version=run.engine_version)
    table(["harm", "as before", "gone", "new"], [list(row.values()) for row in claims])
    heading("tolls that change")
    tolls = rows(connection, "reprocess_tolls", run_id=run.run_id)
    columns = ["incident", "harm", "low", "best", "high", "-> low", "-> best", "-> high", "reason", "id"]
    table(columns, [[_number(value) for value in row.values()] for row in tolls[:_SHOWN]])
    say(f"{len(tolls)} tolls change" + (f", {_SHOWN} are shown" if len(tolls) > _SHOWN else ""))


def _number(value: object) -> object:
    return "-" if value is None else value


def _answers(*, yes: bool, dry_run: bool, ask: Ask | None) -> Ask:
    if dry_run:
        return lambda _: False
    if yes:
        return lambda _: True
    if ask is not None:
        return ask
    return _asked if sys.stdin.isatty() else lambda _: False


def _asked(question: str) -> bool:
    complain(f"{question} [y/N]")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _beside(app: App, engine: str) -> Warehouse:
    """The file beside the warehouse that this engine reads into; one name an engine."""
    name = f"reprocess-{sha256(engine.encode()).hexdigest()[:12]}"
    folder = app.warehouse.path.parent
    beside = Warehouse(folder / f"{name}.duckdb", folder / f"{name}.snapshot.duckdb", app.warehouse.lock_wait_seconds)
    if not beside.path.exists():
        migrate(beside, datetime.now(UTC))
    return beside
