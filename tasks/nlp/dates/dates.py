"""`sitrep_dates`: date expressions of news with TIMEX3 values, anchored to the dateline's or the publication day.

Reads the text, and the parse only to see whether a clause looks ahead; writes doc._.dates. Without either day only
dates that carry their year are given. Own rules first (date_rules.py, periods.py), then what leans on another day of
the text (told.py), then a library for odd layouts (fallback.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from tasks.nlp import source  # noqa: F401  (registers published_on)
from tasks.nlp.dates.date_rules import Rules
from tasks.nlp.dates.dateline import dateline_end, is_day_of_story
from tasks.nlp.dates.fallback import odd_dates
from tasks.nlp.dates.rule import Rule
from tasks.nlp.dates.told import Told
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
        self.told = Told(lexicon, self.rules.numbers)
        self.future_words = words(lexicon, "dates", "direction.future_words")
        self.future_verbs = self.future_words - words(lexicon, "dates", "direction.not_alone")
        self.past_auxiliaries = words(lexicon, "dates", "direction.past_auxiliaries")

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.dates."""
        text = plain(doc).text
        anchor = self._story_day(doc, text)
        kept = _apart(self._found(doc, anchor, 0, len(text)))
        kept = _apart(
            [*_ranked(kept, 0), *_ranked(self.told.found(text, kept, anchor), 1), *_ranked(odd_dates(text), 2)]
        )
        doc._.dates = tuple(mention for mention in kept if mention.value)
        return doc

    def _story_day(self, doc: Doc, text: str) -> date | None:
        """The day in the dateline, else that of publication."""
        published_on: date | None = doc._.published_on
        end = dateline_end(text)
        for mention in _apart(self._found(doc, published_on, 0, end)) if end else ():
            if mention.precision == "day" and is_day_of_story(day := date.fromisoformat(mention.value), published_on):
                return day
        return published_on

    def _found(self, doc: Doc, anchor: date | None, begin: int, stop: int) -> list[_Found]:
        words = plain(doc)
        starts = words.starts if doc.has_annotation("DEP") else []
        found, text = [], words.text
        lower = text[begin:stop].lower()
        for order, rule in enumerate(self.rules.rules):
            if rule.needs and not any(word in lower for word in rule.needs):
                continue
            for match in rule.pattern.finditer(text, begin, stop):
                start, end = _span(rule, match)
                if not self._is_name(text, start, end):
                    future = self._looks_ahead(doc, starts, start)
                    value = rule.read(match, anchor, future)
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


def _ranked(mentions: Iterable[DateMention], order: int) -> list[_Found]:
    return [_Found(each.start, each.end, order, each) for each in mentions]


def _apart(found: Iterable[_Found]) -> list[DateMention]:
    """The mentions in text order without overlap: the earlier start wins, then the longer, then the earlier rule."""
    kept: list[DateMention] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end, one.order)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each.mention)
    return kept


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
