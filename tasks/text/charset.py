"""Bytes to characters: byte order mark, HTTP header, the document's own word, utf-8, windows-1252."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_HEAD_BYTES = 4096  # where a declaration may stand; the HTML standard asks for the first 1024
# the WHATWG Encoding Standard reads these labels as their Windows supersets, because pages mean those
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a document. `flag`: wrong_encoding where what was declared did not fit the bytes."""

    text: str
    encoding: str
    flag: str | None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The characters of `body`; never fails: bytes that fit no encoding become U+FFFD."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding, None)
    declared = _declared(body, content_type)
    tried = [*declared, "utf-8"] if declared else [_unmarked(body), "utf-8"]
    if declared and declared[0].startswith("cp125") and not body.isascii():
        tried.insert(0, "utf-8")  # any bytes are windows-125x, but hardly any text in it is utf-8 by chance
    for encoding in tried:
        text = _strict(body, encoding)
        if text is not None:
            flag = "wrong_encoding" if declared and encoding != declared[0] else None
            return Decoded(text, encoding, flag)
    if declared and declared[0] == "utf-8":  # a few broken bytes in a utf-8 page cost less than a page of wrong letters
        text = body.decode("utf-8", "replace")
        if text.count("\ufffd") * 20 < sum(byte > 127 for byte in body):  # noqa: PLR2004 - bytes above ASCII
            return Decoded(text, "utf-8", "wrong_encoding")
    return Decoded(body.decode("cp1252", "replace"), "cp1252", "wrong_encoding" if declared else None)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    header = _HEADER.search(content_type or "")
    inside = _DECLARED.search(body[:_HEAD_BYTES])
    labels = [header[1] if header else "", (inside[1] or inside[2]).decode("ascii") if inside else ""]
    names: list[str] = []
    for label in labels:
        name = _name(label)
        if name and name not in names:
            names.append(name)
    return names


def _name(label: str) -> str | None:
    """Python's name of a text encoding, None for an unknown label and for codecs that are no character sets."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    # a declaration that was read byte by byte cannot be in UTF-16: the standard takes utf-8 instead
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else _SUPERSETS.get(name, name)


def _unmarked(body: bytes) -> str:
    """UTF-16 without a mark shows as a zero beside the first letter."""
    head = body[:2]
    if len(head) == 2 and 0 in head and head != b"\0\0":  # noqa: PLR2004 - two bytes a unit
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return "utf-8"


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeError, ValueError):
        return None
