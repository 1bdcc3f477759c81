"""What Prefect is told of a run: summary, new incidents and a link as artifacts, an event for each state change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import structlog
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.events import emit_event
from prefect.runtime import flow_run

from flows.compose import App
from flows.console import printable
from flows.running import words
from warehouse.queries import rows

log = structlog.get_logger()
_MOST = 100  # incidents in a table, events in a run


def report(app: App, run_id: str, stages: Sequence[tuple[str, object]]) -> None:
    """Leave artifacts and events of the run that just ended; a Prefect that does not take them is no failure of it."""
    if not flow_run.id:
        return
    with app.warehouse.transaction() as connection:
        incidents = rows(connection, "report_incidents", run_id=run_id, limit=_MOST)
        changes = rows(connection, "report_changes", run_id=run_id, limit=_MOST)
    try:
        create_markdown_artifact(summary(run_id, stages, changes), key="sitrep-run", description="What the run did")
        if incidents:
            shown = [{name: _cell(value) for name, value in row.items()} for row in incidents]
            create_table_artifact(shown, key="sitrep-new-incidents", description="Incidents that the run opened")
        create_link_artifact(app.warehouse.snapshot.as_uri(), "published warehouse", key="sitrep-warehouse")
        for change in changes:
            _emit(change)
    except Exception as error:  # noqa: BLE001 - whatever Prefect's client lets out, the run has done its work
        log.warning("prefect_not_told", error=f"{type(error).__name__}: {error}"[:300])


def summary(run_id: str, stages: Sequence[tuple[str, object]], changes: Sequence[dict[str, Any]]) -> str:
    """The Markdown of a run: a table of its stages and the changes it told."""
    lines = [f"# Run {run_id}", "", "| stage | what it did |", "| --- | --- |"]
    lines += [f"| {name} | {escaped(words(stage))} |" for name, stage in stages]
    if changes:
        lines += ["", f"## {len(changes)} state changes", ""]
        lines += [f"- **{change['kind']}** {escaped(change['title'])}" for change in changes]
    return "\n".join(lines) + "\n"


def _emit(change: dict[str, Any]) -> None:
    subject = change["incident_id"] or change["alert_id"]
    emit_event(
        event=f"sitrep.{change['kind']}",
        resource={"prefect.resource.id": f"sitrep.incident.{subject}", "prefect.resource.name": _cell(change["title"])},
        payload={"alert_id": change["alert_id"], "severity": change["severity"], **_payload(change["payload"])},
    )


def _payload(text: str) -> dict[str, Any]:
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


def _cell(value: object) -> str:
    """Text of articles and feeds is untrusted: no control characters, no end."""
    return printable(value)[:500]


def escaped(text: object) -> str:
    """Untrusted text in Markdown: no markup, no HTML, no table cell of its own."""
    shown = _cell(text).replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")
    return "".join(f"\\{letter}" if letter in "\\`*_[]|#!" else letter for letter in shown)
