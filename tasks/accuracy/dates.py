"""Date expressions: the spans overlap; then the TIMEX3 value."""

from __future__ import annotations

from tasks.accuracy.counting import matched, retrieval
from tasks.accuracy.records import Date, Found, Judgement, Labelled, Mistake, Tally
from tasks.accuracy.spans import AROUND, quoted, shared


def judge(label: Labelled, found: Found) -> Judgement:
    """The dates of one text; nothing where they were not labelled."""
    if label.dates is None:
        return Judgement()
    pairs = matched(label.dates, found.dates, _overlapping)
    right = {w for w, g in pairs.items() if label.dates[w].value == found.dates[g].value}
    tallies = [
        *retrieval("dates", len(pairs), len(found.dates), len(label.dates)),
        Tally("dates.value", len(right), len(pairs)),
        Tally("dates.value_f1", 2 * len(right), len(label.dates) + len(found.dates)),
    ]
    mistakes = []
    for w, wanted in enumerate(label.dates):
        if w not in right:
            got = found.dates[pairs[w]].value if w in pairs else "nothing"
            kind = "date value" if w in pairs else "missed date"
            quote = quoted(label.text, wanted.start, wanted.end, AROUND)
            mistakes.append(Mistake(kind, label.id, str(wanted.value), str(got), quote))
    return Judgement(tuple(tallies), tuple(mistakes))


def _overlapping(wanted: Date, got: Date) -> float:
    return float(shared((wanted.start, wanted.end), (got.start, got.end)) > 0)
