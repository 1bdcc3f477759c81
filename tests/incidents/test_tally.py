"""Disjoint claims of one text add up; what states again does not."""

from __future__ import annotations

from tasks.incidents.tally import Bounds, total
from tests.incidents.conftest import Make


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
