"""What is known about a text before it is read: its publication day and title, handed to the components on the Doc."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

Doc.set_extension("published_on", default=None, force=True)
Doc.set_extension("title", default=None, force=True)
Doc.set_extension("outlet_country", default=None, force=True)


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text to read. `published_on` anchors relative dates; None leaves them unresolved.

    `outlet_country` (ISO 3166-1 alpha-3): where its newspaper is, some evidence of which of several places is meant.
    """

    text: str
    published_on: date | None = None
    title: str | None = None
    outlet_country: str | None = None
