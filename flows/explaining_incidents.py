"""`sitrep explain INCIDENT_ID`: how low, best and high came about, every revision, and the sentences behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from flows.console import heading, out, printable, say, table
from flows.errors import NotFound
from warehouse.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def found_incident(connection: DuckDBPyConnection, start: str) -> dict[str, Any]:
    """The incident whose id starts with `start`; raises NotFound."""
    found = rows(connection, "explain_incident_id", incident_id=start)
    if not found or not start:
        raise NotFound(f'no incident "{start}" in the published snapshot; `sitrep incidents list` has the ids')
    if len(found) > 1:
        raise NotFound(f'"{start}" fits several incidents; give more of its characters')
    return found[0]


def explain_incident(connection: DuckDBPyConnection, incident: dict[str, Any]) -> None:
    """Print an incident with its tolls and all that they come from."""
    incident_id = incident["incident_id"]
    tolls = rows(connection, "explain_tolls", incident_id=incident_id)
    statements = rows(connection, "explain_statements", incident_id=incident_id)
    say(f"{incident_id}  {incident['title']}  grade {incident['evidence_grade']}")
    if incident["into_incident_id"]:
        say(f"is a part of {incident['into_incident_id']} now, by a user's decision; explain that one for its claims")
    heading("tolls")
    print_tolls(tolls)
    for toll in tolls:
        heading(f"how {toll['harm']} came about")
        _reckoning(toll, [s for s in statements if s["harm"] == toll["harm"]])
    heading("revisions")
    print_revisions(rows(connection, "explain_revisions", incident_id=incident_id))
    heading("claims by claimant and time")
    _claims(rows(connection, "explain_claims", incident_id=incident_id))
    doubts = rows(connection, "incidents_doubts", incident_id=incident_id, limit=50)
    for row in doubts:
        other = "other_" if row["incident_id"] == incident_id else ""
        say(f"may be the same as {row[other + 'incident_id']}  {row[other + 'title']}  ({row['match_score']:.2f})")


def toll_words(low: int | None, best: int | None, high: int | None) -> str:
    """A toll in a few characters: "6 (4 to 9)", "at least 4", "up to 20"; empty where nobody counted."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"up to {high}"
    bounds = f"at least {low}" if high is None else str(low) if low == high else f"{low} to {high}"
    return bounds if best is None or low == high or (high is None and best == low) else f"{best} ({bounds})"


def print_tolls(tolls: Iterable[dict[str, Any]]) -> None:
    """The tolls of one incident, a harm a line; civilians and combatants where claims tell them apart."""
    table(
        ["harm", "low", "best", "high", "grade", "sources", "civilians", "combatants", "claimants", "denied by"],
        [
            [
                t["harm"], t["low"], t["best"], shown_high(t["low"], t["high"]), t["evidence_grade"],
                t["source_count"], *(toll_words(*(t[f"{side}_{n}"] for n in ("low", "best", "high"))) for side in
                ("civilian", "combatant")), t["claimants"], t["denied_by"],
            ]
            for t in tolls
        ],
    )  # fmt: skip


def print_revisions(revisions: Iterable[dict[str, Any]]) -> None:
    """Every change of a toll, oldest first."""
    table(
        ["when", "harm", "low", "best", "high", "was", "direction", "reason", "grade", "claimants", "claim"],
        [
            [
                f"{r['revised_at']:%Y-%m-%d %H:%M}", r["harm"], r["new_low"], r["new_best"],
                shown_high(r["new_low"], r["new_high"]), toll_words(r["old_low"], r["old_best"], r["old_high"]),
                r["direction"], r["reason"], r["evidence_grade"], r["claimants"], r["claim_id"],
            ]
            for r in revisions
        ],
    )  # fmt: skip


def shown_high(low: int | None, high: int | None) -> str:
    """The upper bound of a toll; NULL beside a low is open upwards."""
    if high is None:
        return "" if low is None else "open"
    return str(high)


def _reckoning(toll: dict[str, Any], statements: Sequence[dict[str, Any]]) -> None:
    """What each source says last, and which of low, best and high it gives."""
    table(
        ["claimant", "kind", "rank", "says", "factuality", "when", "gives", "claim"],
        [
            [
                s["claimant"], s["kind"], s["rank"], toll_words(s["low"], None, s["high"]), s["factuality"],
                f"{s['said_at']:%Y-%m-%d %H:%M}", _gives(s, toll), s["claim_id"],
            ]
            for s in statements
        ],
    )  # fmt: skip
    if toll["best"] is None:
        say(
            "best: none, as nothing that counts asserts a number"
            if toll["source_count"]
            else "nothing is left that counts"
        )


def _gives(statement: dict[str, Any], toll: dict[str, Any]) -> str:
    if not statement["stands"]:
        return "nothing: said otherwise later"
    if statement["factuality"] == "denied":
        return "nothing: a denial is listed, not counted"
    given = [
        word
        for word, holds in (
            ("low", statement["low"] is not None and statement["low"] == toll["low"]),
            ("best", statement["claim_id"] == toll["best_claim_id"]),
            ("high", statement["high"] == toll["high"]),
        )
        if holds
    ]
    return ", ".join(given) or "nothing: within the range"


def _claims(claims: Iterable[dict[str, Any]]) -> None:
    for claimant, told in groupby(claims, key=lambda claim: str(claim["claimant"])):
        say()
        say(claimant)
        for claim in told:
            gone = "" if claim["current"] else "  (its article says this no more)"
            kind = "" if claim["factuality"] == "asserted" else f", {claim['factuality']}"
            scope = "" if claim["scope"] == "incident" else f", {claim['scope']}"
            say(f"  {claim['reported_at']:%Y-%m-%d %H:%M}  {claim['harm']}{kind}{scope}{gone}")
            _sentence(claim)
            say(f"    {claim['outlet']}, version {claim['version_number']}: {claim['url']}  claim {claim['claim_id']}")


def _sentence(claim: dict[str, Any]) -> None:
    """The sentence in one line with the number in [[ ]], coloured on a terminal."""
    text, start, end = claim["sentence"], claim["mark_start"], claim["mark_end"]
    line = Text("    " + printable(" ".join(text[:start].split()) + " ").lstrip())
    line.append(f"[[{printable(' '.join(text[start:end].split()))}]]", style="bold reverse")
    after = text[end:]
    line.append(printable((" " if after[:1].isspace() else "") + " ".join(after.split())))
    out.print(line, soft_wrap=True)
