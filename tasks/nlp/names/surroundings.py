"""Where a word of a Doc stands: in which sentence, inside quotation marks, behind "Britain-based"."""

from __future__ import annotations

from spacy.tokens import Doc

from tasks.nlp.grammar.plain import plain

STOPS = frozenset({".", "!", "?"})
_OPENING, _CLOSING = frozenset({"“", "``", "„", "«"}), frozenset({'"', "”", "''", "»"})
_KINDS = frozenset({"rights", "monitoring", "advocacy", "aid", "opposition"})


def quoted(doc: Doc) -> list[bool]:
    """Whether each token stands inside double quotation marks, its closing mark among them; a line end closes them."""
    inside, found = False, []
    for text in plain(doc).texts:
        opens = text in _OPENING or (text == '"' and not inside)
        found.append(inside)
        inside = opens or (inside and text not in _CLOSING and "\n" not in text)
    return found


def sentence_numbers(doc: Doc) -> list[int]:
    """The number of each token's sentence: parser sentences, joined where one broke off without a stop."""
    numbers, number = [], 0
    words = plain(doc)
    before = ""
    for text, starts in zip(words.texts, words.starts_sentence, strict=True):
        number += bool(before) and ((starts and not before.isalpha()) or (before in STOPS and text.istitle()))
        numbers.append(number)
        before = text
    return numbers


def before_kind(doc: Doc, i: int) -> int:
    """The token before the noun `i`, over what says which kind it is: "the Britain-based rights group"."""
    at = i - 1
    if at > 0 and doc[at].lower_ in _KINDS:
        at -= 1
    if at > 2 and doc[at].lower_ == "based" and doc[at - 1].text == "-":  # noqa: PLR2004
        at -= 3
        while at > 0 and doc[at].pos_ == "PROPN":
            at -= 1
    elif doc[at].lower_.endswith("-based"):
        at -= 1
    return max(at, 0)
