"""Untrusted words made safe for a line of plain text: no controls, escape codes, line breaks or bidi tricks."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # ECMA-48 control sequences: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # strings: window titles, links
    r"|\x1b[@-Z\\-_]?"
)
# Unicode TR 36: what turns or hides text; ZWJ and ZWNJ stay, because scripts need them.
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_SPACE = re.compile(r"\s+")
_BREAKING = {"Cc", "Zl", "Zp", "Cs"}


def plain(text: str, limit: int) -> str:
    """`text` on one line, at most `limit` characters."""
    head = text[: 4 * limit]  # a headline of megabytes is not walked through
    bare = _HIDDEN.sub("", _ESCAPES.sub("", head))
    line = "".join(" " if unicodedata.category(character) in _BREAKING else character for character in bare)
    line = _SPACE.sub(" ", line).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def marked(sentence: str, start: int, end: int, limit: int) -> str:
    """`sentence` with the characters from `start` to `end` in brackets: "said [14] people were wounded"."""
    room = max(limit - (end - start), 0) // 2
    before = plain(sentence[max(0, start - room) : start], limit)
    after = plain(sentence[end : end + room], limit)
    # brackets of the sentence itself would hide which are ours
    before, after = (words.replace("[", "(").replace("]", ")") for words in (before, after))
    left = "… " if start > room else ""
    right = " …" if len(sentence) - end > room else ""
    gap_before = " " if sentence[:start] != sentence[:start].rstrip() else ""
    gap_after = " " if sentence[end:] != sentence[end:].lstrip() else ""
    return f"{left}{before}{gap_before}[{plain(sentence[start:end], limit)}]{gap_after}{after}{right}"


def split_quote(quote: str) -> tuple[str, str, str]:
    """What `marked` made, as (before, number, after)."""
    before, _, rest = quote.partition("[")
    number, _, after = rest.rpartition("]")
    return before, number, after
