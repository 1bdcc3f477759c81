"""One row of an analysts' table: its values checked, and laid over the claim that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rapidfuzz import process

from tasks.errors import RowError
from warehouse.records import AnalystClaim, stable_id

HARMS = ("killed", "injured", "missing", "abducted", "detained", "displaced")
SCOPES = ("incident", "subset", "cumulative")
FACTUALITY = ("asserted", "hedged", "denied", "hypothetical")
VERDICTS = ("added", "corrected", "confirmed", "rejected")
MACHINE = "machine"
NOTHING = "null"  # what is written where a value of the machine's is to be taken away
_DAY, _MONTH, _YEAR = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}"), re.compile(r"\d{4}")
_MOST = 2**63 - 1
_LONGEST = 10_000  # characters of a note


@dataclass(frozen=True, slots=True)
class Subject:
    """The machine's claim that a row is about, as the warehouse has it; `values` by column of analyst_claims."""

    claim_id: str
    version_id: str
    char_start: int
    char_end: int
    values: Mapping[str, Any]


def checked(row: Mapping[str, str]) -> dict[str, Any]:
    """The values of the columns that are filled, `null` as None. Raises RowError with every problem of the row."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for column, text in row.items():
        if column not in READ or not text.strip():
            continue
        try:
            values[column] = None if text.strip().lower() == NOTHING else READ[column](text.strip())
        except ValueError as error:
            problems.append(f"{column}: {error}")
    low, high = values.get("count_low"), values.get("count_high")
    if low is not None and high is not None and low > high:
        problems.append(f"count_low {low} is more than count_high {high}")
    if problems:
        raise RowError("; ".join(problems))
    return values


def claim_of(
    values: Mapping[str, Any], source: str, subject: Subject | None, run_id: str, now: datetime
) -> AnalystClaim:
    """The row of the warehouse: `values` over those of `subject`. Raises RowError where something is missing."""
    verdict = values.get("verdict") or ("corrected" if subject else "added")
    if (verdict == "added") == (subject is not None):
        raise RowError("added is for rows without claim_id, the other verdicts for rows with one")
    merged = {**(subject.values if subject else {}), **values}
    if not merged.get("harm"):
        raise RowError(f"harm: is missing; write one of {', '.join(HARMS)}")
    if verdict == "added" and merged.get("count_low") is None and merged.get("count_high") is None:
        raise RowError("count_low and count_high: one of them is needed; 0 means that nobody was hurt")
    fields: dict[str, Any] = {name: merged.get(name) for name in _VALUES}
    fields["victim_class"] = fields["victim_class"] or "unknown"
    fields["scope"] = fields["scope"] or "incident"
    fields["factuality"] = fields["factuality"] or "asserted"
    key = _subject_key(fields, subject, merged.get("row_id"))
    return AnalystClaim(
        analyst_claim_id=stable_id(source, key, verdict, *fields.values()),
        source=source,
        subject=key,
        verdict=verdict,
        claim_id=subject.claim_id if subject else None,
        version_id=subject.version_id if subject else None,
        char_start=subject.char_start if subject else None,
        char_end=subject.char_end if subject else None,
        machine_harm=subject.values["harm"] if subject else None,
        run_id=run_id,
        imported_at=now,
        **fields,
    )


def source_name(text: str) -> str:
    """The name of a source, on one line. Raises RowError where it is empty or the machine's."""
    name = " ".join(text.split())
    if not name or name.lower() == MACHINE:
        raise RowError(f"source: {text!r} is no name of analysts; name them with --source or in a column source")
    return name


def _subject_key(fields: Mapping[str, Any], subject: Subject | None, row_id: str | None) -> str:
    if subject is not None:
        return stable_id(subject.version_id, subject.values["harm"], subject.char_start, subject.char_end)
    return row_id or stable_id(*(fields[name] for name in _VALUES if name != "note"))


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        word = text.lower()
        if word not in words:
            near = process.extractOne(word, words)
            raise ValueError(f"{text!r} is none of {', '.join(words)}; the nearest is {near[0]}")
        return word

    return read


def _count(text: str) -> int:
    digits = text.replace(",", "").removesuffix(".0")
    if not digits.isdecimal() or not digits.isascii() or int(digits[:20]) > _MOST:
        raise ValueError(f"{text!r} is no whole number of people (0 or more)")
    return int(digits)


def _degrees(most: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            raise ValueError(f"{text!r} is no number of degrees") from None
        if not -most <= number <= most:
            raise ValueError(f"{text} is not between -{most} and {most} degrees")
        return number

    return read


def _country(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{3}", text):
        raise ValueError(f"{text!r} is no ISO 3166-1 alpha-3 code, such as SYR")
    return text.upper()


def _date(text: str) -> str:
    whole = text if _DAY.fullmatch(text) else f"{text}-01" if _MONTH.fullmatch(text) else f"{text}-01-01"
    if not (_DAY.fullmatch(text) or _MONTH.fullmatch(text) or _YEAR.fullmatch(text)):
        raise ValueError(f"{text!r} is no ISO day, month or year, such as 2026-11-03, 2026-11 or 2026")
    try:
        date.fromisoformat(whole)
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None
    return text


def _text(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError(f"has {len(text)} characters, at most {_LONGEST} are kept")
    return text


def _url(text: str) -> str:
    if not re.match("https?://[^/]", text):
        raise ValueError(f"{text[:80]!r} is no http(s) address")
    return _text(text)


READ: dict[str, Callable[[str], Any]] = {
    "claim_id": _text,
    "row_id": _text,
    "verdict": _one_of(VERDICTS),
    "harm": _one_of(HARMS),
    "count_low": _count,
    "count_high": _count,
    "victim_class": _text,
    "scope": _one_of(SCOPES),
    "factuality": _one_of(FACTUALITY),
    "claimant_name": _text,
    "claimant_kind": _text,
    "place_name": _text,
    "country": _country,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "event_date": _date,
    "incident_id": _text,
    "url": _url,
    "note": _text,
    "source": _text,
}
_VALUES = tuple(name for name in READ if name not in {"claim_id", "row_id", "verdict", "source"})
