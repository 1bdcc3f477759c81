"""A user's condition over state_changes is bound before it is used, and can do nothing but choose among the rows given."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from warehouse import views
from warehouse.predicates import match, refusal
from warehouse.records import StateChange

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)


def change(change_id: str, **values: Any) -> StateChange:
    row: dict[str, Any] = {field.name: None for field in fields(StateChange)}
    row |= {"change_id": change_id, "alert_id": change_id, "subject_id": change_id, "rank": 1, "kind": "toll_up"}
    return StateChange(**row | {"is_news": True, "changed_at": NOON} | values)


def test_the_record_has_the_columns_of_the_mart() -> None:
    (mart,) = (view for view in views.known() if view.name == "state_changes")
    assert [field.name for field in fields(StateChange)] == list(mart.columns)


@pytest.mark.parametrize(
    "predicate",
    [
        "people >= 10",
        "harm = 'killed' and country in ('SYR', 'IRQ')",
        "true -- all",
        "sentence ilike '%bomb%'",
        "1 / 0 = 1",
    ],
)
def test_a_condition_is_bound(predicate: str) -> None:
    assert refusal(predicate) is None


@pytest.mark.parametrize(
    ("predicate", "reason"),
    [
        ("peple > 3", 'Candidate bindings: "people"'),
        ("harm = 'killed", "unterminated"),
        ("", "is empty"),
        ("people", "is BIGINT, neither true nor false"),
        ("1 = 1; drop table state_changes", "syntax error"),
        ("true) union select 'x' --", "syntax error"),
        ("exists (select * from read_csv('/etc/passwd'))", "disabled by configuration"),
        ("claim_id in (select claim_id from claims)", "claims does not exist"),
        ("max(people) > 1", "cannot contain aggregates"),
        ("nosuch(people)", "nosuch"),
        ("people > $1", ""),
    ],
)
def test_what_is_no_condition_is_refused_with_the_reason_in_one_line(predicate: str, reason: str) -> None:
    said = refusal(predicate)
    assert said is not None
    assert reason in said
    assert "\n" not in said


def test_the_rows_that_a_condition_takes_and_no_others() -> None:
    rows = [change("a", people=9), change("b", people=10), change("c")]
    assert match(rows, "people >= 10").change_ids == {"b"}
    assert match(rows, "people is null or people = 9").change_ids == {"a", "c"}


def test_a_row_that_a_condition_fails_on_costs_only_itself_and_is_said() -> None:
    rows = [change("a", incident_title="4"), change("b", incident_title="flood"), change("c", incident_title="5")]
    found = match(rows, "incident_title::int >= 4")
    assert found.change_ids == {"a", "c"}
    assert found.error is not None
    assert "Could not convert string 'flood'" in found.error


def test_dividing_by_zero_takes_nothing() -> None:
    assert match([change("a", people=0)], "10 / people > 2 and people / 0 > 1").change_ids == frozenset()
    assert match([change("a", people=0)], "10 // people > 2").change_ids == frozenset()


def test_a_condition_without_end_is_stopped() -> None:
    found = match([change("a")], "people is null or (select count(*) from range(100000000000)) > 1 + rank", seconds=0.3)
    assert found.change_ids in ({"a"}, frozenset())
    endless = match([change("a", people=1)], "(select sum(range) from range(100000000000)) > people", seconds=0.3)
    assert (endless.change_ids, endless.error) == (frozenset(), "took longer than 0.3 s and was stopped")
