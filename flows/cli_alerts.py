"""`sitrep alerts`: what was raised and where it went."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HELP = "List alerts and deliveries; without a subcommand, the newest alerts.\n\nExample: sitrep alerts"
alerts = typer.Typer(help=HELP, no_args_is_help=False, invoke_without_command=True)
ConfigOption = Annotated[Path | None, typer.Option("--config", metavar="FOLDER", help="Configuration folder.")]
Limit = Annotated[int, typer.Option(min=1, help="How many, newest first.")]


@alerts.callback()
def default(context: typer.Context, config: ConfigOption = None) -> None:
    """List alerts and deliveries; without a subcommand, the newest alerts.

    Example: sitrep alerts
    """
    context.obj = config
    if context.invoked_subcommand is None:
        listed(context)


@alerts.command("list")
def listed(context: typer.Context, limit: Limit = 20, config: ConfigOption = None) -> None:
    """List the newest alerts with the state of their deliveries.

    Example: sitrep alerts list --limit 50
    """
    from flows.alerting import list_alerts

    list_alerts(config or context.obj, limit)


@alerts.command()
def dead(context: typer.Context, limit: Limit = 20, config: ConfigOption = None) -> None:
    """List deliveries that were given up, with the reason.

    Example: sitrep alerts dead
    """
    from flows.alerting import list_dead

    list_dead(config or context.obj, limit)
