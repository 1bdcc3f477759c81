"""Rows of `sitrep extract` read: the tolls, claims, statements, places, dates and events of one text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasks.accuracy.labels import read_claim
from tasks.accuracy.records import Date, Event, Found, Place, Statement, Toll
from tasks.accuracy.shapes import Fields


def read_found(row: Mapping[str, Any]) -> Found:
    """What the row says; kinds that it lacks are empty. Raises RowError where a key has a wrong type."""
    fields = Fields(row)
    return Found(
        tolls={harm: _toll(fields.inner("tolls").inner(harm)) for harm in fields.inner("tolls").table},
        claims=tuple(read_claim(each) for each in fields.each("claims")),
        statements=tuple(_statement(each) for each in fields.each("statements")),
        places=tuple(
            Place(*each.span("start", "end"), each.maybe_share("lat"), each.maybe_share("lon"))
            for each in fields.each("places")
        ),
        dates=tuple(Date(*each.span("start", "end"), each.maybe_text("value")) for each in fields.each("dates")),
        events=tuple(
            Event(each.text("type"), each.maybe_text("actor"), each.maybe_text("acled_sub_event_type"))
            for each in fields.each("events")
        ),
    )


def _toll(fields: Fields) -> Toll:
    return Toll(fields.maybe_number("low"), fields.maybe_number("best"), fields.maybe_number("high"))


def _statement(fields: Fields) -> Statement:
    named = fields.table.get("speaker_start") is not None
    speakers = (fields.span("speaker_start", "speaker_end"),) if named else ()
    return Statement(fields.span("content_start", "content_end"), speakers)
