"""`sitrep_statements`: who said what, as direct, indirect and mixed quotations (doc._.statements)."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from tasks.nlp.findings import Statement
from tasks.nlp.grammar.plain import plain
from tasks.nlp.names.names import referent_of
from tasks.nlp.speech.attribution import Attribution, CueWords
from tasks.nlp.speech.cues import find_cues
from tasks.nlp.speech.merging import merge
from tasks.nlp.speech.quotations import QuoteReader
from tasks.nlp.speech.quotes import find_quotes
from tasks.nlp.speech.utterance import addressee, said_on, without_time

Doc.set_extension("statements", default=(), force=True)


@Language.factory("sitrep_statements", default_config={"lexicon": {}})
class Statements:
    """Reads doc._.referents, doc._.mentions and doc._.dates where they are there; needs a tagged and parsed Doc."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        self.cues = CueWords(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.statements, in text order."""
        text = plain(doc).text
        reader = QuoteReader(doc, find_quotes(text), self.cues)
        found = merge(doc, reader, list(find_cues(doc, self.cues)))
        wide = whole_mentions(doc)
        doc._.statements = tuple(self._statement(doc, text, each, wide) for each in found)
        return doc

    def _statement(self, doc: Doc, text: str, found: Attribution, wide: dict[int, tuple[int, int]]) -> Statement:
        """One attribution with its names, addressee and day."""
        speaker = _widened(found.speaker, wide)
        who = referent_of(doc, speaker) if speaker is not None and not _several(speaker) else None
        start = without_time(doc, text, found) if found.form != "direct" else found.start
        return Statement(
            text=text[start : found.end],
            start=start,
            end=found.end,
            form=found.form,
            speaker=speaker.text if speaker is not None else None,
            speaker_name=who.name if who is not None else _plain(speaker),
            speaker_start=speaker.start_char if speaker is not None else None,
            speaker_end=speaker.end_char if speaker is not None else None,
            role=who.role if who is not None else None,
            affiliation=who.affiliation if who is not None else None,
            country=who.country if who is not None else None,
            cue=found.cue.text if found.cue is not None else None,
            cue_start=found.cue.start_char if found.cue is not None else None,
            cue_end=found.cue.end_char if found.cue is not None else None,
            addressee=addressee(found, self.cues),
            said_on=said_on(doc, text, found),
            rule_id=f"statement.{found.rule}",
        )


def whole_mentions(doc: Doc) -> dict[int, tuple[int, int]]:
    """Token of a name or of its role -> the whole mention, which a parser may have cut in two."""
    wide: dict[int, tuple[int, int]] = {}
    for mention in doc._.mentions or () if doc.has_extension("mentions") else ():
        if mention.kind != "role":
            for i in range(mention.name_first, mention.name_end):
                wide[i] = (mention.first, mention.end)
            wide[mention.name_first - 1] = (
                (mention.first, mention.end)
                if mention.first < mention.name_first
                else wide.get(mention.name_first - 1, (0, 0))
            )
    return {i: span for i, span in wide.items() if span != (0, 0)}


def _several(speaker: Span) -> bool:
    """Whether more than one name is coordinated ("A, B and C said"): no single one of them has the word."""
    return any(c.dep_ == "conj" and c.pos_ == "PROPN" and c.i < speaker.end for c in speaker.root.children)


def _widened(speaker: Span | None, wide: dict[int, tuple[int, int]]) -> Span | None:
    if speaker is None:
        return None
    first, end = wide.get(speaker.root.i, (speaker.start, speaker.end))
    return speaker.doc[min(first, speaker.start) : max(end, speaker.end)]


def _plain(speaker: Span | None) -> str | None:
    """A speaker that never gets a name keeps its noun phrase; a pronoun without a referent is nobody."""
    if speaker is None or (len(speaker) == 1 and speaker[0].pos_ == "PRON"):
        return None
    return " ".join(speaker.text.split())
