"""OPML 2.0, the list of feeds that every feed reader exchanges: registry rows from it and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tasks.errors import FeedError
from tasks.text.fingerprint import one_line
from tasks.text.urls import host_of
from warehouse.records import Feed

_OURS = "urn:sitrep:opml"  # OPML 2.0 lets attributes of other namespaces in
_KEYS = ("country", "source_kind", "independence_group", "min_interval_minutes", "enabled")
_MOST = 50_000  # outlines of one file
_DEEPEST = 50
ET.register_namespace("sitrep", _OURS)


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML file: the keys of a [[feeds]] table, as far as the file has them."""

    table: Mapping[str, object]


def read_opml(body: bytes, name: str) -> tuple[Outline, ...]:
    """The feeds of the file `name`, folders and repeats taken out. Raises FeedError where it is no OPML."""
    try:
        # S314: expat bounds the growth of entities itself since 2.4.1, and opens nothing
        root = ET.fromstring(body)  # noqa: S314
    except (ET.ParseError, ValueError, LookupError) as error:
        raise FeedError(name, "not_opml", f"not readable as XML ({error}); export it again from the reader") from error
    if root.tag.lower() != "opml":
        raise FeedError(name, "not_opml", f"the root element is <{root.tag[:40]}>, not <opml>; is it the right file?")
    found = {str(outline.table["url"]): outline for outline in _outlines(root, 0)}
    return tuple(found.values())[:_MOST]


def write_opml(feeds: Iterable[Feed]) -> bytes:
    """The feeds as OPML 2.0, with what other readers do not know in a namespace of ours."""
    root = ET.Element("opml", {"version": "2.0"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Feeds of Sitrep"
    body = ET.SubElement(root, "body")
    for feed in feeds:
        ET.SubElement(body, "outline", _attributes(feed))
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _outlines(element: ET.Element, depth: int) -> Iterator[Outline]:
    if depth > _DEEPEST:
        return
    for child in element:
        url = _attribute(child, "xmlUrl")
        if url:
            yield Outline(_table(child, url))
        yield from _outlines(child, depth + 1)


def _table(element: ET.Element, url: str) -> dict[str, object]:
    outlet = _attribute(element, "title") or _attribute(element, "text") or host_of(url) or url
    table: dict[str, object] = {"url": url, "outlet": outlet[:500]}
    language = _attribute(element, "language")
    if language:
        table["language"] = language
    for key in _KEYS:
        value = element.get(f"{{{_OURS}}}{key}")
        if value:
            table[key] = _value(key, value)
    return table


def _value(key: str, value: str) -> object:
    if key == "enabled":
        return value != "false"
    return int(value) if key == "min_interval_minutes" and value.isdigit() else value


def _attribute(element: ET.Element, name: str) -> str | None:
    """Readers disagree about the case of attribute names."""
    return next((one_line(value) for key, value in element.attrib.items() if key.lower() == name.lower()), None)


def _attributes(feed: Feed) -> dict[str, str]:
    known = {"type": "rss", "text": feed.outlet, "title": feed.outlet, "xmlUrl": feed.url}
    if feed.language:
        known["language"] = feed.language
    ours = {key: getattr(feed, key) for key in _KEYS}
    return known | {
        f"{{{_OURS}}}{key}": str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in ours.items()
        if value is not None
    }
