"""The sample pages and feeds of the demo. Where they come from: LICENSE.md in this folder."""

from __future__ import annotations

import html
import re
from importlib.resources import files


def read(name: str) -> bytes:
    """One file of the sample."""
    return files(__package__).joinpath(name).read_bytes()


def article_text() -> str:
    """The text of the first sample article, a paragraph a line, as it was published."""
    page = read("2012-06-14-china-opposes-sanctions.html").decode("utf-8")
    body = page.partition('<div class="article-body">')[2].partition("</div>")[0]
    return "\n".join(html.unescape(paragraph) for paragraph in re.findall(r"<p>(.*?)</p>", body, flags=re.DOTALL))
