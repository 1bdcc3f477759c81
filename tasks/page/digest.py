"""The digest: what changed, what is contested, how the feeds are; two sheets in print, and the body of an e-mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tasks.page.changes import Change
from tasks.page.now import counted
from tasks.page.records import Build
from tasks.page.render import ASSETS, policy_for, template
from tasks.page.words import clean, day, moment, names, titled

MOST, CONTESTED = 24, 6  # as many as two sheets hold


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence with its number marked, and the article it stands in."""

    quote: Markup
    heading: str
    url: str
    explain: str


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the digest lists it; `incident_id` is None for what is no incident's."""

    title: Markup
    label: str
    line: str
    incident_id: str | None = None
    country: str | None = None
    grade: str | None = None
    claimants: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def digest_page(changed: Sequence[Change], contested: Sequence[Mapping[str, Any]], health: str, build: Build) -> str:
    """What `changed` in the last day. Links are absolute where the page has an address."""
    weighty = sorted(changed, key=_weight)[:MOST]
    summary = f"{counted(changed)} in the last 24 hours, until {moment(build.now)}." if changed else "A quiet day."
    return _digest(
        f"Daily digest, {day(f'{build.now:%Y-%m-%d}')}", summary, [_told(change) for change in weighty],
        contested, health, build, left_out=len(changed) - len(weighty),
    )  # fmt: skip


def letter(
    title: str, told: Sequence[Told], contested: Sequence[Mapping[str, Any]], health: str, key: str, build: Build
) -> str:
    """The same as the body of an e-mail that tells all of `told`; `key` is its idempotency key."""
    return _digest(title, f"Until {moment(build.now)}.", told, contested, health, build, key=key)


def _digest(
    heading: str, summary: str, told: Sequence[Told], contested: Sequence[Mapping[str, Any]], health: str,
    build: Build, *, left_out: int = 0, key: str = "",
) -> str:  # fmt: skip
    style = Markup((ASSETS / "digest.css").read_text(encoding="utf-8"))  # noqa: S704  # ours
    return template("digest.html", build.countries).render(
        heading=heading, summary=summary, rows=told, left_out=left_out, contested=contested[:CONTESTED],
        health=health, key=key, root=build.address, linked=bool(build.address) or not key, style=style,
        policy=policy_for(style),
    )  # fmt: skip


def _told(change: Change) -> Told:
    first = change.first
    return Told(
        titled(first.title, first.place_name), change.label, change.line, first.incident_id, first.country,
        first.incident_grade, tuple(names(first.claimants, 2)),
    )  # fmt: skip


def told(title: str, label: str, line: str, **more: Any) -> Told:  # noqa: ANN401  # the fields of Told
    """A change of words from elsewhere."""
    return Told(Markup("<bdi>{}</bdi>").format(clean(title)), label, line, **more)


def _weight(change: Change) -> tuple[int, float]:
    """The most people first; of as many the newest."""
    people = max((r.new_best or r.new_low or r.old_best or 0) for r in change.revisions)
    return -people, -change.first.revised_at.timestamp()
