"""A parsed page. lxml comes with trafilatura and has no types, so what is used of it is written down here."""

from __future__ import annotations

from typing import Any, Protocol

import trafilatura


class Tree(Protocol):
    """The root element of a page (lxml.html.HtmlElement)."""

    def xpath(self, path: str) -> list[Any]:
        """The elements or strings at an XPath 1.0 expression."""


def parse_html(html: str) -> Tree | None:
    """The tree of `html`, None where the characters are no HTML page."""
    try:
        tree: Tree | None = trafilatura.load_html(html)
    except (ValueError, TypeError, RecursionError):  # lxml on odd characters
        return None
    return tree
