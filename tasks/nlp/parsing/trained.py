"""The trained components of a spaCy pipeline on many short Docs, in as few steps as their models allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from tasks.nlp.grammar.columns import doc_of, read_columns, write_columns

_OF_THE_WORD = frozenset({"ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE"})
_UNREAD = frozenset({"trainable_lemmatizer", "lemmatizer", "senter", "sentencizer"})  # no rule reads what they write
_KEPT_WORDS = 20_000  # whose vectors are kept: 10 MB at a width of 128


class Trained:
    """Components in their order. The parser is run only where it is asked for."""

    def __init__(self, pipes: Sequence[tuple[str, Any]]) -> None:
        self.pipes = [(name, pipe) for name, pipe in pipes if name not in _UNREAD]
        for _, pipe in self.pipes:
            if hasattr(pipe, "model"):
                use_numpy_products(pipe.model)
        self._vectors = {name: WordVectors(pipe.model) for name, pipe in self.pipes if is_plain_tok2vec(name, pipe)}

    def read(self, docs: list[Doc], norms: Sequence[list[int]], *, parse: bool) -> None:
        """Annotate `docs`; `norms` are the tokeniser's normal forms of their words ("not" for "n't")."""
        for name, pipe in self.pipes:
            if name in self._vectors:
                for doc, vectors in zip(docs, self._vectors[name].of(docs, norms), strict=True):
                    doc.tensor = vectors
            elif parse or name != "parser":
                # A parser takes a quarter of a batch at a time: one step over all sentences is the fastest.
                list(pipe.pipe(iter(docs), batch_size=4 * len(docs))) if hasattr(pipe, "pipe") else _each(pipe, docs)


def _each(pipe: Any, docs: list[Doc]) -> None:  # noqa: ANN401  # a component of any kind
    for doc in docs:
        pipe(doc)


def use_numpy_products(model: Model[Any, Any]) -> None:
    """Multiply matrices by numpy's library (OpenBLAS), which is two to three times as fast as thinc's own (BLIS).

    On another backend (a graphics card, Apple's library) the model is left as it is.
    """
    ops = NumpyOps(use_blis=False)
    for node in model.walk():
        if type(node.ops) is NumpyOps:
            node.ops = ops


def is_plain_tok2vec(name: str, pipe: Any) -> bool:  # noqa: ANN401  # a component of any kind
    """Whether this is spaCy's Tok2Vec.v2: an embedding that looks at the word alone, and an encoder over it."""
    model = getattr(pipe, "model", None)
    if name != "tok2vec" or model is None or len(model.layers) != len(("embed", "encode")):
        return False
    read = [node.attrs["columns"] for node in model.layers[0].walk() if node.name == "extract_features"]
    return len(read) == 1 and set(read[0]) <= _OF_THE_WORD


class WordVectors:
    """Context vectors of words. The embedding of a word is worked out once and kept: a text repeats its words."""

    def __init__(self, model: Model[Any, Any]) -> None:
        self._embed, self._encode = model.layers
        self._rows: dict[tuple[int, int], int] = {}
        self._table: np.ndarray = np.zeros((0, 0), dtype=np.float32)

    def of(self, docs: Sequence[Doc], norms: Sequence[list[int]]) -> list[np.ndarray]:
        """One array a Doc."""
        keys = [
            list(zip(read_columns(doc, ["ORTH"])[:, 0].tolist(), norm, strict=True))
            for doc, norm in zip(docs, norms, strict=True)
        ]
        self._learn(docs[0], keys)
        rows = self._rows
        embedded = [self._table[[rows[key] for key in each]] for each in keys]
        return self._encode.predict(embedded)  # type: ignore[no-any-return]  # thinc is not typed that far

    def _learn(self, sample: Doc, keys: Sequence[list[tuple[int, int]]]) -> None:
        """Embed the words that are new."""
        if len(self._rows) > _KEPT_WORDS:
            self._rows, self._table = {}, self._table[:0]
        new = list(dict.fromkeys(key for each in keys for key in each if key not in self._rows))
        if not new:
            return
        words = doc_of(sample.vocab, [orth for orth, _ in new])
        write_columns(words, ["NORM"], np.array([[norm] for _, norm in new], dtype=np.uint64))
        found = self._embed.predict([words])[0]
        for key in new:
            self._rows[key] = len(self._rows)
        self._table = np.concatenate([self._table, found]) if len(self._table) else found
