"""What `sitrep alerts` prints."""

from __future__ import annotations

from pathlib import Path

from flows.compose import compose
from flows.console import say, table
from warehouse.queries import rows


def list_alerts(config: Path | None, limit: int) -> None:
    """The newest alerts, one a line, with the state of their deliveries."""
    with compose(config).warehouse.reader() as connection:
        found = rows(connection, "alerts_newest", limit=limit)
    table(
        ["raised", "kind", "severity", "alert", "deliveries"],
        [[f"{r['raised_at']:%Y-%m-%d %H:%M}", r["kind"], r["severity"], r["title"], r["deliveries"]] for r in found],
    )
    if not found:
        say("no alerts yet")


def list_dead(config: Path | None, limit: int) -> None:
    """Deliveries that were given up."""
    with compose(config).warehouse.reader() as connection:
        found = rows(connection, "alerts_dead", limit=limit)
    table(
        ["alert", "channel", "attempts", "error", "title"],
        [[r["alert_id"], r["channel"], r["attempts"], r["error"], r["title"]] for r in found],
    )
    if not found:
        say("no delivery was given up")
