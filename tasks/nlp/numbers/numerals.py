"""The grammar of counting words: "2.5 million", "two dozen", "twenty-one", "12-17", "tens of thousands".

Works on a list of lower-case words, so that it can be read, and tested, without a pipeline. Every function looks a
bounded number of words ahead: reading a text is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tasks.nlp.grammar.lexicon import Lexicon

# "10,000", in India "1,20,000", and "1234" but no "0300" (a time) and no "10,00" (a decimal comma).
_DIGITS = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d\d)+,\d{3}|[1-9]\d{0,11}|0)\Z")
_GLUED = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(k|mn|bn)\Z")
_DECIMAL_MILLION = re.compile(r"(\d{1,6}\.\d{1,3})(m)\Z")  # "40m" is a length
_GROUP = re.compile(r"\d{3}\Z")  # "10 500"
_LEAD_GROUP = re.compile(r"[1-9]\d{0,2}\Z")  # before it
_DECIMAL = re.compile(r"(?:\d{1,6}\.\d{1,3})\Z")
_RANGE = re.compile(r"([1-9][\d,]{0,14})[-–—]([1-9][\d,]{0,14})\Z")
_OPEN = re.compile(r"([1-9][\d,]{0,14})\+\Z")
_HYPHENS = frozenset("-‐‑–—")
_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1000
_GLUED_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
_GROUPED = 10**6
_LONGEST = 24  # words of the longest numeral that is read


@dataclass(frozen=True, slots=True)
class Numeral:
    """`end`: index after the last word. `low`, `high` as the words say; a vague word has no `high`."""

    end: int
    low: int
    high: int | None
    vague: bool = False
    digits: bool = False
    range: bool = False


class NumeralGrammar:
    """Reads a numeral at a given word; knows nothing of what is counted."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where numbers.toml lacks a table."""
        self._values = lexicon.numbers("numbers", "values")
        self._scales = lexicon.numbers("numbers", "scales")
        self._vague = lexicon.numbers("numbers", "vague")
        self._vague_of = lexicon.numbers("numbers", "vague_of")
        self._exact = lexicon.numbers("numbers", "exact")

    def read(self, words: Sequence[str], at: int) -> Numeral | None:
        """The longest numeral that starts at word `at`, ranges included ("12 to 17", "three or four")."""
        first = self._single(words, at)
        if first is None or first.range or first.high is None:
            return first
        return self._range(words, first) or first

    def single(self, words: Sequence[str], at: int) -> Numeral | None:
        """The numeral at word `at` alone: "from 40 to 45" holds two numbers, no range."""
        return self._single(words, at)

    def _range(self, words: Sequence[str], first: Numeral) -> Numeral | None:
        """ "12 to 17", "12 - 17", "three or four": the second number must be larger."""
        at = first.end
        if at + 1 >= len(words) or words[at] not in _HYPHENS | {"to", "or"}:
            return None
        second = self._single(words, at + 1)
        if second is None or second.high is None or second.range:
            return None
        if words[at] in _HYPHENS and first.digits != second.digits:
            return None  # "a 7-Eleven"
        low, high = first.low, second.low
        if (
            first.digits
            and low < _THOUSAND <= high
            and high % _THOUSAND == 0
            and low * _THOUSAND <= high
            and words[at] != "or"
        ):
            low *= _scale_of(high)  # "2 to 3 thousand"
        if low >= high or (words[at] == "or" and high - low > max(5, low)):
            return None
        return Numeral(second.end, low, high, digits=first.digits, range=True)

    def _single(self, words: Sequence[str], at: int) -> Numeral | None:
        word = words[at]
        if word in self._vague:
            return self._vague_words(words, at)
        if word[:1].isdigit():
            return self._digits(words, at)
        if word in ("a", "an", "half"):
            return self._article(words, at) or self._quarters(words, at + 1, 1)
        if word in self._values:
            return self._words(words, at)
        if word in self._exact:
            return Numeral(at + 1, self._exact[word], self._exact[word])
        return None

    def _digits(self, words: Sequence[str], at: int) -> Numeral | None:
        word = words[at]
        if found := _RANGE.match(word):
            low, high = (int(part.replace(",", "")) for part in found.groups())
            return Numeral(at + 1, low, high, digits=True, range=True) if low < high else None
        if found := _OPEN.match(word):
            return Numeral(at + 1, int(found.group(1).replace(",", "")), None, digits=True)
        if glued := _GLUED.match(word) or _DECIMAL_MILLION.match(word):
            number = int(Fraction(glued.group(1)) * _GLUED_SCALES[glued.group(2)])
            return Numeral(at + 1, number, number, digits=True)
        scale, end = self._scale(words, at + 1)
        if _DIGITS.match(word):
            number = int(word.replace(",", "")) * scale
            grouped = bool(_LEAD_GROUP.match(word))
            while grouped and number < _GROUPED and end < len(words) and _GROUP.match(words[end]) and scale == 1:
                number, end = number * _THOUSAND + int(words[end]), end + 1
            return Numeral(end, number, number, digits=True)
        if _DECIMAL.match(word) and scale > 1:
            number = int(Fraction(word) * scale)
            return Numeral(end, number, number, digits=True)
        return None

    def _scale(self, words: Sequence[str], at: int) -> tuple[int, int]:
        """The product of the scale words at `at` ("hundred thousand") and the index after them."""
        product = 1
        while at < len(words) and words[at] in self._scales and product < 10**9:
            product *= self._scales[words[at]]
            at += 1
        return product, at

    def _vague_words(self, words: Sequence[str], at: int) -> Numeral | None:
        """ "several", "a few dozen", "tens of thousands", "hundreds"."""
        word, low, end = words[at], self._vague[words[at]], at + 1
        scale, after = self._scale(words, end)
        if scale > 1:
            return Numeral(after, low * scale, None, vague=True)
        if (
            word in ("tens", "hundreds")
            and end + 1 < len(words)
            and words[end] == "of"
            and words[end + 1] in self._vague
        ):
            power = self._vague[words[end + 1]] // 2
            return Numeral(end + 2, low * power, None, vague=True)
        return Numeral(end, low, None, vague=True)

    def _article(self, words: Sequence[str], at: int) -> Numeral | None:
        """ "a dozen", "half a dozen", "a few", "a couple of", "a hundred and five", "one dozen"."""
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == "half" and following in ("a", "the") and at + 2 < len(words) and words[at + 2] in self._scales:
            number = self._scales[words[at + 2]] // 2
            return Numeral(at + 3, number, number)
        if word == "half" and following in self._scales:
            return Numeral(at + 2, self._scales[following] // 2, self._scales[following] // 2)
        if word in ("a", "an"):
            if following in self._vague and following == "few":
                return self._vague_words(words, at + 1)
            if following in self._vague_of and at + 2 < len(words) and words[at + 2] == "of":
                return Numeral(at + 2, self._vague_of[following], None, vague=True)
            if following in self._scales:
                return self._words(words, at)
        return None

    def _words(self, words: Sequence[str], at: int) -> Numeral | None:
        """ "twenty-one", "one hundred and five", "two dozen", "a thousand": English number words up to billions."""
        fraction = self._fraction(words, at)
        if fraction is not None:
            return fraction
        total = group = 0
        end = i = at
        seen_unit = 10**12
        while i < len(words) and i - at < _LONGEST:
            word = words[i]
            if word in self._values and self._values[word] < seen_unit:
                group += self._values[word]
                seen_unit = 10 if self._values[word] >= _TWENTY else 1
            elif word in ("a", "an") and i == at:
                group = 1
                seen_unit = 1
            elif word in self._scales and group:
                total, group = _scaled(total, group, self._scales[word])
                seen_unit = _HUNDRED if self._scales[word] == _HUNDRED else 10**12
            elif not (end == i and word in _HYPHENS | {"and"} and self._joins(words, i, group, total)):
                break
            else:
                i += 1
                continue
            i += 1
            end = i
        number = total + group
        return Numeral(end, number, number) if end > at and number else None

    def _fraction(self, words: Sequence[str], at: int) -> Numeral | None:
        """ "one and a half million", "three quarters of a million"."""
        value = self._values.get(words[at], 0)
        if not value or at + 4 >= len(words):
            return None
        if tuple(words[at + 1 : at + 4]) == ("and", "a", "half") and words[at + 4] in self._scales:
            number = (2 * value + 1) * self._scales[words[at + 4]] // 2
            return Numeral(at + 5, number, number)
        return self._quarters(words, at + 1, value)

    def _quarters(self, words: Sequence[str], at: int, count: int) -> Numeral | None:
        """ "quarters of a million" behind their number."""
        scaled = (
            at < len(words) and words[at] in ("quarter", "quarters") and tuple(words[at + 1 : at + 3]) == ("of", "a")
        )
        if not scaled or at + 3 >= len(words) or words[at + 3] not in self._scales:
            return None
        number = count * self._scales[words[at + 3]] // 4
        return Numeral(at + 4, number, number)

    def _joins(self, words: Sequence[str], at: int, group: int, total: int) -> bool:
        """Whether the hyphen or "and" at `at` stands inside one number: "twenty-one", "one hundred and five"."""
        following = words[at + 1] if at + 1 < len(words) else ""
        if words[at] in _HYPHENS:
            return following in self._scales or (
                group % _HUNDRED >= _TWENTY and group % _TEN == 0 and self._values.get(following, _TEN) < _TEN
            )
        return following in self._values and (total > 0 or group >= _HUNDRED) and group % _HUNDRED == 0


def _scaled(total: int, group: int, scale: int) -> tuple[int, int]:
    """Total and open group after a scale word: "two hundred" stays open, "two thousand" closes."""
    if scale < _THOUSAND:
        return total, group * scale
    return total + group * scale, 0


def _scale_of(number: int) -> int:
    """The largest of thousand, million, billion that divides `number`."""
    return next(scale for scale in (10**9, 10**6, 10**3, 1) if number % scale == 0)
