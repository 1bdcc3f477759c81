"""`sitrep feeds`: the registry in feeds.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import ConfigOption

HELP = "List and edit the feeds; without a subcommand, list them.\n\nExample: sitrep feeds"
feeds = typer.Typer(help=HELP, no_args_is_help=False, invoke_without_command=True)
Url = Annotated[str, typer.Argument(help="URL of the feed.")]


@feeds.callback()
def default(context: typer.Context, config: ConfigOption = None) -> None:
    """List and edit the feeds; without a subcommand, list them.

    Example: sitrep feeds
    """
    context.obj = config
    if context.invoked_subcommand is None:
        listed(context)


@feeds.command("list")
def listed(context: typer.Context, config: ConfigOption = None) -> None:
    """List the feeds and how their last poll went.

    Example: sitrep feeds list
    """
    from flows.registering import list_feeds

    list_feeds(config or context.obj)


@feeds.command()
def add(
    context: typer.Context,
    url: Url,
    outlet: Annotated[str, typer.Option(help="Name of the publisher.")],
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-3 of the publisher.")] = None,
    language: Annotated[str, typer.Option(help="BCP 47 tag.")] = "en",
    source_kind: Annotated[str, typer.Option(help="media, state_media, un, monitor or government.")] = "media",
    independence_group: Annotated[
        str | None, typer.Option(help="Outlets of one owner or agency share one (default: the outlet alone).")
    ] = None,
    min_interval_minutes: Annotated[int | None, typer.Option(help="Never poll it more often than this.")] = None,
    config: ConfigOption = None,
) -> None:
    """Add a feed to feeds.toml.

    Example: sitrep feeds add https://example.org/feed.xml --outlet "Example News" --country GBR
    """
    from flows.registering import add_feed

    given = {
        "url": url,
        "outlet": outlet,
        "country": country,
        "language": language,
        "source_kind": source_kind,
        "independence_group": independence_group,
        "min_interval_minutes": min_interval_minutes,
    }
    add_feed(config or context.obj, {key: value for key, value in given.items() if value is not None})


@feeds.command()
def remove(context: typer.Context, url: Url, config: ConfigOption = None) -> None:
    """Take a feed out of feeds.toml; what it brought stays in the warehouse.

    Example: sitrep feeds remove https://example.org/feed.xml
    """
    from flows.registering import remove_feed

    remove_feed(config or context.obj, url)


@feeds.command()
def enable(context: typer.Context, url: Url, config: ConfigOption = None) -> None:
    """Poll a feed again.

    Example: sitrep feeds enable https://example.org/feed.xml
    """
    from flows.registering import switch_feed

    switch_feed(config or context.obj, url, enabled=True)


@feeds.command()
def disable(context: typer.Context, url: Url, config: ConfigOption = None) -> None:
    """Stop polling a feed.

    Example: sitrep feeds disable https://example.org/feed.xml
    """
    from flows.registering import switch_feed

    switch_feed(config or context.obj, url, enabled=False)


@feeds.command()
def check(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="URL of a feed, or of a page that should lead to one.")],
    config: ConfigOption = None,
) -> None:
    """Explain what is at a URL: format, items, dates, full text, robots; from a page, find its feeds.

    Example: sitrep feeds check https://example.org

    Ends with 1 where neither the URL nor its page leads to a feed.
    """
    from flows.checking_feed import check_feed

    raise typer.Exit(check_feed(config or context.obj, url))


@feeds.command("import")
def imported(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="OPML file of another feed reader.")],
    config: ConfigOption = None,
) -> None:
    """Add the feeds of an OPML file to feeds.toml; those that are there already stay as they are.

    Example: sitrep feeds import subscriptions.opml
    """
    from flows.registering import import_feeds

    raise typer.Exit(import_feeds(config or context.obj, file))


@feeds.command()
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="File to write (default: standard output).")] = None,
    config: ConfigOption = None,
) -> None:
    """Write the feeds as OPML 2.0.

    Example: sitrep feeds export feeds.opml
    """
    from flows.registering import export_feeds

    export_feeds(config or context.obj, file)
