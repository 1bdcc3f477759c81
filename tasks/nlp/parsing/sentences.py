"""Where sentences end, by rule: at line ends, and at a full stop that no abbreviation explains.

The trained parser finds sentence ends too, but errs on headlines, quotations and initials; an end it misses or makes up
spoils the parse of both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasks.nlp.grammar.vocabulary import words

_STOPS = frozenset({".", "!", "?", "…", "..", "...", "....", "!!", "!!!", "?!", "!?", "??", "。"})
_CLOSING = frozenset({'"', "”", "’", "'", "''", ")", "]", "»", "›"})
_OPENING = frozenset({'"', "“", "‘", "'", "``", "(", "[", "«", "‹", "-", "–", "—", "*", "•", "·"})
_INITIAL = 2  # characters of "J."


class SentenceEnds:
    """Knows the abbreviations of parsing.toml."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        """Raises LexiconError where parsing.toml lacks a list."""
        self._titles = words(lexicon, "parsing", "sentences.titles")
        self._abbreviations = words(lexicon, "parsing", "sentences.abbreviations")
        self._openers = words(lexicon, "parsing", "sentences.openers")

    def starts(self, tokens: Sequence[str], spaced: Sequence[int]) -> list[int]:
        """Indexes of the words that open a sentence.

        `tokens` are the texts of all tokens in order, white space included; `spaced` says which a space follows.
        Linear: each token is looked at once.
        """
        found: list[int] = []
        stop: int | None = None  # the token that may have ended a sentence
        broken = True  # a line end since the last word
        closing = False
        for i, text in enumerate(tokens):
            if text.isspace():
                broken = broken or "\n" in text
                continue
            if broken:
                found.append(i)
            elif stop is not None:
                if text in _CLOSING and not (spaced[i - 1] and not spaced[i]):
                    closing = True
                    continue
                if self._begins(tokens, i, stop, closing):
                    found.append(i)
            stop = i if self._may_end(text) else None
            broken, closing = False, False
        return found

    def _may_end(self, text: str) -> bool:
        return text in _STOPS or (len(text) > 1 and text[-1] == "." and text[0] != ".")

    def _begins(self, tokens: Sequence[str], i: int, stop: int, closing: bool) -> bool:
        """Whether token `i`, behind a stop, opens a sentence."""
        text = tokens[i]
        first = text[0]
        if first.islower() or text in (",", ";", ":", ")", "]", "'s", "’s"):
            return False
        if tokens[stop] in _STOPS:
            return self._after_stop(tokens, i, stop, closing)
        word = tokens[stop][:-1].lower()
        if word in self._titles or (len(tokens[stop]) == _INITIAL and tokens[stop][0].isupper()):
            return False
        if word in self._abbreviations or "." in word:
            return text.lower() in self._openers or text in _OPENING
        return True

    def _after_stop(self, tokens: Sequence[str], i: int, stop: int, closing: bool) -> bool:
        if tokens[stop] != "." or closing or stop == 0:
            return True
        before = tokens[stop - 1]
        word = before.lower()
        if word in self._titles:
            return word == "no" and not tokens[i][0].isdigit()
        if len(before) == 1 and before.isupper():  # an initial
            return tokens[i].lower() in self._openers
        if word in self._abbreviations:
            return tokens[i].lower() in self._openers or not tokens[i][0].isalnum()
        return True
