"""`sitrep raw`: raw bytes out of and into the warehouse, and the replay of what came in. No alert is sent for it."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from flows.compose import App, compose
from flows.console import say
from flows.errors import FlowError, Unusable
from flows.installing import ensure_warehouse
from flows.runs import RunLog, register
from tasks.archive import drop_old_bodies, export_warc, import_warc
from tasks.errors import FeedError
from tasks.extract import extract_pending
from tasks.load import load_extracted
from tasks.normalise import normalise_documents
from tasks.publish import publish_snapshot
from tasks.resolve import resolve_claims
from warehouse.queries import rows
from warehouse.records import Run


def export_raw(config: Path | None, file: Path, since: datetime | None) -> None:
    """Write raw answers to `file` as WARC 1.1."""
    app = compose(config)
    moment = since.replace(tzinfo=UTC) if since else None
    try:
        with file.open("wb") as out:
            count = export_warc(app.warehouse, out, f"sitrep/{version('sitrep')}", datetime.now(UTC), moment)
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}; name a file that can be written") from error
    say(f"wrote {count} answers to {file}")


def import_raw(config: Path | None, file: Path) -> int:
    """Take the answers of a WARC file in and read them; 1 where the file breaks off: what came before it is kept."""
    app = compose(config)
    ensure_warehouse(app)
    with app.warehouse.transaction() as connection:
        unfinished = rows(connection, "runs_unfinished")
    if unfinished:
        raise FlowError("the last run did not end, and its alerts wait; finish it first with: sitrep run")
    with RunLog(app.warehouse, "import", app.extractor.engine_version, datetime.now(UTC)) as log:
        register(app.warehouse, app.settings.feeds)
        broken = _imported(app, file, log.run)
        log.complete(_replayed(app, log.run))
    publish_snapshot(app.warehouse, log.run)
    return 1 if broken else 0


def drop_raw(config: Path | None, days: int) -> None:
    """Empty raw bytes older than `days` that were read."""
    app = compose(config)
    say(f"dropped the bytes of {drop_old_bodies(app.warehouse, datetime.now(UTC), days)} answers; their texts stay")


def _imported(app: App, file: Path, run: Run) -> bool:
    try:
        with file.open("rb") as stream:
            counts = import_warc(app.warehouse, stream, str(file), run, app.limits)
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}; name a WARC file that can be read") from error
    except FeedError as error:
        say(str(error))
        return True
    say(f"{counts.documents} documents taken, {counts.already} were there already, {counts.skipped} were skipped")
    return False


def _replayed(app: App, run: Run) -> object:
    normalised = normalise_documents(app.warehouse, run)
    extracted = extract_pending(app.warehouse, app.extractor, app.settings.nlp.languages, run)
    loaded = load_extracted(app.warehouse, extracted, app.gazetteer.places, run)
    resolve_claims(app.warehouse, run)
    read = f"{normalised.versions} new texts, {normalised.quarantined} quarantined, {loaded.claims} claims"
    say(f"{read}; no alert is sent")
    return normalised
