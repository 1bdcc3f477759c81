"""Send one alert to one channel, or raise a DeliveryError that says whether trying again can help.

Nothing here decides on retries. A channel's address may hold a secret: errors name the channel, never its address.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TextIO

import apprise
import httpx

from tasks.alerts.rules import Channel
from tasks.errors import DeliveryError
from warehouse.records import Alert

_TAIL_BYTES = 1 << 20  # of a file that is looked through for an alert that a killed run wrote already
_TEMPORARY = frozenset({408, 425, 429})  # RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4
_REDIRECT, _CLIENT_ERROR, _SERVER_ERROR = 300, 400, 500
_sending: ContextVar[bool] = ContextVar("sending", default=False)


@dataclass(frozen=True, slots=True)
class Outlet:
    """What sending needs of the outside: an HTTP client, a stream for the console, the time of the run."""

    client: httpx.Client
    console: TextIO
    now: datetime


def send(channel: Channel, alert: Alert, outlet: Outlet) -> None:
    """Hand `alert` to `channel`. Raises DeliveryError."""
    token = _sending.set(True)
    try:
        _KINDS[channel.kind](channel, alert, outlet)
    finally:
        _sending.reset(token)


def _console(_: Channel, alert: Alert, outlet: Outlet) -> None:
    outlet.console.write(f"{alert.severity} {alert.kind}: {alert.title}\n")
    outlet.console.flush()


def _file(channel: Channel, alert: Alert, _: Outlet) -> None:
    """Append the payload as one line, unless a run that was killed before it could say so has written it."""
    if channel.path is None:
        raise DeliveryError(channel.name, "has no path; add one to config/alerts.toml", permanent=False)
    try:
        channel.path.parent.mkdir(parents=True, exist_ok=True)
        with _appending(channel.path) as (descriptor, tail):
            if not _written(tail, alert.alert_id):
                # a line that a crash cut off keeps to itself
                start = "" if not tail or tail.endswith(b"\n") else "\n"
                os.write(descriptor, f"{start}{alert.payload}\n".encode())
                os.fsync(descriptor)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"cannot append to {channel.path}: {reason}; make the file writable"
        raise DeliveryError(channel.name, message, permanent=False) from None


@contextlib.contextmanager
def _appending(path: Path) -> Iterator[tuple[int, bytes]]:
    """A descriptor that appends, and the last bytes of the file."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(descriptor).st_size
        os.lseek(descriptor, max(0, size - _TAIL_BYTES), os.SEEK_SET)
        yield descriptor, os.read(descriptor, _TAIL_BYTES)
    finally:
        os.close(descriptor)


def _written(tail: bytes, alert_id: str) -> bool:
    """Whether a whole line of the tail is the alert's."""
    for line in tail.splitlines():
        if alert_id.encode() in line:
            with contextlib.suppress(ValueError):
                found = json.loads(line)
                if isinstance(found, dict) and found.get("alert_id") == alert_id:
                    return True
    return False


def _webhook(channel: Channel, alert: Alert, outlet: Outlet) -> None:
    """POST the payload; the answer's body is not read."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": alert.alert_id}
    try:
        with outlet.client.stream(
            "POST",
            channel.url or "",
            content=alert.payload.encode(),
            headers=headers,
            timeout=channel.timeout_seconds,
            follow_redirects=False,
        ) as response:
            status, retry_after = response.status_code, response.headers.get("Retry-After")
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError):
        # `from None`: the original names the address
        message = "its url is not one that can be asked; mend it in config/alerts.toml"
        raise DeliveryError(channel.name, message, permanent=True) from None
    except httpx.HTTPError as error:
        message = f"no answer ({type(error).__name__}); see that the receiver is up and its certificate valid"
        raise DeliveryError(channel.name, message, permanent=False) from None
    _judge(channel, status, _seconds(retry_after, outlet.now))


def _judge(channel: Channel, status: int, retry_after: float | None) -> None:
    """Raise DeliveryError for a status that is no success (RFC 9110, section 15)."""
    if status < _REDIRECT:
        return
    if status < _CLIENT_ERROR:
        message = f"HTTP {status}: the receiver has moved; put its new address into config/alerts.toml"
        raise DeliveryError(channel.name, message, permanent=True)
    temporary = status >= _SERVER_ERROR or status in _TEMPORARY
    action = "it is tried again" if temporary else "see that its url and secret are right"
    raise DeliveryError(
        channel.name, f"HTTP {status}; {action}", permanent=not temporary, retry_after_seconds=retry_after
    )


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Retry-After in seconds from now: a number or an HTTP date (RFC 9110, section 10.2.3); None where unreadable."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after[:9])
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        at = parsedate_to_datetime(retry_after)
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
    return None


def _apprise(channel: Channel, alert: Alert, _: Outlet) -> None:
    """Any service that Apprise knows; plain text, which Apprise escapes as the service needs it."""
    services = apprise.Apprise()
    if not channel.url or not services.add(channel.url):
        message = "Apprise does not know its url; see appriseit.com for the form and mend it"
        raise DeliveryError(channel.name, message, permanent=bool(channel.url))
    for service in services:
        service.socket_connect_timeout = service.socket_read_timeout = channel.timeout_seconds
    text = f"{alert.body}\n{alert.alert_id}"
    try:
        sent = services.notify(body=text, title=alert.title, body_format=apprise.NotifyFormat.TEXT)
    except Exception as error:  # noqa: BLE001 - a hundred services raise what they like, with the address in it
        raise DeliveryError(channel.name, f"Apprise failed ({type(error).__name__})", permanent=False) from None
    if not sent:
        raise DeliveryError(channel.name, "the service did not take it; see its url and that it is up", permanent=False)


_KINDS: dict[str, Callable[[Channel, Alert, Outlet], None]] = {
    "console": _console,
    "file": _file,
    "webhook": _webhook,
    "apprise": _apprise,
}


def _no_addresses(_: logging.LogRecord) -> bool:
    """Drop what HTTP libraries log while an alert is being sent: the address of a webhook is its secret."""
    return not _sending.get()


for _name in ("httpx", "apprise", "urllib3.connectionpool", "requests"):
    logging.getLogger(_name).addFilter(_no_addresses)
