"""Texts that no editor would pass, through the whole extractor: nothing raises, and nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.nlp.findings import Findings
from tasks.nlp.source import SourceText

JUNE = date(2012, 6, 14)


@pytest.fixture(scope="module")
def read(extractor):
    def _read(text, published_on=JUNE):
        (found,) = extractor.read([SourceText(text, published_on)])
        assert isinstance(found, Findings), found
        return found

    return _read


UNBALANCED = [
    "“The camp is safe, Minister Joseph Otieno said.\nFour people died in Homs.",
    "The camp is safe,” Minister Joseph Otieno said.\nFour people died in Homs.",
    "''The camp is safe,\" Minister Joseph Otieno said.\nFour people died in Homs.",
    "“““\nFour people died in Homs.",
]


@pytest.mark.parametrize("text", UNBALANCED)
def test_unbalanced_quotes_cost_no_claim_and_end_with_their_paragraph(read, text):
    found = read(text)
    assert [(c.text, c.place.text) for c in found.claims] == [("Four", "Homs")]
    assert all(s.end <= text.index("\n") for s in found.statements)


def test_a_speaker_that_never_gets_a_name_has_none(read):
    (said,) = read("He said four people had died.").statements
    assert (said.speaker, said.speaker_name, said.role, said.affiliation, said.country) == (
        "He",
        None,
        None,
        None,
        None,
    )


def test_two_people_of_one_surname_leave_the_bare_surname_to_itself(read):
    found = read("Minister Omar Salim met the mayor, Huda Salim. Salim said the talks had failed.")
    said = next(s for s in found.statements if s.speaker == "Salim")
    assert (said.speaker_name, said.role) == ("Salim", None)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Michael Jordan said four people had died.", []),
        ("Georgia Meloni said four people had died.", []),
        ("Chad Smith said four people had died.", []),
        ("Paris Hilton said four people had died in Paris.", ["Paris"]),
        ("Four people died in Jordan.", ["Jordan"]),
        ("Four people died in Chad.", ["Chad"]),
    ],
)
def test_a_place_that_is_a_person_is_one_only_where_something_happens_in_it(read, text, places):
    assert [place.text for place in read(text).places] == places


@pytest.mark.parametrize(
    "day", ["31 February 2012", "February 30", "31/02/2012", "June 31, 2012", "2012-02-31", "0/0/2012"]
)
def test_a_day_that_never_was_is_no_date(read, day):
    found = read(f"Four people died on {day}.")
    assert found.dates == ()
    assert [claim.date for claim in found.claims] == [None]


def test_a_text_without_a_publication_date_tells_only_days_with_a_year(read):
    text = "On Thursday four people died. Two died yesterday, and one on 3 May 2011. Last month six were hurt."
    found = read(text, None)
    assert [each.value for each in found.dates] == ["2011-05-03"]
    assert {claim.date for claim in found.claims} <= {None, "2011-05-03"}


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00", "“", "12", "🇸🇾" * 50, "a" * 5_000, "(" * 500, "said said said " * 200]
)
def test_what_is_no_text_yields_nothing_and_raises_nothing(read, text):
    found = read(text)
    assert (found.claims, found.positions, found.events) == ((), (), ())
