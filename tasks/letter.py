"""A digest of alerts as an e-mail: the page's digest, with exactly the alerts that the message tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tasks.alerts.messages import Entry, entry
from tasks.alerts.messages import Evidence as Found
from tasks.alerts.outbox import Message
from tasks.alerts.payload import Payload
from tasks.alerts.plain import split_quote
from tasks.page import digest
from tasks.page.health import summary
from tasks.page.records import Build
from tasks.page.words import quoted
from warehouse.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Writer = Callable[["DuckDBPyConnection", Message], str]
_RUNS = 20


def letter(connection: DuckDBPyConnection, message: Message, build: Build) -> str:
    """The HTML document for a message of alerts, with what is contested now and how the feeds are."""
    contested = rows(connection, "page_contested", limit=digest.CONTESTED)
    health = summary(rows(connection, "status_feeds"), rows(connection, "status_runs", limit=_RUNS), build)
    told = [_told(row, entry(row, message.numbers)) for row in message.rows]
    return digest.letter(message.title, told, contested, health, message.key, build)


def _told(row: Payload, of: Entry) -> digest.Told:
    incident = row["incident"] or {}
    return digest.told(
        of.title,
        of.label,
        of.line,
        incident_id=incident.get("incident_id"),
        country=incident.get("country"),
        grade=incident.get("grade"),
        claimants=of.claimants,
        evidence=tuple(map(_evidence, of.evidence)),
    )


def _evidence(found: Found) -> digest.Evidence:
    return digest.Evidence(quoted(*split_quote(found.quote)), found.heading, found.url, found.explain)
