"""The toll rule of the warehouse's views, law by law."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.incidents.grade import summary
from tasks.incidents.reports import Report
from tests.incidents.conftest import NOON, PLAIN, Make
from tests.incidents.ledger import grade, numbers, toll

KINDS = (
    "un", "monitor", "medical", "rescue", "police", "government", "military", "company", "media", "state_media",
    "relative", "witness", "armed_group", "unknown",
)  # fmt: skip


def by(name: str, kind: str) -> dict[str, Any]:
    return {"claimant_name": name, "claimant_kind": kind}


OBSERVATORY = by("Syrian Observatory for Human Rights", "monitor")
STATE_MEDIA = by("state media", "state_media")
POLICE = by("police", "police")


def test_best_is_the_latest_of_the_highest_kind(report: Make) -> None:
    told = [report(low=4, **OBSERVATORY), report("b", 1, 6, **by("Amnesty", "monitor")), report("c", 2, 9, **POLICE)]
    assert numbers(told) == (4, 6, 9)


def test_a_tie_goes_to_the_lower_number(report: Make) -> None:
    assert numbers([report(low=6, **OBSERVATORY), report("b", low=5, **by("Amnesty", "monitor"))]) == (5, 5, 6)


def test_a_later_claim_of_the_same_claimant_replaces_its_earlier_one(report: Make) -> None:
    short = by("the Syrian Observatory", "monitor")
    assert numbers([report(low=4, high=None, **OBSERVATORY), report("b", 1, 6, **short)]) == (6, 6, 6)


def test_hedged_claims_widen_and_never_set_best(report: Make) -> None:
    assert numbers([report(low=4, **POLICE), report("b", 1, 9, factuality="hedged", **OBSERVATORY)]) == (4, 4, 9)
    assert numbers([report(low=9, factuality="hedged")]) == (9, None, 9)


def test_up_to_twenty_bounds_and_names_no_number(report: Make) -> None:
    assert numbers([report(low=None, high=20)]) == (None, None, 20)


def test_one_open_claim_leaves_high_open(report: Make) -> None:
    assert numbers([report(low=4, high=None, **POLICE), report("b", low=6, **STATE_MEDIA)]) == (4, 4, None)


def test_a_source_that_denies_its_own_number_takes_it_back(report: Make) -> None:
    told = [report(low=4, **POLICE), report("b", 1, 4, factuality="denied", **POLICE)]
    assert numbers(told) == (None, None, None)
    assert (grade(told), toll(told)["denied_by"]) == ("discounted", "police")


def test_nobody_hurt_is_zero_and_silence_is_none(report: Make) -> None:
    assert numbers([report(low=0)]) == (0, 0, 0)
    assert numbers([]) == (None, None, None)


def test_grades(report: Make) -> None:
    police, copy = report(low=4, **POLICE), report("b", low=4, **POLICE)
    hospital = report("c", low=4, **by("a hospital", "medical"))
    assert grade([police, copy]) == "weak"
    assert grade([police, hospital]) == "fair"
    assert grade([police, report("d", low=4, **by("the UN", "un"))]) == "confirmed"
    assert grade([report(low=4, actor_name="the brigade", **by("the brigade", "armed_group"))]) == "confirmed"
    assert grade([police, report("e", 1, 9, **OBSERVATORY)]) == "contested"
    assert grade([police, report("f", 1, 4, factuality="denied", **STATE_MEDIA)]) == "contested"


def test_a_toll_that_grew_over_days_is_not_contested_and_a_witness_contests_nothing(report: Make) -> None:
    assert grade([report(low=4, **POLICE), report("b", 30, 9, **OBSERVATORY)]) == "weak"
    assert grade([report(low=4, **POLICE), report("b", 1, 9, **by("a resident", "witness"))]) == "weak"


def test_an_outlets_own_voice_beside_its_claimant_is_no_second_source(report: Make) -> None:
    assert grade([report(low=4, **POLICE), report("b", 1, 4)]) == "weak"
    assert grade([report(low=4, **POLICE), report("b", 1, 4, independence_group="b.example")]) == "fair"


def test_an_incident_is_contested_where_one_toll_is_else_as_its_best_evidenced() -> None:
    assert [summary(words) for words in (["fair", "contested"], ["weak", "fair"], [])] == [
        "contested",
        "fair",
        "discounted",
    ]


def test_civilians_and_combatants_stand_apart_where_claims_tell_them_apart(report: Make) -> None:
    told = [report(victim_class="civilian", sentence_start=0), report(low=2, victim_class="military", sentence_start=0)]
    assert [numbers(told, side) for side in ("", "civilian_", "combatant_")] == [(6, 6, 6), (4, 4, 4), (2, 2, 2)]
    assert numbers([report(low=12)], "civilian_") == (None, None, None)


def test_a_part_of_a_total_bounds_its_side_from_below(report: Make) -> None:
    whole, children = report(low=12), report(low=3, victim_class="child", scope="subset", sentence_start=0)
    women = report(low=2, victim_class="woman", scope="subset", sentence_start=0)
    assert numbers([whole, children, women]) == (12, 12, 12)
    assert numbers([whole, children, women], "civilian_") == (5, 5, None)
    civilians = report(low=4, victim_class="civilian", scope="subset", sentence_start=0)
    assert numbers([whole, civilians, children], "civilian_") == (4, 4, 4)


def test_each_side_is_told_by_its_own_highest_kind(report: Make) -> None:
    police = report(low=9, victim_class="militant", **POLICE)
    told = [police, report("b", 1, 5, victim_class="civilian", **OBSERVATORY)]
    assert numbers(told, "combatant_") == (9, 9, 9)
    assert numbers(told, "civilian_") == (5, 5, 5)


def test_a_kind_of_claimant_that_nobody_ranked_stands_last(report: Make) -> None:
    assert numbers([report(low=4, **by("a fortune teller", "oracle")), report("b", low=9, **POLICE)]) == (4, 9, 9)


COUNTS = st.one_of(st.none(), st.integers(0, 50))
REPORTS = st.lists(
    st.builds(
        lambda low, size, kind, name, text, hours, factuality, place, words: replace(
            PLAIN,
            article_id=f"{text}{hours}",
            version_id=f"v{text}{hours}",
            near_duplicate_group=f"g{text}",
            claimant_name=name,
            claimant_kind=kind,
            count_low=low,
            count_high=None if size is None else (low or 0) + size,
            said_at=NOON + timedelta(hours=hours),
            factuality=factuality,
            char_start=place,
            char_end=place + 4,
            sentence_start=place // 3,
            victim_class=words,
        ),
        COUNTS,
        COUNTS,
        st.sampled_from(KINDS),
        st.sampled_from([None, "police", "state media", "Syrian state media", "Amnesty"]),
        st.sampled_from("abc"),
        st.integers(0, 48),
        st.sampled_from(["asserted", "hedged", "denied"]),
        st.integers(0, 9),
        st.sampled_from(["unknown", "civilian", "child", "military"]),
    ),
    max_size=8,
).map(lambda found: [replace(report, claim_id=f"c{index}") for index, report in enumerate(found)])


@settings(deadline=None, max_examples=30)
@given(REPORTS)
def test_low_best_and_high_stand_in_order(reports: list[Report]) -> None:
    low, best, high = numbers(reports)
    known = [number for number in (low, best, high) if number is not None]
    assert known == sorted(known)
    assert best is None or low is not None


@settings(deadline=None, max_examples=30)
@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(reports: list[Report], random: Any) -> None:
    shuffled = list(reports)
    random.shuffle(shuffled)
    one, other = toll(reports), toll(shuffled)
    assert other == one


@settings(deadline=None, max_examples=30)
@given(REPORTS)
def test_subset_and_superseded_claims_never_count(reports: list[Report]) -> None:
    before = numbers(reports)
    extra = [replace(report, claim_id=f"x{report.claim_id}", count_low=999) for report in reports]
    silent = [replace(r, scope="subset") for r in extra[::2]] + [replace(r, current=False) for r in extra[1::2]]
    assert numbers([*reports, *silent]) == before
