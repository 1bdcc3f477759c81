"""floors.toml: what each measure of `sitrep evaluate` has to reach, in percent, by labelled file and measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.documents import Document, read
from config.errors import ConfigError, Problem
from config.folder import PACKAGED

FLOORS = "floors.toml"
MOST = 100.0

Floors = dict[str, dict[str, float]]


def floors(file: Path | None, folder: Path, cwd: Path) -> Floors:
    """Measure -> floor by the stem of a labelled file; raises ConfigError with every problem.

    Read from `file`, else from floors.toml of the configuration folder, else from the packaged one.
    """
    own = folder / FLOORS
    document = read(file or (own if own.exists() else PACKAGED / FLOORS), cwd)
    if problems := [*document.problems, *_problems(document)]:
        raise ConfigError(problems)
    return {stem: dict(_flat(table)) for stem, table in document.table.items()}


def _problems(document: Document) -> Iterator[Problem]:
    for stem, table in document.table.items():
        if not isinstance(table, dict):
            yield document.problem((stem,), f'"{stem}" stands alone; write floors under the name of a file: [{stem}]')
            continue
        for key, value in _flat(table):
            if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= MOST:
                message = f"{stem}.{key} must be a number of percent from 0 to 100, such as 92.5"
                yield document.problem((stem, *key.split(".")), message)


def _flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """claims.f1 is a dotted key of TOML, so a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
