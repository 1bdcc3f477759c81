"""`sitrep extract`: JSON Lines in, JSON Lines out, streaming."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from flows.compose import App
from flows.console import complain, counted
from flows.errors import FlowError
from flows.formats import Wanted
from tasks.extract import extract_lines


def extract_file(source: str, app: App, only: Wanted | None = None) -> int:
    """Print one JSON object for each row of `source` ("-": standard input); 1 where a row failed, else 0."""
    extractor = app.extractor_of(only.value) if only else app.extractor
    failed = 0
    with _opened(source) as stream:
        lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="\n")
        for row in counted(extract_lines(lines, extractor), "rows read"):
            sys.stdout.buffer.write(row.line.encode("utf-8", "replace") + b"\n")
            sys.stdout.buffer.flush()
            failed += row.failed
    if failed:
        complain(f'sitrep: {failed} rows could not be read; they have an "error" in the output')
    return 1 if failed else 0


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # closed below, outside of the try
    except OSError as error:
        raise FlowError(f"{source}: {error.strerror}; name a file of JSON Lines, or - for standard input") from error
    with file:
        yield file
