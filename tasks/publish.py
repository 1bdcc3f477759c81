"""Publish the warehouse to its readers, if every check holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from warehouse.checks import CheckFailure, failures
from warehouse.connection import Warehouse
from warehouse.records import Run
from warehouse.snapshot import publish

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PublishCounts:
    """`snapshot_bytes` is the size published, None where a check failed and readers keep the snapshot they had."""

    snapshot_bytes: int | None
    failures: tuple[CheckFailure, ...]


def publish_snapshot(warehouse: Warehouse, run: Run) -> PublishCounts:
    """Check the warehouse and, where all checks hold, replace the snapshot; otherwise say which failed.

    Both under one lock, so that what is published is what was checked. Raises as `Warehouse.writer` does.
    """
    failed: list[CheckFailure] = []

    def holds(connection: DuckDBPyConnection) -> bool:
        failed.extend(failures(connection))
        return not failed

    size = publish(warehouse, holds)
    if failed:
        log.error(
            "not published",
            run_id=run.run_id,
            snapshot=str(warehouse.snapshot),
            failures=[str(failure) for failure in failed],
        )
    else:
        log.info("published", run_id=run.run_id, snapshot=str(warehouse.snapshot), bytes=size)
    return PublishCounts(size, tuple(failed))
