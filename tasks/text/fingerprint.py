"""When two texts are the same: exactly, and apart from white space and typography."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from warehouse.records import stable_id

# C0 and C1 controls but line feed, lone surrogates (no UTF-8 for them) and the byte order mark
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def tidy(text: str) -> str:
    """`text` with paragraphs as lines: line ends unified, controls out, lines trimmed, empty ones dropped.

    No other character changes: spans of claims point into the result, and quotation marks stay as printed.
    """
    if text.isprintable():  # no control, line end or odd space
        return text.strip()
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    lines = (_CONTROL.sub("", line.replace("\t", " ")).strip() for line in unified.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str | None) -> str | None:
    """`text` as one trimmed line for a title or name, None where nothing is left."""
    return " ".join(tidy(text or "").split()) or None


def text_sha256(text: str) -> str:
    """The hexadecimal SHA-256 of the UTF-8 bytes of `text`."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def near_duplicate_group(text: str) -> str:
    """One id for all texts that differ in white space, letter case or quotation marks only.

    An exact fingerprint of the folded text: copies that an outlet cut or edited get another id.
    """
    folded = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY)).casefold()
    return stable_id("text", text_sha256(" ".join(folded.split())))
