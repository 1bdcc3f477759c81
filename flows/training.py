"""`sitrep train`: the recipe of config/training.cfg on a folder of treebanks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from config.training import licence, recipe
from flows.console import say, table
from tasks.train import train_pipeline


def train_into(
    treebank: Path, out: Path, *, taught: Path | None, start: Path | None, only: Sequence[str], steps: int | None
) -> None:
    """Train into `out` and print the scores; raises TreebankError where a file is missing or broken."""
    scores = train_pipeline(treebank, recipe(), licence(), out, taught=taught, start=start, only=only, max_steps=steps)
    columns = sorted({key for of_file in scores.values() for key in of_file})
    table(
        ["file", *columns],
        [[name, *(f"{of.get(c, float('nan')):.4f}" for c in columns)] for name, of in scores.items()],
    )
    say(f'pipeline written to {out}; use it with [nlp] pipeline = "{out.resolve()}" in settings.toml')
