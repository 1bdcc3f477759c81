"""`sitrep incidents`: what is one event and what is not, and a user's word on it."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli_options import ConfigOption

HELP = "List, show, merge and split incidents; without a subcommand, the newest.\n\nExample: sitrep incidents"
incidents = typer.Typer(help=HELP, no_args_is_help=False, invoke_without_command=True)
Limit = Annotated[int, typer.Option(min=1, help="How many, newest first.")]
Note = Annotated[str | None, typer.Option(help="Why, to be kept with the decision.")]
Incident = Annotated[str, typer.Argument(help="Id of an incident, or its first characters.")]
Other = Annotated[str, typer.Argument(help="Id of the other incident, or its first characters.")]


@incidents.callback()
def default(context: typer.Context, config: ConfigOption = None) -> None:
    """List, show, merge and split incidents; without a subcommand, the newest.

    Example: sitrep incidents
    """
    context.obj = config
    if context.invoked_subcommand is None:
        listed(context)


@incidents.command("list")
def listed(
    context: typer.Context,
    limit: Limit = 20,
    doubts: Annotated[bool, typer.Option("--doubts", help="List pairs that may be one event instead.")] = False,
    config: ConfigOption = None,
) -> None:
    """List the newest incidents, or the pairs that may be one event.

    Example: sitrep incidents list --doubts
    """
    from flows.deciding import list_doubts, list_incidents

    (list_doubts if doubts else list_incidents)(config or context.obj, limit)


@incidents.command()
def show(context: typer.Context, incident: Incident, config: ConfigOption = None) -> None:
    """Show one incident: tolls, claims, what it may be the same as, and what users decided of it.

    Example: sitrep incidents show 3f2a90c1
    """
    from flows.deciding import show_incident

    show_incident(config or context.obj, incident)


@incidents.command()
def merge(
    context: typer.Context, incident: Incident, other: Other, note: Note = None, config: ConfigOption = None
) -> None:
    """Make the second incident a part of the first: they are one event. No later run takes them apart.

    Example: sitrep incidents merge 3f2a90c1 77b0e1d2 --note "one blast, two towns named"
    """
    from flows.deciding import merge as do

    do(config or context.obj, incident, other, note)


@incidents.command()
def split(
    context: typer.Context,
    incident: Incident,
    claims: Annotated[
        list[str], typer.Argument(metavar="CLAIM...", help="Ids of claims of it, or their first characters.")
    ],
    note: Note = None,
    config: ConfigOption = None,
) -> None:
    """Make an incident of their own of some claims of one: they tell of another event. No later run joins them.

    Example: sitrep incidents split 3f2a90c1 0c44d1e9 51aa2b07
    """
    from flows.deciding import split as do

    do(config or context.obj, incident, claims, note)


@incidents.command()
def apart(
    context: typer.Context, incident: Incident, other: Other, note: Note = None, config: ConfigOption = None
) -> None:
    """Say that two incidents are two events: they are listed as doubtful no more.

    Example: sitrep incidents apart 3f2a90c1 77b0e1d2
    """
    from flows.deciding import apart as do

    do(config or context.obj, incident, other, note)


@incidents.command()
def undo(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(help="Id of a decision, or its first characters.")],
    note: Note = None,
    config: ConfigOption = None,
) -> None:
    """Take a merge, split or parting back: claims count again where they counted before.

    Example: sitrep incidents undo 9d1c77aa
    """
    from flows.deciding import undo as do

    do(config or context.obj, decision, note)
