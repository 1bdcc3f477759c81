"""The flows of prefect.yaml beside `monitor`: thin ones around the commands, with typed parameters for the UI."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.backfilling import backfill as read_days
from flows.compose import App, compose
from flows.deployment import is_too_late, require_this_version, settle_in
from flows.digesting import digest_text
from flows.errors import FlowError
from flows.maintain import maintain as keep
from flows.reprocessing import reprocess as read_anew


@flow(name="digest")
def digest(config: str | None = None, hours: int = 24) -> None:
    """Leave what was told in the last `hours` as an artifact."""
    app = _app(config)
    now = datetime.now(UTC)
    text = digest_text(app, now - timedelta(hours=hours), now)
    create_markdown_artifact(text, key="sitrep-digest", description=f"What changed in the last {hours} hours")


@flow(name="reprocess")
def reprocess(config: str | None = None, commit: bool = False) -> None:
    """Read anew what another engine has read; report, and commit where `commit` says so."""
    _app(config)
    read_anew(_folder(config), yes=commit, dry_run=not commit)


@flow(name="backfill")
def backfill(
    first: date,
    last: date,
    config: str | None = None,
    sources: list[str] | None = None,
    alert: bool = False,
) -> None:
    """Read the days from `first` to `last`. FlowError where something of the sources could not be taken."""
    _app(config)
    if read_days(_folder(config), first, last, sources or [], alert=alert):
        raise FlowError("something could not be taken; the log and the table quarantine say what, the rest was read")


@flow(name="maintain")
def maintain(config: str | None = None) -> None:
    """What `sitrep maintain` does. FlowError where a check does not hold."""
    if not is_too_late(_app(config), "maintain") and keep(_folder(config)):
        raise FlowError("checks of the warehouse do not hold; the log and `sitrep check` say which")


def _app(config: str | None) -> App:
    require_this_version()
    app = compose(_folder(config))
    settle_in(app)
    return app


def _folder(config: str | None) -> Path | None:
    return Path(config) if config else None
