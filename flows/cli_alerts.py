"""`sitrep alerts`: what was raised and where it went."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from flows.cli_options import ConfigOption

HELP = "List alerts and deliveries; without a subcommand, the newest alerts.\n\nExample: sitrep alerts"
alerts = typer.Typer(help=HELP, no_args_is_help=False, invoke_without_command=True)


class Form(StrEnum):
    """How a message is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


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


@alerts.command()
def resend(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ALERT]...", help="Ids, or how they begin.")] = None,
    config: ConfigOption = None,
) -> None:
    """Send again what was given up: all of it, or some alerts. Each keeps its idempotency key.

    Example: sitrep alerts resend 3f2a90c1
    """
    from flows.alerting import resend as do

    do(config or context.obj, ids or [])


@alerts.command("test")
def rehearse(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(help="Name of a rule in alerts.toml.")],
    since: Annotated[str, typer.Option(help="How far back: 90m, 12h, 30d, 2w.")] = "30d",
    form: Annotated[Form | None, typer.Option("--form", help="Show whole messages, in this form.")] = None,
    config: ConfigOption = None,
) -> None:
    """Show what a rule would have sent; nothing is sent or written.

    Example: sitrep alerts test many-killed --since 30d
    """
    from flows.alerting import rehearse_rule

    raise typer.Exit(rehearse_rule(config or context.obj, rule, since, form and form.value))


@alerts.command()
def silence(
    context: typer.Context,
    where: Annotated[str, typer.Argument(help="Condition over state_changes, like \"country = 'SYR'\".")],
    lasting: Annotated[str, typer.Option("--for", help="How long: 90m, 12h, 30d, 2w.")],
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    config: ConfigOption = None,
) -> None:
    """Send no alerts of some changes for a while; what happens meanwhile is not told later.

    Example: sitrep alerts silence "country = 'SYR' and kind = 'toll_up'" --for 12h --note "exercise"
    """
    from flows.alerting import silence as do

    do(config or context.obj, where, lasting, note)


@alerts.command()
def silences(context: typer.Context, config: ConfigOption = None) -> None:
    """List silences, those in effect first.

    Example: sitrep alerts silences
    """
    from flows.alerting import list_silences

    list_silences(config or context.obj)


@alerts.command()
def unsilence(
    context: typer.Context,
    silence_id: Annotated[str, typer.Argument(metavar="SILENCE", help="Its id, or how it begins.")],
    config: ConfigOption = None,
) -> None:
    """End a silence now.

    Example: sitrep alerts unsilence 3f2a90c1
    """
    from flows.alerting import unsilence as do

    do(config or context.obj, silence_id)


@alerts.command()
def ping(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(help="Name of a channel in alerts.toml.")],
    config: ConfigOption = None,
) -> None:
    """Send a test message to a channel.

    Example: sitrep alerts ping phone
    """
    from flows.alerting import ping as do

    do(config or context.obj, channel)


@alerts.command()
def schema() -> None:
    """Print the JSON Schema of what webhooks get.

    Example: sitrep alerts schema > alert.schema.json
    """
    from flows.alerting import print_schema

    print_schema()
