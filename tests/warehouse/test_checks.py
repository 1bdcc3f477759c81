"""Each check is silent in a sound world and returns the row that breaks its law."""

from __future__ import annotations

from typing import Any, get_args

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import checks, columns, records, store
from warehouse.records import (
    Claim,
    Delivery,
    Entity,
    Event,
    Incident,
    IncidentClaim,
    Position,
    Quarantine,
    Reading,
    ResolvedRun,
    Statement,
    TollRevision,
)

TEXT = "Rescuers said at least four people were killed. “We oppose the blockade,” the mayor said after the blast."
# Family emoji, combining marks, a flag, Devanagari: all of them several code points to one visible sign.
ODD = "👩‍👩‍👧 e\u0301tude 🇫🇷 नि\u0000 \r\n at least four"
SPANS = [
    (Claim, "spans_of_claims"),
    (Statement, "spans_of_statements"),
    (Position, "spans_of_positions"),
    (Event, "spans_of_events"),
    (Entity, "spans_of_entities"),
]


def sound(newsroom: Any) -> str:
    """An article with one of everything, all as it should be; its version."""
    version = newsroom.article("bridge", TEXT)
    claim = newsroom.found(Claim, version, "at least four", count_low=4, claimant_start=0, claimant_end=8)
    newsroom.found(Statement, version, "We oppose the blockade", speaker_start=0, speaker_end=8)
    newsroom.found(Position, version, "oppose")
    newsroom.found(Event, version, "blast")
    newsroom.found(Entity, version, "Rescuers", entity_id="organisation:rescuers")
    newsroom.add(make_incident(newsroom, "i"), newsroom.make(IncidentClaim, incident_id="i", claim_id=claim.claim_id))
    newsroom.toll("i", 1, claim, new_low=4, new_best=4)
    newsroom.toll("i", 2, claim, old_low=4, old_best=4, new_low=4, new_best=5, new_high=6)
    newsroom.add(newsroom.make(Reading, document_id="page-bridge-1", outcome="new_version", version_id=version))
    newsroom.add(newsroom.make(ResolvedRun, run_id="run_id"))
    return str(version)


def make_incident(newsroom: Any, incident_id: str, **values: Any) -> Incident:
    incident: Incident = newsroom.make(Incident, incident_id=incident_id, **values)
    return incident


def test_a_sound_world_breaks_no_law(newsroom: Any) -> None:
    sound(newsroom)
    assert checks.failures(newsroom.connection) == []


