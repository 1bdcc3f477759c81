"""Small worlds: one text, its labels, what was found, and the measures that follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tasks.accuracy.board import judge, result
from tasks.accuracy.events import weighted_f1
from tasks.accuracy.measures import MEASURES
from tasks.accuracy.places import km_apart
from tasks.accuracy.records import Act, Claim, Date, Event, Found, Labelled, Place, Range, Statement, Toll
from tasks.accuracy.spans import likeness, same_name, shared

TEXT = "Police in Homs said four miners died on Monday and two were hurt."
FOUR = Claim(
    harm="killed", start=20, end=24, low=4, high=4, qualifier="exact", scope="incident", factuality="asserted",
    victim_class="civilian", claimant="Police", place="Homs", date="2012-06-11", incident=1,
)  # fmt: skip
TWO = replace(FOUR, harm="injured", start=51, end=54, low=2, high=2)


def measured(label: Labelled, found: Found) -> dict[str, float]:
    return {measure.key: measure.value for measure in result([judge(label, found)]).measures}


def kinds(label: Labelled, found: Found) -> list[str]:
    return sorted(mistake.kind for mistake in judge(label, found).mistakes)


@pytest.mark.parametrize(
    ("toll", "right"),
    [
        (Toll(3, 4, 5), True),
        (Toll(9, 5, 5), True),
        (Toll(4, None, 9), True),
        (Toll(None, None, 5), True),
        (Toll(4, 6, 5), False),
        (Toll(None, None, None), False),
    ],
)
def test_a_toll_is_right_where_its_best_number_lies_in_the_labelled_range(toll, right):
    """Best, else low, else high is compared."""
    label = Labelled("a", TEXT, tolls={"killed": Range(4, 5)})
    assert measured(label, Found(tolls={"killed": toll}))["killed.positive"] == right


def test_a_harm_of_which_nothing_is_found_counts_as_none():
    label = Labelled("a", TEXT, tolls={"killed": Range(0, 0), "injured": Range(2, 2)})
    assert measured(label, Found()) == {"killed.zero": 1.0, "injured.positive": 0.0}
    assert kinds(label, Found()) == ["injured toll missed"]


@pytest.mark.parametrize(
    ("wanted", "number", "kind"), [(0, 3, "out of nothing"), (4, 0, "missed"), (4, 3, "too low"), (4, 5, "too high")]
)
def test_a_wrong_toll_is_told_by_what_went_wrong(wanted, number, kind):
    label = Labelled("a", TEXT, tolls={"killed": Range(wanted, wanted)})
    assert kinds(label, Found(tolls={"killed": Toll(number, number, number)})) == [f"killed toll {kind}"]


def test_everything_found_as_labelled_is_right_in_every_measure():
    label = Labelled("a", TEXT, claims=(FOUR, TWO))
    assert set(measured(label, Found(claims=(TWO, FOUR))).values()) == {1.0}
    assert kinds(label, Found(claims=(TWO, FOUR))) == []


def test_a_claim_of_another_harm_is_one_missed_and_one_spurious():
    label = Labelled("a", TEXT, claims=(FOUR,))
    found = Found(claims=(replace(FOUR, harm="missing"),))
    assert kinds(label, found) == ["missed killed", "spurious missing"]
    assert measured(label, found)["claims.f1"] == 0.0


def test_the_claim_that_overlaps_most_is_the_one_that_is_compared():
    label = Labelled("a", TEXT, claims=(FOUR,))
    near, right = replace(FOUR, start=18, end=21, low=9), FOUR
    assert measured(label, Found(claims=(near, right)))["claims.count"] == 1.0


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"high": None}, "count"),
        ({"qualifier": "about"}, "qualifier: exact -> about"),
        ({"scope": "subset"}, "scope: incident -> subset"),
        ({"factuality": "hedged"}, "factuality: asserted -> hedged"),
        ({"victim_class": "unknown"}, "victim_class: civilian -> unknown"),
        ({"claimant": None}, "claimant missed"),
        ({"claimant": "the mayor"}, "claimant wrong"),
        ({"place": "Hama"}, "place wrong"),
        ({"date": "2012"}, "date of a claim wrong"),
    ],
)
def test_a_wrong_field_costs_its_measure_and_no_other(change, kind):
    label = Labelled("a", TEXT, claims=(FOUR, TWO))
    found = Found(claims=(replace(FOUR, **change), TWO))
    assert kinds(label, found) == [kind]
    assert sorted(set(measured(label, found).values())) == [0.5, 1.0]


def test_a_claimant_out_of_nothing_is_told_apart_from_a_wrong_one():
    label = Labelled("a", TEXT, claims=(replace(FOUR, claimant=None),))
    assert kinds(label, Found(claims=(FOUR,))) == ["claimant out of nothing"]


def test_a_finer_date_than_the_labelled_one_is_right():
    label = Labelled("a", TEXT, claims=(replace(FOUR, date="2012-06"),))
    assert measured(label, Found(claims=(FOUR,)))["claims.date"] == 1.0


def test_pairs_of_claims_are_compared_not_incident_numbers():
    """7 and 7 say the same as 1 and 1; a claim without an incident is in none with another."""
    label = Labelled("a", TEXT, claims=(FOUR, TWO))
    renumbered = Found(claims=(replace(FOUR, incident=7), replace(TWO, incident=7)))
    assert measured(label, renumbered)["claims.same_incident"] == 1.0
    apart = Found(claims=(replace(FOUR, incident=None), replace(TWO, incident=None)))
    assert measured(label, apart)["claims.same_incident"] == 0.0


def test_balance_falls_when_recall_is_bought_with_precision():
    label = Labelled("a", TEXT, claims=(FOUR,))
    found = Found(claims=(FOUR, TWO))
    assert measured(label, found)["claims.balance"] == pytest.approx(0.5)


def test_what_was_not_labelled_is_not_measured():
    found = Found(tolls={"killed": Toll(1, 1, 1)}, claims=(FOUR,), events=(Event("ASSAULT", "x", None),))
    assert measured(Labelled("a", TEXT), found) == {}
    assert Labelled("a", TEXT).kinds == frozenset()


def test_a_statement_is_found_where_half_of_its_content_is():
    label = Labelled("a", TEXT, statements=(Statement((20, 64), ((0, 6),)),))
    assert measured(label, Found(statements=(Statement((20, 45), ((0, 14),)),)))["statements.speaker"] == 1.0
    assert kinds(label, Found(statements=(Statement((20, 40), ((0, 6),)),))) == ["missed statement"]
    assert kinds(label, Found(statements=(Statement((20, 64), ()),))) == ["speaker"]


def test_a_place_is_right_within_100_miles():
    label = Labelled("a", TEXT, places=(Place(10, 14, 34.73, 36.72),))
    assert measured(label, Found(places=(Place(10, 14, 33.51, 36.29),)))["places.near"] == 1.0  # Damascus, 140 km
    assert kinds(label, Found(places=(Place(10, 14, 36.2, 37.16),))) == ["place elsewhere"]  # Aleppo, 167 km
    assert kinds(label, Found(places=(Place(10, 14, None, None),))) == ["place unresolved"]
    assert kinds(label, Found()) == ["missed place"]


def test_distances_are_those_of_a_sphere():
    assert km_apart((0, 0), (0, 180)) == pytest.approx(20_015, abs=1)
    assert km_apart((52.5, 13.4), (52.5, 13.4)) == 0


def test_a_date_counts_for_its_span_and_for_its_value():
    label = Labelled("a", TEXT, dates=(Date(40, 46, "2012-06-11"),))
    found = measured(label, Found(dates=(Date(37, 46, "2012-06-18"),)))
    assert (found["dates.f1"], found["dates.value_f1"]) == (1.0, 0.0)


def test_the_first_event_gives_the_sub_event_type():
    label = Labelled("a", TEXT, sub_event="PEACE_PROTEST")
    events = (Event("PROTEST", None, "Peaceful protest"), Event("ASSAULT", None, "Attack"))
    assert measured(label, Found(events=events))["events.sub_event"] == 1.0
    assert measured(label, Found(events=events[1:]))["events.sub_event"] == 0.0
    assert measured(label, Found())["events.any"] == 0.0


def test_a_sub_event_type_that_acled_does_not_have_is_not_compared():
    assert measured(Labelled("a", TEXT, sub_event="NATURAL_DISASTER"), Found()) == {}


def test_weighted_f1_is_the_f1_of_each_labelled_type_by_its_share():
    pairs = (("Attack", "Attack"), ("Attack", "Grenade"), ("Grenade", "Grenade"), ("Arrests", None))
    assert weighted_f1(pairs) == pytest.approx((2 * 2 / 3 + 1 * 2 / 3 + 0) / 4)
    assert weighted_f1(()) == 0.0


@pytest.mark.parametrize(
    ("event", "found", "right"),
    [
        (Event("ACCUSE", "the minister", None), True, True),
        (Event("ACCUSE", "Foreign Minister of Norway", None), False, False),
        (Event("SUPPORT", "minister", None), True, False),
        (Event("ACCUSE", None, None), False, False),
    ],
)
def test_an_act_is_right_by_its_type_and_an_actor_whose_name_holds_the_other(event, found, right):
    label = Labelled("a", TEXT, act=Act("ACCUSE", "The minister"))
    assert measured(label, Found(events=(event,))) == {"acts.right": right, "acts.found": found}


def test_to_yield_is_to_concede_or_to_retreat():
    label = Labelled("a", TEXT, act=Act("YIELD", "rebels"))
    assert measured(label, Found(events=(Event("RETREAT", "rebels", None),)))["acts.right"] == 1.0


def test_names_are_compared_by_the_words_that_name():
    assert same_name("the Ministry of Defence", "a ministry spokesman")
    assert not same_name("the police of Homs", "the army of Hama")
    assert same_name(None, "")
    assert not same_name("police", None)


def test_spans_share_characters_or_nothing():
    assert shared((0, 5), (5, 9)) == 0
    assert likeness((0, 10), (5, 20)) == pytest.approx(0.25)
    assert likeness((0, 5), (7, 9)) == 0.0


def test_every_measure_says_what_it_measures():
    assert all(key.count(".") == 1 and words for key, words in MEASURES.items())
