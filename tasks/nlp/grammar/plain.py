"""The words of a Doc as plain lists, read once and shared: each `doc[i]` makes an object, and rules ask often."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc

from tasks.nlp.grammar.columns import read_columns

_KEY, _TEXTS = "sitrep_plain", "sitrep_texts"


@dataclass(frozen=True, slots=True)
class Plain:
    """Parallel lists over all tokens of a tagged Doc, white space included."""

    doc: Doc
    text: str  # Doc.text puts it together anew at each call
    starts: list[int]  # first character of each token
    texts: list[str]
    lower: list[str]
    pos: list[str]
    starts_sentence: list[bool]


def texts_of(doc: Doc) -> list[str]:
    """The text of each token, kept on `doc`; tokens never change."""
    kept: list[str] | None = doc.user_data.get(_TEXTS)
    if kept is None or len(kept) != len(doc):
        kept = doc.user_data[_TEXTS] = [token.text for token in doc]
    return kept


def plain(doc: Doc) -> Plain:
    """The lists of `doc`, kept on it. To be asked for after tagging and parsing only."""
    kept = doc.user_data.get(_KEY)
    if kept is not None and kept.doc is doc:
        return kept  # type: ignore[no-any-return]  # user_data is untyped
    texts = texts_of(doc)
    values = read_columns(doc, ["POS", "SENT_START", "SPACY"])
    tags, spaces = values[:, 0].tolist(), values[:, 2].tolist()
    names = {number: doc.vocab.strings[number] for number in set(tags)}
    sizes = [len(text) + space for text, space in zip(texts, spaces, strict=True)]
    made = Plain(
        doc=doc,
        text="".join(text + " " if space else text for text, space in zip(texts, spaces, strict=True)),
        starts=[0, *accumulate(sizes)][: len(texts)],
        texts=texts,
        lower=[text.lower() for text in texts],
        pos=[names[number] for number in tags],
        starts_sentence=(values[:, 1] == 1).tolist(),
    )
    doc.user_data[_KEY] = made
    return made
