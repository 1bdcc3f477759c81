"""Settings become live objects here, and only here. Costly libraries are imported by who needs them first."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from config.lexicon import Lexicon
from config.settings import Settings, load
from flows.errors import Unusable
from seeds import PIPELINE
from seeds.gazetteer import demonym_rows, place_rows
from tasks.alerts import operators
from tasks.alerts.outbox import Patience
from tasks.alerts.rules import Channel, Rule
from tasks.feeds.limits import FetchLimits
from warehouse.connection import Warehouse
from warehouse.records import StateChange

if TYPE_CHECKING:
    import httpx
    from pydantic import SecretStr

    from tasks.nlp.extractor import Extractor
    from tasks.nlp.places.gazetteer import Gazetteer


@dataclass(frozen=True)
class App:
    """Everything a flow or command needs. The extractor is loaded at its first use: it costs seconds."""

    settings: Settings

    @cached_property
    def warehouse(self) -> Warehouse:
        """The warehouse of the data folder."""
        wait = self.settings.data.lock_wait_seconds
        return Warehouse(self.settings.warehouse, self.settings.snapshot, wait, self.settings.maintain.keep_snapshots)

    @cached_property
    def limits(self) -> FetchLimits:
        """How feeds and pages are asked for."""
        return FetchLimits(**self.settings.fetch.model_dump())

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The shipped gazetteer."""
        return make_gazetteer()

    @cached_property
    def extractor(self) -> Extractor:
        """The pipeline of `[nlp] pipeline` with Sitrep's components; raises PipelineError, LexiconError."""
        return self.extractor_of("everything" if self.settings.nlp.gate else "open")

    def extractor_of(self, wanted: str) -> Extractor:
        """The same for what is wanted: "everything", only "claims", or "open": everything, and no sentence skipped."""
        settings = self.settings
        return make_extractor(settings.pipeline, settings.lexicon, settings.nlp.batch_size, wanted)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What is worth an alert."""
        return tuple(Rule(**rule.model_dump()) for rule in self.settings.rules)

    @property
    def operator_channels(self) -> tuple[str, ...]:
        """Where operators are told; none: everywhere."""
        return self.settings.operators.channels

    @property
    def unlimited(self) -> frozenset[str]:
        """Channels that no rate limit holds back: they disturb nobody."""
        return frozenset(channel.name for channel in self.channels if channel.kind in {"console", "file", "rss"})

    @property
    def heartbeat_url(self) -> str | None:
        """Asked after each good run."""
        url = self.settings.operators.heartbeat_url
        return url.get_secret_value() if url else None

    def troubles(self, now: datetime) -> list[StateChange]:
        """What operators must know and the warehouse does not."""
        found = []
        wanted = self.settings.operators.min_free_megabytes
        free = shutil.disk_usage(self.warehouse.path.parent).free // 1_000_000
        if full := operators.disk_full(free, wanted, now):
            found.append(full)
        if self.settings.alerts_problems:
            found.append(operators.rules_refused("; ".join(map(str, self.settings.alerts_problems)), now))
        return found

    @property
    def patience(self) -> Patience:
        """How hard delivery tries."""
        return Patience(self.settings.alerts.max_attempts, self.settings.alerts.retry_seconds)

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """Where alerts go."""
        default = self.settings.alerts.delivery_timeout_seconds
        return tuple(
            Channel(
                name=channel.name,
                kind=channel.kind,
                path=channel.path,
                url=_revealed(channel.url, channel.url_block, channel.name),
                secret=_revealed(channel.secret, channel.secret_block, channel.name),
                timeout_seconds=channel.timeout_seconds or default,
                fallback=channel.fallback,
                fallback_after_attempts=channel.fallback_after_attempts,
            )
            for channel in self.settings.channels
        )

    def succeeded_by(self, fresh: App) -> App:
        """`fresh`, with the extractor of this application where what it is made of stayed the same."""
        ours, theirs = ((s.nlp, s.pipeline, s.lexicon) for s in (self.settings, fresh.settings))
        if "extractor" in self.__dict__ and ours == theirs:
            fresh.__dict__["extractor"] = self.extractor
        return fresh

    def client(self) -> httpx.Client:
        """An HTTP client for one run, whose connections go to checked addresses only."""
        from tasks.connect import open_client

        return open_client(self.limits)


@cache
def make_gazetteer() -> Gazetteer:
    """The shipped gazetteer, which never changes: one for the whole process."""
    from tasks.nlp.places.gazetteer import Gazetteer

    return Gazetteer.from_rows(place_rows(), demonym_rows())


def make_extractor(pipeline: str, lexicon: Lexicon, batch_size: int, wanted: str) -> Extractor:
    """An extractor with a pipeline of its own; raises PipelineError, LexiconError."""
    from tasks.nlp.extractor import Extractor
    from tasks.nlp.pipeline import assemble, engine_version, load_pipeline

    shipped = pipeline == "shipped"
    nlp = load_pipeline(PIPELINE if shipped else pipeline, shipped=shipped)
    version = engine_version(nlp, lexicon)
    made = assemble(nlp, lexicon, make_gazetteer(), wanted)
    gc.collect()
    gc.freeze()  # gazetteer, vocabulary and weights stay: no search for garbage need look at them again
    atexit.register(gc.unfreeze)  # or libraries complain at the end of objects that nobody freed
    return Extractor(made, version, batch_size, only_claims=wanted == "claims")


def compose(config: Path | None = None) -> App:
    """The application of a configuration folder, its rules bound; raises ConfigError."""
    from warehouse.predicates import refusal

    return App(load(config, os.environ, Path.cwd()).with_bound_rules(refusal))


def _revealed(secret: SecretStr | None, block: str | None, channel: str) -> str | None:
    """A secret from the environment or a file, or from a Secret block of Prefect's."""
    if block is None:
        return secret.get_secret_value() if secret else None
    from prefect.blocks.system import Secret

    try:
        loaded = cast("Secret[str]", Secret.load(block))
    except ValueError:
        raise Unusable(
            f'channel "{channel}" takes its secret from the Prefect block secret/{block}, which is not there; make it '
            "with: prefect block create secret"
        ) from None
    return str(loaded.get())
