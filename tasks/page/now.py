"""The first page: what changed, newest first; the files with older changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from tasks.page import atlas
from tasks.page.changes import PLURALS, Change
from tasks.page.facets import Facets, choices
from tasks.page.records import Build
from tasks.page.render import as_json, page, template
from tasks.page.words import moment, since_words

SHOWN, PART, DRAWN = 120, 500, 400


def facets_of(change: Change) -> Facets:
    """What a change is found by."""
    first = change.first
    return Facets(
        first.country,
        tuple(dict.fromkeys(r.harm for r in change.revisions)),
        first.event_type,
        tuple(dict.fromkeys(r.victim_class for r in change.revisions if r.victim_class)),
        first.incident_grade,
        first.revised_at,
    )


def index(changed: Sequence[Change], parts: Sequence[str], build: Build, *, earlier: bool, unplaced: int) -> str:
    """The first page. `earlier`: nothing changed in the period, and these are changes before it."""
    found = [facets_of(change) for change in changed]
    shown = [row(change, build) for change in changed[:SHOWN]]
    since = since_words(build.days)
    heading = f"The newest changes before {moment(build.since)}" if earlier else f"Changes of the last {since}"
    summary = (
        f"Nothing has changed in the last {since}." if earlier or not changed else
        f"{counted(changed)} in the last {since}, since {moment(build.since)}."
    )  # fmt: skip
    return page(
        "index.html", build, "Now", "Now", rows=shown, heading=heading, summary=summary, total=len(changed),
        parts=" ".join(parts), facets=choices(found, build.countries), unplaced=unplaced,
        nothing="No incident is known yet: run `sitrep run`, and this page fills.",
        spots=atlas.spots_of_changes(changed, found, DRAWN),
    )  # fmt: skip


def row(change: Change, build: Build, root: str = "") -> Markup:
    """One change as a row of the list."""
    attributes = facets_of(change).attributes(change.revisions[0].revision_id)
    made = template("change.html", build.countries).render(c=change, r=change.first, facets=attributes, root=root)
    return Markup(made)  # noqa: S704  # from a template that escapes


def part(changed: Iterable[Change], build: Build) -> str:
    """A file of older changes, as the script of the first page reads it."""
    return f"SITREP_PART({as_json(''.join(row(change, build) for change in changed))});\n"


def counted(changed: Sequence[Change]) -> str:
    """ "3 changes (1 new incident, 2 toll up)"."""
    kinds = Counter(change.label for change in changed)
    words = ", ".join(f"{n:,} {kind if n == 1 else PLURALS.get(kind, kind)}" for kind, n in kinds.most_common())
    return f"{len(changed):,} change{'' if len(changed) == 1 else 's'} ({words})"
