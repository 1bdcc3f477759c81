"""Read texts: pending article versions of the warehouse, or rows of JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import structlog

from tasks.errors import RowError
from tasks.nlp.extractor import Extractor, Unreadable
from tasks.nlp.findings import Findings
from tasks.nlp.jsonl import InputRow, error_row, output_row, parse_row, row_id
from tasks.nlp.rows import Extracted, misplaced, rows
from tasks.nlp.source import SourceText
from warehouse.connection import Warehouse
from warehouse.queries import records
from warehouse.queries import rows as rows_of
from warehouse.records import ArticleVersion, Extraction, Quarantine, Record, Run, stable_id

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ExtractedRow:
    """One output line of `sitrep extract`; `failed` makes the command end with exit code 1."""

    line: str
    failed: bool


def extract_pending(warehouse: Warehouse, extractor: Extractor, languages: Iterable[str], run: Run) -> Extracted:
    """Read every version that no engine has read, or that another one failed on; other languages are skipped."""
    return extract_versions(*pending_versions(warehouse, extractor, run), extractor, languages, run)


def pending_versions(
    warehouse: Warehouse, extractor: Extractor, run: Run
) -> tuple[list[ArticleVersion], dict[str, str]]:
    """What `extract_pending` reads, and the outlets' countries by version."""
    with warehouse.transaction() as connection:
        pending = records(
            connection, ArticleVersion, "extract_pending", engine_version=extractor.engine_version, live=run.is_live
        )
        outlets = rows_of(connection, "extract_outlets", engine_version=extractor.engine_version)
    return pending, {row["version_id"]: row["country"] for row in outlets}


def extract_versions(
    versions: Sequence[ArticleVersion],
    country_of: Mapping[str, str],
    extractor: Extractor,
    languages: Iterable[str],
    run: Run,
) -> Extracted:
    """Read these versions; `country_of` has the outlet's country of those whose outlet has one."""
    wanted = set(languages)
    mine = [version for version in versions if version.language.partition("-")[0] in wanted]
    others = [version for version in versions if version.language.partition("-")[0] not in wanted]
    kept: list[Record] = [_mark(v, run, extractor.engine_version, "skipped_language", ()) for v in others]
    sources = (_source(version, country_of.get(version.version_id)) for version in mine)
    for version, findings in zip(mine, extractor.read(sources), strict=True):
        kept.extend(_version_rows(version, findings, run, extractor.engine_version))
    failed = sum(isinstance(row, Quarantine) for row in kept)
    log.info("extracted", read=len(mine) - failed, skipped=len(others), failed=failed)
    return Extracted(tuple(kept), len(mine) - failed, len(others), failed)


def _source(version: ArticleVersion, outlet_country: str | None) -> SourceText:
    published = version.published_at.date() if version.published_at else None
    return SourceText(version.text, published, version.title, outlet_country)


def _version_rows(version: ArticleVersion, findings: Findings | Unreadable, run: Run, engine: str) -> list[Record]:
    found = _checked_rows(version, findings, run)
    if isinstance(found, Unreadable):
        return [_mark(version, run, engine, "failed", ()), _quarantined(version, found, run, engine)]
    return [_mark(version, run, engine, "extracted", found), *found]


def _checked_rows(
    version: ArticleVersion, findings: Findings | Unreadable, run: Run
) -> tuple[Record, ...] | Unreadable:
    """The rows of one text, or why none of them may be kept."""
    if isinstance(findings, Unreadable):
        return findings
    found = tuple(rows(version, findings, run.run_id))
    wrong = misplaced(version, found)
    return Unreadable(f"spans that are not the text's: {', '.join(wrong)}") if wrong else found


def _mark(version: ArticleVersion, run: Run, engine: str, outcome: str, found: tuple[Record, ...]) -> Extraction:
    kinds = [type(row).__name__ for row in found]
    return Extraction(
        extraction_id=stable_id(version.version_id, engine),
        version_id=version.version_id,
        run_id=run.run_id,
        engine_version=engine,
        outcome=outcome,
        claim_count=kinds.count("Claim"),
        statement_count=kinds.count("Statement"),
        position_count=kinds.count("Position"),
        event_count=kinds.count("Event"),
        entity_count=kinds.count("Entity"),
        extracted_at=run.started_at,
    )


def _quarantined(version: ArticleVersion, why: Unreadable, run: Run, engine: str) -> Quarantine:
    return Quarantine(
        quarantine_id=stable_id("extract", version.version_id, engine),
        run_id=run.run_id,
        stage="extract",
        subject=version.version_id,
        reason="unreadable",
        message=f"the extractor failed on this text ({why.message}); report it with the text",
        body=version.text.encode("utf-8", "replace"),
        quarantined_at=run.started_at,
    )


def extract_lines(lines: Iterable[str], extractor: Extractor) -> Iterator[ExtractedRow]:
    """One output line for each input line that is not blank, in order; bad rows give an `error` row."""
    numbered = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, extractor.batch_size)):
        parsed = [(number, line, _parsed(line)) for number, line in batch]
        sources = [row.source for _, _, row in parsed if isinstance(row, InputRow)]
        found = extractor.read(sources)
        for number, line, row in parsed:
            yield _output(number, line, row, found, only_claims=extractor.only_claims)


def _parsed(line: str) -> InputRow | RowError:
    try:
        return parse_row(line)
    except RowError as error:
        return error


def _output(
    number: int, line: str, row: InputRow | RowError, found: Iterator[Findings | Unreadable], *, only_claims: bool
) -> ExtractedRow:
    if isinstance(row, RowError):
        return _failed(number, row_id(line), str(row))
    findings = next(found)
    if isinstance(findings, Unreadable):
        return _failed(number, row.id, f"the extractor failed on this text ({findings.message})")
    return ExtractedRow(
        json.dumps(output_row(row, findings, only_claims=only_claims), ensure_ascii=False), failed=False
    )


def _failed(number: int, identity: str | int | None, message: str) -> ExtractedRow:
    return ExtractedRow(json.dumps(error_row(number, identity, message), ensure_ascii=False), failed=True)
