"""Questions to one Universal Dependencies parse: whose verb is it, where does a phrase or clause begin and end.

Relations as in https://universaldependencies.org/u/dep/. Every walk is bounded, so that a broken parse costs no time.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
RELATIVE = frozenset({"who", "which", "that"})
# fmt: off
_PHRASE = frozenset({
    "det", "det:predet", "amod", "compound", "nmod:poss", "nummod", "nmod:desc", "nmod:unmarked", "flat",
    "flat:name", "case", "fixed", "advmod", "goeswith", "conj", "cc",
})
# fmt: on
# fmt: off
_AFTER_HEAD = frozenset({
    "nmod", "appos", "compound", "flat", "flat:name", "amod", "nmod:poss", "goeswith", "case", "nummod",
    "conj", "cc", "fixed", "nmod:desc",
})
# fmt: on
_INHERITED = frozenset({"conj", "xcomp", "advcl", "acl", "parataxis", "dep"})
_MAX_STEPS = 8
_MAX_ASIDE = 20  # words between two commas
WEEKDAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"}
)


def subject(verb: Token) -> Token | None:
    """The word that does `verb`: its own subject, or that of the verb it hangs on."""
    for _ in range(_MAX_STEPS):
        own = own_subject(verb)
        if own is not None:
            return own
        if verb.dep_.split(":")[0] not in _INHERITED or verb.head.i == verb.i:
            return None
        if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return verb.head
        if verb.dep_ == "acl:relcl":
            return verb.head
        seen = _seen_doing(verb)
        if seen is not None:
            return seen
        verb = verb.head
    return None


def _seen_doing(verb: Token) -> Token | None:
    """ "They witnessed soldiers firing": the object right before a participle does what the participle says."""
    if verb.tag_ != "VBG" or verb.dep_ not in {"advcl", "xcomp", "acl"} or verb.left_edge.i != verb.i:
        return None
    found = next((c for c in verb.head.children if c.dep_ == "obj" and c.i < verb.i), None)
    return found if found is not None and found.right_edge.i + 1 == verb.i else None


def own_subject(verb: Token) -> Token | None:
    """The subject child of `verb`, if it has one; of two not the relative pronoun ("which state media said").

    Remembered for the document: many verbs ask for the subject of one that thousands of words may hang on.
    """
    known: dict[int, int | None] = verb.doc.user_data.setdefault("sitrep_subjects", {})
    if verb.i not in known:
        found = _own_subject(verb)
        known[verb.i] = None if found is None else found.i
    at = known[verb.i]
    return None if at is None else verb.doc[at]


def _own_subject(verb: Token) -> Token | None:
    found = [c for c in verb.children if c.dep_ in SUBJECTS and c.dep_ != "csubj" and c.pos_ not in {"SPACE", "PUNCT"}]
    chosen = next((c for c in found if c.lower_ not in RELATIVE), found[0] if found else None)
    if chosen is not None and chosen.lower_ in WEEKDAYS:
        # "said Thursday his country objected": a day is nobody's subject, what hangs on it may be
        return next((c for c in chosen.children if c.i > chosen.i and c.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    return chosen


def antecedent(word: Token) -> Token:
    """The noun that a relative pronoun stands for, else the word itself."""
    verb = word.head
    if word.lower_ not in RELATIVE or word.tag_ == "DT":
        return word
    if verb.dep_ == "acl:relcl" and verb.head.i < word.i:
        return verb.head
    before = word.i - 1 - (word.nbor(-1).is_punct if word.i else 0)
    candidate = word.doc[before] if before >= 0 else word
    while candidate.dep_ in {"flat", "compound", "flat:name"} and candidate.head.i < candidate.i:
        candidate = candidate.head
    return candidate if candidate.pos_ in {"NOUN", "PROPN"} else word


def phrase(head: Token) -> Span:
    """The noun phrase around `head` without relative clauses and what commas set off."""
    first = last = head.i
    stack = [head]
    while stack:
        word = stack.pop()
        for child in word.children:
            if not _belongs(child, word):
                continue
            first, last = min(first, child.i), max(last, child.i)
            stack.append(child)
    return without_day(stripped(head.doc, first, last + 1))


def without_day(span: Span) -> Span:
    """ "Thursday his country", "the minister on Wednesday": the day is the verb's."""
    first, end = span.start, span.end
    if end - first > 2 and span.doc[first + 1].text == "," and span.doc[first].pos_ == "ADV":  # noqa: PLR2004
        first += 2  # "Meanwhile, the group"
    while end - first > 1 and (span.doc[first].lower_ in WEEKDAYS or span.doc[first].lower_ in {"which", "who"}):
        first += 1
    if end - first > 1 and span.doc[end - 1].lower_ in WEEKDAYS:
        end -= 1 + (span.doc[end - 2].lower_ == "on")
    opened = [t.i for t in span.doc[first:end] if t.text == "("]
    if opened and all(t.text != ")" for t in span.doc[opened[-1] : end]):
        end = opened[-1]  # "the Observatory (SOHR" without its other half
    return span.doc[first : max(end, first + 1)]


