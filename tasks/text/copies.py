"""Near duplicates: the same wire story in other outlets, cut, with another first line or a credit of its own.

MinHash (Broder 1997) by one permutation finds candidates, the texts themselves decide: most of the shorter text stands
in the longer one, and the two do not each have a number that the other lacks. The last is a rule of this field: a
report whose toll changed reads like the one before it and is news, not a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

_WORD = re.compile(r"\w+")
_BINS, _BITS = 64, 26  # 64 bins of a 32-bit hash, by its first six bits
_ROWS, _BANDS = 3, 21  # a pair that shares half its word triples is found with a chance of .94, one of .02 with .0002
_WIDTH = 8  # hexadecimal digits of one number
_CONTAINED = 0.7  # of the shorter text's triples
_FEWEST = 25  # triples; shorter texts are alike by chance
_NUMBERS = frozenset(
    re.findall(
        r"\w+",
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred dozen dozens hundreds "
        "thousand thousands",
    )
)


@dataclass(frozen=True, slots=True)
class KnownText:
    """One version that the warehouse has, with the group that it is in."""

    group: str
    minhash: str
    text: str


@dataclass(frozen=True, slots=True)
class _Read:
    group: str
    triples: frozenset[int]
    numbers: frozenset[str]


class Copies:
    """Texts by their groups. Earlier texts come first: they name the group."""

    def __init__(self, known: Iterable[KnownText]) -> None:
        self._by_band: dict[str, list[_Read]] = {}
        for one in known:
            self._add(one.minhash, _read(one.group, one.text))

    def group_of(self, text: str, own: str) -> str:
        """The group of the first text that `text` is a copy of, else `own`; it is known from then on."""
        found, signature = _read(own, text), minhash(text)
        group = next((other.group for other in self._candidates(signature) if _are_copies(found, other)), own)
        self._add(signature, _Read(group, found.triples, found.numbers))
        return group

    def _candidates(self, signature: str) -> Iterator[_Read]:
        seen: dict[int, _Read] = {}
        for band in bands(signature):
            for other in self._by_band.get(band, ()):
                seen.setdefault(id(other), other)
        return iter(seen.values())

    def _add(self, signature: str, read: _Read) -> None:
        for band in bands(signature):
            self._by_band.setdefault(band, []).append(read)


def minhash(text: str) -> str:
    """64 numbers of 32 bits as hexadecimal digits; empty for a text without three words.

    One-permutation MinHash: the least hash of each of 64 bins, an empty bin taking that of the next full one.
    """
    least: list[int | None] = [None] * _BINS
    for value in _triples(text):
        place = value >> _BITS
        lowest = least[place]
        if lowest is None or value < lowest:
            least[place] = value
    full = [number for number, value in enumerate(least) if value is not None]
    if not full:
        return ""
    filled = (least[place] if least[place] is not None else least[_next(full, place)] for place in range(_BINS))
    return "".join(f"{value or 0:08x}" for value in filled)


def bands(signature: str) -> list[str]:
    """The parts of a MinHash of which copies share at least one, each with its place (queries/normalise_copies.sql)."""
    if not signature:
        return []
    size = _ROWS * _WIDTH
    return [f"{number}:{signature[number * size : (number + 1) * size]}" for number in range(_BANDS)]


def _are_copies(one: _Read, other: _Read) -> bool:
    shorter = min(len(one.triples), len(other.triples))
    if shorter < _FEWEST:
        return False
    if (one.numbers - other.numbers) and (other.numbers - one.numbers):
        return False
    return len(one.triples & other.triples) >= _CONTAINED * shorter


def _read(group: str, text: str) -> _Read:
    words = _words(text)
    numbers = frozenset(word for word in words if word in _NUMBERS or word[0].isdigit())
    return _Read(group, _triples(text), numbers)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _triples(text: str) -> frozenset[int]:
    words = _words(text)
    triples = zip(words, words[1:], words[2:], strict=False)
    return frozenset(crc32(" ".join(triple).encode("utf-8", "replace")) for triple in triples)


def _next(full: list[int], place: int) -> int:
    return next((number for number in full if number > place), full[0])
