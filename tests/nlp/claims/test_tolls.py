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
    ("two classes with the same number are two groups", "Rebels killed two clerks. Two soldiers also died.", "killed", Toll(4, 4, 4)),
    ("a second blast adds", "The first blast killed two clerks. The second blast killed two guards.", "killed", Toll(4, 4, 4)),
    ("who dies of wounds is dead", "Seven men were killed. Two of the injured died later.", "killed", Toll(9, 9, 9)),
    ("who dies of wounds is no longer hurt", "A bomb hurt nine men. Two of the injured died later.", "injured", Toll(7, 7, 7)),
    ("a newer toll replaces", "A bomb killed 11 people. The death toll later rose to 14.", "killed", Toll(14, 14, 14)),
    ("a corrected toll replaces", "Reports of 30 men killed were lowered to eight deaths.", "killed", Toll(8, 8, 8)),
    ("some put it higher", "A bomb killed four men; some sources put the death toll at eight.", "killed", Toll(4, 4, 8)),
    ("bodies taking the toll to a number are in it", "Divers found two more bodies, taking the death toll to 16.", "killed", Toll(16, 16, 16)),
    ("an avenged death is of before", "Gunmen killed two guards to avenge the death of a chief.", "killed", Toll(2, 2, 2)),
    ("victims told of before", "Gunmen abducted a man and his son. The victims were found dead.", "killed", Toll(2, 2, 2)),
    ("killing them", "Gunmen stopped two guards on the road, killing them at once.", "killed", Toll(2, 2, 2)),
    ("names behind a number", "Four guards, identified as Leo Marsh and Abe Dorn, and a cook were killed.", "killed", Toll(5, 5, 5)),
    ("roles of one person", "Hamid Noor, a former officer and the head of a school, was killed.", "killed", Toll(1, 1, 1)),
    ("a verb in the plural makes two", "The driver and guard of the minister were killed.", "killed", Toll(2, 2, 2)),
    ("a list without and", "Six rebels, four guards, one officer were killed.", "killed", Toll(11, 11, 11)),
    ("no one else hurts no toll", "A guard was wounded. No one else was injured.", "injured", Toll(1, 1, 1)),
    ("a total over two bombings is no toll of one", "Two bombings killed 48 men. The first killed 30 and the second killed 18.", "killed", Toll(48, 48, 48)),
    ("a number says what dozens are", "Dozens of people were hurt at the market. The ministry counted 34 injured.", "injured", Toll(34, 34, 34)),
    ("a later number below dozens is of some of them", "Dozens of people were hurt. Doctors treated nine injured.", "injured", Toll(24, 24, None)),
    ("one civilian, a woman", "At least one civilian, a woman, was killed.", "killed", Toll(1, 1, None)),
    ("a toll that exceeds a number", "The death toll exceeded 80.", "killed", Toll(80, 80, None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "harm", "toll"), [case[1:] for case in TOLLS], ids=[case[0] for case in TOLLS])
def test_toll(text: str, harm: str, toll: Toll, read_tolls) -> None:
    """The toll counts each victim once."""
    assert read_tolls(text)[harm] == toll


def test_a_protest_may_bring_deaths_about(read_tolls) -> None:
    """What a gathering led to is no background."""
    assert read_tolls("A protest in the town led to the death of two students.")["killed"].best == 2


def test_silence_is_no_zero(read_tolls) -> None:
    """A harm of which the text gives no number is absent."""
    assert set(read_tolls("Four men were killed.")) == {"killed"}


@pytest.mark.parametrize(
    "text",
    [
        "Since the war began in 2015, 900 soldiers have been killed.",
        "The rebels threatened to kill two hostages.",
        "Thousands protested in the capital after police killed a student.",
        "Villagers clashed over the killing of a trader.",
        "The rebels met four nurses and threatened to kill them.",
    ],
    ids=["cumulative", "hypothetical", "background", "what a clash is over", "a threat to those told of before"],
)
def test_these_enter_no_toll(text: str, read_tolls) -> None:
    """Running totals, threats and deaths that a protest refers to are not the text's toll."""
    assert read_tolls(text) == {}
