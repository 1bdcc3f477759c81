"""`sitrep page`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import ConfigOption


def page(
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", help="How far back changes are listed: 12h, 7d, 2w (default: [page] since_days)."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to draw into (default: page in the data folder)."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Draw the situation page from the published snapshot: a folder of files that opens from disk.

    Example: sitrep page --open --since 7d
    """
    from flows.compose import compose
    from flows.paging import draw

    draw(compose(config), since, out, show=show)
