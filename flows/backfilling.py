"""`sitrep backfill`: days of the past, read as if they had been live. Silent, unless asked; a killed one goes on.

sources -> documents and entries of the days -> (pages of sitemaps) fetch -> a batch at a time: read, extract, resolve
"""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

import httpx
import structlog

from flows import logs
from flows.compose import App, compose
from flows.console import complain, say
from flows.errors import FlowError, RunBusy, Unusable
from flows.installing import ensure_warehouse
from flows.paging import letters
from flows.progress import Bar, measured
from flows.runs import RunLog, register
from tasks.alert import raise_alerts
from tasks.archive import import_warc
from tasks.deliver import deliver_alerts
from tasks.errors import FeedError
from tasks.extract import extract_pending
from tasks.feeds.window import Window
from tasks.fetch import fetch_pages
from tasks.gather import Gatherer
from tasks.load import load_extracted
from tasks.normalise import normalise_documents
from tasks.publish import publish_snapshot
from tasks.resolve import resolve_claims
from tasks.text.urls import is_web
from warehouse.queries import rows
from warehouse.records import Run

log = structlog.get_logger()
_BATCH = 200  # documents
_SLICE_SECONDS, _PAUSE_SECONDS, _TURN_SECONDS = 120.0, 2.0, 3_600.0
_WARC = (".warc", ".warc.gz", ".arc", ".arc.gz")
_ROWS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_PAGES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class BackfillCounts:
    """What a backfill did: new documents, texts and claims, and the incidents that it opened or changed."""

    documents: int = 0
    versions: int = 0
    quarantined: int = 0
    claims: int = 0
    incidents: int = 0

    def __add__(self, other: BackfillCounts) -> BackfillCounts:
        return BackfillCounts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class _Done:
    backfill: BackfillCounts


@dataclass(frozen=True, slots=True)
class Backfill:
    """One backfill under way."""

    app: App
    run: Run
    window: Window

    def gather(self, sources: Iterable[str]) -> bool:
        """Take everything in; whether something broke off or was refused. Raises Unusable."""
        broken = False
        sources = list(sources)
        for source in sources:
            broken |= self._gather(source)
        if not sources:
            kept = self._gatherer()
            measured(kept.kept(), "kept feeds")
            say(f"kept raw bytes: {kept.counts.entries} entries that were not known")
            with self.app.client() as client:
                self._fetch(client)
        return broken

    def read(self, bar: Bar, until: float) -> BackfillCounts:
        """Read what is pending, the oldest first, a batch at a time, until all is read or the time is `until`."""
        total = BackfillCounts()
        while True:
            total = total + self._batch()
            left = self.pending()
            bar.left(left)
            if not left or time.monotonic() > until:
                return total

    def _gather(self, source: str) -> bool:
        path = Path(source)
        if is_web(source):
            return self._sitemap(source)
        if not path.exists():
            raise Unusable(f"{source}: there is no such file or folder; name one, or the https address of a sitemap")
        gatherer, broken = self._gatherer(), False
        for file in sorted(_files(path)):
            broken |= self._file(gatherer, file)
        counts = gatherer.counts
        say(
            f"{source}: {counts.documents} documents taken, {counts.outside} outside the days, "
            f"{counts.undated} without a date, {counts.refused} refused (see the table quarantine)"
        )
        return broken or bool(counts.refused)

    def _file(self, gatherer: Gatherer, file: Path) -> bool:
        try:
            if file.name.lower().endswith(_WARC):
                return self._warc(gatherer, file)
            with file.open("rb") as stream:
                steps = (
                    gatherer.rows(_lines(stream, file), str(file))
                    if file.name.lower().endswith(_ROWS)
                    else gatherer.pages([(str(file), stream.read())])
                )
                measured(steps, file.name, _progress(stream))
        except (OSError, EOFError, zlib.error) as error:  # the last two: a packed file that is cut off or damaged
            gatherer.commit()  # what came before it
            said = getattr(error, "strerror", None) or error
            complain(f"sitrep: {file}: cannot be read to its end ({said}); the other files go on")
            return True
        return False

    def _warc(self, gatherer: Gatherer, file: Path) -> bool:
        try:
            with file.open("rb") as stream:
                found = import_warc(self.app.warehouse, stream, str(file), self.run, self.app.limits, self.window)
        except FeedError as error:
            complain(f"sitrep: {error}")
            return True
        gatherer.counts.documents += found.documents
        gatherer.counts.refused += found.skipped
        return False

    def _sitemap(self, url: str) -> bool:
        gatherer = self._gatherer()
        with self.app.client() as client:
            measured(gatherer.sitemap(client, url), "sitemaps")
            counts = gatherer.counts
            say(f"{url}: {counts.entries} pages of these days, {counts.outside} of others, {counts.undated} undated")
            self._fetch(client)
        return bool(counts.refused)

    def _fetch(self, client: httpx.Client) -> None:
        """The pages of entries that the backfill found."""
        while (fetched := fetch_pages(self.app.warehouse, client, self.run, self.app.limits)).new:
            log.info("fetched", new=fetched.new, failed=fetched.failed, waiting=fetched.waiting)
        if fetched.waiting or fetched.failed:
            say(f"{fetched.waiting + fetched.failed} pages could not be had now; run the same command again later")

    def _batch(self) -> BackfillCounts:
        app, run = self.app, self.run
        normalised = normalise_documents(app.warehouse, run, _BATCH)
        extracted = extract_pending(app.warehouse, app.extractor, app.settings.nlp.languages, run)
        loaded = load_extracted(app.warehouse, extracted, app.gazetteer.places, run)
        resolved = resolve_claims(app.warehouse, run)
        return BackfillCounts(
            normalised.documents, normalised.versions, normalised.quarantined, loaded.claims, resolved.changed
        )

    def pending(self) -> int:
        """How many documents wait to be read."""
        with self.app.warehouse.transaction() as connection:
            waiting = rows(connection, "backfill_pending", live=self.run.is_live)[0]
        return int(waiting["documents"])

    def _gatherer(self) -> Gatherer:
        return Gatherer(self.app.warehouse, self.run, self.window, self.app.limits)


