"""Single words that the chunker asks about: first names like months, acronyms, glued hyphens."""

from __future__ import annotations

from tasks.nlp.grammar.reading import Reading

_MONTH_NAMES = frozenset({"jan", "april", "may", "june", "august"})
_BEFORE_MONTHS = frozenset(
    {"in", "on", "since", "last", "this", "next", "of", "early", "late", "mid", "by", "from", "until"}
)


def is_first_name(reading: Reading, i: int) -> bool:
    """The Jan of "Jan Kolar", the April of "April Moss"; no "in May" and no "May 5"."""
    if reading.lower[i] not in _MONTH_NAMES or reading.tag[i] != "NNP" or i + 1 >= len(reading.tokens):
        return False
    after, before = reading.tokens[i + 1], reading.lower[i - 1] if i else ""
    named = after.is_alpha and after.is_title and reading.tag[i + 1] == "NNP"
    return named and not before.isdigit() and before not in _BEFORE_MONTHS


def is_acronym(word: str) -> bool:
    """ "WP", "LeI": more than one capital."""
    return sum(letter.isupper() for letter in word) > 1


def words_between(reading: Reading, start: int, end: int) -> set[int]:
    """The words that stand in the characters start..end."""
    words: set[int] = set()
    word = reading.word_at(start)
    while word is not None and word < len(reading.tokens) and reading.tokens[word].idx < end:
        words.add(word)
        word += 1
    return words


def glued(reading: Reading, i: int) -> bool:
    """Whether the hyphen at `i` stands between words without spaces."""
    before, here, after = reading.tokens[i - 1], reading.tokens[i], reading.tokens[i + 1]
    return before.idx + len(before) == here.idx and here.idx + 1 == after.idx
