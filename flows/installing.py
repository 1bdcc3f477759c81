"""`sitrep init`, `migrate` and `check`: making an installation and finding what is wrong with one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from config.settings import load, write_defaults
from flows.compose import App
from flows.console import say
from flows.errors import FlowError
from tasks.errors import SitrepError
from warehouse.checks import failures
from warehouse.errors import WarehouseError
from warehouse.migrate import migrate
from warehouse.snapshot import publish


def initialise(folder: Path) -> None:
    """Write the default configuration below `folder` (existing files stay) and make its warehouse."""
    try:
        written = write_defaults(folder / "config")
    except OSError as error:
        raise FlowError(f"{folder / 'config'}: {error.strerror}; name a folder that you may write to") from error
    app = App(load(folder / "config", os.environ, Path.cwd()))
    for path in written:
        say(f"wrote {path}")
    ensure_warehouse(app)
    say(f"warehouse {app.warehouse.path}")
    say(f"next: edit {folder / 'config' / 'settings.toml'}, then: sitrep run --config {folder / 'config'}")


def ensure_warehouse(app: App) -> None:
    """A first warehouse and snapshot where there is none; an older one is left to `sitrep migrate`."""
    if not app.warehouse.path.exists():  # raises where only a snapshot is left of it
        migrate(app.warehouse, datetime.now(UTC))
    if not app.warehouse.snapshot.exists():
        publish(app.warehouse)


def migrate_warehouse(app: App, *, dry_run: bool) -> None:
    """Apply the migrations that are pending, or only name them."""
    names = migrate(app.warehouse, datetime.now(UTC), dry_run=dry_run)
    if not dry_run:  # views may be new though no migration is
        publish(app.warehouse)
    for name in names:
        say(f"{'would apply' if dry_run else 'applied'} {name}")
    if not names:
        say(f"{app.warehouse.path} is up to date")


def check_all(app: App) -> int:
    """Print a line for configuration, pipeline and warehouse; 2 for bad rules or pipeline, 1 for a bad warehouse, 0."""
    settings = app.settings
    for problem in settings.alerts_problems:
        say(f"wrong {problem}; until it is mended the rules of before stay live")
    say(f"ok    configuration {settings.folder}: {len(settings.feeds)} feeds, {len(settings.rules)} alert rules")
    settings.require_secrets()
    code = 2 if settings.alerts_problems else 0
    try:
        say(f"ok    pipeline {app.extractor.engine_version}")
    except SitrepError as error:
        say(f"wrong {error}")
        code = 2
    return max(code, _check_warehouse(app))


def _check_warehouse(app: App) -> int:
    try:
        with app.warehouse.transaction() as connection:
            broken = failures(connection)
    except WarehouseError as error:
        say(f"wrong {error}")
        return 1
    for check in broken:
        say(f"wrong check {check.name}: {len(check.rows)} rows, the first is {check.rows[0]}")
    if not broken:
        say(f"ok    warehouse {app.warehouse.path}: every check passes")
    return 1 if broken else 0
