"""JSON Lines in and out of `sitrep extract`: one object a row in (id, text, published_at, title, url, outlet_country)
and out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from tasks.errors import RowError
from tasks.nlp.findings import Claim, Event, Findings, PlaceMention, Position, Statement
from tasks.nlp.source import SourceText

KNOWN_TYPES = {"title": str, "url": str, "outlet_country": str}


@dataclass(frozen=True, slots=True)
class InputRow:
    """One row to read: `id` is given back as it came."""

    id: str | int
    source: SourceText
    url: str | None


def parse_row(line: str) -> InputRow:
    """One input line; raises RowError that says which key is wrong and what is expected."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RowError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise RowError(f"a row must be an object with id and text, not {type(row).__name__}")
    if not isinstance(row.get("id"), str | int) or isinstance(row.get("id"), bool):
        raise RowError("id is missing or is neither a string nor a whole number")
    if not isinstance(row.get("text"), str):
        raise RowError("text is missing or is no string")
    for key, kind in KNOWN_TYPES.items():
        if row.get(key) is not None and not isinstance(row[key], kind):
            raise RowError(f"{key} is no string")
    source = SourceText(row["text"], _day(row.get("published_at")), row.get("title"), _country(row))
    return InputRow(row["id"], source, row.get("url"))


def _country(row: Mapping[str, Any]) -> str | None:
    country: str | None = row.get("outlet_country") or None
    if country is not None and not _ALPHA3.fullmatch(country):
        raise RowError(f"outlet_country {country!r} is no ISO 3166-1 alpha-3 code, such as SYR")
    return country


def row_id(line: str) -> str | int | None:
    """The id of a row that may be bad otherwise, for its error row."""
    try:
        found = json.loads(line).get("id")
    except (ValueError, RecursionError, AttributeError):
        return None
    return found if isinstance(found, str | int) else None


_ALPHA3 = re.compile(r"[A-Z]{3}")
# A month, a year, a week, and the day or month 00 that catalogues write for "unknown": no day to count from.
_COARSE = re.compile(r"(?!0000)[0-9]{4}(-?W[0-9]{2}|-(0[0-9]|1[0-2])(-00)?)?")


def _day(value: object) -> date | None:
    """The day of an ISO 8601 time; None where only its month or year is known, which anchors no "Thursday"."""
    if value is None or value == "" or (isinstance(value, str) and _COARSE.fullmatch(value.strip())):
        return None
    try:
        return datetime.fromisoformat(value).date()  # type: ignore[arg-type]  # a wrong type is the TypeError below
    except (ValueError, TypeError) as error:
        raise RowError(f"published_at {value!r} is no ISO 8601 day or time, such as 2012-06-14T18:30:00Z") from error


def error_row(line_number: int, identity: str | int | None, message: str) -> dict[str, Any]:
    """What is printed for a row that could not be read."""
    return {"id": identity, "line": line_number, "error": message}


def output_row(row: InputRow, findings: Findings, *, only_claims: bool = False) -> dict[str, Any]:
    """The JSON object of one row; offsets are characters of its text, `text_sha256` the digest of its UTF-8.

    `only_claims`: what was not looked for is left out.
    """
    digest = sha256(row.source.text.encode("utf-8", "surrogatepass")).hexdigest()
    claims = {
        "id": row.id,
        "url": row.url,
        "text_sha256": digest,
        "engine_version": findings.engine_version,
        "tolls": {harm: asdict(toll) for harm, toll in findings.tolls.items()},
        "claims": [_claim(c, findings.engine_version) for c in findings.claims],
    }
    if only_claims:
        return claims
    return claims | {
        "statements": [_statement(s) for s in findings.statements],
        "positions": [_position(p) for p in findings.positions],
        "events": [_event(e) for e in findings.events],
        "places": [_place(p) for p in findings.places],
        "dates": [asdict(d) for d in findings.dates],
        "entities": [asdict(e) for e in findings.entities],
    }


def _place(place: PlaceMention | None) -> dict[str, Any] | None:
    return asdict(place) if place else None


def _claim(claim: Claim, engine_version: str) -> dict[str, Any]:
    row = asdict(claim)
    row["count_text"] = row.pop("text")
    return {**row, "engine_version": engine_version}


def _statement(statement: Statement) -> dict[str, Any]:
    row = asdict(statement)
    row["content"] = row.pop("text")
    row["content_start"], row["content_end"] = row.pop("start"), row.pop("end")
    return {**row, "direct": statement.form == "direct"}


def _position(position: Position) -> dict[str, Any]:
    row = asdict(position)
    row["cue"] = row.pop("text")
    return row


def _event(event: Event) -> dict[str, Any]:
    row: Mapping[str, Any] = asdict(event)
    shown = {key: value for key, value in row.items() if key not in ("text", "plover_type", "plover_mode")}
    return {"type": event.plover_type, "mode": event.plover_mode, "trigger": event.text, **shown}
