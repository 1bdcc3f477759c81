"""`sitrep feeds`: show and edit feeds.toml."""

from __future__ import annotations

import os
from pathlib import Path

from config import feeds as feeds_file
from config.settings import Settings, load
from flows.compose import App
from flows.console import say, table
from warehouse.errors import SnapshotMissing
from warehouse.queries import rows


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
        at = poll.get("last_polled_at")
        state = poll.get("state", "never_polled") if feed.enabled else "disabled"
        error = poll.get("last_error_class") if state == "failing" else None
        last = f"{at:%Y-%m-%d %H:%M}" if at else ""
        shown.append([feed.outlet, feed.country, feed.source_kind, state, last, error, feed.url])
    table(["outlet", "country", "kind", "state", "last poll", "error", "url"], shown)


def add_feed(config: Path | None, feed: dict[str, str]) -> None:
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


def _settings(config: Path | None) -> Settings:
    return load(config, os.environ, Path.cwd())
