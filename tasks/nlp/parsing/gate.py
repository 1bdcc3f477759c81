"""`sitrep_gate`: which sentences are worth the trained components (doc._.sentences).

Words cost nothing to look up and a parse costs a lot, so a sentence is parsed only where it holds a word that one of
the rules starts from. Vocabulary: the tables that those rules are compiled from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.errors import PipelineError
from tasks.nlp.grammar.columns import read_columns
from tasks.nlp.grammar.plain import texts_of
from tasks.nlp.parsing.cue_words import Cues, claim_cues, speech_cues
from tasks.nlp.parsing.sentences import SentenceEnds

Doc.set_extension("sentences", default=(), force=True)

NOTHING, TAGGED, PARSED = 0, 1, 2
OPEN, EVERYTHING, CLAIMS = "open", "everything", "claims"
_LEAD = 4  # sentences that tell what a text is about
_BEFORE = 3  # sentences in front of a claim in which "the group" or "he" may be named
_AFTER = 2  # sentences behind it that may take it back, or call the wounded dead
_LONGEST_PROSE = 250  # words


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens first..end, and what they need: nothing, tags and names, or the parse as well."""

    first: int
    end: int
    level: int


@Language.factory("sitrep_gate", default_config={"lexicon": {}, "wanted": OPEN})
class Gate:
    """Reads words; writes doc._.sentences, which cover the Doc."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any], wanted: str) -> None:
        """`wanted`: "everything" or "claims"; "open" lets all prose through. Raises LexiconError, PipelineError."""
        self.name = name
        levels: dict[str, Callable[[list[frozenset[str]]], list[int]]] = {
            OPEN: lambda sentences: [PARSED] * len(sentences),
            EVERYTHING: self._for_everything,
            CLAIMS: self._for_claims,
        }
        if wanted not in levels:
            raise PipelineError(f'the gate is for {", ".join(levels)}, not for "{wanted}"')
        self._levels = levels[wanted]
        self._ends = SentenceEnds(lexicon)
        self._claims = Cues(claim_cues(lexicon)) if wanted != OPEN else Cues(())
        self._speech = Cues(speech_cues(lexicon)) if wanted == EVERYTHING else Cues(())

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.sentences."""
        texts = texts_of(doc)
        starts = self._ends.starts(texts, read_columns(doc, ["SPACY"])[:, 0].tolist())
        firsts = [0, *starts[1:]] if texts else []
        bounds = list(zip(firsts, [*firsts[1:], len(texts)], strict=False))
        words = [frozenset(text.lower() for text in texts[first:end]) for first, end in bounds]
        levels = self._levels(words)
        doc._.sentences = tuple(
            Sentence(first, end, NOTHING if is_table(texts, first, end) else level)
            for (first, end), level in zip(bounds, levels, strict=True)
        )
        return doc

    def _for_everything(self, sentences: list[frozenset[str]]) -> list[int]:
        return [PARSED if self._claims.in_words(s) or self._speech.in_words(s) else TAGGED for s in sentences]

    def _for_claims(self, sentences: list[frozenset[str]]) -> list[int]:
        """Sentences with a harm word, and what is needed to understand them; nothing of a text without any."""
        levels = [NOTHING] * len(sentences)
        cued = [number for number, words in enumerate(sentences) if self._claims.in_words(words)]
        if cued:
            levels[:_LEAD] = [TAGGED] * len(levels[:_LEAD])
        for number in cued:
            for near in range(max(0, number - _BEFORE), min(len(levels), number + _AFTER + 1)):
                levels[near] = max(levels[near], TAGGED)
        for number in cued:
            levels[number] = PARSED
        return levels


def is_table(texts: Sequence[str], first: int, end: int) -> bool:
    """Whether a run of words without a sentence end is too long for prose, and is made of figures or repeats itself."""
    size = end - first
    if size <= _LONGEST_PROSE:
        return False
    figures = sum(not text.isalpha() for text in texts[first:end])
    return 3 * figures > size or 20 * len(set(texts[first:end])) < size  # every third word; each word twenty times


def wanted_components(names: Iterable[str], wanted: str) -> list[str]:
    """The components to run where only claims are wanted, or all."""
    left_out = ("sitrep_events", "sitrep_positions", "sitrep_entities") if wanted == CLAIMS else ()
    return [name for name in names if name not in left_out]
