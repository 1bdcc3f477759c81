"""What opens a text or a paragraph of it: "ORUWA, Land (Agency) -", and the heads of the items of a round-up."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.nlp.grammar.reading import Reading

_DATELINE_WORDS = 16
_DASHES = frozenset({"-", "--", "—", "–", "―"})


def dateline_end(reading: Reading) -> int:
    """The word after "ORUWA, Land (Agency) -" at the head of a text; 0 without a dateline."""
    head = min(len(reading.tokens), 3 * _DATELINE_WORDS)
    for word in range(1, head):
        text = reading.tokens[word].text
        if (text in _DASHES or (text == ":" and _has_number(reading, word))) and _is_dateline(reading, word):
            return word
    return 0


def _is_dateline(reading: Reading, dash: int) -> bool:
    """Whether only capitals, numbers, brackets and marks stand before the dash, back to a line's or text's start."""
    first = dash
    while first > 0 and dash - first < _DATELINE_WORDS and not line_starts(reading, first):
        first -= 1
    before = reading.tokens[first:dash]
    spaced = reading.tokens[dash - 1].whitespace_ != "" or reading.tokens[dash].text == ":"
    plain = [t for t in before if t.is_alpha and t.text[0].islower() and t.text not in ("and", "of", "in", "the", "de")]
    capital = before[0].text[0].isupper() if before else False
    return spaced and capital and len(before) < _DATELINE_WORDS and not plain


def _has_number(reading: Reading, word: int) -> bool:
    """ "Oruwa (Land), Feb 8:"."""
    return any(token.text[0].isdigit() for token in reading.tokens[max(0, word - 3) : word])


def item_heads(reading: Reading, named: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The first words of the places that open an item: "ORUWA - ", "Oruwa: ", a line "ORUWA"; none where only one does.

    `named`: word spans of the places of the text.
    """
    opening = {reading.bounds[reading.sentence[first]][0] for first, _ in named}
    heads = [(first, end) for first, end in named if _opens_item(reading, first, end, opening)]
    names = {reading.text(first, end).lower() for first, end in heads}
    return frozenset(first for first, _ in heads) if len(names) > 1 else frozenset()


def _opens_item(reading: Reading, first: int, end: int, opening: set[int]) -> bool:
    """Whether a name stands at the head of a line, or behind one word there ("NEAR ORUWA"), and is set off."""
    number = reading.sentence[first]
    start, stop = reading.bounds[number]
    if start not in opening or first - start > 1 or not line_starts(reading, start):
        return False
    if end >= stop:
        return end >= len(reading.tokens) or line_starts(reading, end)
    mark = reading.tokens[end]
    if mark.text in _DASHES:
        return reading.tokens[end - 1].whitespace_ != ""
    return mark.text == ":" and end + 1 < stop


def line_starts(reading: Reading, word: int) -> bool:
    """Whether a word is the first of its line."""
    if word == 0:
        return True
    token = reading.tokens[word]
    return any("\n" in each.text for each in token.doc[reading.tokens[word - 1].i + 1 : token.i])
