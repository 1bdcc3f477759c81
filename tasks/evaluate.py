"""Measure the extractor on labelled texts: rows of gold JSON Lines in, measures, mistakes and unread rows out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasks.accuracy.board import Result, judge, result
from tasks.accuracy.findings import read_found
from tasks.accuracy.fitting import Example, as_toml, cautious, fit, out_of_fold
from tasks.accuracy.labels import parse_labels
from tasks.accuracy.records import NOTHING, Judgement, Labelled
from tasks.errors import RowError
from tasks.nlp.claims.confidence import features
from tasks.nlp.extractor import Extractor, Unreadable
from tasks.nlp.findings import Findings
from tasks.nlp.jsonl import InputRow, output_row, parse_row
from tasks.nlp.source import SourceText


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be measured, or a text that the extractor failed on (measured as nothing found)."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: what it adds to the measures, and its claims as examples of what confidence can be learned from."""

    judgement: Judgement
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One file."""

    result: Result
    unread: tuple[Unread, ...]
    examples: tuple[Example, ...]


def evaluate(lines: Iterable[str], extractor: Extractor) -> Evaluation:
    """Read every labelled row and compare; a broken row is an Unread and the others go on.

    The extractor is shown text, title and day of publication, never a label.
    """
    unread: list[Unread] = []
    judged = list(judged_rows(lines, extractor, unread))
    found = result(each.judgement for each in judged)
    return Evaluation(found, tuple(unread), tuple(example for each in judged for example in each.examples))


def judged_rows(lines: Iterable[str], extractor: Extractor, unread: list[Unread]) -> Iterator[Judged]:
    """One text at a time, so that memory holds one batch; rows that cannot be read are added to `unread`."""
    waiting: deque[tuple[int, InputRow, Labelled]] = deque()

    def sources() -> Iterator[SourceText]:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    row, label = parse_row(line), _labelled(line)
                except RowError as error:
                    unread.append(Unread(number, str(error)))
                    continue
                waiting.append((number, row, label))
                yield row.source

    for findings in extractor.read(sources()):
        number, row, label = waiting.popleft()
        if isinstance(findings, Unreadable):
            unread.append(Unread(number, f"the extractor failed on this text ({findings.message})"))
            yield Judged(judge(label, NOTHING))
        else:
            yield _judged(row, label, findings)


def _labelled(line: str) -> Labelled:
    label = parse_labels(line)
    if not label.kinds:
        raise RowError(
            "gold has none of killed, injured, claims, attributions, toponyms, dates, sub_event_type, recipient"
        )
    return label


def _judged(row: InputRow, label: Labelled, findings: Findings) -> Judged:
    judgement = judge(label, read_found(output_row(row, findings)))
    if not judgement.trusted:
        return Judged(judgement)
    known = features(findings.claims)
    every_claim = label.claims is not None
    examples = tuple(Example(known[claim.index], claim.right, every_claim) for claim in judgement.trusted)
    return Judged(judgement, examples)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How many claims weights were fitted on, and the calibration error on claims left out of the fit."""

    claims: int
    error: float


def refitted(evaluations: Iterable[Evaluation]) -> tuple[str, HeldOut]:
    """config/lexicon/confidence.toml for the claims of these texts; raises RowError where nothing can be learned."""
    examples = [example for evaluation in evaluations for example in evaluation.examples]
    if not examples:
        raise RowError("no claim of these files can be judged right or wrong; name files labelled with claims or tolls")
    return as_toml(cautious(fit(examples)), len(examples)), HeldOut(len(examples), out_of_fold(examples).error)
