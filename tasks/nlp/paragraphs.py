"""`sitrep_paragraphs`: a new line starts a new sentence. It stands before the parser, which keeps preset starts."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("sitrep_paragraphs", default_config={"lexicon": {}})
class Paragraphs:
    """Headlines and paragraphs end without a full stop; the treebanks hold no line ends to learn that from."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first word after each line end as a sentence start."""
        after_line_end = False
        for token in doc:
            if token.is_space:
                after_line_end = after_line_end or "\n" in token.text
            elif after_line_end:
                token.is_sent_start = True
                after_line_end = False
        return doc
