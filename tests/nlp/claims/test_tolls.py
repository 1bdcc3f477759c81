"""The toll of a text's main incident (casualty-claims.md, section 8)."""

from __future__ import annotations

import pytest

from tasks.nlp.findings import Toll

TOLLS = [
    ("disjoint classes add up", "Four civilians and two soldiers were killed.", "killed", Toll(6, 6, 6)),
    ("singles add up", "A woman and two children were killed.", "killed", Toll(3, 3, 3)),
    ("a restated total is not doubled", "A bomb killed nine men. The nine men were killed at noon.", "killed", Toll(9, 9, 9)),
    ("subsets are never added", "Twelve people, including three children, were killed.", "killed", Toll(12, 12, 12)),
    ("others add up", "One guard was killed. Three others were killed later.", "killed", Toll(4, 4, 4)),
    ("at least is open upwards", "At least five men were wounded.", "injured", Toll(5, 5, None)),
    ("a range keeps its bounds", "The strike killed 7-9 fighters.", "killed", Toll(7, 7, 9)),
    ("a named victim restates", "A mayor was shot dead. Karim Haddad was killed at home.", "killed", Toll(1, 1, 1)),
    ("no casualties is zero", "A bomb went off. No casualties were reported.", "killed", Toll(0, 0, 0)),
    ("another source never adds", "Police said four men were killed. Doctors said six men were killed.", "killed", Toll(4, 4, 6)),
    ("no one else hurts no toll", "A guard was wounded. No one else was injured.", "injured", Toll(1, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "harm", "toll"), [case[1:] for case in TOLLS], ids=[case[0] for case in TOLLS])
def test_toll(text: str, harm: str, toll: Toll, read_tolls) -> None:
    """The toll counts each victim once."""
    assert read_tolls(text)[harm] == toll


def test_silence_is_no_zero(read_tolls) -> None:
    """A harm of which the text gives no number is absent."""
    assert set(read_tolls("Four men were killed.")) == {"killed"}


@pytest.mark.parametrize(
    "text",
    [
        "Since the war began in 2015, 900 soldiers have been killed.",
        "The rebels threatened to kill two hostages.",
        "Thousands protested in the capital after police killed a student.",
    ],
    ids=["cumulative", "hypothetical", "background"],
)
def test_these_enter_no_toll(text: str, read_tolls) -> None:
    """Running totals, threats and deaths that a protest refers to are not the text's toll."""
    assert read_tolls(text) == {}
