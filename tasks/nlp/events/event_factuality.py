"""How sure an event is: what stands over the event word (spec of claims, section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Token

from tasks.nlp.events.event_words import EventWords
from tasks.nlp.grammar.vocabulary import words

_COMPLEMENTS = frozenset(
    {"xcomp", "ccomp", "obj", "obl", "nmod", "advcl", "acl", "obl:arg", "csubj", "conj"}
    | {"compound", "nsubj:pass", "nsubj"}
)
_TELLING = frozenset({"xcomp", "ccomp", "obj", "obl", "nmod", "acl", "csubj", "advcl"})
_GOVERNED = frozenset({"of", "from", "against", "for", "about"})
_CLAUSE_ENDS = frozenset({",", ".", ";", "“", "”", '"'})
_MAX_STEPS = 5
_NEAR_WORDS = 8


class Factuality:
    """asserted, hedged, denied or hypothetical (spec of claims, section 6)."""

    def __init__(self, lexicon: Mapping[str, Any], vocabulary: EventWords) -> None:
        def forms(key: str) -> frozenset[str]:
            return frozenset(
                form for verb in words(lexicon, "events", f"factuality.{key}") for form in vocabulary.forms(verb)
            )

        self.denied, self.hypothetical = forms("denied"), forms("hypothetical")
        self.nouns = frozenset(n for n in words(lexicon, "events", "factuality.hypothetical_nouns"))
        self.preventing = forms("preventing")
        self.modals = words(lexicon, "events", "factuality.hypothetical_modals")
        self.conditional = words(lexicon, "events", "factuality.conditional")
        self.hedged = words(lexicon, "events", "factuality.hedged")
        self.negations = words(lexicon, "events", "factuality.negations")

    def of(self, token: Token) -> str:
        """The factuality of the event that `token` names."""
        own = self._own(token)
        if own is not None:
            return own
        word, steps = token, 0
        hedged = any(child.lower_ in self.hedged for child in token.children)
        while steps < _MAX_STEPS and word.head.i != word.i and word.dep_ in _COMPLEMENTS:
            over, steps = word.head, steps + 1
            if word.dep_ in _TELLING or steps == 1:
                found = self._over(over, word)
                if found is not None:
                    return found
            hedged = hedged or (over.pos_ in {"VERB", "AUX"} and over.lower_ in self.hedged)
            word = over
        if self._prevented(token) or self._intended(token):
            return "hypothetical"
        return "hedged" if hedged else "asserted"

    def _prevented(self, token: Token) -> bool:
        """ "to avoid massacres": a word of prevention shortly before a noun, in the same clause."""
        if token.pos_ not in {"NOUN", "PROPN"} and not token.lower_.endswith("ing"):
            return False
        for back in range(1, _NEAR_WORDS + 1):
            if token.i - back < 0:
                break
            word = token.nbor(-back)
            if word.text in _CLAUSE_ENDS or word.sent != token.sent:
                break
            if word.lower_ in self.preventing and word.pos_ in {"VERB", "NOUN"} and not word.lower_.endswith("ed"):
                return True
        return False

    def _intended(self, token: Token) -> bool:
        """ "Urged Ankara to withdraw": an infinitive shortly after a word of wish, whatever the parse makes of it."""
        if token.i < 1 or token.nbor(-1).lower_ != "to" or token.pos_ not in {"VERB", "AUX"}:
            return False
        before = token.doc[max(token.sent.start, token.i - _NEAR_WORDS) : token.i]
        wishes = [word for word in before if word.lower_ in self.hypothetical and word.pos_ == "VERB"]
        return any(between.pos_ in {"NOUN", "PROPN"} for word in wishes for between in before[word.i - before.start :])

    def _own(self, token: Token) -> str | None:
        """What the word's own auxiliaries, negation and condition say."""
        for child in token.children:
            lower = child.lower_
            if lower in self.negations and child.dep_ in {"advmod", "neg", "det", "cc"} and child.i < token.i:
                return "denied"
            if child.dep_ in {"aux", "aux:pass"} and lower in self.modals and token.pos_ in {"VERB", "AUX"}:
                return "hypothetical"
            if child.dep_ == "mark" and lower in self.conditional:
                return "hypothetical"
        return None

    def _over(self, over: Token, below: Token) -> str | None:
        """What the word over an event makes of it: "denied attacking", "end the attacks", "no attack was made"."""
        lower = over.lower_
        if over.pos_ in {"NOUN", "PROPN"}:
            return self._under_noun(lower, below)
        if below.dep_ == "nsubj" and over.pos_ in {"VERB", "AUX"}:
            return self._own(over) if self._modal(over) else None
        if lower in self.denied:
            return "denied"
        if below.dep_ in {"conj", "nsubj", "nsubj:pass"} or (below.dep_ == "advcl" and not self._governed(below)):
            return None
        if lower in self.hypothetical:
            return "hypothetical"
        return self._own(over) if below.dep_ in {"obj", "xcomp", "obl:arg", "advcl"} else None

    def _under_noun(self, noun: str, below: Token) -> str | None:
        close = below.dep_ in {"nmod", "acl", "compound"}
        return "hypothetical" if close and (noun in self.nouns or noun.removesuffix("s") in self.nouns) else None

    def _governed(self, clause: Token) -> bool:
        return any(c.lower_ in _GOVERNED for c in clause.children if c.dep_ in {"mark", "case"})

    def _modal(self, verb: Token) -> bool:
        return any(child.dep_ == "aux" and child.lower_ in self.modals for child in verb.children)
