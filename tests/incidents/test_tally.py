"""Disjoint claims of one text add up; what states again does not. Matching and the toll rule see the same number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.incidents import tally
from tasks.incidents.reports import Report
from tasks.incidents.tally import Bounds
from tests.incidents.conftest import PLAIN, Make
from tests.incidents.ledger import numbers


def total(reports: Iterable[Report]) -> Bounds:
    """What matching takes one text to say, and the toll rule too."""
    listed = list(reports)
    low, _, high = numbers(listed)
    assert tally.total(listed) == Bounds(low, high)
    return Bounds(low, high)


def test_four_civilians_and_two_soldiers_are_six(report: Make) -> None:
    civilians = report(victim_class="civilian", sentence_start=0)
    soldiers = report(low=2, victim_class="military", sentence_start=0)
    assert total([civilians, soldiers]) == Bounds(6, 6)


def test_a_total_stated_again_is_not_added(report: Make) -> None:
    assert total([report(low=12), report(low=12)]) == Bounds(12, 12)
    assert total([report(low=12), report(low=14)]) == Bounds(14, 14)


def test_parts_told_before_or_after_their_total_are_not_added(report: Make) -> None:
    whole, children = report(low=12), report(low=3, victim_class="child")
    assert total([whole, children]) == Bounds(12, 12)
    assert total([report(low=3, victim_class="child"), report(low=12)]) == Bounds(12, 12)


def test_a_sentence_that_gives_the_whole_and_its_parts_counts_the_whole(report: Make) -> None:
    parts = [("unknown", 6), ("civilian", 4), ("military", 2)]
    assert total(report(low=low, victim_class=name, sentence_start=0) for name, low in parts) == Bounds(6, 6)


def test_a_man_and_a_woman_are_two(report: Make) -> None:
    man, woman = report(low=1, sentence_start=0), report(low=1, victim_class="woman", sentence_start=0)
    assert total([man, woman]) == Bounds(2, 2)


def test_another_three_are_added_and_more_than_three_are_not(report: Make) -> None:
    assert total([report(low=12), report(low=3, count_text="another three")]) == Bounds(15, 15)
    assert total([report(low=12), report(low=13, high=None, count_text="more than 13")]) == Bounds(13, None)


def test_one_person_told_of_later_does_not_replace_the_toll(report: Make) -> None:
    assert total([report(low=12), report(low=1)]) == Bounds(12, 12)


def test_an_open_part_leaves_the_sum_open(report: Make) -> None:
    some = report(low=4, high=None, victim_class="civilian", sentence_start=0)
    assert total([some, report(low=2, victim_class="military", sentence_start=0)]) == Bounds(6, None)


def test_bounds_turned_round_are_put_in_order(report: Make) -> None:
    assert total([report(low=17, high=12)]) == Bounds(12, 17)


TEXTS = st.lists(
    st.builds(
        lambda low, size, victims, sentence, words: replace(
            PLAIN,
            count_low=low,
            count_high=None if size is None else (low or 0) + size,
            victim_class=victims,
            sentence_start=sentence,
            count_text=words,
        ),
        st.one_of(st.none(), st.integers(0, 6)),
        st.one_of(st.none(), st.integers(0, 2)),
        st.sampled_from(["unknown", "civilian", "child", "military"]),
        st.integers(0, 3),
        st.sampled_from(["four", "another four", "more than 4", "four more"]),
    ),
    min_size=1,
    max_size=7,
).map(
    lambda found: [
        replace(report, claim_id=f"c{index}", char_start=report.sentence_start * 10 + index, char_end=60 + index)
        for index, report in enumerate(found)
    ]
)


@settings(deadline=None, max_examples=30)
@given(TEXTS)
def test_matching_and_the_toll_rule_count_alike(reports: list[Report]) -> None:
    total(reports)
