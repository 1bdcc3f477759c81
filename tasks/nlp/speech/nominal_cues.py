"""Attribution without a verb of its own: "is confident that", "X's claim that", "according to X"."""

from __future__ import annotations

from spacy.tokens import Token

from tasks.nlp.grammar.clauses import child, clause, has_that, is_infinitive, phrase, sentence_bounds, stripped
from tasks.nlp.speech.attribution import Attribution, CueWords, attributed, chars, without_stop


def state_cue(word: Token) -> Attribution | None:
    """X is confident that ..., opposed to ..."""
    if child(word, "cop") is None:
        return None
    content = next((c for c in word.children if c.i > word.i and c.dep_ in {"ccomp", "xcomp", "advcl", "obl"}), None)
    return None if content is None else attributed("state", word, clause(content, after=word.i))


def noun_cue(noun: Token, cues: CueWords) -> Attribution | None:
    """X's claim that ...: a clause of its own."""
    if noun.lower_ not in cues.nouns:
        return None
    content = next(
        (
            c
            for c in noun.children
            if c.i > noun.i and (c.dep_ == "ccomp" or (c.dep_ == "acl" and (has_that(c) or is_infinitive(c))))
        ),
        None,
    )
    if content is None:
        return None
    start = content.left_edge.i + (noun.doc[content.left_edge.i].lower_ == "that")
    holder = child(noun, "nmod:poss")
    span = stripped(noun.doc, min(start, content.i), content.right_edge.i + 1)
    return Attribution(
        "noun", noun.doc[noun.i : noun.i + 1], phrase(holder) if holder is not None else None, *chars(span)
    )


def according_cue(word: Token) -> Attribution | None:
    """According to X, ...: the rest of the sentence."""
    doc = word.doc
    if word.i + 2 >= len(doc) or doc[word.i + 1].lower_ != "to":
        return None
    source = word.head if word.head.i > word.i and word.head.pos_ in {"NOUN", "PROPN", "PRON"} else _next_noun(word)
    if source is None:
        return None
    who = phrase(source)
    who = doc[max(who.start, word.i + 2) : max(who.end, word.i + 3)]
    start, end = sentence_bounds(word)
    front = word.i - start <= 2  # noqa: PLR2004  # an opening quotation mark or space may stand before
    first, last = (min(_after_comma(source, end), end - 1), end) if front else (start, word.i)
    span = stripped(doc, first, last)
    return Attribution("according", doc[word.i : word.i + 2], who, *chars(without_stop(span)))


def _next_noun(word: Token) -> Token | None:
    return next((each for each in word.doc[word.i + 2 : word.i + 12] if each.pos_ in {"NOUN", "PROPN", "PRON"}), None)


def _after_comma(source: Token, end: int) -> int:
    edge = min(source.right_edge.i + 1, end)
    for i in range(min(phrase(source).end, end), end):
        if source.doc[i].text == ",":
            return i + 1
    return edge
