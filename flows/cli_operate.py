"""Running for good, and over again: `sitrep serve`, `health`, `backfill` and `reprocess`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from flows.cli_options import ConfigOption


def serve(
    ui: Annotated[bool, typer.Option("--ui/--no-ui", help="Prefect's API and UI beside it.")] = True,
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="Port of the API and UI (default: [serve] port).")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Run for good: a cycle every [run] interval_minutes, with Prefect's API and UI. SIGTERM ends it.

    Example: sitrep serve --no-ui

    With --no-ui, cycles run without Prefect, in half the memory. With PREFECT_API_URL set, that server is told of them.
    """
    from flows.serving import serve as do

    raise typer.Exit(do(config, ui=ui, port=port))


def health(
    max_age: Annotated[
        int | None, typer.Option(min=1, metavar="MINUTES", help="Oldest completed run (default: three intervals).")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Say whether runs complete and the warehouse can be written, for probes: 0 well, 1 not.

    Example: sitrep health --max-age 60
    """
    from flows.compose import compose
    from flows.health import check_health

    raise typer.Exit(check_health(compose(config), max_age))


def backfill(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day, UTC.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, UTC.")],
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="WARC, JSONL or HTML files, folders of them, or URLs of sitemaps."),
    ] = None,
    alert: Annotated[bool, typer.Option("--alert", help="Send alerts, as a live run would.")] = False,
    config: ConfigOption = None,
) -> None:
    """Read days of the past from WARC files, JSONL, HTML or sitemaps, else from the raw bytes kept. Silent.

    Example: sitrep backfill --from 2012-06-01 --to 2012-06-30 archive/

    The ids are those of live runs. Killed, it goes on where it was; live runs have their turn in between. JSONL rows
    are id, text, published_at, and optional title, byline, url, outlet. Ends with 1 where something was not taken.
    """
    from flows.backfilling import backfill as do

    raise typer.Exit(do(config, first.date(), last.date(), sources or (), alert=alert))


def reprocess(
    engine_changed: Annotated[
        bool, typer.Option("--engine-changed", help="Read anew what another engine has read (the only reason so far).")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Commit without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report the difference.")] = False,
    config: ConfigOption = None,
) -> None:
    """Read texts anew with this engine, report the difference in claims and tolls, and commit. Old rows stay. Silent.

    Example: sitrep reprocess --engine-changed

    Reading goes beside the warehouse, and goes on where it was killed. Without a terminal nothing is committed but with
    --yes.
    """
    from flows.errors import Unusable
    from flows.reprocessing import reprocess as do

    if not engine_changed:
        raise Unusable("reprocess needs the reason: --engine-changed reads what another engine has read")
    raise typer.Exit(do(config, yes=yes, dry_run=dry_run))


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for command in (serve, health, backfill, reprocess):
        app.command()(command)
