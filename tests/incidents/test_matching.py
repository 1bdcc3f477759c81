"""What one text tells is what another told, or it is not."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.incidents.matching import match
from tasks.incidents.profile import profile
from tasks.incidents.reports import Report
from tests.incidents.conftest import Make

RASTAN = {"place_id": "p2", "place_name": "Rastan", "latitude": 34.92, "longitude": 36.73}
ALEPPO = {"place_id": "p3", "place_name": "Aleppo", "latitude": 36.2, "longitude": 37.16, "admin1": "Aleppo"}
PROVINCE = {"place_id": "p4", "place_name": "Homs Governorate", "place_precision": "province"}
COUNTRY = {"place_id": "p5", "place_name": "Syria", "place_precision": "country", "admin1": None}
NOWHERE = {"place_id": None, "place_name": None, "latitude": None, "longitude": None, "country": None, "admin1": None}
UNKNOWN = NOWHERE | {"place_name": "Clock Square"}
NAMED = {"claimant_name": "Amnesty International", "claimant_kind": "monitor"}
IS = {"actor_name": "Islamic State"}
POLICE = {"claimant_name": "police", "claimant_kind": "police"}
BARE = {"acled_sub_event_type": "Attack", "bare_event": True}
BOMB, RAID = {"acled_sub_event_type": "Suicide bomb"}, {"acled_sub_event_type": "Armed clash"}


def same(one: Report, other: Report) -> bool:
    found = match(profile([one]), profile([other]))
    return found is not None and found.same


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({}, {}, True),
        ({}, {"low": 90}, True),
        ({}, ALEPPO, False),
        ({}, {"country": "IRQ"}, False),
        ({}, {"event_date": "2012-06-16"}, False),
        ({}, {"event_date": "2012-06-15"}, False),
        (BOMB | NAMED, BOMB | NAMED | {"event_date": "2012-06-15"}, True),
        (BOMB | NAMED, BOMB | NAMED | {"event_date": "2012-06-15", "low": 6}, False),
        (BOMB, {"acled_sub_event_type": "Remote explosive/landmine/IED"}, True),
        (BOMB, RAID, False),
        ({}, {"event_date": None, "hours": 24}, True),
        ({}, {"event_date": None, "hours": 96}, False),
        ({}, {"event_date": "2012-06"}, True),
        ({}, RASTAN | {"low": 9}, False),
        (BOMB, RASTAN | BOMB, True),
        (BOMB | POLICE, RASTAN | BOMB | POLICE | {"low": 6}, False),
        (BARE, {"hazard_class": "Flood"}, True),
        (BARE | {"bare_event": False}, {"hazard_class": "Flood"}, False),
        ({}, PROVINCE, True),
        (ALEPPO, PROVINCE, False),
        ({}, COUNTRY, False),
        (BOMB, COUNTRY | BOMB, True),
        (BOMB, COUNTRY | BOMB | {"low": 9}, False),
        (BOMB, COUNTRY | BOMB | {"low": 7}, False),
        (BOMB | IS, COUNTRY | BOMB | {"low": 7} | IS, True),
        (BOMB | IS, BOMB | {"actor_name": "Jabhat al-Nusra"}, True),
        (BOMB, UNKNOWN | BOMB, True),
        ({}, UNKNOWN | {"low": 9}, False),
        (UNKNOWN, UNKNOWN | {"place_name": "Yasmin Camp"}, False),
        (NOWHERE, NOWHERE, False),
        (NOWHERE | NAMED, NOWHERE | NAMED, True),
    ],
)
def test_place_day_kind_numbers_claimant_and_actor_decide_together(
    report: Make, one: dict[str, Any], other: dict[str, Any], together: bool
) -> None:
    assert same(report("a", **one), report("b", **other)) is together


def test_a_copy_of_a_wire_story_is_the_same_event_wherever_its_place_was_not_read(report: Make) -> None:
    original, copy = report("a", near_duplicate_group="w"), report("b", near_duplicate_group="w", **NOWHERE)
    assert same(original, copy)


def test_matching_is_symmetric(report: Make) -> None:
    one, other = profile([report("a", **BOMB)]), profile([report("b", **RASTAN)])
    first, second = match(one, other), match(other, one)
    assert first is not None
    assert second is not None
    assert first.weight == second.weight
