"""`sitrep_claimants`: who answers for each number (casualty-claims.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.inflection import all_forms
from tasks.nlp.lexicon import Lexicon
from tasks.nlp.reading import Reading, read
from tasks.nlp.sources import SourcePhrase, SourceReader
from tasks.nlp.victims import VictimGroup

Doc.set_extension("claimants", default=(), force=True)

_SPLITTERS = frozenset({";"})
_SOURCE_LENGTH = 16  # words between the comma and "said" in ", the Leeds-based Centre for ... said"
_FAR = 60  # words between a reporting verb and the number it reports


@dataclass(frozen=True, slots=True)
class Claimant:
    """The source of a number. `start:stop` are characters; `name` is what a pronoun or "the group" stands for."""

    text: str
    start: int
    stop: int
    name: str | None
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Report:
    """One reporting verb or "according to" with its source; `first:end` are the words it answers for."""

    word: int
    source: SourcePhrase
    first: int
    end: int
    rule: str


def report_verbs(words: Lexicon) -> frozenset[str]:
    """Every form of the verbs of report_verbs.toml; raises LexiconError."""
    irregular = words.classes("harms", "irregular") | words.classes("report_verbs", "irregular")
    return all_forms(words.words("report_verbs", "verbs"), irregular)


@Language.factory("sitrep_claimants", default_config={"lexicon": {}})
class Claimants:
    """Reads doc._.victims, doc._.referents, doc._.statements; writes doc._.claimants, one entry a victim group."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._verbs = report_verbs(words)
        self._prefixes = words.phrases("report_verbs", "prefixes")
        self._responsibility = words.phrases("report_verbs", "responsibility")
        self._sources = SourceReader(words)

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.claimants: a Claimant, or None where the text speaks in its own voice."""
        if not doc._.victims:
            doc._.claimants = ()
            return doc
        reading = read(doc)
        sentences = sorted({reading.sentence[group.first] for group in doc._.victims})
        reports = {number: list(self._reports(reading, *reading.bounds[number])) for number in sentences}
        doc._.claimants = tuple(
            self._claimant(reading, reports[reading.sentence[group.first]], group) for group in doc._.victims
        )
        return doc

    def _reports(self, reading: Reading, first: int, end: int) -> Iterator[_Report]:
        for word in range(first, end):
            for prefix in self._prefixes:
                if tuple(reading.lower[word : word + len(prefix)]) == prefix:
                    source = self._sources.after(reading, word + len(prefix), end)
                    if source is not None:
                        yield _Report(word, source, first, end, "prefix")
            if reading.lower[word] in self._verbs and reading.pos[word] in ("VERB", "AUX"):
                report = self._verb(reading, word, first, end)
                if report is not None:
                    yield report

    def _verb(self, reading: Reading, word: int, first: int, end: int) -> _Report | None:
        """ "X said four were killed" answers to the right, "four were killed, X said" to the left."""
        trailing = self._is_trailing(reading, word, end)
        source = self._sources.before(reading, word, first)
        if source is None and trailing:
            source = self._sources.after(reading, word + 1, end)
        if source is None or self._is_passive(reading, word):
            return None
        if trailing:
            return _Report(word, source, first, max(source.first, first), "said-after")
        return _Report(word, source, word + 1, end, "said")

    @staticmethod
    def _is_passive(reading: Reading, word: int) -> bool:
        """ "four people were reported killed" has no source here."""
        before = word - 1
        while before > 0 and reading.pos[before] == "ADV":
            before -= 1
        return reading.lower[before] in ("was", "were", "been", "be", "is", "are", "being")

    @staticmethod
    def _is_trailing(reading: Reading, word: int, end: int) -> bool:
        """Whether the verb closes the sentence: ", police said on Friday." or ", said a witness."."""
        after = [
            reading.pos[i] for i in range(word + 1, min(end, word + 8)) if reading.lower[i] not in ("”", '"', "''", "’")
        ]
        commas = any(reading.lower[i] in (",", "”", '"', "’", "''") for i in range(max(0, word - _SOURCE_LENGTH), word))
        if not commas:
            return False
        rest = [reading.lower[i] for i in range(word + 1, end)]
        if not rest or all(each in (".", "!", "?", "”", '"', ",", "''") for each in rest):
            return True
        return (
            after[:1] in (["ADP"], ["PROPN"], ["NOUN"], ["DET"], ["PRON"], ["PUNCT"])
            and "VERB" not in after
            and (
                "AUX" not in after and len(rest) < 14  # noqa: PLR2004  # what fits behind "said" without a clause
            )
        )

    def _claimant(self, reading: Reading, reports: list[_Report], group: VictimGroup) -> Claimant | None:
        covering = [r for r in reports if r.first <= group.first < r.end and abs(r.word - group.first) <= _FAR]
        covering = [r for r in covering if not r.source.first <= group.head < r.source.end]
        if not covering:
            return self._quoted(reading, group)
        direct = [r for r in covering if r.rule == "said"]
        best = max(direct, key=lambda r: r.word) if direct else min(covering, key=lambda r: abs(r.word - group.first))
        return self._resolved(reading, best)

    def _quoted(self, reading: Reading, group: VictimGroup) -> Claimant | None:
        """The speaker of the quotation that holds the number, where `sitrep_statements` found one."""
        doc = reading.doc
        for statement in doc._.statements or () if Doc.has_extension("statements") else ():
            if statement.start <= group.start < statement.end and statement.form == "direct" and statement.speaker:
                text, start = statement.speaker, statement.speaker_start or 0
                name = statement.speaker_name
                kind = self._sources.kind_of_text(
                    f"{text} {name or ''} {statement.role or ''} {statement.affiliation or ''}"
                )
                return Claimant(text, start, statement.speaker_end or start, name, kind, "quoted")
        return None

    def _resolved(self, reading: Reading, report: _Report) -> Claimant:
        source = report.source
        start, stop = reading.span(source.first, source.end)
        text = reading.source[start:stop]
        name, described = None, text
        referents = reading.doc._.referents or {} if Doc.has_extension("referents") else {}
        referent = referents.get(reading.tokens[source.head].i)
        if referent is not None:
            name = referent.name
            described = f"{text} {name} {referent.role or ''} {referent.affiliation or ''}"
            if source.pronoun and referent.first_start is not None and referent.first_end > referent.first_start:
                start, stop = referent.first_start, referent.first_end
                text = reading.source[start:stop]
        elif source.is_name:
            name = text
        return Claimant(text, start, stop, name, self._sources.kind_of_text(described), report.rule)
