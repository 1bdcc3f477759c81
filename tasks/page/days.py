"""The page on time: killed and injured by country and day, and running totals, each by who counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from tasks.page.records import Build, DayToll, Total
from tasks.page.render import data, iso, page
from tasks.page.words import clean, counted, day, toll

DAYS, LEAST_DAYS, TOP, COUNTRIES, TABLED, SERIES = 90, 21, 6, 250, 60, 24


def time_page(tolls: Sequence[DayToll], totals: Sequence[Total], first: date, last: date, build: Build) -> str:
    """`tolls` of the days from `first` to `last`; `totals` with those of one series together."""
    countries = [_country(code, list(found), first, last, build) for code, found in groupby(tolls, lambda t: t.country)]
    countries.sort(key=lambda country: (-country["weight"], country["name"]))
    return page(
        "time.html", build, "Time", "Time", daily=countries[:COUNTRIES], top=TOP,
        countries=sorted((c["code"], c["name"]) for c in countries[:COUNTRIES]),
        span=f"{day(first.isoformat())} to {day(last.isoformat())}", series=list(_series(totals)),
    )  # fmt: skip


def _country(code: str, tolls: Sequence[DayToll], first: date, last: date, build: Build) -> dict[str, Any]:
    harms = []
    for harm in ("killed", "injured"):
        days = [t for t in tolls if t.harm == harm]
        if days:
            best, low = (_summed(numbers) for numbers in zip(*((t.best, t.low) for t in days), strict=True))
            high = None if any(t.open for t in days) else _summed(t.high for t in days)
            harms.append(
                {
                    "harm": harm, "words": toll((low, best, high)), "days": counted(len(days), "day"),
                    "incidents": counted(sum(t.incident_count for t in days), "incident"),
                    "data": data(list(_filled(days, first, last))),
                }
            )  # fmt: skip
    weight = sum(t.best or 0 for t in tolls if t.harm == "killed")
    newest = sorted(tolls, key=lambda t: t.day, reverse=True)
    return {
        "code": code, "name": clean(build.countries.get(code, code), 60), "harms": harms, "weight": weight,
        "table": newest[:TABLED], "more": max(0, len(newest) - TABLED),
    }  # fmt: skip


def _summed(numbers: Iterable[int | None]) -> int | None:
    """The sum of the numbers that somebody said; None where nobody said one."""
    said = [number for number in numbers if number is not None]
    return sum(said) if said else None


def _filled(tolls: Iterable[DayToll], first: date, last: date) -> Iterator[dict[str, Any]]:
    """A row a day with a toll, and an empty one beside it where a day has none: there the line breaks."""
    known = {t.day: t for t in tolls}
    near = {found + timedelta(days=step) for found in known for step in (-1, 0, 1)}
    after = last + timedelta(days=1)
    for at in sorted(found for found in {first, after, *near} if first <= found <= after):
        toll_ = known.get(at)
        if toll_ is None:
            yield {"day": at.isoformat(), "low": None, "best": None, "top": None, "open": False}
            continue
        top = max(n for n in (toll_.high, toll_.best, toll_.low, 0) if n is not None)
        yield {"day": at.isoformat(), "low": toll_.low, "best": toll_.best, "top": top, "open": toll_.open}


def _series(totals: Iterable[Total]) -> Iterator[dict[str, Any]]:
    """One drawing a harm, region and beginning, with a panel a claimant."""
    found: dict[tuple[str, str | None, str | None], list[Total]] = {}
    for total in totals:
        found.setdefault((total.harm, total.region, total.period_start), []).append(total)
    for (harm, region, since), told in list(found.items())[:SERIES]:
        rows = [
            {
                "at": iso(t.reported_at), "claimant": clean(t.claimant, 40), "fell": t.fell,
                "total": t.count_low if t.count_low is not None else t.count_high,
            }
            for t in told
        ]  # fmt: skip
        yield {
            "harm": harm, "region": region, "since": since, "totals": told, "data": data(rows),
            "claimants": len({t.claimant.lower() for t in told}), "drawn": any(t.totals > 1 for t in told),
        }  # fmt: skip
