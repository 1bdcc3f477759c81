"""Words, milestones and pauses of alerts, without any I/O."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.alerts.milestones import passed
from tasks.alerts.outbox import DEFAULT_PATIENCE, Patience, delivered, failed, pause, pending
from tasks.alerts.plain import marked, plain
from tasks.alerts.schedule import Slot
from tasks.errors import DeliveryError

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)


@given(st.text(), st.integers(1, 50))
def test_plain_text_is_one_printable_line_within_its_limit(text: str, limit: int) -> None:
    line = plain(text, limit)
    assert len(line) <= limit
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in line)
    assert len(line.splitlines()) <= 1


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_marking_never_breaks_and_stays_in_bounds(sentence: str, start: int, length: int) -> None:
    assert len(marked(sentence, start, start + length, 100)) <= 320


def test_the_number_is_marked_in_its_sentence() -> None:
    assert marked("said 14 people, then 14 more", 5, 7, 100) == "said [14] people, then 14 more"
    assert marked("a" * 500 + " 14 " + "b" * 500, 501, 503, 40).count("…") == 2


def test_escape_codes_go_and_scripts_stay() -> None:
    assert plain("\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\u202e", 80) == "red link"
    assert plain("می\u200cخواهم", 80) == "می\u200cخواهم"


@pytest.mark.parametrize(
    ("before", "after", "milestone"),
    [(10, 99, None), (99, 100, 100), (100, 999, None), (100, 1_000, 1_000), (900, 12_000, 10_000), (100, 90, None)],
)
def test_milestones(before: int, after: int, milestone: int | None) -> None:
    assert next(iter(passed(before, after)), None) == milestone


def test_pauses_double_to_six_hours_and_are_the_same_in_every_run() -> None:
    pauses = [pause("d", attempt) for attempt in range(1, 15)]
    assert pauses == [pause("d", attempt) for attempt in range(1, 15)]
    assert timedelta(minutes=1) <= pauses[0] <= timedelta(minutes=1.25)
    assert all(timedelta(hours=6) <= found <= timedelta(hours=7.5) for found in pauses[9:])


def test_a_delivery_ends_delivered_or_dead() -> None:
    delivery = pending("a", "hook", Slot(NOON), "rule")
    assert (delivered(delivery, NOON).state, delivered(delivery, NOON).delivered_at) == ("delivered", NOON)
    assert failed(delivery, DeliveryError("hook", "no", permanent=True), NOON).state == "dead"
    temporary = DeliveryError("hook", "later", permanent=False, retry_after_seconds=86_400 * 900)
    for _ in range(DEFAULT_PATIENCE.max_attempts):
        assert delivery.state == "pending"
        assert delivery.next_attempt_at <= NOON + timedelta(hours=24)
        delivery = failed(delivery, temporary, NOON)
    assert (delivery.state, delivery.attempts) == ("dead", DEFAULT_PATIENCE.max_attempts)


def test_patience_is_configured() -> None:
    delivery = pending("a", "hook", Slot(NOON), "rule")
    error = DeliveryError("hook", "later", permanent=False)
    short = Patience(max_attempts=2, retry_seconds=1)
    once = failed(delivery, error, NOON, short)
    assert once.state == "pending"
    assert once.next_attempt_at <= NOON + timedelta(seconds=2)
    assert failed(once, error, NOON, short).state == "dead"
