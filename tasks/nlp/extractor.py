"""Texts in, findings out. A text that cannot be read is a value (`Unreadable`), never the end of the run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import Any, TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.findings import Claim, Findings
from tasks.nlp.names.entities import each_once
from tasks.nlp.parsing.prose import prose
from tasks.nlp.source import SourceText

# The parser's memory grows with a document; longer texts are read in parts that end at a paragraph.
MAX_CHARS = 60_000
LONG_CHARS = 20_000
_SURROGATES = re.compile("[\ud800-\udfff]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why one text yields nothing: an error of ours, to be reported with the text kept."""

    message: str


class Extractor:
    """A pipeline with Sitrep's components, and the version that its findings carry."""

    def __init__(self, nlp: Language, engine_version: str, batch_size: int = 16, *, only_claims: bool = False) -> None:
        """`only_claims`: the pipeline finds claims and their tolls, and reads the rest of a text only for them."""
        self.only_claims = only_claims
        self.nlp = nlp
        self.engine_version = engine_version
        self.batch_size = batch_size

    def read(self, sources: Iterable[SourceText]) -> Iterator[Findings | Unreadable]:
        """Findings of each source, in order; memory is bounded by one batch."""
        source_iterator = iter(sources)
        while batch := list(islice(source_iterator, self.batch_size)):
            try:
                yield from self._read(batch)
            except Exception:  # noqa: BLE001  # one bad text must not take its batch along
                yield from (self._alone(source) for source in batch)

    def _alone(self, source: SourceText) -> Findings | Unreadable:
        try:
            return self._read([source])[0]
        except Exception as error:  # noqa: BLE001  # reported as a value
            return Unreadable(f"{type(error).__name__}: {error}")

    def _read(self, batch: list[SourceText]) -> list[Findings]:
        parts = [(i, part) for i, source in enumerate(batch) for part in worth_reading(source.text)]
        # Long parts go one by one: a batch of them would need gigabytes.
        long = any(len(text) > LONG_CHARS for _, (_, text) in parts)
        unread = (self._doc(batch[i], text) for i, (_, text) in parts)
        docs = self.nlp.pipe(unread, batch_size=1 if long else self.batch_size)
        found: list[list[Findings]] = [[] for _ in batch]
        for (i, (offset, _)), doc in zip(parts, docs, strict=True):
            found[i].append(shifted(self._findings(doc), offset, found[i]))
        return [joined(each) for each in found]

    def _doc(self, source: SourceText, text: str) -> Doc:
        doc = self.nlp.make_doc(text)
        doc._.published_on, doc._.title = source.published_on, source.title
        doc._.outlet_country = source.outlet_country
        return doc

    def _findings(self, doc: Doc) -> Findings:
        if self.only_claims:
            return Findings(doc._.claims, (), (), (), (), (), dict(doc._.tolls or {}), self.engine_version)
        return Findings(
            claims=doc._.claims,
            statements=doc._.statements,
            positions=doc._.positions,
            events=doc._.events,
            places=doc._.places,
            dates=doc._.dates,
            tolls=dict(doc._.tolls or {}),
            engine_version=self.engine_version,
            entities=doc._.entities,
        )


def readable(text: str) -> str:
    """`text` with lone surrogates replaced one for one: they are no characters, and offsets must not move."""
    return _SURROGATES.sub("\ufffd", text)


def worth_reading(text: str) -> list[tuple[int, str]]:
    """The parts of `text` that hold anything, with their offsets; the first one always."""
    first, *others = parted(prose(readable(text)))
    return [first, *((offset, part) for offset, part in others if not part.isspace())]


def parted(text: str, size: int = MAX_CHARS) -> list[tuple[int, str]]:
    """`text` in parts of at most `size` characters with their offsets, cut at line ends or spaces where it can be."""
    parts, start = [], 0
    while len(text) - start > size:
        cut = max(text.rfind("\n", start, start + size), 0) or text.rfind(" ", start, start + size)
        end = cut + 1 if cut > start else start + size
        parts.append((start, text[start:end]))
        start = end
    return [*parts, (start, text[start:])]


def shifted(findings: Findings, offset: int, before: list[Findings]) -> Findings:
    """`findings` of a later part in the whole text's offsets, incident numbers and event indexes."""
    if not offset:
        return findings
    incidents = max((c.incident or 0 for f in before for c in f.claims), default=0)
    events = sum(len(f.events) for f in before)
    return replace(
        findings,
        claims=tuple(_renumbered(_moved(c, offset), incidents, events) for c in findings.claims),
        statements=tuple(_moved(s, offset) for s in findings.statements),
        positions=tuple(_moved(p, offset) for p in findings.positions),
        events=tuple(_moved(e, offset) for e in findings.events),
        places=tuple(_moved(p, offset) for p in findings.places),
        dates=tuple(_moved(d, offset) for d in findings.dates),
        entities=tuple(replace(e, mentions=tuple(_moved(m, offset) for m in e.mentions)) for e in findings.entities),
    )


def joined(parts: list[Findings]) -> Findings:
    """The parts of one text as one; the tolls are those of the first part that counts any (the lead)."""
    if len(parts) == 1:
        return parts[0]
    return Findings(
        claims=tuple(c for p in parts for c in p.claims),
        statements=tuple(s for p in parts for s in p.statements),
        positions=tuple(x for p in parts for x in p.positions),
        events=tuple(e for p in parts for e in p.events),
        places=tuple(x for p in parts for x in p.places),
        dates=tuple(d for p in parts for d in p.dates),
        tolls=next((p.tolls for p in parts if p.tolls), {}),
        engine_version=parts[0].engine_version,
        entities=each_once(e for p in parts for e in p.entities),
    )


def _moved(record: T, offset: int) -> T:
    moved: dict[str, Any] = {}
    for each in fields(record):  # type: ignore[arg-type]  # every finding is a dataclass
        value = getattr(record, each.name)
        if each.name.endswith(("start", "end")) and isinstance(value, int):
            moved[each.name] = value + offset
        elif each.name == "place" and value is not None:
            moved[each.name] = _moved(value, offset)
    return replace(record, **moved)  # type: ignore[type-var]


def _renumbered(claim: Claim, incidents: int, events: int) -> Claim:
    return replace(
        claim,
        incident=None if claim.incident is None else claim.incident + incidents,
        event=None if claim.event is None else claim.event + events,
    )
