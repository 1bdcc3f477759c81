"""`sitrep feeds`: show and edit feeds.toml, and exchange it as OPML."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from config import feeds as feeds_file
from config.documents import Document
from config.errors import ConfigError, EditError
from config.registry import feeds as checked
from config.settings import Settings, load
from flows.compose import App
from flows.console import complain, out, say, table
from flows.errors import Unusable
from tasks.errors import FeedError
from tasks.feeds.opml import read_opml, write_opml
from warehouse.connection import Warehouse
from warehouse.errors import SnapshotMissing
from warehouse.queries import rows

log = structlog.get_logger()


def list_feeds(config: Path | None) -> None:
    """Every feed of the registry with its last poll, as far as one was published."""
    app = App(_settings(config))
    try:
        with app.warehouse.reader() as connection:
            polls = {row["feed_id"]: row for row in rows(connection, "status_feeds")}
    except SnapshotMissing:
        polls = {}
    shown = []
    for feed in app.settings.feeds:
        poll = polls.get(feed.feed_id, {})
        state = poll.get("state", "never_polled") if feed.enabled else "disabled"
        error = poll.get("last_error_class") if state == "failing" else None
        last, due = (_minute(poll.get(name)) for name in ("last_polled_at", "due_at"))
        shown.append([feed.outlet, feed.country, feed.source_kind, state, last, due, error, feed.url])
    table(["outlet", "country", "kind", "state", "last poll", "next poll", "error", "url"], shown)


def add_feed(config: Path | None, feed: dict[str, object]) -> None:
    """Append a feed to feeds.toml; raises EditError, ConfigError."""
    feeds_file.append(_settings(config).feeds_file, feed)
    say(f"added {feed['url']}")


def remove_feed(config: Path | None, url: str) -> None:
    """Take a feed out; raises EditError where it is not there."""
    feeds_file.remove(_settings(config).feeds_file, url)
    say(f"removed {url}")


def switch_feed(config: Path | None, url: str, *, enabled: bool) -> None:
    """Enable or disable a feed; raises EditError where it is not there."""
    (feeds_file.enable if enabled else feeds_file.disable)(_settings(config).feeds_file, url)
    say(f"{'enabled' if enabled else 'disabled'} {url}")


def import_feeds(config: Path | None, file: Path) -> int:
    """Add the feeds of an OPML file; 1 where one of them cannot be used: it is named, the others are added."""
    try:
        outlines = read_opml(file.read_bytes(), str(file))
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}; name an OPML file that can be read") from error
    except FeedError as error:
        raise Unusable(str(error)) from error
    good, bad = [], 0
    for outline in outlines:
        problems = checked(Document(str(file), {"feeds": [dict(outline.table)]}))[1]
        for problem in problems:
            complain(f"sitrep: {outline.table['url']}: {problem.message}")
        bad += bool(problems)
        good += [] if problems else [outline.table]
    added = feeds_file.append_new(_settings(config).feeds_file, good)
    for url in added:
        say(f"added {url}")
    say(f"{len(added)} feeds added, {len(good) - len(added)} were there already, {bad} cannot be used")
    return 1 if bad else 0


def export_feeds(config: Path | None, file: Path | None) -> None:
    """Write the registry as OPML to `file`, or to standard output."""
    text = write_opml(_settings(config).feeds)
    if file is None:
        out.file.write(text.decode("utf-8"))
        return
    try:
        file.write_bytes(text)
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}; name a file that can be written") from error
    say(f"wrote {file}")


def follow_moves(settings: Settings, warehouse: Warehouse, now: datetime) -> int:
    """Write permanent redirects into feeds.toml, each with its old address; how many.

    Where the file cannot be edited the warehouse remembers them (feed_moves), and polls follow that.
    """
    with warehouse.transaction() as connection:
        moved = rows(connection, "feeds_moved")
    return sum(_followed(settings, move, now) for move in moved)


def _followed(settings: Settings, move: dict[str, Any], now: datetime) -> bool:
    try:
        feeds_file.move(settings.feeds_file, move["from_url"], move["to_url"], now.date())
    except (EditError, ConfigError) as error:
        log.info("feed_moved_not_written", from_url=move["from_url"], to_url=move["to_url"], reason=str(error))
        return False
    log.info("feed_moved", from_url=move["from_url"], to_url=move["to_url"])
    return True


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _settings(config: Path | None) -> Settings:
    return load(config, os.environ, Path.cwd())
