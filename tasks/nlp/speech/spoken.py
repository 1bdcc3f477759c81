"""Whose words a cue gives, and what it gives where the parse finds no clause: read off the words around the cue."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span, Token

from tasks.nlp.grammar.clauses import beside, own_subject, phrase, sentence_bounds, stripped, subject
from tasks.nlp.speech.attribution import Attribution, CueWords

_BY_THE_WAY = frozenset({"also", "further", "later", "instead", "then", "meanwhile", "again"})
_QUOTE = frozenset({'"', "“", "''", "``", "‘", "«"})
_SHORT = 3  # words that a clause has at least


def surface(verb: Token, cues: CueWords) -> Attribution | None:
    """X said CONTENT. / CONTENT, X said. / which X said CONTENT: by words and commas alone."""
    if (
        verb.lower_ not in cues.say
        or verb.tag_ not in {"VBD", "VBZ", "VBP"}
        or verb.lower_ in cues.judge
        or verb.lower_ in cues.quote_only
    ):
        return None
    speaker = beside(verb)
    if speaker is None:
        return None
    doc, (start, end) = verb.doc, sentence_bounds(verb)
    behind = doc[verb.i + 1 : end]
    opener = doc[speaker.start - 1].lower_ if speaker.start > start else ""
    if opener in {"which", "who"}:
        stop = next((t.i for t in behind if t.text in {",", ";", "."}), end)
        return _given("relative", verb, speaker, doc[verb.i + 1 : stop])
    first = behind[0] if len(behind) else None
    if (
        first is not None
        and not first.is_punct
        and not first.is_space
        and first.text not in _QUOTE
        and first.pos_ != "ADP"
    ):
        acts = next_acts(verb, cues)
        return _given(
            "surface", verb, speaker, doc[verb.i + 1 : before_next_act(first, end - 1, verb, cues) + 1 if acts else end]
        )
    if opener == "," and speaker.start - 1 > start:
        return _given("surface.before", verb, speaker, doc[start : speaker.start - 1])
    return None


def _given(rule: str, verb: Token, speaker: Span, content: Span) -> Attribution | None:
    if sum(t.is_alpha for t in content) < _SHORT - (rule == "relative"):
        return None
    span = stripped(verb.doc, content.start, content.end)
    if span[0].lower_ == "that" and len(span) > 1:
        span = span[1:]
    if span[-1].text in {".", ";"} and len(span) > 1:
        span = span[:-1]
    return Attribution(rule, verb.doc[verb.i : verb.i + 1], speaker, span.start_char, span.end_char)


def spoken(cue: Token, found: Attribution, cues: CueWords, resumed: dict[int, Span | None]) -> Attribution:
    """`found` with its speaker mended: of a later act, of an issued statement, or the words next to the verb."""
    speaker = found.speaker
    if cue.i in resumed:
        speaker = resumed[cue.i]
    elif cue.dep_ == "acl" and cue.head.lower_ in cues.issued:
        issuer = subject(cue.head.head) if cue.head.head.lower_ in cues.issue else None
        speaker = phrase(issuer) if issuer is not None else speaker
    elif speaker is None and found.rule not in {"noun", "passive"}:
        governor = cue.head if cue.tag_ == "VBG" and cue.head.pos_ == "VERB" else cue
        speaker = beside(governor)
    return replace(found, speaker=speaker)


def next_acts(verb: Token, cues: CueWords) -> list[int]:
    """ "X said A failed, and called for B": later cues of X behind a comma and "and", in the past like the first."""
    found: list[int] = []
    if verb.tag_ != "VBD":
        return found
    doc, (_, end) = verb.doc, sentence_bounds(verb)
    for i in range(verb.i + 3, end):
        word = doc[i]
        known = word.lower_ in cues.speaks or word.lower_ in cues.judge or word.lower_ in cues.prepositional
        if not known or word.tag_ not in {"VBD", "VBN", "JJ"} or own_subject(word) is not None:
            continue
        k = i - 1
        while k > verb.i and (doc[k].pos_ == "ADV" or doc[k].lower_ in _BY_THE_WAY):
            k -= 1
        comma = doc[k - 1].text == "," and word.tag_ != "JJ"
        if doc[k].lower_ in {"and", "but"} and (comma or k < i - 1):
            found.append(i)
    return found


def before_next_act(content: Token, last: int, verb: Token, cues: CueWords) -> int:
    """What was said ends before the speaker's next act."""
    first = next((i for i in next_acts(verb, cues) if content.i < i <= last), None)
    if first is None:
        return last
    end, doc = first - 1, verb.doc
    while end > content.i and (doc[end].pos_ in {"ADV", "CCONJ", "PUNCT"} or doc[end].lower_ in _BY_THE_WAY):
        end -= 1
    return end


def rest(verb: Token) -> Attribution | None:
    """Everything behind a later act that the parse did not take for a verb."""
    _, end = sentence_bounds(verb)
    start = verb.i + 1 + (verb.i + 1 < end and verb.doc[verb.i + 1].pos_ == "ADP")
    return _given("surface", verb, verb.doc[verb.i : verb.i + 1], verb.doc[start:end]) if start < end else None
