"""A Doc as the claim components read it: its words without white space, with sentence bounds, in plain lists."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.nlp.findings import DateMention, PlaceMention
from tasks.nlp.grammar.plain import plain

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_LONGEST_PROSE = 250  # words
_CLOSERS = frozenset({".", "!", "?", "…"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Parallel lists over the words of a text. Indexes into them are called words, never tokens."""

    doc: Doc
    source: str  # the text; Doc.text puts it together anew at each call
    tokens: list[Token]
    texts: list[str]
    lower: list[str]
    pos: list[str]
    tag: list[str]
    sentence: list[int]  # number of the sentence that holds the word
    bounds: list[tuple[int, int]]  # word span of each sentence
    of_token: dict[int, int]  # token index -> word
    subjects: dict[int, list[int]]  # verb -> its subjects by the parse
    objects: dict[int, list[int]]  # verb -> its objects by the parse
    closing: dict[int, int]  # word of an opening bracket -> word of its closing one, within a sentence
    opening: dict[int, int]  # the other way round
    tables: frozenset[int]  # sentences that are rows of figures, no prose: not worth reading

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Character span of the words first..end (end excluded)."""
        last = self.tokens[end - 1]
        return self.tokens[first].idx, last.idx + len(last)

    def text(self, first: int, end: int) -> str:
        """The text between the first and the last of the words, as printed."""
        start, stop = self.span(first, end)
        return self.source[start:stop]

    def head(self, word: int) -> int:
        """The word that the parse puts `word` under; itself for a root."""
        return self.of_token.get(self.tokens[word].head.i, word)

    def dep(self, word: int) -> str:
        """The Universal Dependencies relation of `word`, without a pipeline's parse empty."""
        return self.tokens[word].dep_

    def word_at(self, start: int) -> int | None:
        """The word that holds character `start`."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].idx <= start:
                low = middle + 1
            else:
                high = middle
        return low - 1 if low else None


def read(doc: Doc) -> Reading:
    """The reading of `doc`; kept on the Doc, so that the components of one pipeline share it."""
    kept = doc.user_data.get("sitrep_reading")
    if kept is not None and kept.doc is doc:
        return kept  # type: ignore[no-any-return]  # user_data is untyped
    words = plain(doc)
    numbers = [i for i, text in enumerate(words.texts) if not text.isspace()]
    tokens = [doc[i] for i in numbers]
    texts = [words.texts[i] for i in numbers]
    starts = [i == 0 or _starts(tokens, texts, i) for i in range(len(tokens))]
    firsts = [i for i, start in enumerate(starts) if start]
    bounds = list(zip(firsts, [*firsts[1:], len(tokens)] if firsts else [], strict=True))
    sentence = [number for number, (first, end) in enumerate(bounds) for _ in range(first, end)]
    closing = _brackets(texts, sentence)
    of_token = {token: i for i, token in enumerate(numbers)}
    reading = Reading(
        doc=doc,
        source=words.text,
        tokens=tokens,
        texts=texts,
        lower=[words.lower[i] for i in numbers],
        pos=[words.pos[i] for i in numbers],
        tag=[token.tag_ for token in tokens],
        sentence=sentence,
        bounds=bounds,
        of_token=of_token,
        subjects=_dependents(tokens, of_token, _SUBJECTS),
        closing=closing,
        opening={close: start for start, close in closing.items()},
        tables=_tables(tokens, bounds),
        objects=_dependents(tokens, of_token, frozenset({"obj"})),
    )
    doc.user_data["sitrep_reading"] = reading
    return reading


def _tables(tokens: list[Token], bounds: list[tuple[int, int]]) -> frozenset[int]:
    """Runs of words without a sentence end, too long for prose, in which every third word or more is a figure or the
    same few words come again and again."""
    found = set()
    for number, (first, end) in enumerate(bounds):
        if end - first > _LONGEST_PROSE:
            words = {token.lower for token in tokens[first:end]}
            figures = sum(token.like_num or not token.is_alpha for token in tokens[first:end])
            if 3 * figures > end - first or 20 * len(words) < end - first:  # shares, see above
                found.add(number)
    return frozenset(found)


def _brackets(texts: list[str], sentence: list[int]) -> dict[int, int]:
    """Opening -> closing bracket of the same sentence, outermost pairs."""
    found: dict[int, int] = {}
    opened: int | None = None
    for i, text in enumerate(texts):
        if text in ("(", "[") and (opened is None or sentence[opened] != sentence[i]):
            opened = i
        elif text in (")", "]") and opened is not None:
            if sentence[opened] == sentence[i]:
                found[opened] = i
            opened = None
    return found


def _dependents(tokens: list[Token], of_token: dict[int, int], relations: frozenset[str]) -> dict[int, list[int]]:
    """Head word -> its dependents of these relations (Token.lefts checks the whole Doc at each call)."""
    found: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        if token.dep_ in relations:
            found.setdefault(of_token.get(token.head.i, i), []).append(i)
    return found


def _starts(tokens: list[Token], texts: list[str], i: int) -> bool:
    """Whether word `i` opens a sentence: the parser says so (never inside "Mr. X"), or a full stop and a capital do."""
    token, before = tokens[i], tokens[i - 1]
    spaced = token.i > before.i + 1
    if spaced and any("\n" in each.text for each in token.doc[before.i + 1 : token.i]):
        return True
    if texts[i - 1] in _CLOSERS:
        return not token.is_punct
    if token.is_sent_start and (before.is_punct or before.is_quote):
        return token.text[:1].isupper() or token.text[:1].isdigit() or not token.is_alpha
    return texts[i - 1] == ";"


def place_mentions(doc: Doc) -> tuple[PlaceMention, ...]:
    """What `sitrep_places` found; empty where it did not run."""
    return doc._.places or () if Doc.has_extension("places") else ()


def date_mentions(doc: Doc) -> tuple[DateMention, ...]:
    """What `sitrep_dates` found; empty where it did not run."""
    return doc._.dates or () if Doc.has_extension("dates") else ()
