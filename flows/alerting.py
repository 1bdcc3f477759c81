"""What `sitrep alerts` prints and does."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from config.nearest import advice
from flows.compose import App, compose
from flows.console import complain, heading, say, table
from flows.errors import FlowError, NotFound, Unusable
from tasks.alerts.messages import write
from tasks.alerts.rules import Rule
from tasks.deliver import resend_dead
from tasks.errors import DeliveryError
from tasks.rehearse import rehearse
from tasks.silence import end_silence, make_silence
from warehouse.queries import records, rows
from warehouse.records import Silence

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST = timedelta(days=36_500)


def span(text: str) -> timedelta:
    """A span of time like 90m, 12h, 30d or 2w. Raises Unusable."""
    match = re.fullmatch(r"(\d{1,6})([mhdw])", text.strip())
    found = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta()
    if not timedelta() < found <= _LONGEST:
        raise Unusable(f'"{text}" is no span of time; write a number and m, h, d or w, like 90m, 12h, 30d or 2w')
    return found


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
    say("send them again with: sitrep alerts resend" if found else "no delivery was given up")


def resend(config: Path | None, alert_ids: list[str]) -> None:
    """Put dead deliveries back into the outbox: the next run sends them, under the same keys."""
    found = resend_dead(compose(config).warehouse, datetime.now(UTC), alert_ids)
    if not found and alert_ids:
        raise NotFound(f"none of {', '.join(alert_ids)} was given up; see sitrep alerts dead")
    for delivery in found:
        say(f"{delivery.alert_id} goes to {delivery.channel} again with the next run")
    if not found:
        say("no delivery was given up")


def rehearse_rule(config: Path | None, name: str, since: str, form: str | None) -> int:
    """What a rule would have sent; 1 where its condition failed on some changes."""
    app = compose(config)
    for problem in app.settings.alerts_problems:
        complain(f"sitrep: {problem}; the rules of before stay live")
    rule = _rule(app, name)
    begin = datetime.now(UTC) - span(since)
    with app.warehouse.reader() as connection:
        found = rehearse(connection, rule, begin)
    if form:
        for alert in found.alerts:
            heading(alert.title)
            say(write([alert.payload], form, rule.numbers))
    else:
        table(
            ["known", "sent", "kind", "alert"],
            [
                [
                    f"{a.changed_at:%Y-%m-%d %H:%M}",
                    "at once" if a.sent_at == a.changed_at else f"{a.sent_at:%Y-%m-%d %H:%M}",
                    a.payload["kind"],
                    a.title,
                ]
                for a in found.alerts
            ],
        )
    where = ", ".join(rule.channels)
    say(
        f"rule {rule.name} takes {len(found.alerts)} of {found.changes} changes "
        f"since {begin:%Y-%m-%d %H:%M} UTC, to {where}"
    )
    if found.error:
        complain(f"sitrep: rule {rule.name}: {found.error}")
    return 1 if found.error else 0


def _rule(app: App, name: str) -> Rule:
    found = next((rule for rule in app.rules if rule.name == name), None)
    if found is None:
        names = [rule.name for rule in app.rules]
        mend = advice(name, names) if names else "alerts.toml has no rules"
        raise Unusable(f'no rule "{name}" in alerts.toml; {mend}')
    return found


def silence(config: Path | None, predicate: str, lasting: str, note: str | None) -> None:
    """Make a silence."""
    app = compose(config)
    until = datetime.now(UTC) + span(lasting)
    made = make_silence(app.warehouse, datetime.now(UTC), predicate, until, note)
    say(f"{made.silence_id}  silent until {made.expires_at:%Y-%m-%d %H:%M} UTC: {made.predicate}")


def list_silences(config: Path | None) -> None:
    """All silences, those in effect first."""
    now = datetime.now(UTC)
    with compose(config).warehouse.transaction() as connection:
        found = records(connection, Silence, "silences_all")
    table(
        ["silence", "state", "until", "where", "note"],
        [
            [
                s.silence_id,
                "silent" if s.expires_at > now else "over",
                f"{s.expires_at:%Y-%m-%d %H:%M}",
                s.predicate,
                s.note,
            ]
            for s in found
        ],
    )
    if not found:
        say("no silences")


def unsilence(config: Path | None, silence_id: str) -> None:
    """End a silence now."""
    ended = end_silence(compose(config).warehouse, datetime.now(UTC), silence_id)
    if ended is None:
        raise NotFound(f'no silence in effect begins with "{silence_id}"; see sitrep alerts silences')
    say(f"{ended.silence_id} is over: {ended.predicate}")


def print_schema() -> None:
    """The JSON Schema of what webhooks get."""
    say(files("tasks.alerts").joinpath("schema.json").read_text(encoding="utf-8").rstrip())


def ping(config: Path | None, name: str) -> None:
    """Send a message to one channel, past the outbox."""
    from tasks.deliver import send_one  # noqa: PLC0415  # Apprise takes a while to import

    app = compose(config)
    channel = next((channel for channel in app.channels if channel.name == name), None)
    if channel is None:
        raise Unusable(f'no channel "{name}" in alerts.toml; {advice(name, [c.name for c in app.channels])}')
    try:
        send_one(channel, datetime.now(UTC), sys.stdout)
    except DeliveryError as error:
        raise FlowError(str(error)) from None
    say(f"channel {name} took the test message")
