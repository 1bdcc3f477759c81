"""`sitrep_parsing`: the trained components, run on the sentences that need them and on nothing else.

Each sentence is parsed alone, in a small Doc of its words; many go through a component together, those of one length
side by side. A sentence that comes twice in a batch is parsed once. White space is left out: the treebanks have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.grammar.columns import doc_of, read_columns, write_columns
from tasks.nlp.parsing.gate import NOTHING, PARSED, TAGGED, Sentence
from tasks.nlp.parsing.trained import Trained

_ATTRIBUTES = ("TAG", "POS", "ENT_IOB", "ENT_TYPE", "DEP", "HEAD")
_TAG, _POS, _IOB, _TYPE, _DEP, _HEAD = range(len(_ATTRIBUTES))
_INSIDE, _OUTSIDE = 1, 2  # values of ENT_IOB
_LONGEST = 200  # words parsed in one piece; what is longer is no sentence
_TOGETHER = 1_200  # words that go through a component together; more would leave the processor's cache


@dataclass(slots=True)
class _Piece:
    """Words to parse, and where they stand: (number of the Doc, token of each word)."""

    orths: list[int]
    norms: list[int]
    spaces: list[int]
    level: int
    places: list[tuple[int, np.ndarray]] = field(default_factory=list)


@Language.factory("sitrep_parsing", default_config={"lexicon": {}})
class Parsing:
    """Reads doc._.sentences; writes tags, parse, names of entities and sentence starts into the Doc."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        self.vocab = nlp.vocab
        self.trained = Trained([])
        self.tokens_parsed = 0  # since the start: work is counted, not timed
        self._root, self._dep, self._second = (nlp.vocab.strings.add(each) for each in ("ROOT", "dep", "parataxis"))
        self._space, self._space_tag = nlp.vocab.strings.add("SPACE"), nlp.vocab.strings.add("_SP")

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        return next(self.pipe(iter([doc]), batch_size=1))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Annotate Docs in batches."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: list[Doc]) -> None:
        pieces: dict[bytes, _Piece] = {}
        for number, doc in enumerate(docs):
            self._collect(number, doc, pieces)
        filled = [self._flat(doc) for doc in docs]
        for chunk in _chunks(sorted(pieces.values(), key=lambda piece: (piece.level, len(piece.orths)))):
            self._read(chunk, filled)
        for doc, values in zip(docs, filled, strict=True):
            if len(doc):
                _bridge(values, self._space)
                write_columns(doc, _ATTRIBUTES, values)
                write_columns(doc, ["SENT_START"], _starts(doc))

    def _collect(self, number: int, doc: Doc, pieces: dict[bytes, _Piece]) -> None:
        """Put the sentences of `doc` that are to be read among `pieces`."""
        values = read_columns(doc, ["ORTH", "NORM", "SPACY", "IS_SPACE"])
        for sentence in doc._.sentences:
            if sentence.level == NOTHING:
                continue
            words = sentence.first + np.flatnonzero(values[sentence.first : sentence.end, 3] == 0)
            for at in range(0, len(words), _LONGEST):
                part = words[at : at + _LONGEST]
                key = values[part, :2].tobytes() + bytes([sentence.level])
                piece = pieces.get(key)
                if piece is None:
                    orths, norms, spaces = values[part, :3].T.tolist()
                    piece = pieces[key] = _Piece(orths, norms, spaces, sentence.level)
                piece.places.append((number, part))

    def _read(self, chunk: list[_Piece], filled: list[np.ndarray]) -> None:
        """Run the trained components on the pieces, and copy what they say to every place where the words stand."""
        docs = [self._doc(piece) for piece in chunk]
        self.trained.read(docs, [piece.norms for piece in chunk], parse=chunk[0].level == PARSED)
        for piece, doc in zip(chunk, docs, strict=True):
            self.tokens_parsed += len(doc)
            values = read_columns(doc, _ATTRIBUTES)
            heads = np.arange(len(doc)) + values[:, _HEAD].astype(np.int64)
            if piece.level == TAGGED:
                heads[:], values[:, _DEP], values[0, _DEP] = 0, self._dep, self._root
            roots = np.flatnonzero(heads == np.arange(len(doc)))
            heads[roots[1:]], values[roots[1:], _DEP] = roots[0], self._second
            for number, words in piece.places:
                copied = values.copy()
                copied[:, _HEAD] = (words[heads] - words).astype(np.uint64)
                filled[number][words] = copied

    def _doc(self, piece: _Piece) -> Doc:
        doc = doc_of(self.vocab, piece.orths, piece.spaces)
        starts = np.full((len(doc), 1), -1, dtype=np.int64)
        starts[0] = 1
        write_columns(doc, ["SENT_START"], starts)
        return doc

    def _flat(self, doc: Doc) -> np.ndarray:
        """What is said of the words that no component reads: they hang on the first word of their sentence."""
        values = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
        values[:, _IOB], values[:, _DEP] = _OUTSIDE, self._dep
        spaces = read_columns(doc, ["IS_SPACE"])[:, 0] == 1
        values[spaces, _TAG], values[spaces, _POS] = self._space_tag, self._space
        firsts = np.zeros(len(doc), dtype=np.int64)
        for sentence in doc._.sentences:
            firsts[sentence.first : sentence.end] = sentence.first
        if len(doc) and spaces[0] and not spaces[: doc._.sentences[0].end].all():  # only the first may open with space
            firsts[: doc._.sentences[0].end] = np.flatnonzero(~spaces)[0]
        values[:, _HEAD] = (firsts - np.arange(len(doc))).astype(np.uint64)
        values[firsts == np.arange(len(doc)), _DEP] = self._root
        return values


def _chunks(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces of one level in runs of at most `_TOGETHER` words."""
    chunk: list[_Piece] = []
    size = 0
    for piece in pieces:
        if chunk and (size + len(piece.orths) > _TOGETHER or piece.level != chunk[0].level):
            yield chunk
            chunk, size = [], 0
        chunk.append(piece)
        size += len(piece.orths)
    if chunk:
        yield chunk


def _bridge(values: np.ndarray, space: int) -> None:
    """White space inside a name belongs to it."""
    for i in np.flatnonzero(values[:-1, _POS] == space)[::-1]:
        if values[i + 1, _IOB] == _INSIDE:
            values[i, _IOB], values[i, _TYPE] = _INSIDE, values[i + 1, _TYPE]


def _starts(doc: Doc) -> np.ndarray:
    starts = np.full((len(doc), 1), -1, dtype=np.int64)
    starts[[sentence.first for sentence in doc._.sentences]] = 1
    return starts


__all__ = ["Parsing", "Sentence"]
