"""`sitrep page`, and the page that each run publishes."""

from __future__ import annotations

import re
import webbrowser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from config.countries import names
from config.floors import floors
from flows.compose import App
from flows.console import complain, say
from flows.errors import Unusable
from tasks.draw import DrawCounts, draw_page
from tasks.errors import PageUnwritable
from tasks.letter import Writer, letter
from tasks.page.records import Build, Floor
from warehouse.errors import SnapshotMissing
from warehouse.queries import rows

INDEX = "index.html"
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([hdw])")
_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0}
_MOST_DAYS = 36_600


def draw(app: App, since: str | None, out: Path | None, *, show: bool) -> None:
    """Draw the page now and print its address; raises Unusable, PageUnwritable, SnapshotMissing."""
    folder = (out or app.settings.page_folder).absolute()
    counts = draw_page(app.warehouse, _build(app, datetime.now(UTC), since), folder, tuple(_floors(app)))
    say(f"{counts.files} files written, {counts.kept} as they were")
    address = address_of(folder)
    say(address)
    if show and not webbrowser.open(address):
        complain("sitrep: no browser was found; open the address yourself")


def draw_after_run(app: App, now: datetime) -> DrawCounts:
    """Draw the page of a run, unless [page] says no; a page that cannot be drawn fails no run, its error is kept."""
    if not app.settings.page.enabled:
        return DrawCounts()
    try:
        return draw_page(app.warehouse, _build(app, now, None), app.settings.page_folder, tuple(_floors(app)))
    except (PageUnwritable, SnapshotMissing) as error:
        return DrawCounts(error=str(error))


def letters(app: App, now: datetime) -> Writer:
    """What makes the e-mail of a digest; its links lead to `[page] address`, where that is set."""
    return partial(letter, build=Build(now, now, 1.0, app.settings.page.address, 0, names()))


def address_of(folder: Path) -> str:
    """The first page of a folder as a file address."""
    return (folder / INDEX).absolute().as_uri()


def _build(app: App, now: datetime, since: str | None) -> Build:
    days = app.settings.page.since_days if since is None else _days(since)
    with app.warehouse.reader() as connection:
        articles = rows(connection, "status_numbers")[0]["articles"]
    return Build(now, now - timedelta(days=days), days, app.settings.page.address, articles, names())


def _days(since: str) -> float:
    found = _SPAN.fullmatch(since.strip().lower())
    days = float(found[1]) * _DAYS[found[2]] if found else 0.0
    if not 0 < days <= _MOST_DAYS:
        raise Unusable(f'--since "{since}" is no span of time; write hours, days or weeks, such as 12h, 7d or 2w')
    return days


def _floors(app: App) -> Iterator[Floor]:
    for texts, measures in floors(None, app.settings.folder, Path.cwd()).items():
        for measure, percent in measures.items():
            yield Floor(texts, measure, percent)
