"""What was told in a span of time, as Markdown."""

from __future__ import annotations

from datetime import datetime

from flows.compose import App
from flows.reporting import escaped
from warehouse.queries import rows


def digest_text(app: App, since: datetime, until: datetime) -> str:
    """A line for each incident that changed, the worst first, with its newest headline."""
    with app.warehouse.reader() as connection:
        told = rows(connection, "digest_alerts", since=since, until=until)
    lines = [f"# Sitrep, {since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} UTC", ""]
    if not told:
        return "\n".join([*lines, "Nothing changed.", ""])
    lines += ["| severity | what changed | changes |", "| --- | --- | --- |"]
    lines += [f"| {row['severity']} | {escaped(row['title'])} | {row['changes']} |" for row in told]
    return "\n".join(lines) + "\n"
