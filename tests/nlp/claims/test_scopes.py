"""Incident, subset or cumulative (casualty-claims.md, section 4)."""

from __future__ import annotations

import pytest

SCOPES = [
    ("a span of years", "Some 400 people were killed in attacks between March 2017 and June 2019.", "cumulative"),
    ("a year alone", "Rebels killed 1,900 people in the region in 2021 alone.", "cumulative"),
    ("a rate", "Smoke kills up to 9,000 people a year.", "cumulative"),
    ("last year, no event named", "Last year 118 workers were killed in the country.", "cumulative"),
    ("a war kills", "The civil war killed more than 30,000 people.", "cumulative"),
    ("two separate attacks", "At least 12 people were killed in two separate attacks.", "cumulative"),
    ("a year ago is a date", "A bomb killed nine people a year ago.", "incident"),
    ("one bombing of last year", "Twelve people were killed in a bombing last year.", "incident"),
    ("the deadliest this year compares", "Four people died in the deadliest attack this year.", "incident"),
    ("missing since a day", "Two boys have been missing since Friday.", "incident"),
    ("one more beside the first", "A second man was wounded.", "incident"),
    ("the son, not the second victim", "His second son was killed.", "incident"),
    ("one of seven", "A seventh child died on Friday.", "subset"),
    ("who raises a toll is in it", "Divers found two more bodies, taking the death toll to 16.", "subset"),
    ("parts that add up", "Six men were killed. Four men died at the scene and two men died in hospital.", "subset"),
    ("some of the counted", "Thirty men were hurt. Of the injured, eight were in serious condition.", "subset"),
    ("some of the dead", "Nine men were killed. Four of the dead had been beheaded.", "subset"),
    ("the wounded who die come on top", "Nine men were killed. Two of the injured died.", "incident"),
]


@pytest.mark.parametrize(("text", "scope"), [case[1:] for case in SCOPES], ids=[case[0] for case in SCOPES])
def test_scope(text: str, scope: str, read_claims) -> None:
    """The scope of the last number of the sentence, of the first where a toll follows it."""
    claims = read_claims(text)
    told = claims[0] if "toll" in text else claims[-1]
    assert told.scope == scope
