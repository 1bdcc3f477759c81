"""The words of an alert: a line that is understood at a glance, then what it rests on; all from its payload.

Numbers are written as the rule's language does. Everything from outside was made one printable line in the payload;
Markdown and HTML escape it once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tasks.alerts.payload import LINE, NAME, Payload
from tasks.alerts.plain import plain, split_quote

TEXT, MARKDOWN, HTML = "text", "markdown", "html"
FORMS = (TEXT, MARKDOWN, HTML)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@])")  # CommonMark: a backslash makes any of these itself


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence with its article."""

    quote: str  # the number in brackets
    heading: str
    url: str
    explain: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert in the parts that a digest lays out."""

    title: str
    label: str
    line: str
    claimants: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One alert as templates lay it out: the line, (label, words) of what is known, and the evidence."""

    title: str
    facts: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    alert_id: str


def title(row: Payload, numbers: str = "en") -> str:
    """The line: "SYR Damascus: injured 14 -> 16 (state media), car bombing, 14 Jun 2012"."""
    if row.get("operation") is not None:
        return str(row["operation"]["summary"])
    if (series := row["series"]) is not None:
        return plain(f"{_where(series['country'], series['region'])}: {_milestone(series, numbers)}", LINE)
    if (incident := row["incident"]) is None:
        return str(row["title"])
    words = [
        f"{_where(incident['country'], incident['place'])}: {_event(row, numbers)}",
        _what(incident),
        day(incident["date"]),
    ]
    return plain(", ".join(word for word in words if word), LINE)


def title_of_many(rows: Sequence[Payload], numbers: str = "en") -> str:
    """The line of a message with several alerts; of one it is its own."""
    if len(rows) == 1:
        return title(rows[0], numbers)
    places = list(dict.fromkeys(_country(row) for row in rows))
    shown = ", ".join(places[:5]) + (" and others" if len(places) > 5 else "")  # noqa: PLR2004 - as many as fit a line
    return plain(f"{people(len(rows), numbers)} changes: {shown}", LINE)


def write(rows: Sequence[Payload], form: str = TEXT, numbers: str = "en") -> str:
    """The message of these alerts as text, markdown or html; the first line of the message is not repeated in it."""
    if form == TEXT and numbers == "en" and len(rows) == 1 and rows[0]["text"]:
        return str(rows[0]["text"])  # as it was raised
    views = [_view(row, numbers) for row in rows]
    return _templates().get_template(f"{form}.j2").render(alerts=views).strip("\n")


def entry(row: Payload, numbers: str = "en") -> Entry:
    """The alert as a digest lists it: its incident, the kind of change, each toll before and now, who says it."""
    label, evidence = row["kind"].replace("_", " "), tuple(_evidence(found) for found in row["evidence"])
    if (incident := row["incident"]) is None:
        facts = [words for name, words in _facts(row, numbers) if name in {"total", "what to do"}]
        return Entry(title(row, numbers), label, "; ".join(facts).rstrip("."), (), evidence)
    lines, claimants = [], []
    for toll in row["tolls"]:
        before = f"{_count(toll['old'], numbers)} -> " if toll["direction"] != "new" else ""
        lines.append(f"{toll['harm']} {before}{_count(toll['new'], numbers)}")
        claimants += toll["claimants"]
    return Entry(str(incident["title"]), label, "; ".join(lines), tuple(dict.fromkeys(claimants)), evidence)


def people(number: int | None, numbers: str = "en") -> str:
    """A number of people with thousands set apart; "unknown" where nobody says one: that is not zero."""
    return "unknown" if number is None else format_decimal(number, locale=_locale(numbers))


