"""What one cue attributes: tokens of cue and speaker, characters of the content; before names are resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Span, Token

from tasks.nlp.grammar.clauses import phrase, subject
from tasks.nlp.grammar.inflection import noun_forms
from tasks.nlp.grammar.vocabulary import forms_to_lemma, table, words


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution. Spans of tokens are [first, end); the content is [start, end) in characters."""

    rule: str
    cue: Span | None
    speaker: Span | None
    start: int
    end: int
    form: str = "indirect"


class CueWords:
    """config/lexicon/statements.toml, compiled: form -> lemma per kind of content."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        irregular = table(lexicon, "statements", "irregular")

        def forms(key: str) -> dict[str, str]:
            return forms_to_lemma(words(lexicon, "statements", key), irregular)

        self.say, self.quote_only = forms("say.verbs"), forms("say.quote_only")
        self.tell, self.show, self.belief = forms("tell.verbs"), forms("show.verbs"), forms("belief.verbs")
        self.intend, self.request, self.judge = forms("intend.verbs"), forms("request.verbs"), forms("judge.verbs")
        self.passive = forms("passive.verbs")
        self.nouns = _inflected(words(lexicon, "statements", "nouns.heads"))
        self.issued = _inflected(words(lexicon, "statements", "nouns.issued"))
        self.issue = forms("nouns.issue_verbs")
        self.adjectives = words(lexicon, "statements", "adjectives.heads")
        self.prepositional = prepositional_verbs(words(lexicon, "statements", "prepositional.phrases"), irregular)
        self.abbreviations = frozenset(table(lexicon, "roles", "abbreviations"))
        self.speaks = self.say | self.quote_only | self.tell
        self.clausal = self.say | self.tell | self.show | self.belief
        verbs = (self.clausal, self.intend, self.request, self.judge, self.passive, self.prepositional)
        self.any = frozenset({"according"}).union(self.nouns, self.adjectives, *verbs)


def _inflected(nouns: Iterable[str]) -> frozenset[str]:
    return frozenset(form for noun in nouns for form in noun_forms(noun))


def prepositional_verbs(phrases: frozenset[str], irregular: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Verb form -> the prepositions that make it a cue, of phrases such as "call for"."""
    found: dict[str, set[str]] = {}
    for each in phrases:
        verb, preposition = each.split(" ", 1)
        for form in forms_to_lemma([verb], irregular):
            found.setdefault(form, set()).add(preposition)
    return {form: frozenset(heads) for form, heads in found.items()}


def attributed(rule: str, cue: Token, content: Span) -> Attribution | None:
    """What `cue` attributes to its subject; a subject inside the content is no speaker."""
    who = subject(cue)
    if who is not None and content.start <= who.i < content.end and rule not in {"relative"}:
        who = None
    span = without_stop(content)
    return Attribution(rule, cue.doc[cue.i : cue.i + 1], phrase(who) if who is not None else None, *chars(span))


def chars(span: Span) -> tuple[int, int]:
    """First character and end of `span`."""
    return span.start_char, span.end_char


def without_stop(span: Span) -> Span:
    """`span` without a full stop at its end."""
    return span[:-1] if len(span) > 1 and span[-1].text in {".", ";"} else span
