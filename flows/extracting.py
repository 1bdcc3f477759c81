"""`sitrep extract`: JSON Lines (or one plain text) in, JSON Lines out, streaming."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from flows.compose import App
from flows.console import complain, counted
from flows.errors import FlowError
from flows.formats import Wanted
from tasks.extract import extract_lines


def extract_file(source: str, app: App, only: Wanted | None = None, published: str | None = None) -> int:
    """Print one JSON object for each row of `source` ("-": standard input); 1 where a row failed, else 0.

    A file named *.txt is one text, whose id is the name and whose day is `published`.
    """
    extractor = app.extractor_of(only.value) if only else app.extractor
    failed = 0
    with _opened(source) as stream:
        lines: Iterable[str] = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="\n")
        if is_text(source):
            row_of_text = {"id": Path(source).stem, "text": "".join(lines), "published_at": published}
            lines = [json.dumps(row_of_text)]
        for row in counted(extract_lines(lines, extractor), "rows read"):
            sys.stdout.buffer.write(row.line.encode("utf-8", "replace") + b"\n")
            sys.stdout.buffer.flush()
            failed += row.failed
    if failed:
        rows, have = ("row", "it has") if failed == 1 else ("rows", "they have")
        complain(f'sitrep: {failed} {rows} could not be read; {have} an "error" in the output')
    return 1 if failed else 0


def is_text(source: str) -> bool:
    """Whether `source` is one plain text and not JSON Lines."""
    return source.lower().endswith(".txt")


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
