from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.feeds.turns import Turns


def test_a_busy_host_delays_no_other() -> None:
    turns: Turns[int] = Turns(per_host=2)
    for number in range(4):
        turns.add("slow", number)
    turns.add("quick", 4)
    taken = [turns.take(0.0) for _ in range(4)]
    assert sorted(turn[1] for turn in taken if turn) == [0, 1, 4]
    turns.done("slow")
    assert turns.take(0.0) == ("slow", 2)


def test_what_waits_for_a_host_can_be_dropped() -> None:
    turns: Turns[int] = Turns(per_host=1)
    for number in range(3):
        turns.add("host", number)
    assert turns.take(0.0) == ("host", 0)
    assert turns.drop("host") == 2
    turns.done("host")
    assert turns.take(0.0) is None
    assert not turns


def test_a_host_has_its_gap_and_others_do_not_wait_for_it() -> None:
    turns: Turns[int] = Turns(gap=lambda host: 5.0 if host == "shy" else 0.0)
    for number, host in enumerate(["shy", "shy", "open"]):
        turns.add(host, number)
    assert [turns.take(0.0), turns.take(0.0), turns.take(0.0)] == [("shy", 0), ("open", 2), None]
    assert turns.wait(1.0) == 4.0
    assert turns.take(4.9) is None
    assert turns.take(5.0) == ("shy", 1)
    assert turns.wait(5.0) is None


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.booleans(), max_size=80))
def test_every_item_has_one_turn_and_no_host_more_than_two_at_a_time(hosts: list[str], steps: list[bool]) -> None:
    turns: Turns[int] = Turns()
    for number, host in enumerate(hosts):
        turns.add(host, number)
    taken: list[int] = []
    live: list[str] = []
    for finishes in [*steps, *[True, False] * 2 * len(hosts)]:
        if finishes and live:
            turns.done(live.pop(0))
        elif turn := turns.take(0.0):
            live.append(turn[0])
            taken.append(turn[1])
        assert all(live.count(host) <= 2 for host in "abc")
    assert sorted(taken) == list(range(len(hosts)))
