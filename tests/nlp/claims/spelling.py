"""English number words, as different papers write them: "two hundred and five", "two hundred five", "twenty one"."""

from __future__ import annotations

UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((1_000_000, "million"), (1_000, "thousand"))


def in_words(number: int, *, joined: bool = True, hyphened: bool = True) -> str:
    """Words of a number from 0 to 999,999,999: `joined` by "and" as in British papers, tens `hyphened` to units."""
    for size, name in _SCALES:
        if number >= size:
            head = f"{in_words(number // size, joined=joined, hyphened=hyphened)} {name}"
            return _with_rest(head, number % size, joined=joined, hyphened=hyphened)
    if number >= 100:
        return _with_rest(f"{UNITS[number // 100]} hundred", number % 100, joined=joined, hyphened=hyphened)
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (("-" if hyphened else " ") + UNITS[number % 10] if number % 10 else "")


def _with_rest(head: str, rest: int, *, joined: bool, hyphened: bool) -> str:
    """ "two thousand" and what follows: "and" only before the last two digits."""
    if not rest:
        return head
    joint = " and " if joined and rest < 100 else " "
    return head + joint + in_words(rest, joined=joined, hyphened=hyphened)
