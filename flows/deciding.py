"""What `sitrep incidents` prints and does. A decision is a run of its own, and is published at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.compose import compose
from flows.console import complain, heading, say, table
from flows.errors import FlowError
from flows.explaining_incidents import found_incident, print_tolls, toll_words
from flows.runs import RunLog
from tasks.decide import Decided, keep_apart, merge_incidents, split_claims, undo_decision
from tasks.publish import publish_snapshot
from warehouse.connection import Warehouse
from warehouse.queries import rows
from warehouse.records import Run

_SHORT = 10  # characters of an id that are shown: enough to be the only one among a million


@dataclass(frozen=True, slots=True)
class DecideCounts:
    """The one stage of a run that carries out a decision."""

    decide: Decided


def list_incidents(config: Path | None, limit: int) -> None:
    """The newest incidents, one a line."""
    with compose(config).warehouse.reader() as connection:
        found = rows(connection, "incidents_list", limit=limit)
    table(
        ["incident", "title", "killed", "injured", "grade", "claims", "articles", "doubts"],
        [
            [
                r["incident_id"][:_SHORT], r["title"], toll_words(r["killed_low"], r["killed_best"], r["killed_high"]),
                r["injured_best"], r["evidence_grade"], r["claim_count"], r["article_count"], r["doubts"] or "",
            ]
            for r in found
        ],
    )  # fmt: skip
    if not found:
        say("no incidents yet")


def list_doubts(config: Path | None, limit: int) -> None:
    """The pairs that may be one event, the likeliest first."""
    with compose(config).warehouse.reader() as connection:
        found = rows(connection, "incidents_doubts", incident_id=None, limit=limit)
    _doubts(found)
    if not found:
        say("no doubtful pairs")


def show_incident(config: Path | None, incident: str) -> None:
    """One incident with its tolls, claims, doubts and decisions."""
    with compose(config).warehouse.reader() as connection:
        row = found_incident(connection, incident)
        incident_id = row["incident_id"]
        tolls = rows(connection, "explain_tolls", incident_id=incident_id)
        claims = rows(connection, "explain_claims", incident_id=incident_id)
        doubts = rows(connection, "incidents_doubts", incident_id=incident_id, limit=50)
        decisions = rows(connection, "incidents_decisions", incident_id=incident_id)
    say(f"{incident_id}  {row['title']}  grade {row['evidence_grade']}")
    if row["into_incident_id"]:
        say(f"is a part of {row['into_incident_id']} now")
    heading("tolls")
    print_tolls(tolls)
    heading("claims")
    _claims(claims)
    if doubts:
        heading("may be the same as")
        _doubts(doubts)
    if decisions:
        heading("decisions")
        _decisions(decisions)


def merge(config: Path | None, kept: str, folded: str, note: str | None) -> None:
    """Merge two incidents and say what came of it."""
    done = _carry_out(config, lambda house, run: merge_incidents(house, run, kept, folded, note))
    say(f"{done.other_incident_id} is a part of {done.incident_id} now; {_what(done)}")


def split(config: Path | None, incident: str, claims: Sequence[str], note: str | None) -> None:
    """Split claims off an incident and say what came of it."""
    done = _carry_out(config, lambda house, run: split_claims(house, run, incident, claims, note))
    say(f"{done.other_incident_id} is split off {done.incident_id}; {_what(done)}")


def apart(config: Path | None, one: str, other: str, note: str | None) -> None:
    """Keep two incidents apart."""
    done = _carry_out(config, lambda house, run: keep_apart(house, run, one, other, note))
    say(f"{done.incident_id} and {done.other_incident_id} are two events; {_what(done)}")


def undo(config: Path | None, decision: str, note: str | None) -> None:
    """Take a decision back and say what came of it."""
    done = _carry_out(config, lambda house, run: undo_decision(house, run, decision, note))
    say(f"the decision on {done.incident_id} and {done.other_incident_id} is taken back; {_what(done)}")


def _carry_out(config: Path | None, decide: Callable[[Warehouse, Run], Decided]) -> Decided:
    house = compose(config).warehouse
    with house.transaction() as connection:
        engines = rows(connection, "decide_engine")
    if not engines:
        raise FlowError(f"{house.path}: holds no incidents yet; `sitrep run` makes them")
    with RunLog(house, "incidents", engines[0]["engine_version"], datetime.now(UTC)) as log:
        done = decide(house, log.run)
        log.complete(DecideCounts(done))
        published = publish_snapshot(house, log.run)
    for failure in published.failures:
        complain(f"sitrep: {failure}")
    return done


def _what(done: Decided) -> str:
    undo = f"`sitrep incidents undo {done.decision_id[:_SHORT]}` takes it back"
    return f"claims moved: {done.claims}, tolls revised: {done.revised}; {undo}"


def _claims(claims: Sequence[dict[str, Any]]) -> None:
    table(
        ["claim", "claimant", "harm", "said", "scope", "factuality", "counts", "reported", "outlet", "matched by"],
        [
            [
                c["claim_id"][:_SHORT], c["claimant"], c["harm"], c["count_text"], c["scope"], c["factuality"],
                "yes" if c["current"] else "no more", f"{c['reported_at']:%Y-%m-%d %H:%M}", c["outlet"],
                f"{c['match_rule']} {c['match_score']:.2f}",
            ]
            for c in claims
        ],
    )  # fmt: skip


def _doubts(found: Sequence[dict[str, Any]]) -> None:
    table(
        ["incident", "title", "killed", "incident", "title", "killed", "score", "rule"],
        [
            [
                r["incident_id"][:_SHORT], r["title"], r["killed_best"], r["other_incident_id"][:_SHORT],
                r["other_title"], r["other_killed_best"], f"{r['match_score']:.2f}", r["match_rule"],
            ]
            for r in found
        ],
    )  # fmt: skip


def _decisions(found: Sequence[dict[str, Any]]) -> None:
    table(
        ["decision", "when", "kind", "incident", "other incident", "in effect", "note"],
        [
            [
                r["decision_id"][:_SHORT], f"{r['decided_at']:%Y-%m-%d %H:%M}", r["kind"], r["incident_id"][:_SHORT],
                r["other_incident_id"][:_SHORT], "yes" if r["in_effect"] else "no", r["note"],
            ]
            for r in found
        ],
    )  # fmt: skip
