"""`sitrep explain`: where a number comes from."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from flows.compose import App
from flows.console import heading, out, printable, say, table
from flows.errors import NotFound
from flows.explaining_incidents import explain_incident, print_revisions
from warehouse.queries import rows

FIELDS = (
    "harm", "count_text", "qualifier", "count_low", "count_high", "victims_text", "victim_class", "scope",
    "period_start", "claimant_text", "claimant_name", "claimant_kind", "factuality", "place_text", "place_name",
    "country", "latitude", "longitude", "event_date", "incident_number", "confidence", "rule_id", "engine_version",
)  # fmt: skip


def explain(app: App, wanted: str) -> None:
    """Print where a number comes from: of a claim, or of an incident; `wanted` is an id or its first characters."""
    with app.warehouse.reader() as connection:
        claims = rows(connection, "explain_claim", claim_id=wanted)
        incidents = rows(connection, "explain_incident_id", incident_id=wanted)
        if len(claims) + len(incidents) > 1:
            raise NotFound(f'"{wanted}" fits several claims or incidents; give more of its characters')
        if incidents:
            explain_incident(connection, incidents[0])
            return
        claim = _only(claims, wanted)
        incidents = rows(connection, "explain_incident", claim_id=claim["claim_id"])
        revisions = [r for i in incidents for r in rows(connection, "explain_revisions", incident_id=i["incident_id"])]
    _claim(claim, incidents, revisions)


def _claim(claim: dict[str, Any], incidents: list[dict[str, Any]], revisions: list[dict[str, Any]]) -> None:
    """Print the sentence with its span marked, the fields, the article, the incident and its revisions."""
    _sentence(claim)
    heading("claim")
    table(["field", "value"], [["claim_id", claim["claim_id"]], *([name, shown(claim[name])] for name in FIELDS)])
    heading("article")
    published = f"{claim['published_at']:%Y-%m-%d}" if claim["published_at"] else "undated"
    title = claim["article_title"] or "untitled"
    say(f"{title} ({claim['outlet']}, {published}, version {claim['version_number']})")
    say(claim["canonical_url"])
    heading("incident")
    for incident in incidents:
        say(f"{incident['incident_id']}  {incident['title']}  grade {incident['evidence_grade']}")
        say(f"matched by {incident['match_rule']} ({incident['match_score']:.2f})")
        print_revisions(revisions)
    if not incidents:
        say(f"none: {_why_none(claim)}")


def _only(found: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    if not found or not wanted:
        raise NotFound(
            f'no claim "{wanted}" and no incident of that id in the published snapshot; `sitrep incidents list` has '
            "the ids of incidents, the column claim_id of claims_by_claimant those of claims"
        )
    return found[0]


def _sentence(claim: dict[str, Any]) -> None:
    """The sentence with the number in [[ ]], coloured on a terminal."""
    text, start, end = claim["article_text"], claim["sentence_start"], claim["sentence_end"]
    line = Text(printable(text[start : claim["char_start"]]))
    line.append(f"[[{printable(claim['count_text'])}]]", style="bold reverse")
    line.append(printable(text[claim["char_end"] : end]))
    out.print(line, soft_wrap=True)


def shown(value: object) -> str:
    """A field for people: NULL is said, not hidden."""
    return "NULL" if value is None else printable(value)


def _why_none(claim: dict[str, Any]) -> str:
    if claim["scope"] == "cumulative":
        return "a cumulative number belongs to a series (mart cumulative_series), never to an incident"
    if claim["factuality"] == "hypothetical":
        return "a hypothetical number counts for no incident"
    return "not resolved (yet), or of an older version of its article"
