"""What nobody wrote as sentences is not read: tables, strings of signs, and stretches that repeat themselves.

They are blanked, so that offsets stay. But for runs without a space, only texts far longer than an article are looked
at, and the start of such a stretch is kept: whatever it says has then been said.
"""

from __future__ import annotations

import re
import zlib

_LONG = 20_000  # characters; news articles are shorter
_BLOCK = 4_096
_REPETITIVE = 0.10  # of its size that a block is packed to; English prose packs to half
_WORDLESS = 0.2  # share of letters; in prose it is four fifths
_FIGURES = 3  # every third word of a table is a figure
_VARIETY = 20  # times that each word of a block comes, where it says nothing new
_NO_WORD = re.compile(r"\S{1000,}")


def prose(text: str) -> str:
    """`text` with all that as spaces. Linear in the text."""
    text = _NO_WORD.sub(lambda run: " " * len(run.group()), text)
    if len(text) < _LONG:
        return text
    blocks = [text[at : at + _BLOCK] for at in range(0, len(text), _BLOCK)]
    noise = [_is_noise(block) for block in blocks]
    return "".join(
        " " * len(block) if number and noise[number] and noise[number - 1] else block
        for number, block in enumerate(blocks)
    )


def _is_noise(block: str) -> bool:
    words = block.split()
    if sum(map(str.isalpha, block)) < _WORDLESS * len(block) or _VARIETY * len(set(words)) < len(words):
        return True
    if _FIGURES * sum(word[:1].isdigit() for word in words) > len(words):
        return True
    packed = zlib.compress(block.encode("utf-8", "replace"), 1)
    return len(packed) < _REPETITIVE * len(block)
