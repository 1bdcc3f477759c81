"""The page of one incident, with the data of its downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from markupsafe import Markup

from tasks.page.maps import frame, spot
from tasks.page.records import Build, Claimed, Doubt, Head, Revision, Toll
from tasks.page.render import data, iso, page
from tasks.page.words import clean, degrees

_PLACE = {
    "exact": "The place is a point",
    "province": "Somewhere in this province",
    "country": "Somewhere in this country",
}


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident with all that is known of it."""

    head: Head
    tolls: Sequence[Toll] = ()
    revisions: Sequence[Revision] = ()
    claims: Sequence[Claimed] = ()
    doubts: Sequence[Doubt] = ()


def incident_page(known: Incident, build: Build) -> str:
    """The page, for the folder incidents/."""
    head = known.head
    where, view, words = None, "", ""
    if head.latitude is not None and head.longitude is not None:
        people = next((t.best or t.low or t.high for t in known.tolls), None)
        where = spot(head.latitude, head.longitude, head.place_precision, people)
        view = " ".join(f"{n:g}" for n in frame(head.latitude, head.longitude, head.place_precision))
        at = f"{degrees(head.latitude, 'north', 'south')}, {degrees(head.longitude, 'east', 'west')}"
        words = f"{_PLACE[head.place_precision]}: {clean(head.place_name) or 'unnamed'}, {at}"
    return page(
        "incident.html", build, clean(head.title), "", "../", h=head, tolls=known.tolls, revisions=known.revisions,
        doubts=known.doubts, spot=where, view=view, place_words=words, by_claimant=_by_claimant(known.claims),
        known={claim.claim_id for claim in known.claims}, data=_steps(known.revisions),
        whole=data(_whole(known), "whole"),
        most=max([n for c in known.claims for n in (c.count_low, c.count_high) if n is not None] or [1]),
    )  # fmt: skip


def _whole(known: Incident) -> dict[str, Any]:
    """All that is known, for the downloads: page.js makes JSON, CSV and GeoJSON (RFC 7946) of it."""
    lists: tuple[tuple[str, Sequence[Any]], ...] = (
        ("tolls", known.tolls), ("revisions", known.revisions), ("claims", known.claims),
        ("possibly_same", known.doubts),
    )  # fmt: skip
    return {"incident": _row(known.head)} | {name: [_row(row) for row in rows] for name, rows in lists}


def _row(record: Any) -> dict[str, Any]:  # noqa: ANN401  # any of the records
    return {
        name: iso(value) if isinstance(value, datetime) else value
        for name in record.__slots__
        if (value := getattr(record, name)) is not None and name != "incident_id"
    }


def _by_claimant(claims: Sequence[Claimed]) -> list[tuple[str, str, list[Claimed]]]:
    found = [(clean(name, 80), list(told)) for name, told in groupby(claims, key=lambda claim: claim.claimant.lower())]
    return [(clean(told[0].claimant, 80), _kind(told[0].claimant_kind), told) for _, told in found]


def _kind(claimant_kind: str | None) -> str:
    if claimant_kind is None:
        return "in its own voice"
    return "United Nations" if claimant_kind == "un" else claimant_kind.replace("_", " ")


def _steps(revisions: Sequence[Revision]) -> Markup | str:
    """The rows of the chart: each toll from its revision on."""
    if len(revisions) < 2:  # noqa: PLR2004  # one point is no line
        return ""
    rows: list[dict[str, Any]] = []
    newest: dict[str, Revision] = {}
    for revision in revisions:
        newest[revision.harm] = revision
        rows.append(_step(revision, revision.revised_at, said=True))
    first, last = (pick(revision.revised_at for revision in revisions) for pick in (min, max))
    after = last + max((last - first) / 8, timedelta(hours=1))  # so that the last step is seen
    rows += [_step(revision, after, said=False) for revision in newest.values()]
    return data(rows)


def _step(revision: Revision, at: datetime, *, said: bool) -> dict[str, Any]:
    low, best, high = revision.new
    tops = [n for n in (high, best, low) if n is not None]
    return {
        "at": iso(at),
        "harm": revision.harm,
        "low": low,
        "best": best,
        "top": max(tops) if tops else None,
        "said": said,
    }
