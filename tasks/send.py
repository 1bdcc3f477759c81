"""Send one message to one channel, or raise a DeliveryError that says whether trying again can help.

Nothing here decides on retries. A channel's address may hold a secret: errors name the channel, never its address.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

import httpx

from tasks.alerts.outbox import Message
from tasks.alerts.rules import Channel
from tasks.append import append_lines, write_feed
from tasks.errors import DeliveryError
from tasks.post import post_webhook, sending, through_apprise

_GRACE_SECONDS = 2.0  # a request that ends in time by itself says better what was wrong


@dataclass(frozen=True, slots=True)
class Outlet:
    """What sending needs of the outside: an HTTP client, a stream for the console, a clock."""

    client: httpx.Client
    console: TextIO
    clock: Callable[[], datetime]


def send(channel: Channel, message: Message, outlet: Outlet) -> None:
    """Hand `message` to `channel`; whatever the other side does, it takes a bounded time. Raises DeliveryError."""
    match channel.kind:
        case "console":
            for row in message.rows:
                outlet.console.write(f"{row['severity']} {row['kind']}: {row['title']}\n")
            outlet.console.flush()
        case "file":
            append_lines(channel, message)
        case "rss":
            write_feed(channel, message)
        case "webhook":
            _in_time(channel, lambda: post_webhook(channel, message, outlet.client, outlet.clock()))
        case _:
            _in_time(channel, lambda: through_apprise(channel, message))


def _in_time(channel: Channel, act: Callable[[], None]) -> None:
    """Do it in a thread of its own, given up after the channel's time: a server that drips bytes is always in time."""
    failed: list[BaseException] = []
    token = sending.set(True)
    context = copy_context()
    sending.reset(token)

    def work() -> None:
        try:
            context.run(act)
        except BaseException as error:  # noqa: BLE001 - handed to the caller, whatever it is
            failed.append(error)

    thread = threading.Thread(target=work, name=f"deliver-{channel.name}", daemon=True)
    thread.start()
    thread.join(channel.timeout_seconds + _GRACE_SECONDS)
    if thread.is_alive():
        message = f"no whole answer within {channel.timeout_seconds:g} s; see that the receiver is up"
        raise DeliveryError(channel.name, message, permanent=False)
    if failed:
        raise failed[0]
