"""The main text of a page: trafilatura on decoded characters, offline, with a plainer reading behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import trafilatura

from tasks.text.fingerprint import tidy
from tasks.text.tree import Tree

_POOR = 200  # characters below which the plainer reading is tried
_TABLE_ROW = "| "  # trafilatura's, too
_BULLET = re.compile(r"^- (?=\S)", re.MULTILINE)  # trafilatura's mark of a list item, not the page's


@dataclass(frozen=True, slots=True)
class MainText:
    """Paragraphs as lines. `flag`: fallback (the plainer reading won), published_body (JSON-LD's articleBody won)."""

    text: str
    flag: str | None


def main_text(html: str, tree: Tree, title: str | None, published_body: str | None) -> MainText:
    """The main text of `html`, parsed as `tree`; a first line that repeats `title` is left out."""
    best = MainText(_without_title(_BULLET.sub("", _extracted(tree)), title), None)
    if len(best.text) < _POOR:
        plainer = _without_title(_baseline(html), title)
        best = MainText(plainer, "fallback") if len(plainer) > 2 * len(best.text) else best
    body = tidy(published_body or "")
    is_better = len(best.text) < _POOR and len(body) > 2 * len(best.text) and "<" not in body
    if is_better or best.text.split() == body.split():  # the same words: then the page's own lines are the right ones
        best = MainText(body, "published_body")
    return best


def _extracted(tree: Tree) -> str:
    try:
        text = tidy(trafilatura.extract(tree, include_comments=False) or "")
        if sum(len(line) for line in text.split("\n") if line.startswith(_TABLE_ROW)) * 2 > len(text):
            # a page laid out as a table comes out as one row of it
            text = tidy(trafilatura.extract(tree, include_comments=False, include_tables=False) or "")
    except Exception:  # noqa: BLE001 - a page that breaks the extractor must not break the run: the plainer reading takes it
        return ""
    return text


def _baseline(html: str) -> str:
    """Paragraph elements in order; trafilatura's own baseline joins all lines into one, so only its tree is used."""
    try:
        body, _, _ = trafilatura.baseline(html)
        lines = [" ".join("".join(element.itertext()).split()) for element in body]
    except Exception:  # noqa: BLE001 - as above; without a text the page is quarantined with its bytes
        return ""
    return tidy("\n".join(lines))


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest if title and first.casefold() == title.casefold() else text
