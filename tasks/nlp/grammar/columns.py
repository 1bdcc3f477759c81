"""Attributes of all tokens of a Doc as one array, in and out, and Docs of words that are known by number.

spaCy's type hints know less than its code: they are set right here, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab


def read_columns(doc: Doc, names: Sequence[str]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """A row a token, a column an attribute."""
    found: Any = doc.to_array(list(names))
    return found.reshape(len(doc), len(names))  # type: ignore[no-any-return]  # see above


def write_columns(doc: Doc, names: Sequence[str], values: Any) -> None:  # noqa: ANN401  # an array of whole numbers
    """Set the attributes `names` of every token; heads are relative to their token."""
    doc.from_array(list(names), values.astype(np.uint64))


def doc_of(vocab: Vocab, orths: Any, spaces: Any = None) -> Doc:  # noqa: ANN401  # lists of numbers
    """A Doc of words by their numbers in the vocabulary; `spaces` says behind which of them a space stands."""
    return Doc(vocab, words=orths, spaces=spaces)
