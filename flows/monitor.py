"""One cycle from feeds to alerts.

    feeds ──poll──> entries ──fetch──> documents ──normalise──> article versions ──extract, load──> claims
                                                                                                      │
    page, snapshot <──publish── alerts <──alert── state changes <──────────────resolve── incidents <────────┘

Each stage takes what is pending in the warehouse and commits once, so that a killed run is finished by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import ParamSpec, TypeVar

from prefect import Task, flow, task
from prefect.cache_policies import NO_CACHE

from flows.compose import App, compose
from flows.deployment import is_too_late, require_this_version, settle_in
from flows.paging import draw_after_run, letters
from flows.registering import follow_moves
from flows.reporting import report
from flows.runs import RunLog, register
from flows.scaling import extract_on_cluster, on_cluster
from flows.telling import telling_failures
from tasks.alert import AlertCounts, raise_alerts
from tasks.archive import drop_old_bodies
from tasks.beat import beat
from tasks.deliver import DeliveryCounts, deliver_alerts
from tasks.draw import DrawCounts
from tasks.extract import extract_pending
from tasks.fetch import FetchCounts, fetch_pages
from tasks.load import LoadCounts, load_extracted
from tasks.normalise import NormaliseCounts, normalise_documents
from tasks.poll import PollCounts, poll_feeds
from tasks.publish import PublishCounts, publish_snapshot
from tasks.resolve import ResolveCounts, resolve_claims

poll = task(name="poll", cache_policy=NO_CACHE)(poll_feeds)
fetch = task(name="fetch", cache_policy=NO_CACHE)(fetch_pages)
normalise = task(name="normalise", cache_policy=NO_CACHE)(normalise_documents)
extract = task(name="extract", cache_policy=NO_CACHE)(extract_pending)
extract_far = task(name="extract", cache_policy=NO_CACHE)(extract_on_cluster)
load = task(name="load", cache_policy=NO_CACHE)(load_extracted)
resolve = task(name="resolve", cache_policy=NO_CACHE)(resolve_claims)
alert = task(name="alert", cache_policy=NO_CACHE)(raise_alerts)
deliver = task(name="deliver", cache_policy=NO_CACHE)(deliver_alerts)
publish = task(name="publish", cache_policy=NO_CACHE)(publish_snapshot)
page = task(name="page", cache_policy=NO_CACHE)(draw_after_run)


P = ParamSpec("P")
R = TypeVar("R")
Announce = Callable[[str], None]
STAGES = (poll, fetch, normalise, extract, load, resolve, alert, deliver, publish, page)


def quiet(stage: str) -> None:
    """Nobody is told which stage begins."""


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
    page: DrawCounts | None = None

    def stages(self) -> list[tuple[str, object]]:
        """(stage, counts) in the order of the cycle."""
        named = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, stage) for name, stage in named if is_dataclass(stage)]


@flow(name="monitor", validate_parameters=False)
def monitor(config: str | None = None, at: datetime | None = None) -> MonitorCounts | None:
    """Poll, fetch, normalise, extract, load, resolve, alert, publish. `at` stands in for now in tests and replays.

    None where this run is too late: its time is past, and a run that started since has done its work.
    """
    require_this_version()
    app = compose(Path(config) if config else None)
    settle_in(app)
    if is_too_late(app, "monitor"):
        return None
    return reported(app, at or datetime.now(UTC))


def monitor_with(app: App, now: datetime, announce: Announce = quiet) -> MonitorCounts:
    """The same flow on an application that is composed already; `announce` hears the name of each stage."""
    return flow(name="monitor")(lambda: reported(app, now, announce))()


def reported(app: App, now: datetime, announce: Announce = quiet) -> MonitorCounts:
    """A cycle under Prefect, with its artifacts and events."""
    counts = cycle(app, now, announce)
    report(app, counts.run_id, counts.stages())
    return counts


def cycle(app: App, now: datetime, announce: Announce = quiet, *, tracked: bool = True) -> MonitorCounts:
    """The stages in their order, under one row of `runs`; after a failed stage the next run takes up from there.

    `tracked`: whether Prefect sees the stages; without it, nothing of Prefect is needed.
    """
    house, limits = app.warehouse, app.limits

    def do(stage: Task[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        announce(stage.name)
        began = perf_counter()
        done: R = stage(*arguments, **named) if tracked else stage.fn(*arguments, **named)
        log.seconds[stage.name] = round(perf_counter() - began, 3)
        return done

    engine = app.extractor.engine_version
    with telling_failures(app, now), RunLog(house, "monitor", engine, now) as log, app.client() as client:
        run = log.run
        register(house, app.settings.feeds)
        polled = do(poll, house, client, run, limits)
        follow_moves(app.settings, house, now)
        fetched = do(fetch, house, client, run, limits)
        normalised = do(normalise, house, run)
        if on_cluster(app, tracked=tracked):
            extracted = do(extract_far, app, run)
        else:
            extracted = do(extract, house, app.extractor, app.settings.nlp.languages, run)
        loaded = do(load, house, extracted, app.gazetteer.places, run)
        resolved = do(resolve, house, run)
        raised = do(alert, house, run, app.rules, app.operator_channels, app.troubles(now), app.unlimited)
        delivered = do(deliver, house, run, app.channels, None, app.patience, log.clock, letters(app, now))
        drop_old_bodies(house, now, limits.keep_raw_days)
        counts = MonitorCounts(run.run_id, polled, fetched, normalised, loaded, resolved, raised, delivered)
        log.complete(counts)
        published = replace(counts, publish=do(publish, house, run))
        drawn = replace(published, page=do(page, app, now))
        beat(app.settings.operators.dead_man_file, app.heartbeat_url, log.clock())
        return drawn
