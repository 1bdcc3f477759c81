"""To whom and on which day a statement was made, read in the cue's own clause."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.clauses import WEEKDAYS, phrase, sentence_bounds
from tasks.nlp.speech.attribution import Attribution, CueWords

_MARKS = frozenset({'"', "“", "”", "''", "``", "‘", "’", "«", "»", "„"})
_NEAR = 12  # words that may stand between a cue and its day


def addressee(found: Attribution, cues: CueWords) -> str | None:
    """Whom the words were said to: "told reporters", "said to the council"; None where nobody is named."""
    whom = _addressee(found, cues)
    who = found.speaker
    if whom is None or (who is not None and whom.start < who.end and who.start < whom.end):
        return None  # "asked Paula" behind a quotation is the speaker
    return _text(whom)


def _addressee(found: Attribution, cues: CueWords) -> Span | None:
    if found.cue is None:
        return None
    cue = found.cue.root
    if cue.lower_ in cues.tell and cue.lower_ not in cues.show:
        whom = next((c for c in cue.children if c.dep_ in {"obj", "iobj"} and c.i > cue.i and _outside(c, found)), None)
        return phrase(whom) if whom is not None else _next_phrase(cue, found)
    for word in cue.children:
        case = next((c for c in word.children if c.dep_ == "case" and c.lower_ == "to"), None)
        if (
            word.dep_ == "obl"
            and case is not None
            and word.i > cue.i
            and _outside(word, found)
            and cue.lower_ in cues.say
        ):
            return phrase(word)
    return None


def _outside(word: Token, found: Attribution) -> bool:
    low, high = _aside(found)
    return not found.start <= word.idx < found.end or low <= word.idx < high


def _aside(found: Attribution) -> tuple[int, int]:
    """The characters between the two halves of a quotation that its cue splits; nothing for any other."""
    if found.cue is None or not found.start <= found.cue.start_char < found.end:
        return 0, 0
    doc, first, end = found.cue.doc, found.cue.start, found.cue.end
    while first > 0 and doc[first - 1].text not in _MARKS:
        first -= 1
    while end < len(doc) and doc[end].text not in _MARKS:
        end += 1
    return doc[first].idx, doc[end].idx if end < len(doc) else found.end


def _next_phrase(cue: Token, found: Attribution) -> Span | None:
    """The nouns right behind "told", where the parse lost them."""
    behind = cue.doc[cue.i + 1 : cue.i + 6]
    taken = list(
        takewhile(
            lambda t: t.pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PRON"} and _outside(t, found) and t.lower_ != "that",
            behind,
        )
    )
    return cue.doc[cue.i + 1 : taken[-1].i + 1] if taken and taken[-1].pos_ in {"NOUN", "PROPN", "PRON"} else None


def _text(span: Span) -> str:
    return " ".join(span.text.split())


def said_on(doc: Doc, text: str, found: Attribution) -> str | None:
    """The ISO day told beside the cue, not inside what was said; None where none is told."""
    if found.cue is None:
        return None
    first, last = sentence_bounds(found.cue[0])
    left, right = doc[max(found.cue.start - _NEAR, first)], doc[min(found.cue.end + _NEAR, last) - 1]
    start, end = min(left.idx, found.cue.start_char), max(right.idx + len(right), found.cue.end_char)
    lead = without_time(doc, text, found) if found.form != "direct" else found.start
    dates = _dates(doc)  # in the order of the text
    low, high = _aside(found)
    days = [
        mention
        for mention in dates[bisect_left(dates, start, key=_start) : bisect_left(dates, end, key=_start)]
        if mention.precision == "day"
        and mention.end <= end
        and (not lead <= mention.start < found.end or low <= mention.start < high)
    ]
    middle = found.cue.start_char
    return min(days, key=lambda mention: abs(mention.start - middle)).value if days else None


def without_time(doc: Doc, text: str, found: Attribution) -> int:
    """Where the content starts once a leading "Thursday" that belongs to the cue is left out."""
    if (
        found.cue is None
        or found.cue.start_char > found.start
        or not found.rule.startswith(("clause", "judgement", "surface", "quote.before"))
    ):
        return found.start
    gap = text[found.cue.end_char : found.start]
    if gap.strip():
        return found.start
    start = found.start + 3 * text.startswith("on ", found.start)
    for mention in _dates(doc):
        if mention.start == start and mention.end < found.end:
            return mention.end + _spaces(text, mention.end, found.end)
    word = text[start : found.end].split(None, 1)
    if len(word) > 1 and word[0].lower() in WEEKDAYS:
        return found.end - len(word[1])
    return found.start


def _spaces(text: str, start: int, end: int) -> int:
    behind = text[start:end]
    rest = behind.lstrip(" ,").removeprefix("that ")
    return len(behind) - len(rest)


def _start(mention: DateMention) -> int:
    return mention.start


def _dates(doc: Doc) -> tuple[DateMention, ...]:
    return doc._.dates or () if doc.has_extension("dates") else ()
