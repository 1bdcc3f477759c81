"""The words of an alert: a line that is understood at a glance, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from tasks.alerts.changes import Change
from tasks.alerts.news import Revised, Source, Total
from tasks.alerts.plain import marked, plain

LINE, NAME, QUOTE, ADDRESS = 240, 80, 500, 2000  # characters
Numbers = tuple[int | None, int | None, int | None]


def title(change: Change) -> str:
    """The line: "SYR Damascus: injured 14 -> 16 (state media), car bombing, 14 Jun 2012"."""
    if change.total is not None:
        return plain(
            f"{_where(change.country, change.total.region)}: {_milestone(change.total, change.milestone)}", LINE
        )
    first = change.revisions[0]
    what = _what(first)
    words = [f"{_where(first.country, first.place_name)}: {_event(change)}", what, day(first.event_date)]
    return plain(", ".join(word for word in words if word), LINE)


def body(change: Change) -> str:
    """What the line rests on: numbers old and new, claimants, the sentence, the article, the grade, how to read on."""
    lines = [line for revised in change.revisions for line in _tolls(revised)]
    source: Source = change.total if change.total is not None else change.revisions[0]
    if change.total is not None:
        lines.append(f"total: {people(change.before)} -> {people(change.total.total)} {change.total.harm}")
        lines.append(f"claimant: {plain(change.total.claimant, NAME)}")
    else:
        lines.append(f"grade: {change.revisions[0].incident_grade}")
    once: dict[str, Source] = {found.claim_id: found for found in change.revisions or (source,)}
    for found in once.values():
        lines += _evidence(found)
    return "\n".join(lines)


def people(number: int | None) -> str:
    """A number of people with thousands set apart; "unknown" where nobody says one: that is not zero."""
    return "unknown" if number is None else f"{number:,}"


def lead(revised: Revised) -> str:
    """Who says the number that people are told: the first claimant, or who said what is withdrawn."""
    return revised.claimants.split("; ")[0] or revised.claimant


def day(text: str | None) -> str:
    """An ISO day as 14 Jun 2012; a month or year as it stands; "" where unknown."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return f"{found.day} {found:%b %Y}"


def _where(country: str | None, place: str | None) -> str:
    return plain(" ".join(part for part in (country, place) if part) or "place unknown", NAME)


def _what(revised: Revised) -> str:
    """The event in a few words: the incident's title without what the line has already (place, date, harm)."""
    words = revised.incident_title.removesuffix(f", {day(revised.event_date)}").removesuffix(f", {revised.place_name}")
    return "" if words.startswith("people ") else plain(words, NAME)


def _event(change: Change) -> str:
    first = change.revisions[0]
    by = f"({plain(lead(first), NAME)})"
    if change.kind == "new_incident":
        return ", ".join(f"{_count(_new(r))} {r.harm} ({plain(lead(r), NAME)})" for r in change.revisions)
    if change.kind == "retracted":
        return f"{first.harm} {_count(_old(first))} -> {_count(_new(first))}, withdrawn {by}"
    if change.kind in {"contested", "confirmed"}:
        return f"{first.harm} {_count(_new(first))} {change.kind} ({_names(first)})"
    return f"{first.harm} {_count(_old(first))} -> {_count(_new(first))} {by}"


def _milestone(total: Total, milestone: int | None) -> str:
    since = f" since {plain(total.period_start, NAME)}" if total.period_start else ""
    return f"{total.harm}{since} passes {people(milestone)}: {people(total.total)} ({plain(total.claimant, NAME)})"


def _old(revised: Revised) -> Numbers:
    return revised.old_low, revised.old_best, revised.old_high


def _new(revised: Revised) -> Numbers:
    return revised.new_low, revised.new_best, revised.new_high


def _count(numbers: Numbers) -> str:
    """The number for the line: best, "at least" where the toll is open upwards; else the hedged or bounded range."""
    low, best, high = numbers
    if best is not None:
        return people(best) if high is not None else f"at least {people(best)}"
    if low is not None:
        return f"{people(low)} or more" if high is None else f"{people(low)} to {people(high)}"
    return people(None) if high is None else f"up to {people(high)}"


def _tolls(revised: Revised) -> Iterable[str]:
    now = _bounds(_new(revised))
    before = f"{_bounds(_old(revised))} -> " if revised.direction != "new" else ""
    yield f"{revised.harm}: {before}{now} ({revised.reason.replace('_', ' ')})"
    if revised.claimants:
        yield f"claimants of {revised.harm}: {_names(revised)}"


def _bounds(numbers: Numbers) -> str:
    low, best, high = numbers
    if low is None and best is None and high is None:
        return "nothing counted"
    return f"low {people(low)}, best {people(best)}, high {'open' if high is None else people(high)}"


def _names(revised: Revised) -> str:
    return plain("; ".join(plain(name, NAME) for name in revised.claimants.split("; ")), LINE)


def _moment(published_at: datetime) -> str:
    """Midnight sharp is how a page is dated that names no time (tasks/text/dates.py): no hour is made up for it."""
    bare = published_at.time() == time(0)
    return f"{published_at:%Y-%m-%d}" if bare else f"{published_at:%Y-%m-%d %H:%M} UTC"


def _evidence(source: Source) -> list[str]:
    when = f", {_moment(source.published_at)}" if source.published_at else ""
    heading = plain(source.article_title or "untitled", LINE)
    return [
        f'"{marked(source.sentence, source.mark_start, source.mark_end, QUOTE)}"',
        f"  {heading} ({plain(source.outlet, NAME)}{when})",
        f"  {plain(source.article_url, ADDRESS)}",
        f"  sitrep explain {source.claim_id}",
    ]
