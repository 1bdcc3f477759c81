"""`sitrep raw`: the raw bytes behind everything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import ConfigOption

raw = typer.Typer(
    help="Export, import and drop raw answers of servers.\n\nExample: sitrep raw export raw.warc.gz",
    no_args_is_help=True,
)


@raw.command()
def export(
    file: Annotated[Path, typer.Argument(help="File to write, such as raw.warc.gz.")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, UTC.")] = None,
    config: ConfigOption = None,
) -> None:
    """Write the raw feeds and pages, with headers, as WARC 1.1.

    Example: sitrep raw export raw.warc.gz --since 2026-11-01
    """
    from flows.archiving import export_raw

    export_raw(config, file, since)


@raw.command("import")
def imported(
    file: Annotated[Path, typer.Argument(help="WARC or ARC file, compressed or not.")],
    config: ConfigOption = None,
) -> None:
    """Take the answers of a WARC file in and read them as if they had been fetched; no alert is sent for them.

    Example: sitrep raw import raw.warc.gz

    Ends with 1 where the file breaks off; what came before that is kept.
    """
    from flows.archiving import import_raw

    raise typer.Exit(import_raw(config, file))


@raw.command()
def drop(
    days: Annotated[int, typer.Option(min=1, help="Keep the bytes of so many days.")],
    config: ConfigOption = None,
) -> None:
    """Drop raw bytes older than some days that were read; texts and claims stay. keep_raw_days does it in every run.

    Example: sitrep raw drop --days 90
    """
    from flows.archiving import drop_raw

    drop_raw(config, days)
