"""What people see: tables, progress bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

T = TypeVar("T")

# Control characters of feeds and articles must not reach a terminal: they can move the cursor or hide text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PLAIN_WIDTH = 200

out = Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _PLAIN_WIDTH)


def printable(value: object) -> str:
    """`value` as text that a terminal shows and does not obey; None is empty."""
    return "" if value is None else _CONTROL.sub("\ufffd", str(value))


def say(line: str = "") -> None:
    """One line to standard output, without markup."""
    out.print(Text(printable(line)), soft_wrap=True)


def heading(title: str) -> None:
    """A title with a blank line before it."""
    out.print()
    out.print(Text(title, style="bold"))


def complain(message: str) -> None:
    """A message to standard error."""
    err.print(Text(printable(message)), soft_wrap=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table to standard output; numbers stand right."""
    shown = [[printable(cell) for cell in row] for row in rows]
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        cells = [row[index] for row in shown if row[index]]
        numeric = bool(cells) and all(re.fullmatch(r"[-+]?[\d.,]+", cell) for cell in cells)
        grid.add_column(Text(column), justify="right" if numeric else "left", overflow="fold")
    for row in shown:
        grid.add_row(*(Text(cell) for cell in row))
    out.print(grid)


@contextmanager
def working(message: str) -> Iterator[None]:
    """A spinner with elapsed time on a terminal, one plain line elsewhere; both on standard error."""
    if not err.is_terminal:
        complain(message)
        yield
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        progress.add_task(message)
        yield


def counted(items: Iterable[T], message: str, every: int = 500) -> Iterator[T]:
    """`items` with a bar of how many are done on a terminal, a plain line each `every` elsewhere (standard error)."""
    if not err.is_terminal:
        for number, item in enumerate(items, start=1):
            yield item
            if number % every == 0:
                complain(f"{message}: {number}")
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(message, total=None)
        for item in items:
            yield item
            progress.advance(task)


@contextmanager
def stepping(total: int) -> Iterator[Callable[[str], None]]:
    """A bar over `total` named steps on a terminal (standard error); silent elsewhere, where the log has a line."""
    if not err.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("starting", total=total)
        begun = iter(range(total + 1))

        def announce(name: str) -> None:
            progress.update(task, description=name, completed=next(begun, total))

        yield announce
