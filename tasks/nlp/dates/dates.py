"""`sitrep_dates`: date expressions of news with TIMEX3 values, anchored to the publication day.

Reads the text, and the parse only to see whether a clause looks ahead; writes doc._.dates. Without a publication day
only dates that carry their year are given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from tasks.nlp import source  # noqa: F401  (registers published_on)
from tasks.nlp.dates.date_rules import Rule, Rules
from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.plain import plain
from tasks.nlp.grammar.vocabulary import words

Doc.set_extension("dates", default=(), force=True)

_CLAUSE_HEADS = frozenset({"VERB", "AUX"})
_MAX_STEPS = 6
_HERALDED = frozenset({"month", "year"})


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    order: int
    mention: DateMention


class Dates:
    """The component."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.rules = Rules(lexicon)
        self.future_words = words(lexicon, "dates", "direction.future_words")
        self.future_verbs = self.future_words - words(lexicon, "dates", "direction.not_alone")
        self.past_auxiliaries = words(lexicon, "dates", "direction.past_auxiliaries")

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.dates."""
        found = sorted(self._found(doc), key=lambda each: (each.start, -each.end, each.order))
        kept: list[DateMention] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(each.mention)
        doc._.dates = tuple(mention for mention in kept if mention.value)
        return doc

    def _found(self, doc: Doc) -> list[_Found]:
        words = plain(doc)
        starts = words.starts if doc.has_annotation("DEP") else []
        found, text = [], words.text
        for order, rule in enumerate(self.rules.rules):
            for match in rule.pattern.finditer(text):
                start, end = _span(rule, match)
                if not self._is_name(text, start, end):
                    future = self._looks_ahead(doc, starts, start)
                    value = rule.read(match, doc._.published_on, future)
                    # a match without a value still holds its place: "31 February 2012" must not leave "February 2012"
                    mention = DateMention(start, end, text[start:end], *(value or ("", "none")))
                    found.append(_Found(start, end, order, mention))
        return found

    def _is_name(self, text: str, start: int, end: int) -> bool:
        """ "Good Friday", "the Sunday Times", "every Monday"."""
        before = text[max(0, start - 12) : start].split()
        after = text[end : end + 12].split()
        if before and before[-1].lower() in self.rules.never_before:
            return True
        return bool(after) and after[0][0].isupper() and after[0].lower().strip(".,;:!?") in self.rules.never_after

    def _looks_ahead(self, doc: Doc, starts: list[int], start: int) -> bool:
        """Whether the verb over the expression is in the future, or a word before it says that it is to come."""
        index = bisect_right(starts, start) - 1
        if index < 0:
            return False
        token: Token = doc[index]
        for _ in range(_MAX_STEPS):
            if token.pos_ in _CLAUSE_HEADS and token.dep_ not in {"aux", "cop"}:
                return self._is_future(token)
            if token.head.i == token.i:
                return self._is_future(token)
            token = token.head
        return False

    def _is_future(self, verb: Token) -> bool:
        if verb.lower_ in self.future_verbs:
            return True
        past = verb.tag_ in {"VBD"} or any(child.lower_ in self.past_auxiliaries for child in verb.children)
        ahead = any(child.lower_ in self.future_words and child.dep_ in {"aux", "aux:pass"} for child in verb.children)
        infinitive = verb.dep_ in {"xcomp", "advcl", "csubj"} and verb.head.lower_ in self.future_words
        return infinitive or (ahead and not past)


def _span(rule: Rule, match: re.Match[str]) -> tuple[int, int]:
    """The herald ("in", "since") of a bare month or year is no part of the expression."""
    if rule.name in _HERALDED:
        return match.start("month" if rule.name == "month" else "year"), match.end()
    return match.start(), match.end()


@Language.factory("sitrep_dates", default_config={"lexicon": {}})
def create(nlp: Language, name: str, lexicon: dict[str, Any]) -> Dates:
    """The factory; raises LexiconError."""
    del nlp, name
    return Dates(lexicon)
