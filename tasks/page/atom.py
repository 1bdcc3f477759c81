"""The feed of changes: Atom (RFC 4287), newest first; an entry keeps its id for ever."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from tasks.page.changes import Change
from tasks.page.records import Build
from tasks.page.render import iso
from tasks.page.words import clean, day, link, names

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 100


def feed(changed: Sequence[Change], build: Build) -> str:
    """The newest changes. Links are relative to the feed where the page has no address."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _text(root, "title", "Sitrep: what changed")
    _text(root, "id", _id("changes", build.address))
    newest = max((change.first.revised_at for change in changed), default=build.now)
    _text(root, "updated", iso(newest))
    _text(_child(root, "author"), "name", "Sitrep")
    _child(root, "link", rel="self", type="application/atom+xml", href=f"{build.address}changes.atom")
    _child(root, "link", rel="alternate", type="text/html", href=f"{build.address}index.html")
    for change in changed[:ENTRIES]:
        _entry(root, change, build)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _entry(root: ET.Element, change: Change, build: Build) -> None:
    first = change.first
    entry = _child(root, "entry")
    _text(entry, "title", f"{clean(first.title)}: {change.label}, {change.line}")
    _text(entry, "id", _id("revision", change.revisions[0].revision_id))
    _text(entry, "updated", iso(first.revised_at))
    _child(entry, "link", rel="alternate", type="text/html", href=f"{build.address}incidents/{first.incident_id}.html")
    for source in change.sources:
        if url := link(source.url):
            _child(entry, "link", rel="via", href=url)
    _child(entry, "category", term=change.kind, label=change.label)
    where = build.countries.get(first.country or "", "")
    said = ", ".join(names(first.claimants)) or "nobody any more"
    facts = ". ".join(
        part
        for part in (
            change.line,
            f"Says: {said}",
            f"Grade: {first.incident_grade}",
            clean(where),
            day(first.event_date),
        )
        if part
    )
    _text(entry, "summary", f"{facts}. {clean(first.sentence, 400)}", type="text")


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, 'sitrep:' + ':'.join(parts))}"


def _child(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    _child(parent, name, **attributes).text = text
