"""What the published snapshot and the disk say of an installation: for `status`, `health` and Prometheus."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flows.compose import App
from warehouse.queries import rows

LATE_INTERVALS = 3  # without a completed run, after which the schedule seems to have stopped
_LAG_DAYS = 7


@dataclass(frozen=True, slots=True)
class Observation:
    """One look. `runs` are the newest ones, `flows` the newest run of each flow by its name."""

    at: datetime
    numbers: dict[str, Any]
    runs: list[dict[str, Any]]
    flows: dict[str, dict[str, Any]]
    feeds: list[dict[str, Any]]
    lag: dict[str, Any]
    warehouse_bytes: int
    snapshot_bytes: int
    free_bytes: int

    @property
    def feed_states(self) -> Counter[str]:
        """How many feeds are in each state."""
        return Counter(feed["state"] for feed in self.feeds)

    @property
    def monitor(self) -> dict[str, Any] | None:
        """The newest run of the monitor flow."""
        return self.flows.get("monitor")

    @property
    def stages(self) -> dict[str, dict[str, Any]]:
        """Stage -> its counts in the newest run of the monitor flow that ended well, `seconds` among them."""
        counts = json.loads((self.monitor or {}).get("counts") or "{}")
        seconds = counts.pop("seconds", {})
        names = [*seconds, *(name for name in counts if name not in seconds)]
        took = {name: {"seconds": seconds[name]} if name in seconds else {} for name in names}
        return {name: {**took[name], **counts.get(name, {})} for name in names}


def observe(app: App, now: datetime, run_limit: int = 5) -> Observation:
    """Look at the snapshot and the disk. Raises SnapshotMissing, WarehouseDamaged, WarehouseForeign."""
    house = app.warehouse
    with house.reader() as connection:
        flows = {row["flow"]: row for row in rows(connection, "status_last_runs")}
        return Observation(
            at=now,
            numbers=rows(connection, "status_numbers")[0],
            runs=rows(connection, "status_runs", limit=run_limit),
            flows=flows,
            feeds=rows(connection, "status_feeds"),
            lag=rows(connection, "status_lag", since=now - timedelta(days=_LAG_DAYS))[0],
            warehouse_bytes=house.path.stat().st_size if house.path.exists() else 0,
            snapshot_bytes=house.snapshot.stat().st_size,
            free_bytes=shutil.disk_usage(house.snapshot.parent).free,
        )
