"""What lies in the folder of the pages: the manifest, from which the next build knows what it need not make again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

MANIFEST = ".sitrep-page.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`version` of the templates; `prints` of the incidents' pages by id; `files` by name, with the hash of each."""

    version: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """As the file holds it."""
        return json.dumps({"version": self.version, "files": dict(self.files), "prints": dict(self.prints)})


def manifest(text: str) -> Manifest:
    """The manifest of a file's text; an empty one where it is damaged: then everything is made again."""
    try:
        found = json.loads(text)
        return Manifest(str(found["version"]), dict(found["prints"]), dict(found["files"]))
    except (ValueError, TypeError, KeyError):
        return Manifest()


@dataclass(frozen=True, slots=True)
class Piece:
    """One file: its name, how it is made, and what it is made from, where that is known before it is made."""

    name: str
    make: Callable[[], str]
    made_from: object = None

    @property
    def print(self) -> str | None:
        """A hash of what it is made from and of the templates."""
        if self.made_from is None:
            return None
        return sha256(f"{version()}{self.made_from!r}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


@cache
def version() -> str:
    """A hash of all that makes pages: where it differs, every page is made again."""
    here = Path(__file__).parent
    digest = sha256()
    for path in sorted([*here.glob("*.py"), *here.glob("templates/*")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def stale(known: Manifest, prints: Mapping[str, str], present: set[str]) -> list[str]:
    """The incidents whose pages are to be made: new, changed, made by other templates, or missing on disk."""
    if known.version != version():
        return list(prints)
    return [
        incident_id
        for incident_id, print_ in prints.items()
        if known.prints.get(incident_id) != print_ or f"{incident_id}.html" not in present
    ]
