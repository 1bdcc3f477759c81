"""Blocking leaves out nothing that matching would take."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tasks.incidents.board import Board
from tasks.incidents.matching import match
from tasks.incidents.profile import profile
from tasks.incidents.where import Site, cell, cells_in_reach, distance_km
from tests.incidents.conftest import PLAIN


def site(latitude: float, longitude: float) -> Site:
    return Site(None, "Somewhere", latitude, longitude, None, None, "exact")


@given(st.floats(-85, 85), st.floats(-180, 180), st.floats(-0.5, 0.5), st.floats(-2, 2))
def test_places_within_sixty_kilometres_are_in_each_others_reach(
    latitude: float, longitude: float, up: float, across: float
) -> None:
    one, other = site(latitude, longitude), site(latitude + up, longitude + across)
    reach = cells_in_reach(one)
    near = (distance_km(one, other) or 0) <= 60
    assert not near or reach is None or cell(other) is None or cell(other) in reach


@given(
    st.sampled_from(["exact", "near", "province", "country"]),
    st.sampled_from([None, "2012-06-13", "2012-06-14", "2012-06", "2012"]),
    st.sampled_from([None, 34.9, 35.2]),
)
def test_what_matches_is_a_candidate(precision: str, day: str | None, latitude: float | None) -> None:
    known, board = profile([PLAIN]), Board()
    board.add("i", known)
    other = replace(
        PLAIN, article_id="b", near_duplicate_group="h", place_precision=precision, event_date=day, latitude=latitude,
    )  # fmt: skip
    text = profile([other])
    found = match(text, known)
    assert found is None or not found.same or list(board.candidates(text)) == ["i"]
