"""Draw the situation page from the published snapshot: a folder of files, of which only what changed is written."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from tasks.errors import PageUnwritable
from tasks.page.folder import MANIFEST, Manifest, Piece, manifest, stale, version
from tasks.page.incident import incident_page
from tasks.page.records import Build, Floor
from tasks.survey import folder_files, incidents_of, prints_of
from warehouse.connection import Warehouse

BATCH = 2_500  # incidents read at once, by one process
_MOST_PROCESSES = 4
_LOCK = ".sitrep-page.lock"


@dataclass(frozen=True, slots=True)
class DrawCounts:
    """`pages` of incidents made, `files` written altogether, `kept` as they were; `error` where it was given up."""

    pages: int = 0
    files: int = 0
    kept: int = 0
    error: str | None = None


@dataclass(slots=True)
class Folder:
    """The folder of the pages while it is written: what was known of its files, and what is written now."""

    path: Path
    known: Manifest
    files: dict[str, str] = field(default_factory=dict)
    written: int = 0
    kept: int = 0

    def put(self, piece: Piece) -> None:
        """Write a file unless it is there already, made from the same or with the same text."""
        digest, text = piece.print, None
        if digest is None:
            text = piece.make()
            digest = sha256(text.encode()).hexdigest()[:20]
        self.files[piece.name] = digest
        if self.known.files.get(piece.name) == digest and (self.path / piece.name).exists():
            self.kept += 1
        else:
            self.write(piece.name, piece.make() if text is None else text)

    def write(self, name: str, text: str) -> None:
        """Write a file; a reader of one that is there sees the old or the new text, never a half.

        A new one is written in its place: no page leads to it before the build ends.
        """
        target = f"{self.path}/{name}"
        try:
            _fill(target, os.O_EXCL, text)
        except FileExistsError:
            _fill(f"{target}.new", os.O_TRUNC, text)
            os.replace(f"{target}.new", target)  # noqa: PTH105  # a hundred thousand of them
        self.written += 1

    def drop(self, gone: Iterable[str]) -> None:
        """Remove files that nothing is made for any more."""
        for name in gone:
            (self.path / name).unlink(missing_ok=True)


def _fill(path: str, flag: int, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flag, 0o644)
    with open(descriptor, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123  # a hundred thousand of them
        file.write(text)


def draw_page(warehouse: Warehouse, build: Build, out: Path, floors: Sequence[Floor]) -> DrawCounts:
    """Draw into the folder `out`. Raises PageUnwritable, and SnapshotMissing as `Warehouse.reader` does."""
    try:
        with _opened(out) as folder, warehouse.reader() as connection:
            found = prints_of(connection)
            prints = {one.incident_id: one.print for one in found}
            present = {entry.name for entry in os.scandir(out / "incidents")}
            wanted = stale(folder.known, prints, present)
            folder.written += _draw_incidents(warehouse, build, out, wanted)
            for piece in folder_files(connection, found, build, floors):
                folder.put(piece)
            folder.drop(set(folder.known.files) - set(folder.files))
            folder.drop(f"incidents/{gone}.html" for gone in set(folder.known.prints) - set(prints))
            folder.write(MANIFEST, Manifest(version(), prints, folder.files).text())
    except OSError as error:
        raise PageUnwritable(out, error.strerror or str(error)) from error
    return DrawCounts(len(wanted), folder.written, folder.kept + len(prints) - len(wanted))


def _draw_incidents(warehouse: Warehouse, build: Build, out: Path, wanted: Sequence[str]) -> int:
    """The files of these incidents; how many were written. A large build is shared among processes, a batch a turn."""
    batches = [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
    work = partial(_draw_batch, warehouse, build, out)
    processes = min(_MOST_PROCESSES, os.cpu_count() or 1, len(batches))
    if processes <= 1:
        return sum(map(work, batches))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(work, batches))


def _draw_batch(warehouse: Warehouse, build: Build, out: Path, ids: Sequence[str]) -> int:
    folder = Folder(out, Manifest())
    with warehouse.reader() as connection:
        for known in incidents_of(connection, ids):
            folder.write(f"incidents/{known.head.incident_id}.html", incident_page(known, build))
    return folder.written


@contextlib.contextmanager
def _opened(out: Path) -> Iterator[Folder]:
    """The folder, made where it is missing, for one build at a time; a folder of other things is left alone."""
    path = out / MANIFEST
    if (
        out.exists()
        and not path.exists()
        and any(e.name not in {_LOCK, "incidents", "assets", "data"} for e in os.scandir(out))
    ):
        raise PageUnwritable(out, "has files that are no situation page; name another folder with --out")
    for inside in ("incidents", "assets", "data"):
        (out / inside).mkdir(parents=True, exist_ok=True)
    with (out / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        yield Folder(out, manifest(text))
