"""The channels that are files: alerts as JSON Lines, and an RSS feed. An alert that is there is not added again."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

from tasks.alerts.messages import HTML, write
from tasks.alerts.outbox import Message
from tasks.alerts.payload import Payload, line
from tasks.alerts.rules import Channel
from tasks.errors import DeliveryError

_TAIL_BYTES = 1 << 20  # of a file that is looked through for an alert that a killed run wrote already
_FEED_ITEMS = 100
_LARGEST_FEED = 10_000_000  # bytes: what is larger was not written by us


def append_lines(channel: Channel, message: Message) -> None:
    """Append each alert as one line, unless a run that was killed before it could say so has written it."""
    path = _path(channel)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _appending(path) as (descriptor, tail):
            fresh = [row for row in message.rows if not _written(tail, row["alert_id"])]
            if fresh:
                # a line that a crash cut off keeps to itself
                start = "" if not tail or tail.endswith(b"\n") else "\n"
                os.write(descriptor, (start + "".join(f"{line(row)}\n" for row in fresh)).encode())
                os.fsync(descriptor)
    except OSError as error:
        raise _unwritable(channel, path, error) from None


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
    for found in tail.splitlines():
        if alert_id.encode() in found:
            with contextlib.suppress(ValueError):
                row = json.loads(found)
                if isinstance(row, dict) and row.get("alert_id") == alert_id:
                    return True
    return False


def write_feed(channel: Channel, message: Message) -> None:
    """Put each alert on top of an RSS 2.0 file of the newest hundred, replaced as a whole: no reader sees half."""
    path = _path(channel)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = _items(path)
        known = {item.findtext("guid") for item in kept}
        fresh = [_item(row) for row in reversed(message.rows) if row["alert_id"] not in known]
        if not fresh:
            return
        unfinished = path.with_name(f".{path.name}.new")
        unfinished.write_bytes(_feed([*fresh, *kept][:_FEED_ITEMS]))
        unfinished.replace(path)
    except OSError as error:
        raise _unwritable(channel, path, error) from None


def _items(path: Path) -> list[Xml.Element]:
    """The items of the feed as it is; none where it is not there or is no feed of ours."""
    if not path.exists() or path.stat().st_size > _LARGEST_FEED:
        return []
    text = path.read_bytes()
    if b"<!DOCTYPE" in text:  # ours has none, and entities could grow without end
        return []
    try:
        return Xml.fromstring(text).findall("channel/item")  # noqa: S314 - without DOCTYPE there are no entities
    except Xml.ParseError:
        return []


def _item(row: Payload) -> Xml.Element:
    item = Xml.Element("item")
    Xml.SubElement(item, "title").text = row["title"]
    if row["evidence"]:
        Xml.SubElement(item, "link").text = row["evidence"][0]["article"]["url"]
    Xml.SubElement(item, "guid", isPermaLink="false").text = row["alert_id"]
    raised = datetime.fromisoformat(row["raised_at"])
    Xml.SubElement(item, "pubDate").text = format_datetime(raised)
    Xml.SubElement(item, "category").text = row["kind"]
    Xml.SubElement(item, "description").text = write([row], HTML)
    return item


def _feed(items: list[Xml.Element]) -> bytes:
    root = Xml.Element("rss", version="2.0")
    head = Xml.SubElement(root, "channel")
    for name, text in (
        ("title", "Sitrep alerts"),
        ("link", "about:blank"),
        ("description", "Changes of what is known of casualties, each once."),
    ):
        Xml.SubElement(head, name).text = text
    head.extend(items)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _path(channel: Channel) -> Path:
    if channel.path is None:
        raise DeliveryError(channel.name, "has no path; add one to config/alerts.toml", permanent=False)
    return channel.path


def _unwritable(channel: Channel, path: Path, error: OSError) -> DeliveryError:
    reason = error.strerror or type(error).__name__
    return DeliveryError(channel.name, f"cannot write {path}: {reason}; make the file writable", permanent=False)
