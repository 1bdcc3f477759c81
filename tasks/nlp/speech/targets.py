"""What a stance is about: the noun phrase behind a cue, through "efforts to impose X" to X."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from tasks.nlp.names.mentions import Mention
from tasks.nlp.speech.stances import StanceWords
from tasks.nlp.speech.topics import LINKS

_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "X", "SYM"})
_SKIPPED = frozenset({"ADV", "INTJ"})
_PRONOUNS = frozenset(
    {
        "it",
        "them",
        "him",
        "her",
        "this",
        "that",
        "me",
        "us",
        "you",
        "each",
        "themselves",
        "itself",
        "himself",
        "herself",
    }
)
_MAX = 24  # tokens of one target
_DEPTH = 4  # "calls for efforts to impose X"


@dataclass(frozen=True, slots=True)
class Target:
    """The noun phrase and whether what stands between it and the cue turned the side around."""

    span: Span
    turned: bool


def find_target(doc: Doc, start: int, words: StanceWords) -> Target | None:
    """The target that begins at token `start`; None where no noun phrase stands there."""
    turned = False
    for _ in range(_DEPTH):
        start = _skip(doc, start)
        if start >= len(doc) or doc[start].is_space:
            return None
        token = doc[start]
        if (
            token.lower_ in words.furthering | words.ending
            and token.tag_ in {"VBG", "VB", "NN"}
            and _object_follows(doc, start)
        ):
            turned ^= token.lower_ in words.ending
            start += 1
            continue
        head, end = _noun_phrase(doc, start)
        if head is None:
            return None
        inner = _inner(doc, head, end, words)
        if inner is None:
            return Target(_whole(doc, start, end, words), turned)
        turned ^= inner[1]
        start = inner[0]
    return None


def _skip(doc: Doc, i: int) -> int:
    """Over adverbs, quotation marks and a leading preposition."""
    while i < len(doc) and (doc[i].pos_ in _SKIPPED or doc[i].text in {'"', "“", "''", "‘"}) and not doc[i].is_space:
        i += 1
    return i


def _object_follows(doc: Doc, i: int) -> bool:
    after = doc[i + 1] if i + 1 < len(doc) else None
    return after is not None and (after.pos_ in {"DET", "NOUN", "PROPN", "ADJ", "NUM"} or after.tag_ == "PRP$")


def _noun_phrase(doc: Doc, start: int) -> tuple[Token | None, int]:
    """Head and end of the simple noun phrase that starts at `start`."""
    end, head = start, None
    while end < min(len(doc), start + _MAX):
        token = doc[end]
        inside = (
            token.pos_ in _PHRASE
            or token.tag_ in {"POS", "PRP$", "CC", "VBN", "VBG"}
            or token.text in {"-", "'s", "’s", "'", "’"}
        )
        if token.tag_ == "CC" or token.tag_ in {"VBN", "VBG"}:  # "Western and Arab efforts", "proposed law"
            inside = (
                end + 1 < len(doc)
                and doc[end + 1].pos_ in {"ADJ", "NOUN", "PROPN"}
                and (end > start or token.tag_ != "CC")
            )
        if not inside or token.is_space:
            break
        if token.pos_ in {"NOUN", "PROPN", "NUM", "X"}:
            head = token
        end += 1
    if head is None and start < len(doc) and doc[start].lower_ in _PRONOUNS:
        return doc[start], start + 1
    return head, (head.i + 1 if head is not None else start)


def _inner(doc: Doc, head: Token, end: int, words: StanceWords) -> tuple[int, bool] | None:
    """Where the thing itself starts behind a light or reversing noun, and whether the side turns."""
    word = head.lower_
    light, reversing = word in words.light, word in words.reversing
    if not (light or reversing) or end + 1 >= len(doc):
        return None
    link = doc[end].lower_
    if link == "to" and (doc[end + 1].lower_ in words.furthering or doc[end + 1].lower_ in words.ending):
        return end + 1, reversing
    if (link in {"for", "against"} and light) or (link in {"of", "to", "against", "for"} and reversing):
        return end + 1, reversing or link == "against"
    if link == "of" and light and doc[end + 1].pos_ in {"NOUN", "ADJ", "VERB"} and not _names_person(doc, end + 1):
        return end + 1, False
    return None


def _names_person(doc: Doc, start: int) -> bool:
    """ "the efforts of envoy X" are X's efforts, not for X."""
    mentions: tuple[Mention, ...] = doc._.mentions or () if doc.has_extension("mentions") else ()
    return any(m.kind in {"person", "organisation"} and m.first <= start < m.end for m in mentions)


def _whole(doc: Doc, start: int, end: int, words: StanceWords) -> Span:
    """The phrase with its "on Syria", "of the envoy", "to enrich uranium" behind."""
    while end + 1 < len(doc) and end - start < _MAX and doc[end].lower_ in LINKS:
        head, stop = _noun_phrase(doc, end + 1)
        if (
            head is None
            or head.lower_ in {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
            or doc[end + 1].tag_ == "VB"
        ):
            break
        end = stop
    goes_on = end + 2 < len(doc) and doc[end].lower_ == "to" and doc[end + 1].tag_ == "VB"
    if goes_on and doc[end - 1].lower_ in words.to_do and _object_follows(doc, end + 1):
        head, stop = _noun_phrase(doc, end + 2)
        if head is None or head.pos_ != "PRON":
            end = stop if head is not None else end + 3
    return doc[start:end]
