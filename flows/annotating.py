"""`sitrep import claims.csv`: analysts' corrections and rows of their own, beside the machine's."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from flows import logs
from flows.compose import compose
from flows.console import complain, say
from flows.errors import Unusable
from flows.installing import ensure_warehouse
from flows.runs import RunLog
from tasks.analysts.claim_rows import READ
from tasks.annotate import Row, annotate_claims
from tasks.publish import publish_snapshot

_NO_ENGINE = "none"
_ALIASES = {"claimant": "claimant_name"}
# columns of our own exports that say nothing of a claim's values
_PASSED_OVER = {
    "analyst_claim_id", "char_end", "char_start", "count_text", "machine_harm", "outlet", "qualifier", "reported_at",
    "said_at", "sentence", "stands", "title", "month",
}  # fmt: skip
_MOST_BYTES = 200_000_000
_SHOWN = 20


def import_claims(config: Path | None, file: Path, source: str | None) -> int:
    """Take the rows of `file` in and publish; 1 where a row is bad, else 0. Raises Unusable where it is no table."""
    app = compose(config)
    logs.configure(app.settings.log.format, app.settings.log.level)
    rows = read_rows(file)
    ensure_warehouse(app)
    with RunLog(app.warehouse, "import_claims", _NO_ENGINE, datetime.now(UTC)) as log:
        counts = annotate_claims(app.warehouse, file.name, rows, source, log.run)
        log.complete(counts)
    publish_snapshot(app.warehouse, log.run)
    for problem in counts.problems[:_SHOWN]:
        complain(f"sitrep: {problem}")
    if len(counts.problems) > _SHOWN:
        complain(f"sitrep: and {len(counts.problems) - _SHOWN} more; all are in the table quarantine")
    say(
        f"{counts.added} rows taken in, {counts.already} were there already, {counts.unchanged} say what the machine "
        f"says, {len(counts.problems)} are bad"
    )
    return 1 if counts.problems else 0


def read_rows(file: Path) -> list[Row]:
    """The rows of a table: UTF-8, separated by comma, semicolon or tab, with column names in the first line."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Unusable(f"{file}: has more than {_MOST_BYTES // 10**6} MB; split it")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}; name a CSV file that can be read") from error
    except UnicodeDecodeError as error:
        raise Unusable(f"{file}: is not UTF-8 (byte {error.start}); save it as CSV UTF-8") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        names = _names(file, next(reader, []))
        return [_row(reader.line_num, names, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise Unusable(f"{file} line {reader.line_num}: {error}; a quote may not be closed") from error


def _names(file: Path, head: list[str]) -> list[str]:
    names = [_ALIASES.get(name.strip().lower(), name.strip().lower()) for name in head]
    unknown = [name for name in names if name not in READ and name not in _PASSED_OVER]
    if not set(names) & set(READ) or unknown:
        what = f"unknown columns {', '.join(map(repr, unknown))}" if unknown else "no column names in the first line"
        raise Unusable(f"{file}: {what}; the columns are {', '.join(READ)}")
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise Unusable(f"{file}: columns that stand twice: {', '.join(doubled)}")
    return names


def _row(line: int, names: list[str], cells: list[str]) -> Row:
    return Row(line, dict(zip(names, cells, strict=False)), max(len(cells) - len(names), 0))
