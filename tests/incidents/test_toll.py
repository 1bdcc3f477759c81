"""The toll rule, law by law."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tasks.incidents.grade import grade, summary
from tasks.incidents.rank import ORDER
from tasks.incidents.reports import Report
from tasks.incidents.toll import toll
from tests.incidents.conftest import NOON, PLAIN, Make


def by(name: str, kind: str) -> dict[str, Any]:
    return {"claimant_name": name, "claimant_kind": kind}


OBSERVATORY = by("Syrian Observatory for Human Rights", "monitor")
STATE_MEDIA = by("state media", "state_media")
POLICE = by("police", "police")


def test_best_is_the_latest_of_the_highest_kind(report: Make) -> None:
    told = [report(low=4, **OBSERVATORY), report("b", 1, 6, **by("Amnesty", "monitor")), report("c", 2, 9, **POLICE)]
    assert toll(told).numbers == (4, 6, 9)


def test_a_tie_goes_to_the_lower_number(report: Make) -> None:
    assert toll([report(low=6, **OBSERVATORY), report("b", low=5, **by("Amnesty", "monitor"))]).numbers == (5, 5, 6)


def test_a_later_claim_of_the_same_claimant_replaces_its_earlier_one(report: Make) -> None:
    short = by("the Syrian Observatory", "monitor")
    assert toll([report(low=4, high=None, **OBSERVATORY), report("b", 1, 6, **short)]).numbers == (6, 6, 6)


def test_hedged_claims_widen_and_never_set_best(report: Make) -> None:
    assert toll([report(low=4, **POLICE), report("b", 1, 9, factuality="hedged", **OBSERVATORY)]).numbers == (4, 4, 9)
    assert toll([report(low=9, factuality="hedged")]).numbers == (9, None, 9)


def test_up_to_twenty_bounds_and_names_no_number(report: Make) -> None:
    assert toll([report(low=None, high=20)]).numbers == (None, None, 20)


def test_one_open_claim_leaves_high_open(report: Make) -> None:
    assert toll([report(low=4, high=None, **POLICE), report("b", low=6, **STATE_MEDIA)]).numbers == (4, 4, None)


def test_a_source_that_denies_its_own_number_takes_it_back(report: Make) -> None:
    told = [report(low=4, **POLICE), report("b", 1, 4, factuality="denied", **POLICE)]
    assert toll(told).numbers == (None, None, None)
    assert (grade(toll(told)), len(toll(told).denied)) == ("discounted", 1)


def test_nobody_hurt_is_zero_and_silence_is_none(report: Make) -> None:
    assert toll([report(low=0)]).numbers == (0, 0, 0)
    assert toll([]).numbers == (None, None, None)


def test_grades(report: Make) -> None:
    police, copy = report(low=4, **POLICE), report("b", low=4, **POLICE)
    hospital = report("c", low=4, **by("a hospital", "medical"))
    assert grade(toll([police, copy])) == "weak"
    assert grade(toll([police, hospital])) == "fair"
    assert grade(toll([police, report("d", low=4, **by("the UN", "un"))])) == "confirmed"
    assert grade(toll([report(low=4, actor_name="the brigade", **by("the brigade", "armed_group"))])) == "confirmed"
    assert grade(toll([police, report("e", 1, 9, **OBSERVATORY)])) == "contested"
    assert grade(toll([police, report("f", 1, 4, factuality="denied", **STATE_MEDIA)])) == "contested"


def test_a_toll_that_grew_over_days_is_not_contested_and_a_witness_contests_nothing(report: Make) -> None:
    assert grade(toll([report(low=4, **POLICE), report("b", 30, 9, **OBSERVATORY)])) == "weak"
    assert grade(toll([report(low=4, **POLICE), report("b", 1, 9, **by("a resident", "witness"))])) == "weak"


def test_an_outlets_own_voice_beside_its_claimant_is_no_second_source(report: Make) -> None:
    assert grade(toll([report(low=4, **POLICE), report("b", 1, 4)])) == "weak"
    assert grade(toll([report(low=4, **POLICE), report("b", 1, 4, independence_group="b.example")])) == "fair"


def test_an_incident_is_contested_where_one_toll_is_else_as_its_best_evidenced() -> None:
    assert [summary(words) for words in (["fair", "contested"], ["weak", "fair"], [])] == [
        "contested",
        "fair",
        "discounted",
    ]


COUNTS = st.one_of(st.none(), st.integers(0, 50))
REPORTS = st.lists(
    st.builds(
        lambda low, size, kind, name, text, hours, factuality, place, words: replace(
            PLAIN,
            article_id=text,
            version_id=f"v{text}",
            near_duplicate_group=f"g{text}",
            claimant_name=name,
            claimant_kind=kind,
            count_low=low,
            count_high=None if size is None else (low or 0) + size,
            said_at=NOON + timedelta(hours=hours),
            factuality=factuality,
            char_start=place,
            sentence_start=place // 3,
            victim_class=words,
        ),
        COUNTS,
        COUNTS,
        st.sampled_from(ORDER),
        st.sampled_from([None, "police", "state media", "Syrian state media", "Amnesty"]),
        st.sampled_from("abc"),
        st.integers(0, 48),
        st.sampled_from(["asserted", "hedged", "denied"]),
        st.integers(0, 9),
        st.sampled_from(["unknown", "civilian", "child", "military"]),
    ),
    max_size=8,
).map(lambda found: [replace(report, claim_id=f"c{index}") for index, report in enumerate(found)])


@given(REPORTS)
def test_low_best_and_high_stand_in_order(reports: list[Report]) -> None:
    low, best, high = toll(reports).numbers
    known = [number for number in (low, best, high) if number is not None]
    assert known == sorted(known)
    assert best is None or low is not None


@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(reports: list[Report], random: Any) -> None:
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert (toll(shuffled).numbers, grade(toll(shuffled))) == (toll(reports).numbers, grade(toll(reports)))


@given(REPORTS)
def test_subset_and_superseded_claims_never_count(reports: list[Report]) -> None:
    before = toll(reports).numbers
    extra = [replace(report, claim_id=f"x{report.claim_id}", count_low=999) for report in reports]
    silent = [replace(r, scope="subset") for r in extra[::2]] + [replace(r, current=False) for r in extra[1::2]]
    assert toll([*reports, *silent]).numbers == before