def day(text: str | None) -> str:
    """An ISO day as 14 Jun 2012; a month or year as it stands; "" where unknown."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return f"{found.day} {found:%b %Y}"


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("tasks.alerts"),
        autoescape=lambda name: name == "html.j2",  # noqa: S701 - the others are no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(md=_markdown, quoted_md=_quoted_markdown, quoted=_quoted_html)
    return made


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _quoted_markdown(quote: str) -> str:
    return "**".join(_markdown(part) for part in split_quote(quote))


def _quoted_html(quote: str) -> Markup:
    before, number, after = split_quote(quote)
    return Markup("{}<strong>{}</strong>{}").format(before, number, after)


@cache
def _locale(numbers: str) -> Locale:
    return Locale.parse(numbers, sep="-")


def _view(row: Payload, numbers: str) -> View:
    evidence = tuple(_evidence(found) for found in row["evidence"])
    return View(title(row, numbers), tuple(_facts(row, numbers)), evidence, row["alert_id"])


def _facts(row: Payload, numbers: str) -> Iterator[tuple[str, str]]:
    if row.get("operation") is not None:
        yield "since", f"{datetime.fromisoformat(row['operation']['since']):%Y-%m-%d %H:%M} UTC"
        yield "what to do", row["operation"]["advice"]
    for toll in row["tolls"]:
        yield from _toll(toll, numbers)
    if series := row["series"]:
        yield "total", f"{people(series['before'], numbers)} -> {people(series['total'], numbers)} {series['harm']}"
        yield "claimant", series["claimant"]
    if row["incident"] is not None:
        yield "grade", row["incident"]["grade"]


def _toll(toll: Mapping[str, Any], numbers: str) -> Iterator[tuple[str, str]]:
    now = _bounds(toll["new"], numbers)
    before = f"{_bounds(toll['old'], numbers)} -> " if toll["direction"] != "new" else ""
    yield toll["harm"], f"{before}{now} ({toll['reason'].replace('_', ' ')})"
    if toll["claimants"]:
        yield f"claimants of {toll['harm']}", _names(toll)
    if toll.get("contested"):
        yield f"contested: who says what of {toll['harm']}", toll["contested"]


def _evidence(found: Mapping[str, Any]) -> Evidence:
    article = found["article"]
    published = datetime.fromisoformat(article["published_at"]) if article["published_at"] else None
    when = f", {_moment(published)}" if published else ""
    heading = f"{article['title'] or 'untitled'} ({article['outlet']}{when})"
    return Evidence(found["quote"], heading, article["url"], found["explain"])


def _moment(published_at: datetime) -> str:
    """Midnight sharp is how a page is dated that names no time (tasks/text/dates.py): no hour is made up for it."""
    bare = published_at.time() == time(0)
    return f"{published_at:%Y-%m-%d}" if bare else f"{published_at:%Y-%m-%d %H:%M} UTC"


def _country(row: Payload) -> str:
    found = row["incident"] or row["series"]
    return "operations" if found is None else found["country"] or "country unknown"


def _where(country: str | None, place: str | None) -> str:
    return plain(" ".join(part for part in (country, place) if part) or "place unknown", NAME)


def _what(incident: Mapping[str, Any]) -> str:
    """The event in a few words: the incident's title without what the line has already (place, date, harm)."""
    words = incident["title"].removesuffix(f", {day(incident['date'])}").removesuffix(f", {incident['place']}")
    return "" if words.startswith("people ") else plain(words, NAME)


def _lead(toll: Mapping[str, Any]) -> str:
    """Who says the number that people are told: the first claimant, or who said what is withdrawn."""
    return str(toll["claimants"][0] if toll["claimants"] else toll.get("said_by", ""))


def _event(row: Payload, numbers: str) -> str:
    first = row["tolls"][0]
    old, new = _count(first["old"], numbers), _count(first["new"], numbers)
    if row["kind"] == "new_incident":
        return ", ".join(f"{_count(t['new'], numbers)} {t['harm']} ({_lead(t)})" for t in row["tolls"])
    if row["kind"] == "retracted":
        return f"{first['harm']} {old} -> {new}, withdrawn ({_lead(first)})"
    if row["kind"] in {"contested", "confirmed"}:
        return f"{first['harm']} {new} {row['kind']} ({_names(first)})"
    return f"{first['harm']} {old} -> {new} ({_lead(first)})"


def _milestone(series: Mapping[str, Any], numbers: str) -> str:
    since = f" since {series['since']}" if series["since"] else ""
    step, total = people(series["milestone"], numbers), people(series["total"], numbers)
    return f"{series['harm']}{since} passes {step}: {total} ({series['claimant']})"


def _count(of: Mapping[str, int | None], numbers: str) -> str:
    """The number for the line: best, "at least" where the toll is open upwards; else the hedged or bounded range."""
    low, best, high = of["low"], of["best"], of["high"]
    if best is not None:
        return people(best, numbers) if high is not None else f"at least {people(best, numbers)}"
    if low is not None:
        return (
            f"{people(low, numbers)} or more" if high is None else f"{people(low, numbers)} to {people(high, numbers)}"
        )
    return people(None) if high is None else f"up to {people(high, numbers)}"


def _bounds(of: Mapping[str, int | None], numbers: str) -> str:
    low, best, high = of["low"], of["best"], of["high"]
    if low is None and best is None and high is None:
        return "nothing counted"
    top = "open" if high is None else people(high, numbers)
    return f"low {people(low, numbers)}, best {people(best, numbers)}, high {top}"


def _names(toll: Mapping[str, Any]) -> str:
    return plain("; ".join(toll["claimants"]), LINE)
