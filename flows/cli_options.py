"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.compose import App

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FOLDER", help="Configuration folder (default: $SITREP_CONFIG, ./config, built in)."
    ),
]


def composed(config: Path | None) -> App:
    """The application, imported late: it costs a good part of a second."""
    from flows.compose import compose

    return compose(config)