@pytest.mark.parametrize(("kind", "check"), SPANS, ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("shift", [(1, 1), (0, 1), (1, 0), (900, 900)])
def test_a_span_that_is_off_is_found(newsroom: Any, kind: type, check: str, shift: tuple[int, int]) -> None:
    version = newsroom.article("bridge", ODD)
    row = newsroom.found(kind, version, "four")
    assert checks.failure_of(newsroom.connection, check) is None
    start, end = row.char_start + shift[0], row.char_end + shift[1]
    newsroom.found(kind, version, "four", char_start=start, char_end=end)
    assert checks.failure_of(newsroom.connection, check) is not None


@given(text=st.text(min_size=1, max_size=40), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offsets_count_as_python_counts(memory: duckdb.DuckDBPyConnection, text: str, data: st.DataObject) -> None:
    """For any text and any slice: the SQL of the checks finds text[start:end], whatever signs the text has."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sql = "SELECT substring($text, $start + 1, $end - $start), length($text)"
    found = memory.execute(sql, {"text": text, "start": start, "end": end}).fetchall()
    assert found == [(text[start:end], len(text))]


REFERENCES = [
    (kind, column)
    for kind in get_args(records.Record)
    for column in columns.table(kind).columns
    # an entity has no table of its own: its id is what the rows of several texts share
    if column.endswith("_id") and column not in {"rule_id", "entity_id", *columns.table(kind).key}
] + [
    (records.IncidentToll, "incident_id"),
    (Reading, "document_id"),
    (IncidentClaim, "incident_id"),
    (IncidentClaim, "claim_id"),
]


@pytest.mark.parametrize(("kind", "column"), REFERENCES, ids=lambda value: getattr(value, "__name__", value))
def test_a_reference_that_leads_nowhere_is_found(
    memory: duckdb.DuckDBPyConnection, make: Any, kind: type, column: str
) -> None:
    store.insert(memory, [make(kind, **{column: "nowhere"})])
    failure = checks.failure_of(memory, f"orphans_in_{columns.table(kind).name}")
    assert failure is not None
    assert (column, "nowhere") in {(row["reference"], row["missing"]) for row in failure.rows}


def claim_of(newsroom: Any, **values: Any) -> Claim:
    claim: Claim = newsroom.found(Claim, newsroom.article("bridge", TEXT), "at least four", **values)
    return claim


def break_bounds(newsroom: Any) -> None:
    claim_of(newsroom, count_low=5, count_high=4)


def break_toll_bounds(newsroom: Any) -> None:
    newsroom.add(make_incident(newsroom, "i"))
    newsroom.toll("i", 1, claim_of(newsroom), new_low=4, new_best=9, new_high=6)


def skip_a_revision(newsroom: Any) -> None:
    claim = claim_of(newsroom)
    newsroom.add(make_incident(newsroom, "i"))
    newsroom.toll("i", 1, claim)
    newsroom.toll("i", 3, claim)


def repeat_a_revision(newsroom: Any) -> None:
    claim = claim_of(newsroom)
    newsroom.add(make_incident(newsroom, "i"))
    row = newsroom.toll("i", 1, claim)
    values = {name: getattr(row, name) for name in columns.table(TollRevision).columns}
    newsroom.add(TollRevision(**(values | {"revision_id": "again"})))


def start_a_revision_elsewhere(newsroom: Any) -> None:
    claim = claim_of(newsroom)
    newsroom.add(make_incident(newsroom, "i"))
    newsroom.toll("i", 1, claim, new_low=4)
    newsroom.toll("i", 2, claim, old_low=3, new_low=5)


def count_twice(newsroom: Any) -> None:
    claim = claim_of(newsroom)
    for incident in ("i", "j"):
        link = newsroom.make(IncidentClaim, incident_id=incident, claim_id=claim.claim_id)
        newsroom.add(make_incident(newsroom, incident), link)


def add_a_running_total(newsroom: Any) -> None:
    claim = claim_of(newsroom, scope="cumulative")
    newsroom.add(make_incident(newsroom, "i"), newsroom.make(IncidentClaim, incident_id="i", claim_id=claim.claim_id))


def lose_a_claim(newsroom: Any) -> None:
    claim_of(newsroom)
    newsroom.connection.execute("DELETE FROM claims")


def end_a_sentence_outside(newsroom: Any) -> None:
    claim_of(newsroom, sentence_end=10_000)


def forget_an_end(newsroom: Any) -> None:
    claim_of(newsroom, claimant_start=3)


def read_into_nothing(newsroom: Any) -> None:
    newsroom.article("bridge", TEXT)
    newsroom.add(newsroom.make(Reading, document_id="page-bridge-1", outcome="new_version"))


def quarantine_without_reason(newsroom: Any) -> None:
    newsroom.article("bridge", TEXT)
    newsroom.add(newsroom.make(Reading, document_id="page-bridge-1", outcome="quarantined"))
    newsroom.add(newsroom.make(Quarantine, subject="https://news.example/other"))


def skip_a_version(newsroom: Any) -> None:
    newsroom.article("bridge", TEXT, version=2)


def deliver_at_no_time(newsroom: Any) -> None:
    newsroom.add(newsroom.make(Delivery, state="delivered"))


def complete_before_reading(newsroom: Any) -> None:
    newsroom.article("bridge", TEXT)
    newsroom.connection.execute("UPDATE runs SET flow = 'monitor', state = 'completed'")


def complete_before_extracting(newsroom: Any) -> None:
    version = newsroom.article("bridge", TEXT)
    newsroom.add(newsroom.make(Reading, document_id="page-bridge-1", outcome="new_version", version_id=version))
    newsroom.connection.execute("UPDATE runs SET flow = 'monitor', state = 'completed'")
    newsroom.connection.execute("DELETE FROM extractions")


def complete_before_resolving(newsroom: Any) -> None:
    version = newsroom.article("bridge", TEXT)
    newsroom.add(newsroom.make(Reading, document_id="page-bridge-1", outcome="new_version", version_id=version))
    newsroom.connection.execute("UPDATE runs SET flow = 'monitor', state = 'completed'")
    assert (
        checks.failure_of(newsroom.connection, "one_end_a_stage") is None
    )  # nothing was ever resolved: migrated just now
    newsroom.connection.execute("INSERT INTO resolved_runs VALUES ('another', 1, 1, '2012-06-14')")


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (break_bounds, "claim_bounds"),
        (break_toll_bounds, "toll_bounds"),
        (skip_a_revision, "tolls_numbered"),
        (repeat_a_revision, "tolls_numbered"),
        (start_a_revision_elsewhere, "tolls_continuous"),
        (count_twice, "claims_of_one_incident"),
        (add_a_running_total, "cumulative_claims_apart"),
        (lose_a_claim, "extractions_counted"),
        (end_a_sentence_outside, "offsets_in_texts"),
        (forget_an_end, "offsets_in_texts"),
        (read_into_nothing, "readings_lead_somewhere"),
        (quarantine_without_reason, "readings_lead_somewhere"),
        (skip_a_version, "versions_numbered"),
        (deliver_at_no_time, "deliveries_settled"),
        (complete_before_reading, "one_end_a_stage"),
        (complete_before_extracting, "one_end_a_stage"),
        (complete_before_resolving, "one_end_a_stage"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_broken_law_is_found(newsroom: Any, broken: Any, check: str) -> None:
    broken(newsroom)
    assert checks.failure_of(newsroom.connection, check) is not None


def test_a_failure_says_the_law_and_shows_a_row(newsroom: Any) -> None:
    break_bounds(newsroom)
    (failure,) = [each for each in checks.failures(newsroom.connection) if each.name == "claim_bounds"]
    assert failure.count == 1
    assert str(failure).startswith(
        "claim_bounds: No claim has its lower bound above its upper bound. 1 rows break this"
    )
    assert "count_text='at least four'" in str(failure)
