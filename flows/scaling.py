"""Reading texts on a Dask cluster, through Prefect's Dask task runner: batches out, rows back, one writer.

pending texts -> batches -> workers (each makes the same extractor once) -> rows -> the stages after, as ever
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pickle import dumps, loads
from typing import Any

import structlog
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.compose import App, make_extractor
from flows.errors import OtherVersion, Unusable
from tasks.extract import extract_versions, pending_versions
from tasks.nlp.extractor import Extractor
from tasks.nlp.rows import Extracted
from warehouse.records import ArticleVersion, Run

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a worker makes its extractor of, and the version that must come of it. Holds no secret."""

    made_of: bytes  # pipeline, nlp settings, lexicon
    languages: tuple[str, ...]
    engine_version: str


@task(name="read batch", cache_policy=NO_CACHE, retries=2, persist_result=False)
def read_batch(recipe: Recipe, versions: Sequence[ArticleVersion], country_of: dict[str, str], run: Run) -> Extracted:
    """Read one batch on a worker. OtherVersion where the worker's engine is another one."""
    extractor = _extractor(recipe.made_of)
    if extractor.engine_version != recipe.engine_version:
        raise OtherVersion(
            f"a Dask worker reads with {extractor.engine_version}, and this machine with {recipe.engine_version}; "
            "install the same version of Sitrep on all of them (nothing was written)"
        )
    return extract_versions(versions, country_of, extractor, recipe.languages, run)


def on_cluster(app: App, *, tracked: bool) -> bool:
    """Whether texts go to the cluster: where there is one, and Prefect, whose task runner brings them there."""
    if app.settings.scale.dask and not tracked:
        log.warning(
            "cluster_not_used", cluster=app.settings.scale.dask, reason="this run goes without Prefect; it reads here"
        )
    return bool(app.settings.scale.dask) and tracked


def extract_on_cluster(app: App, run: Run) -> Extracted:
    """What `extract_pending` gives, read by the cluster of `[scale] dask`. A worker that dies costs time only.

    Raises Unusable where sitrep[dask] is not installed, OtherVersion, and OSError where the cluster cannot be reached.
    """
    versions, country_of = pending_versions(app.warehouse, app.extractor, run)
    size = app.settings.scale.batch_articles
    batches = [versions[start : start + size] for start in range(0, len(versions), size)]
    if not batches:
        return Extracted((), 0, 0, 0)
    made_of = dumps((app.settings.pipeline, app.settings.nlp, app.settings.lexicon))
    recipe = Recipe(made_of, app.settings.nlp.languages, app.extractor.engine_version)
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415  # the optional extra
    except ImportError as error:
        raise Unusable("[scale] dask needs sitrep[dask] on this machine; install it, or leave the key empty") from error
    runner: Any = DaskTaskRunner(address=app.settings.scale.dask)

    @flow(name="extract", task_runner=runner, validate_parameters=False, persist_result=False)
    def fan_out() -> Extracted:
        waiting = [read_batch.submit(recipe, batch, _of(batch, country_of), run) for batch in batches]
        return _together([one.result() for one in waiting])

    log.info("extracting_on_cluster", texts=len(versions), batches=len(batches), cluster=app.settings.scale.dask)
    return fan_out()


def _of(batch: Sequence[ArticleVersion], country_of: dict[str, str]) -> dict[str, str]:
    return {one.version_id: country_of[one.version_id] for one in batch if one.version_id in country_of}


def _together(parts: Sequence[Extracted]) -> Extracted:
    rows = tuple(row for part in parts for row in part.rows)
    return Extracted(rows, *(sum(numbers) for numbers in zip(*(_numbers(part) for part in parts), strict=True)))


def _numbers(part: Extracted) -> tuple[int, int, int]:
    return part.read, part.skipped, part.failed


@cache
def _extractor(made_of: bytes) -> Extractor:
    """One extractor a worker process: it costs seconds."""
    pipeline, nlp, lexicon = loads(made_of)  # noqa: S301 - of our own client, by Dask's channel, which is pickle itself
    return make_extractor(pipeline, lexicon, nlp.batch_size, "everything" if nlp.gate else "open")
