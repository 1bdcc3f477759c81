"""config/lexicon/stances.toml, compiled, and the places in a text where one of its words takes a side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Token

from tasks.nlp.grammar.inflection import noun_forms
from tasks.nlp.grammar.plain import plain
from tasks.nlp.grammar.vocabulary import forms_to_lemma, table, words

_VERBAL = frozenset({"VERB", "AUX"})
_GAP = 3  # adverbs and the like between the parts of an idiom


@dataclass(frozen=True, slots=True)
class Cue:
    """A stance word: `verb` governs, tokens [first, end) are the cue, the target begins at `end`."""

    verb: Token
    first: int
    end: int
    supports: bool
    idiom: bool


class StanceWords:
    """Forms of verbs and idioms -> side; helpers to read targets."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        irregular = table(lexicon, "statements", "irregular")

        def forms(key: str) -> frozenset[str]:
            return frozenset(forms_to_lemma(words(lexicon, "stances", key), irregular))

        self.verbs = {form: side == "support" for side in ("support", "oppose") for form in forms(f"{side}.verbs")}
        self.idioms: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
        for side in ("support", "oppose"):
            for phrase in words(lexicon, "stances", f"{side}.phrases"):
                first, *rest = phrase.split()
                for form in _be() if first == "be" else forms_to_lemma([first], irregular):
                    self.idioms.setdefault(form, []).append((tuple(rest), side == "support"))
        for each in self.idioms.values():
            each.sort(key=lambda idiom: -len(idiom[0]))
        self.request, self.furthering, self.ending = (
            forms("request.verbs"),
            forms("doing.furthering"),
            forms("doing.ending"),
        )
        self.refusing, self.willing = forms("doing.refusing"), forms("doing.willing")
        self.light = _nouns(words(lexicon, "stances", "nouns.light"))
        self.reversing = _nouns(words(lexicon, "stances", "nouns.reversing"))
        self.to_do = words(lexicon, "stances", "topics.to_do")
        self.state_roles = words(lexicon, "stances", "states.roles")
        self.offices = words(lexicon, "stances", "states.offices")
        self.modals = words(lexicon, "stances", "wishes.modals")

    def cues(self, doc: Doc) -> Iterator[Cue]:
        """Every stance word of `doc` in text order; an idiom goes before the verb it holds."""
        behind = 0
        for i, word in enumerate(plain(doc).lower):
            if i < behind or not (word in self.idioms or word in self.verbs):
                continue
            token = doc[i]
            cue = self._idiom(token) or self._verb(token)
            if cue is not None:
                behind = cue.end if cue.idiom else token.i + 1
                yield cue

    def _verb(self, token: Token) -> Cue | None:
        supports = self.verbs.get(token.lower_)
        if supports is None or not (token.pos_ == "VERB" or (token.tag_ in {"VBD", "VBZ", "VBP"})):
            return None
        return Cue(token, token.i, token.i + 1, supports, False)

    def _idiom(self, token: Token) -> Cue | None:
        """The longest idiom that starts at `token`, with a few adverbs or a "not" allowed behind its first word."""
        if token.lower_ not in self.idioms or (token.pos_ not in _VERBAL and not token.tag_.startswith("V")):
            return None
        doc, i = token.doc, token.i + 1
        while (
            i < min(len(doc), token.i + 1 + _GAP) and (doc[i].pos_ in {"ADV", "PART", "AUX"}) and doc[i].lower_ != "to"
        ):
            i += 1
        for start in {i, token.i + 1}:
            for rest, supports in self.idioms[token.lower_]:
                if tuple(t.lower_ for t in doc[start : start + len(rest)]) == rest:
                    verb = next(
                        (
                            t
                            for t in doc[start : start + len(rest)]
                            if t.pos_ in {"VERB", "ADJ"} and t.tag_ in {"VBN", "JJ"}
                        ),
                        token,
                    )
                    return Cue(verb, token.i, start + len(rest), supports, True)
        return None


def _be() -> tuple[str, ...]:
    return (
        "be",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "'s",
        "’s",
        "am",
        "'re",
        "’re",
        "'m",
        "’m",
        "remain",
        "remains",
        "remained",
        "stay",
        "stayed",
    )


def _nouns(lemmas: frozenset[str]) -> frozenset[str]:
    return frozenset(form for lemma in lemmas for form in noun_forms(lemma))