def _belongs(child: Token, head: Token) -> bool:
    if child.i < head.i:
        return child.dep_ in _PHRASE and child.pos_ not in {"SPACE", "PUNCT"} and child.dep_ != "case"
    if child.dep_ not in _AFTER_HEAD or child.pos_ in {"SPACE", "PUNCT"}:
        return False
    return not _set_off(child)


def _set_off(word: Token) -> bool:
    """Whether a comma, dash or bracket stands before the phrase of `word`."""
    left = word.left_edge.i - 1
    return left >= 0 and (word.doc[left].text in {",", "-", "--", "—", "–", "(", ":", ";"} or word.doc[left].is_space)


def stripped(doc: Doc, first: int, end: int) -> Span:
    """`doc[first:end]` without spaces and loose punctuation at both ends; quotation marks and brackets stay."""
    while first < end - 1 and (doc[first].is_space or doc[first].text in {",", ";", ":", "-", "—", "–", "--", "."}):
        first += 1
    while end - 1 > first and (doc[end - 1].is_space or doc[end - 1].text in {",", ";", ":", "-", "—", "–", "--"}):
        end -= 1
    return doc[first:end]


def clause(head: Token, *, after: int = -1, before: int | None = None) -> Span:
    """The subtree of `head` as one stretch, cut at token `after` (exclusive) on the left and `before` on the right."""
    first, end = head.left_edge.i, head.right_edge.i + 1
    first = max(first, after + 1)
    end = min(end, before) if before is not None else end
    return stripped(head.doc, min(first, head.i), max(end, head.i + 1))


def child(word: Token, *relations: str) -> Token | None:
    """The first child of `word` in one of `relations`."""
    return next((each for each in word.children if each.dep_ in relations), None)


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries and negation of `verb` in order."""
    found = [c for c in verb.children if c.dep_ in {"aux", "aux:pass", "cop"} or is_negation(c)]
    return sorted(found, key=lambda word: word.i)


def is_negation(word: Token) -> bool:
    """Whether `word` turns its verb around: not, n't, never, no longer, neither."""
    return word.lower_ in {"not", "n't", "n’t", "never", "no", "neither", "nor"}


def negated(verb: Token) -> bool:
    """Whether `verb` itself is negated."""
    return any(
        is_negation(each) and each.dep_ in {"advmod", "neg", "det", "cc"} for each in verb.children if each.i < verb.i
    )


def beside(verb: Token) -> Span | None:
    """The noun phrase right before `verb` by its words: what a failed parse leaves of "X on Wednesday also said"."""
    doc, i = verb.doc, verb.i - 1
    while i >= 0 and (
        doc[i].pos_ in {"ADV", "AUX"}
        or doc[i].lower_ in WEEKDAYS
        or (doc[i].lower_ == "on" and doc[i + 1].lower_ in WEEKDAYS)
    ):
        i -= 1
    if i > 0 and doc[i].text == ",":  # "the minister, who left on Saturday, said"
        first, _ = sentence_bounds(verb)
        i = next((k for k in range(i - 1, max(first, i - _MAX_ASIDE), -1) if doc[k].text == ","), 0) - 1
    if i < 0 or doc[i].is_space or doc[i].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    found = phrase(doc[i])
    return found if found.end <= verb.i else doc[i : i + 1]


def sentence_bounds(token: Token) -> tuple[int, int]:
    """First token and end of the sentence of `token`. (`Token.sent` reads the whole Doc at each call.)"""
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and not doc[start].is_sent_start:
        start -= 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    return start, end


def has_that(word: Token) -> bool:
    """Whether the clause of `word` opens with "that"."""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in word.children)


def is_infinitive(word: Token) -> bool:
    """Whether `word` is a verb with "to"."""
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in word.children)


def only_describes(verb: Token) -> bool:
    """Whether a participle only says which ones are meant ("those supporting the bill"), however it was parsed."""
    if verb.tag_ not in {"VBG", "VBN"} or verb.i == 0:
        return False
    before = verb.doc[verb.i - 1]
    return before.lower_ in {"those", "anyone", "people", "all", "everyone"} and not before.is_space
