"""`sitrep serve` and `sitrep health`: running for good, and whether it does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FOLDER", help="Configuration folder (default: $SITREP_CONFIG, ./config, built in)."
    ),
]


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


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for command in (serve, health):
        app.command()(command)
