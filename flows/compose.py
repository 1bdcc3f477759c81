"""Settings become live objects here, and only here. Costly libraries are imported by who needs them first."""

from __future__ import annotations

import atexit
import gc
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings, load
from seeds import PIPELINE
from seeds.gazetteer import demonym_rows, place_rows
from tasks.alerts.outbox import Patience
from tasks.alerts.rules import Channel, Rule
from tasks.feeds.limits import FetchLimits
from warehouse.connection import Warehouse

if TYPE_CHECKING:
    import httpx

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
        from tasks.nlp.places.gazetteer import Gazetteer

        return Gazetteer.from_rows(place_rows(), demonym_rows())

    @cached_property
    def extractor(self) -> Extractor:
        """The pipeline of `[nlp] pipeline` with Sitrep's components; raises PipelineError, LexiconError."""
        return self.extractor_of("everything" if self.settings.nlp.gate else "open")

    def extractor_of(self, wanted: str) -> Extractor:
        """The same for what is wanted: "everything", only "claims", or "open": everything, and no sentence skipped."""
        from tasks.nlp.extractor import Extractor
        from tasks.nlp.pipeline import assemble, engine_version, load_pipeline

        shipped = self.settings.pipeline == "shipped"
        nlp = load_pipeline(PIPELINE if shipped else self.settings.pipeline, shipped=shipped)
        lexicon = self.settings.lexicon
        version = engine_version(nlp, lexicon)
        made = assemble(nlp, lexicon, self.gazetteer, wanted)
        gc.collect()
        gc.freeze()  # gazetteer, vocabulary and weights stay: no search for garbage need look at them again
        atexit.register(gc.unfreeze)  # or libraries complain at the end of objects that nobody freed
        return Extractor(made, version, self.settings.nlp.batch_size, only_claims=wanted == "claims")

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What is worth an alert."""
        return tuple(Rule(**rule.model_dump()) for rule in self.settings.rules)

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
                url=channel.url.get_secret_value() if channel.url else None,
                timeout_seconds=channel.timeout_seconds or default,
            )
            for channel in self.settings.channels
        )

    def client(self) -> httpx.Client:
        """An HTTP client for one run, whose connections go to checked addresses only."""
        from tasks.connect import open_client

        return open_client(self.limits)


def compose(config: Path | None = None) -> App:
    """The application of a configuration folder; raises ConfigError."""
    return App(load(config, os.environ, Path.cwd()))
