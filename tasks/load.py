"""Write what was extracted, in one transaction, and look at every offset in the text as it is stored.

The warehouse's other checks stand before publication (tasks/publish.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import structlog

from tasks.nlp.rows import Extracted
from warehouse.connection import Warehouse
from warehouse.errors import OffsetsWrong
from warehouse.queries import rows
from warehouse.records import Claim, Entity, Event, Extraction, Place, Record, Run
from warehouse.store import insert

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """Rows that were new."""

    rows: int
    claims: int


def load_extracted(
    warehouse: Warehouse, extracted: Extracted, places_of: Callable[[Iterable[str]], Iterable[Place]], run: Run
) -> LoadCounts:
    """Insert the rows and the gazetteer places they point to; nothing pending writes nothing.

    Raises OffsetsWrong where a span is not what its text has at its offsets; nothing is written then.
    """
    if not extracted.rows:
        return LoadCounts(0, 0)
    used = {row.place_id for row in extracted.rows if isinstance(row, Claim | Event | Entity) and row.place_id}
    places = list(places_of(sorted(used)))
    known = {place.place_id for place in places}
    with warehouse.transaction() as connection:
        written = insert(connection, [*places, *(_placed(row, known) for row in extracted.rows)])
        read = sorted({row.version_id for row in extracted.rows if isinstance(row, Extraction)})
        if wrong := rows(connection, "load_offsets", version_ids=read):
            raise OffsetsWrong(wrong)
    claims = sum(isinstance(row, Claim) for row in extracted.rows)
    log.info("loaded", rows=written, claims=claims)
    return LoadCounts(written, claims)


def _placed(row: Record, known: set[str]) -> Record:
    """The row without the id of a place that the gazetteer does not hold (any more); its name and text stay."""
    if isinstance(row, Claim | Event | Entity) and row.place_id and row.place_id not in known:
        return replace(row, place_id=None)
    return row
