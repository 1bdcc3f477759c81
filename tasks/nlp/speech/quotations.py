"""Which speaker and cue belong to a quotation: "...", X said; X said: "..."; "..." X said, "..."; paragraphs.

Decided on words and marks first and on the parse second: quotation marks and line ends mislead parsers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from tasks.nlp.grammar.clauses import own_subject, phrase, subject
from tasks.nlp.grammar.plain import plain
from tasks.nlp.speech.attribution import CueWords
from tasks.nlp.speech.quotes import Quote

_WINDOW = 40  # words that a cue clause may have
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_STOPS = frozenset({".", "!", "?", ";"})
_MARKS = frozenset({'"', "“", "”", "''", "``", "‘", "’", "'", "«", "»", "„"})
_QUOTED_WORDS = 3  # shorter ones without a stop are single words in quotation marks, not utterances


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in tokens [first, end), with its cue and speaker where the words around it give them."""

    quote: Quote
    first: int
    end: int
    cue: Token | None = None
    speaker: Span | None = None
    side: str = ""  # before, after: where the cue stands


class QuoteReader:
    """Reads the surroundings of each quotation of one Doc."""

    def __init__(self, doc: Doc, quotes: tuple[Quote, ...], cues: CueWords) -> None:
        self.doc, self.cues = doc, cues
        starts = plain(doc).starts
        self.spans = [(bisect_left(starts, quote.start), bisect_left(starts, quote.end)) for quote in quotes]
        self.quotes = quotes
        self.inside = [-1] * len(doc)
        for number, (first, end) in enumerate(self.spans):
            self.inside[first:end] = [number] * (end - first)

    def utterances(self) -> Iterator[Quoted]:
        """The quotations that are something said, in text order, with cue and speaker of their own sentence."""
        for quote, (first, end) in zip(self.quotes, self.spans, strict=True):
            if first < end and self._is_utterance(first, end):
                yield self._attributed(quote, first, end)

    def _is_utterance(self, first: int, end: int) -> bool:
        inner = [t for t in self.doc[first:end] if not t.is_space and t.text not in _MARKS]
        spoken = sum(1 for t in inner if not t.is_punct)
        stopped = bool(inner) and inner[-1].text in {".", ",", "!", "?", "…", "...", "—", "--"}
        return spoken >= _QUOTED_WORDS or (stopped and spoken > 0)

    def _attributed(self, quote: Quote, first: int, end: int) -> Quoted:
        comma = self._last_inside(first, end) == ","
        sides = ("after", "before") if comma or not self._introduced(first) else ("before", "after")
        for side in sides:
            window = self._after(end) if side == "after" else self._before(first)
            if side == "after" and not (
                comma or self._last_inside(first, end) in {"!", "?", "—", "--"} or self._comma_at(end)
            ):
                continue
            found = self._cue(window, side)
            if found is not None:
                return Quoted(quote, first, end, found[0], found[1], side)
        return Quoted(quote, first, end)

    def _last_inside(self, first: int, end: int) -> str:
        return next(
            (t.text for t in reversed(list(self.doc[first:end])) if t.text not in _MARKS and not t.is_space), ""
        )

    def _comma_at(self, end: int) -> bool:
        return end < len(self.doc) and self.doc[end].text in {",", "—", "--", "–"}

    def starts_sentence(self, first: int) -> bool:
        """Whether nothing but a stop or a line end stands before token `first`."""
        before = first - 1
        if before < 0 or "\n" in self.doc[before].text:
            return True
        return self.doc[before].text in _STOPS | _MARKS or self.inside[before] >= 0

    def _introduced(self, first: int) -> bool:
        return first > 0 and self.doc[first - 1].text in {",", ":"}

    def ends_sentence(self, token: Token) -> bool:
        """Whether a sentence ends here; the stop of "Lt." ends none."""
        if token.text not in _STOPS:
            return False
        return not (token.i and f"{self.doc[token.i - 1].lower_}." in self.cues.abbreviations)

    def _after(self, end: int) -> list[Token]:
        """The words from a quotation to the next stop, line end or quotation."""
        window: list[Token] = []
        for token in self.doc[end : end + _WINDOW]:
            if self.inside[token.i] >= 0 or (token.is_space and "\n" in token.text) or self.ends_sentence(token):
                break
            window.append(token)
        return window

    def _before(self, first: int) -> list[Token]:
        """The words of the sentence before a quotation, in text order."""
        window: list[Token] = []
        for i in range(first - 1, max(-1, first - _WINDOW), -1):
            token = self.doc[i]
            if self.inside[i] >= 0 or (token.is_space and "\n" in token.text) or self.ends_sentence(token):
                break
            window.append(token)
        return window[::-1]

    def _cue(self, window: list[Token], side: str) -> tuple[Token, Span | None] | None:
        """The reporting verb nearest to the quotation with its speaker, or a colon's subject."""
        order = window if side == "after" else window[::-1]
        for token in order:
            if (
                token.lower_ in self.cues.speaks
                and token.pos_ in {"VERB", "AUX", "NOUN", "PROPN"}
                and token.tag_ != "VB"
            ):
                speaker = self._speaker(token, window, side)
                if speaker is not None:
                    return token, speaker
        if side == "before" and window and window[-1].text == ":":
            return self._colon(window)
        return None

    def _speaker(self, cue: Token, window: list[Token], side: str) -> Span | None:
        """The subject by the parse, else the noun phrase next to the cue on either side."""
        allowed = {token.i for token in window}
        own = own_subject(cue)
        if own is not None and own.i in allowed:
            return phrase(subject(cue) or own)
        if own is None and side == "before":
            inherited = subject(cue)
            if inherited is not None and self.inside[inherited.i] < 0:
                return phrase(inherited)
        left = [t for t in window if t.i < cue.i]
        right = [t for t in window if t.i > cue.i]
        if side == "after" and not any(t.pos_ in _NOMINAL for t in left):
            return self._noun_phrase(right)
        return self._noun_phrase(left)

    def _noun_phrase(self, tokens: list[Token]) -> Span | None:
        """The first nominal head among `tokens` up to a comma."""
        for token in tokens:
            if token.pos_ in _NOMINAL and token.dep_ not in {"compound", "amod", "nmod:poss", "obl:unmarked"}:
                found = phrase(token)
                return self.doc[max(found.start, tokens[0].i) : max(token.i + 1, min(found.end, tokens[-1].i + 1))]
        return None

    def _colon(self, window: list[Token]) -> tuple[Token, Span | None] | None:
        """X was blunt: "..." - the sentence's subject speaks."""
        root = next((t for t in window if t.dep_ == "ROOT"), None)
        own = own_subject(root) if root is not None else None
        if own is not None and root is not None and self.inside[own.i] < 0 and own.i < window[-1].i:
            return window[-1], phrase(own)
        nouns = [t for t in window if t.pos_ in _NOMINAL]
        return (window[-1], phrase(nouns[0])) if nouns and len(window) < 8 else None  # noqa: PLR2004  # "X: ..."