def backfill(config: Path | None, first: date, last: date, sources: Iterable[str], *, alert: bool) -> int:
    """Read the days; 1 where something of the sources could not be taken. Raises Unusable, FlowError."""
    if last < first:
        raise Unusable(f"--from {first} is after --to {last}; give the earlier day first")
    app = compose(config)
    logs.configure(app.settings.log.format, app.settings.log.level)
    ensure_warehouse(app)
    _require_finished(app)
    window, flow = Window(first, last), "monitor" if alert else "backfill"  # what is told is told as of a live run
    with _slice(app, flow) as opened:
        register(app.warehouse, app.settings.feeds)
        broken = Backfill(app, opened.run, window).gather(sources)
        opened.complete(_Done(BackfillCounts()))
    counts = _read(app, window, flow, alert=alert)
    say(
        f"{counts.documents} documents read, {counts.versions} new texts, {counts.quarantined} quarantined, "
        f"{counts.claims} claims; {'alerts went out' if alert else 'no alert is sent'}"
    )
    return 1 if broken else 0


def _read(app: App, window: Window, flow: str, *, alert: bool) -> BackfillCounts:
    """Read in slices, each a run of its own: between two of them, a live run that waits for its turn has it."""
    total, left = BackfillCounts(), 1
    with app.warehouse.transaction() as connection:
        bar = Bar("read", rows(connection, "backfill_pending", live=alert)[0]["documents"])
    with bar:
        while left:
            with _slice(app, flow) as opened:
                work = Backfill(app, opened.run, window)
                done = work.read(bar, time.monotonic() + _SLICE_SECONDS)
                if alert:
                    raise_alerts(app.warehouse, opened.run, app.rules, app.operator_channels, (), app.unlimited)
                    mail = letters(app, opened.run.started_at)
                    deliver_alerts(app.warehouse, opened.run, app.channels, None, app.patience, letter=mail)
                opened.complete(_Done(done))
                left = work.pending()
            total = total + done
            time.sleep(_PAUSE_SECONDS if left else 0)
    publish_snapshot(app.warehouse, opened.run)
    return total


@contextmanager
def _slice(app: App, flow: str) -> Iterator[RunLog]:
    """A run, as soon as no other one is under way. Raises RunBusy after an hour."""
    until = time.monotonic() + _TURN_SECONDS
    with ExitStack() as stack:
        while True:
            waiting = RunLog(app.warehouse, flow, app.extractor.engine_version, datetime.now(UTC))
            try:
                opened = stack.enter_context(waiting)
                break
            except RunBusy:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_SECONDS)
        yield opened


def _require_finished(app: App) -> None:
    """The alerts of a live run that was killed would be taken for old news."""
    with app.warehouse.transaction() as connection:
        unfinished = rows(connection, "runs_unfinished")
    if unfinished:
        raise FlowError("the last run did not end, and its alerts wait; finish it first with: sitrep run")


def _files(path: Path) -> Iterator[Path]:
    known = (*_WARC, *_ROWS, *_PAGES)
    if path.is_file():
        if not path.name.lower().endswith(known):
            raise Unusable(f"{path}: not one of {', '.join(known)}; name such a file, or a folder of them")
        yield path
        return
    found = [file for file in path.rglob("*") if file.is_file() and file.name.lower().endswith(known)]
    if not found:
        raise Unusable(f"{path}: no file in it ends in one of {', '.join(known)}")
    yield from found


def _lines(stream: IO[bytes], file: Path) -> Iterator[str]:
    raw: Iterable[bytes] = gzip.GzipFile(fileobj=stream) if file.name.lower().endswith(".gz") else stream
    for line in raw:
        yield line.decode("utf-8", "replace")


def _progress(stream: IO[bytes]) -> Callable[[], float]:
    """How much of a file is read, from 0 to 1."""
    size = max(1, Path(stream.name).stat().st_size)
    return lambda: min(1.0, stream.tell() / size)
