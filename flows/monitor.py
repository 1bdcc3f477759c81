"""One cycle from feeds to alerts.

    feeds ──poll──> entries ──fetch──> documents ──normalise──> article versions ──extract, load──> claims
                                                                                                      │
    snapshot <──publish── alerts <──alert── state changes <──────────────resolve── incidents <────────┘

Each stage takes what is pending in the warehouse and commits once, so that a killed run is finished by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.compose import App, compose
from flows.runs import RunLog, register
from tasks.alert import AlertCounts, DeliveryCounts, deliver_alerts, raise_alerts
from tasks.extract import extract_pending
from tasks.fetch import FetchCounts, PollCounts, fetch_pages, poll_feeds
from tasks.load import LoadCounts, load_extracted
from tasks.normalise import NormaliseCounts, normalise_documents
from tasks.publish import PublishCounts, publish_snapshot
from tasks.resolve import ResolveCounts, resolve_claims

poll = task(name="poll", cache_policy=NO_CACHE)(poll_feeds)
fetch = task(name="fetch", cache_policy=NO_CACHE)(fetch_pages)
normalise = task(name="normalise", cache_policy=NO_CACHE)(normalise_documents)
extract = task(name="extract", cache_policy=NO_CACHE)(extract_pending)
load = task(name="load", cache_policy=NO_CACHE)(load_extracted)
resolve = task(name="resolve", cache_policy=NO_CACHE)(resolve_claims)
alert = task(name="alert", cache_policy=NO_CACHE)(raise_alerts)
deliver = task(name="deliver", cache_policy=NO_CACHE)(deliver_alerts)
publish = task(name="publish", cache_policy=NO_CACHE)(publish_snapshot)


@dataclass(frozen=True, slots=True)
class MonitorCounts:
    """What each stage of one cycle did."""

    run_id: str
    poll: PollCounts
    fetch: FetchCounts
    normalise: NormaliseCounts
    load: LoadCounts
    resolve: ResolveCounts
    alert: AlertCounts
    deliver: DeliveryCounts
    publish: PublishCounts | None = None

    def stages(self) -> list[tuple[str, object]]:
        """(stage, counts) in the order of the cycle."""
        named = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, stage) for name, stage in named if is_dataclass(stage)]


@flow(name="monitor", validate_parameters=False)
def monitor(config: str | None = None, at: datetime | None = None) -> MonitorCounts:
    """Poll, fetch, normalise, extract, load, resolve, alert, publish. `at` stands in for now in tests and replays."""
    return cycle(compose(Path(config) if config else None), at or datetime.now(UTC))


def monitor_with(app: App, now: datetime) -> MonitorCounts:
    """The same flow on an application that is composed already."""
    return flow(name="monitor")(lambda: cycle(app, now))()


def cycle(app: App, now: datetime) -> MonitorCounts:
    """The stages in their order, under one row of `runs`; after a failed stage the next run takes up from there."""
    house, limits = app.warehouse, app.limits
    with RunLog(house, "monitor", app.extractor.engine_version, now) as log, app.client() as client:
        run = log.run
        register(house, app.settings.feeds)
        polled = poll(house, client, run, limits)
        fetched = fetch(house, client, run, limits)
        normalised = normalise(house, run)
        extracted = extract(house, app.extractor, app.settings.nlp.languages, run)
        loaded = load(house, extracted, app.gazetteer.places, run)
        resolved = resolve(house, run)
        raised = alert(house, run, app.rules)
        delivered = deliver(house, run, app.channels, None, app.patience)
        counts = MonitorCounts(run.run_id, polled, fetched, normalised, loaded, resolved, raised, delivered)
        log.complete(counts)
        return replace(counts, publish=publish(house, run))
