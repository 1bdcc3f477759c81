"""`sitrep_claimants`: who answers for each number (casualty-claims.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.assertions.report_clauses import closes, is_hearsay, is_its_source, is_trailing, speaker_span
from tasks.nlp.assertions.sources import SourcePhrase, SourceReader
from tasks.nlp.findings import Statement
from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.victims.victims import VictimGroup

Doc.set_extension("claimants", default=(), force=True)

_BACK = 2  # sentences before "it said" in which the source is named
_OBJECT = 3  # words behind "rejected" in which "claims" stands
_FAR = 60  # words between a reporting verb and the number it reports
_STATEMENTS, _STRETCH = "sitrep_statements_at", 500  # characters


def _statements_at(doc: Doc, start: int) -> list[Statement]:
    """The statements that `sitrep_statements` found around a character, in their order."""
    statements: tuple[Statement, ...] = doc._.statements or () if Doc.has_extension("statements") else ()
    kept: dict[int, list[Statement]] | None = doc.user_data.get(_STATEMENTS)
    if kept is None:  # by stretches of the text: each number asks
        kept = doc.user_data[_STATEMENTS] = {}
        for each in statements:
            for stretch in range(each.start // _STRETCH, each.end // _STRETCH + 1):
                kept.setdefault(stretch, []).append(each)
    return [each for each in kept.get(start // _STRETCH, ()) if each.start <= start < each.end]


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
        irregular = words.classes("harms", "irregular") | words.classes("report_verbs", "irregular")
        self._verbs = report_verbs(words)
        self._counting = all_forms(words.words("report_verbs", "toll"), words.classes("report_verbs", "irregular"))
        self._prefixes = words.phrases("report_verbs", "prefixes")
        self._responsibility = words.phrases("report_verbs", "responsibility")
        self._speaking = [tuple(each.split()) for each in words.words("report_verbs", "speaking")]
        self._speaking_forms = {verb: all_forms([verb], irregular) for verb, _ in self._speaking}
        self._showing = all_forms(words.words("report_verbs", "showing"), irregular)
        self._giving = all_forms(words.words("report_verbs", "giving"), irregular)
        self._figures = words.word_set("report_verbs", "figures")
        self._telling = all_forms(words.words("report_verbs", "telling"), irregular)
        self._rejections = all_forms(words.words("factuality", "rejections"), irregular)
        self._rejected = words.word_set("factuality", "reports")
        self._conjunctions = words.word_set("claimants", "phrase.conjunctions")
        self._sources = SourceReader(words)
        self._according = words.word_set("claimants", "phrase.according")
        self._no_speakers = words.word_set("claimants", "phrase.no_speakers")
        self._passive = words.word_set("claimants", "phrase.passive")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.claimants: a Claimant, or None where the text speaks in its own voice."""
        if not doc._.victims:
            doc._.claimants = ()
            return doc
        reading = read(doc)
        sentences = sorted({reading.sentence[group.first] for group in doc._.victims})
        reports = {number: list(self._reports(reading, *reading.bounds[number])) for number in sentences}
        claimants: list[Claimant | None] = []
        for group in doc._.victims:
            here = reports[reading.sentence[group.first]]
            found = self._stated(reading, group, here) or self._claimant(reading, here, group)
            claimants.append(self._named(reading, found, group, claimants))
        doc._.claimants = tuple(claimants)
        return doc

    def _stated(self, reading: Reading, group: VictimGroup, reports: list[_Report]) -> Claimant | None:
        """The speaker of the closest statement around the number that `sitrep_statements` found, if a verb of
        reporting or a quotation makes it one; nobody answers for what "appears", and no victim for his own death."""
        doc = reading.doc
        around = [
            each
            for each in _statements_at(doc, group.start)
            if self._reports_it(each) and not self._is_group(reading, each, group)
        ]
        if not around:
            return None
        best = min(around, key=lambda each: each.end - each.start)
        cue = reading.word_at(best.cue_start) if best.cue_start is not None else None
        if cue is not None and not is_its_source(reading, best, cue):
            return None
        if cue is not None and self._is_interrupted(reading, best, cue, group, reports):
            return None
        start, stop = speaker_span(reading, best, cue)
        text = reading.source[start:stop]
        described = f"{text} {best.speaker_name or ''} {best.role or ''} {best.affiliation or ''}"
        return Claimant(text, start, stop, best.speaker_name, self._sources.kind_of_text(described), "stated")

    def _reports_it(self, statement: Statement) -> bool:
        """Whether a statement has a speaker who can be a source, by a verb of reporting or "according to"."""
        if statement.speaker is None or statement.speaker_start is None:
            return False
        cue = (statement.cue or "").lower().split()
        told = statement.form == "direct" or any(word in self._verbs or word in self._according for word in cue)
        words = statement.speaker.split()
        return told and self._sources.can_speak(words[-1]) and words[0].lower() not in self._no_speakers

    def _is_interrupted(
        self, reading: Reading, statement: Statement, cue: int, group: VictimGroup, reports: list[_Report]
    ) -> bool:
        """ "..., an aide said, but police put the toll at one", "the mayor said four had died, the Post reported":
        another source speaks right before the number.
        """
        said = [r for r in reports if r.rule == "said" and r.word < group.first]
        if cue < group.first or statement.form == "direct":
            return any(cue < r.word for r in said)
        first = reading.word_at(statement.start) or 0
        return any(first < r.word and reading.lower[r.word] in self._verbs and not r.source.pronoun for r in said)

    @staticmethod
    def _is_group(reading: Reading, statement: Statement, group: VictimGroup) -> bool:
        first, stop = reading.span(group.first, group.end)
        return (statement.speaker_start or 0) < stop and first < (statement.speaker_end or 0)

    def _named(
        self, reading: Reading, found: Claimant | None, group: VictimGroup, before: list[Claimant | None]
    ) -> Claimant | None:
        """ "it said": the source named last, in this sentence or the ones just before it."""
        if found is None or found.text.lower() not in self._sources.personal:
            return found
        known = self._last_source(reading, found, before)
        return replace(known, rule=found.rule) if known is not None else found

    def _last_source(self, reading: Reading, found: Claimant, before: list[Claimant | None]) -> Claimant | None:
        word = reading.word_at(found.start)
        if word is None:
            return None
        here = reading.sentence[word]
        near = [
            each for each in reversed(before) if each is not None and each.text.lower() not in self._sources.personal
        ]
        if near and here - reading.sentence[reading.word_at(near[0].start) or 0] <= 1:
            return near[0]
        for number in range(here, max(-1, here - _BACK - 1), -1):
            reports = [
                r for r in self._reports(reading, *reading.bounds[number]) if r.word < word and not r.source.pronoun
            ]
            if reports:
                return self._resolved(reading, reports[-1])
        return self._actor(reading, here - 1)

    def _actor(self, reading: Reading, sentence: int) -> Claimant | None:
        """ "The army visited the site. It said ...": the first subject of the sentence before that can be a source."""
        if sentence < 0:
            return None
        first, end = reading.bounds[sentence]
        for verb in range(first, end):
            if verb in reading.subjects and (source := self._sources.before(reading, verb, first)) is not None:
                found = self._resolved(reading, _Report(verb, source, first, end, "actor"))
                return found if found.kind != "unknown" and not source.pronoun else None
        return None

    def _reports(self, reading: Reading, first: int, end: int) -> Iterator[_Report]:
        for word in range(first, end):
            for prefix in self._prefixes:
                if tuple(reading.lower[word : word + len(prefix)]) == prefix:
                    source = self._sources.after(reading, word + len(prefix), end)
                    if source is not None:
                        yield _Report(word, source, first, end, "prefix")
            if reading.lower[word] in self._showing:
                data = self._sources.data_before(reading, word, first)
                if data is not None:
                    yield _Report(word, data, word + 1, end, "said")
                    continue
            if (reading.pos[word] in ("VERB", "AUX") or closes(reading, word, end)) and self._is_reporting(
                reading, word, end
            ):
                report = self._verb(reading, word, first, end)
                if report is not None:
                    yield report

    def _is_reporting(self, reading: Reading, word: int, end: int) -> bool:
        """A verb of the list; "spoke of", "rejected claims", "raised the toll": by what follows."""
        lower = reading.lower[word]
        if lower in self._verbs:
            return True
        behind = reading.lower[word + 1 : min(end, word + 1 + _OBJECT)]
        if lower in self._rejections:
            return bool(self._rejected & set(behind))
        if lower in self._giving:
            return bool(self._figures & set(behind))
        return any(lower in self._speaking_forms[verb] and behind[:1] == [after] for verb, after in self._speaking)

    def _verb(self, reading: Reading, word: int, first: int, end: int) -> _Report | None:
        """ "X said four were killed" answers to the right, "four were killed, X said" to the left."""
        trailing = is_trailing(reading, word, end)
        source = self._sources.before(reading, word, first)
        if source is None and trailing and reading.lower[word] not in self._telling:
            source = self._sources.after(reading, word + 1, end)
        if source is None or self._is_passive(reading, word) or is_hearsay(reading, word):
            return None
        if reading.lower[word] in self._giving and self._kind(reading, source) == "unknown":
            return None  # "two crashes raised the toll"
        if word + 2 < end and reading.lower[word + 1] == "," and reading.lower[max(first, source.first - 1)] == ",":
            return self._between_commas(reading, word, source, (first, end))
        # what such a verb reports stands behind it: "police put the toll at one dead."
        if trailing and reading.lower[word] not in self._counting | self._rejections:
            return _Report(word, source, first, max(source.first, first), "said-after")
        return _Report(word, source, word + 1, end, "said")

    def _kind(self, reading: Reading, source: SourcePhrase) -> str:
        return self._sources.kind_of_text(reading.text(source.first, source.end))

    def _between_commas(self, reading: Reading, word: int, source: SourcePhrase, bounds: tuple[int, int]) -> _Report:
        """ "Nine miners, an aide said, were hurt" is his; of "six died, an aide said, and one fled" the first part."""
        first, end = bounds
        joined = reading.lower[word + 2] in self._conjunctions
        return _Report(word, source, first, source.first if joined else end, "said-after" if joined else "said-amid")

    def _is_passive(self, reading: Reading, word: int) -> bool:
        """ "four people were reported killed" has no source here."""
        before = word - 1
        while before > 0 and reading.pos[before] == "ADV":
            before -= 1
        return reading.lower[before] in self._passive

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
        for statement in _statements_at(doc, group.start):
            if statement.form == "direct" and statement.speaker:
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
