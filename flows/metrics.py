"""The OpenMetrics text file that each run leaves for Prometheus' textfile collector."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from flows.compose import App
from flows.observing import Observation, observe
from warehouse.errors import WarehouseError

log = structlog.get_logger()
STATES = ("disabled", "never_polled", "failing", "empty", "ok")


class _Seen(Collector):
    """An observation as metrics. Counts are gauges: a warehouse that was restored has fewer rows than before."""

    def __init__(self, seen: Observation, engine: str, program: str) -> None:
        self.seen, self.engine, self.program = seen, engine, program

    def collect(self) -> Iterator[Metric]:
        seen = self.seen
        yield InfoMetricFamily("sitrep", "Versions.", {"version": self.program, "engine": self.engine})
        yield _gauge("sitrep_observed_timestamp_seconds", "When this file was written.", seen.at.timestamp())
        yield from _of_runs(seen)
        yield from _of_stages(seen)
        feeds = GaugeMetricFamily("sitrep_feeds", "Feeds by their health.", labels=["state"])
        for state in STATES:
            feeds.add_metric([state], seen.feed_states[state])
        yield feeds
        for name, value in seen.numbers.items():
            yield _gauge(f"sitrep_{name}", f"Rows in the warehouse: {name.replace('_', ' ')}.", value)
        yield _gauge(
            "sitrep_lag_median_seconds", "From publication to alert, last seven days.", seen.lag["median_seconds"]
        )
        yield _gauge("sitrep_lag_max_seconds", "The longest of them.", seen.lag["max_seconds"])
        yield _gauge("sitrep_warehouse_bytes", "Size of the warehouse file.", seen.warehouse_bytes)
        yield _gauge("sitrep_snapshot_bytes", "Size of the published snapshot.", seen.snapshot_bytes)
        yield _gauge("sitrep_disk_free_bytes", "Free on the disk of the warehouse.", seen.free_bytes)


def openmetrics(seen: Observation, program: str) -> str:
    """The text of an observation, in OpenMetrics 1.0."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Seen(seen, (seen.monitor or {}).get("engine_version") or "", program))
    text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]  # the library's own lack
    return text.decode()


def write_metrics(app: App, now: datetime) -> None:
    """Write the file anew, in one step; what keeps it from being written is said and harms no run."""
    from importlib.metadata import version  # noqa: PLC0415  # costs at every start of every command otherwise

    try:
        _replace(app.settings.metrics, openmetrics(observe(app, now), version("sitrep")))
    except (OSError, WarehouseError) as error:
        log.warning("metrics_not_written", file=str(app.settings.metrics), error=str(error))


def _replace(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def _of_runs(seen: Observation) -> Iterator[Metric]:
    runs = GaugeMetricFamily("sitrep_runs", "Runs by flow and how they ended.", labels=["flow", "state"])
    started = GaugeMetricFamily("sitrep_run_started_timestamp_seconds", "When the newest run began.", labels=["flow"])
    done = GaugeMetricFamily("sitrep_run_completed_timestamp_seconds", "When a run last completed.", labels=["flow"])
    for flow, row in seen.flows.items():
        for state in ("completed", "failed", "crashed"):
            runs.add_metric([flow, state], row[state])
        started.add_metric([flow], row["started_at"].timestamp())
        if row["completed_at"]:
            done.add_metric([flow], row["completed_at"].timestamp())
    yield from (runs, started, done)


def _of_stages(seen: Observation) -> Iterator[Metric]:
    seconds = GaugeMetricFamily("sitrep_stage_seconds", "What each stage of the newest run took.", labels=["stage"])
    counts = GaugeMetricFamily("sitrep_stage_count", "What each stage did.", labels=["stage", "what"])
    for stage, row in seen.stages.items():
        for what, value in row.items():
            if what == "seconds":
                seconds.add_metric([stage], value)
            elif isinstance(value, int):
                counts.add_metric([stage, what], value)
    yield from (seconds, counts)


def _gauge(name: str, meaning: str, value: float | None) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning)
    if value is not None:  # no sample is no value: zero would be one
        family.add_metric([], value)
    return family
