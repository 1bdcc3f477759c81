"""Gold rows read: `id`, `text` and `gold`, every kind optional. What is wrong is a RowError with its key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tasks.accuracy.records import Act, Claim, Date, Labelled, Place, Range, Span, Statement
from tasks.accuracy.shapes import Fields, numbers
from tasks.accuracy.tolls import HARMS
from tasks.errors import RowError


def parse_labels(line: str) -> Labelled:
    """The labels of one gold row (JSON); raises RowError that says which key is wrong, or that there are none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RowError(f"not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("gold"), dict):
        raise RowError("gold is missing: a labelled row has id, text and an object gold")
    fields = Fields(row)
    gold, text = fields.inner("gold"), fields.text("text")
    label = Labelled(
        id=row.get("id", ""),
        text=text,
        tolls=dict(_tolls(gold)),
        claims=tuple(read_claim(each) for each in gold.each("claims")) if "claims" in gold.table else None,
        statements=tuple(_statements(gold)) if "attributions" in gold.table else None,
        places=tuple(_places(gold)) if "toponyms" in gold.table else None,
        dates=tuple(_dates(gold)) if "dates" in gold.table else None,
        sub_event=gold.maybe_text("sub_event_type"),
        act=Act(gold.text("type"), gold.text("actor")) if "recipient" in gold.table else None,
    )
    _check_spans(label)
    return label


def read_claim(fields: Fields) -> Claim:
    """A claim as labels and `sitrep extract` write it; RowError."""
    return Claim(
        harm=fields.text("harm"),
        start=fields.offset("start"),
        end=fields.offset("end"),
        low=fields.maybe_number("low"),
        high=fields.maybe_number("high"),
        qualifier=fields.maybe_text("qualifier"),
        scope=fields.maybe_text("scope"),
        factuality=fields.maybe_text("factuality"),
        victim_class=fields.maybe_text("victim_class"),
        claimant=fields.maybe_text("claimant"),
        place=fields.name("place"),
        date=fields.maybe_text("date"),
        incident=fields.maybe_number("incident"),
        confidence=fields.maybe_share("confidence"),
    )


def _tolls(gold: Fields) -> Iterator[tuple[str, Range]]:
    for harm in HARMS:
        if gold.table.get(harm) is not None:
            yield harm, Range(*numbers(gold.table[harm], f"gold.{harm}", int, int))


def _statements(gold: Fields) -> Iterator[Statement]:
    """An attribution whose content has no span is not compared."""
    for attribution in gold.each("attributions"):
        content = list(_spans(attribution, "content"))
        if content:
            outer = (min(start for start, _ in content), max(end for _, end in content))
            yield Statement(outer, tuple(_spans(attribution, "source")))


def _spans(attribution: Fields, key: str) -> Iterator[Span]:
    for part in attribution.each(key):
        for span in part.items("spans"):
            start, end = numbers(span, f"{part.path}.spans", int, int)
            yield start, end


def _places(gold: Fields) -> Iterator[Place]:
    for number, toponym in enumerate(gold.items("toponyms")):
        yield Place(*numbers(toponym, f"gold.toponyms[{number}]", int, int, float, float))


def _dates(gold: Fields) -> Iterator[Date]:
    for number, label in enumerate(gold.items("dates")):
        yield Date(*numbers(label, f"gold.dates[{number}]", int, int, str))


def _check_spans(label: Labelled) -> None:
    """Labels that point out of the text were made for another text: nothing they say of this one is true."""
    spans: list[tuple[Any, int, int]] = [("claims", c.start, c.end) for c in label.claims or ()]
    spans += [("attributions", *s.content) for s in label.statements or ()]
    spans += [("toponyms", p.start, p.end) for p in label.places or ()]
    spans += [("dates", d.start, d.end) for d in label.dates or ()]
    for kind, start, end in spans:
        if not 0 <= start <= end <= len(label.text):
            raise RowError(
                f"gold.{kind}: {start} to {end} lies outside of the text, which has {len(label.text)} characters"
            )
