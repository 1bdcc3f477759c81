"""Attributed statements: the content overlaps by half; then the speaker."""

from __future__ import annotations

from tasks.accuracy.counting import matched, retrieval
from tasks.accuracy.records import Found, Judgement, Labelled, Mistake, Statement, Tally
from tasks.accuracy.spans import likeness, quoted, shared

_LEAST = 0.5  # of the characters between the outer ends


def judge(label: Labelled, found: Found) -> Judgement:
    """The statements of one text; nothing where they were not labelled."""
    if label.statements is None:
        return Judgement()
    pairs = matched(label.statements, found.statements, _alike)
    tallies = [*retrieval("statements", len(pairs), len(found.statements), len(label.statements))]
    mistakes = [
        Mistake("missed statement", label.id, quoted(label.text, *wanted.content), "nothing", _quote(label, wanted))
        for w, wanted in enumerate(label.statements)
        if w not in pairs
    ]
    for w, g in pairs.items():
        wanted, got = label.statements[w], found.statements[g]
        right = _same_speaker(wanted, got)
        tallies.append(Tally("statements.speaker", right, 1))
        if not right:
            mistakes.append(Mistake("speaker", label.id, _who(label, wanted), _who(label, got), _quote(label, wanted)))
    return Judgement(tuple(tallies), tuple(mistakes))


def _alike(wanted: Statement, got: Statement) -> float:
    alike = likeness(wanted.content, got.content)
    return alike if alike >= _LEAST else 0.0


def _same_speaker(wanted: Statement, got: Statement) -> bool:
    if not wanted.speakers:
        return not got.speakers
    return any(shared(one, other) for one in wanted.speakers for other in got.speakers)


def _who(label: Labelled, statement: Statement) -> str:
    return "; ".join(quoted(label.text, *span) for span in statement.speakers) or "nobody"


def _quote(label: Labelled, statement: Statement) -> str:
    return quoted(label.text, *statement.content)
