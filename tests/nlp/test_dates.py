"""Laws of date expressions: words in, TIMEX3 values out, anchored to a Thursday, 14 June 2012."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import config
from tasks.errors import LexiconError
from tasks.nlp.dates.dates import Dates

LEXICON = {"dates": tomllib.loads((Path(config.__file__).parent / "lexicon" / "dates.toml").read_text("utf-8"))}
THURSDAY = date(2012, 6, 14)
BLANK = spacy.blank("en")
DATES = Dates(LEXICON)


def read(text: str, published_on: date | None = THURSDAY, nlp: Language | None = None) -> list[tuple[str, str]]:
    doc = (nlp or BLANK)(text)
    doc._.published_on = published_on
    return [(found.text, found.value) for found in DATES(doc)._.dates]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # days of the week: the latest on or before publication
        ("It happened on Thursday.", [("Thursday", "2012-06-14")]),
        ("It happened on Wednesday.", [("Wednesday", "2012-06-13")]),
        ("The minister spoke Friday.", [("Friday", "2012-06-08")]),
        ("Late Sunday, a fire broke out.", [("Sunday", "2012-06-10")]),
        ("He left last Thursday.", [("last Thursday", "2012-06-07")]),
        ("They return next Thursday.", [("next Thursday", "2012-06-21")]),
        ("They return next Monday.", [("next Monday", "2012-06-18")]),
        ("It began on Tuesday last week.", [("Tuesday last week", "2012-06-05")]),
        ("TUESDAY was calm.", [("TUESDAY", "2012-06-12")]),
        ("Shops shut on Good Friday.", [("Good Friday", "2012-04-06")]),
        ("A writer of the Sunday Times came.", []),
        ("Prayers are held every Friday.", []),
        # near days
        ("The talks began yesterday.", [("yesterday", "2012-06-13")]),
        ("Shots rang out overnight.", [("overnight", "2012-06-14")]),
        ("The curfew starts tonight.", [("tonight", "2012-06-14")]),
        ("Troops arrived last night.", [("last night", "2012-06-13")]),
        ("They sail tomorrow.", [("tomorrow", "2012-06-15")]),
        ("Two days ago it rained.", [("Two days ago", "2012-06-12")]),
        ("It fell 10 days ago.", [("10 days ago", "2012-06-04")]),
        ("A week ago it rained.", [("A week ago", "2012-W23")]),
        ("He fled three months ago.", [("three months ago", "2012-03")]),
        ("The war ended five years ago.", [("five years ago", "2007")]),
        # full dates
        ("On 14 June 2012 a bridge fell.", [("14 June 2012", "2012-06-14")]),
        ("On June 14, 2012, a bridge fell.", [("June 14, 2012", "2012-06-14")]),
        ("On Thursday, June 7, 2012, a bridge fell.", [("Thursday, June 7, 2012", "2012-06-07")]),
        ("On the 3rd of May 2011 it fell.", [("3rd of May 2011", "2011-05-03")]),
        ("Since 2012-06-01 nothing moved.", [("2012-06-01", "2012-06-01")]),
        ("On Sept. 11, 2001 it fell.", [("Sept. 11, 2001", "2001-09-11")]),
        ("On 12-14 June 2012 they met.", [("12-14 June 2012", "2012-06-12")]),
        ("On 25/12/2010 it fell.", [("25/12/2010", "2010-12-25")]),
        ("On 12/25/2010 it fell.", [("12/25/2010", "2010-12-25")]),
        ("On 04/05/2010 it fell.", []),
        ("On 05/05/2010 it fell.", [("05/05/2010", "2010-05-05")]),
        # days without a year: the latest on or before publication
        ("On June 14 it fell.", [("June 14", "2012-06-14")]),
        ("On 15 June it fell.", [("15 June", "2011-06-15")]),
        ("On December 25 it fell.", [("December 25", "2011-12-25")]),
        ("On 29 February it fell.", [("29 February", "2012-02-29")]),
        # months, weeks, years
        ("It fell late last month.", [("late last month", "2012-05")]),
        ("It fell early this week.", [("early this week", "2012-W24")]),
        ("It fell last week.", [("last week", "2012-W23")]),
        ("It fell last year.", [("last year", "2011")]),
        ("It falls next year.", [("next year", "2013")]),
        ("It fell last weekend.", [("last weekend", "2012-W23-WE")]),
        ("More have died since February 2011.", [("February 2011", "2011-02")]),
        ("It fell in mid-February.", [("mid-February", "2012-02")]),
        ("It fell in late May.", [("late May", "2012-05")]),
        ("It fell in August.", [("August", "2011-08")]),
        ("It fell in 2009.", [("2009", "2009")]),
        ("It fell in the summer of 2011.", [("the summer of 2011", "2011-SU")]),
        ("It fell last February.", [("last February", "2012-02")]),
        ("The September vote failed.", [("September", "2011-09")]),
        # decades and centuries (TIMEX3: the digits that they share)
        ("The 1990s were calm.", [("The 1990s", "199")]),
        ("It fell in the early 2000s.", [("the early 2000s", "200")]),
        ("It fell in the late 1980s.", [("the late 1980s", "198")]),
        ("It fell in the ’90s.", [("the ’90s", "199")]),
        ("It fell in the mid-nineties.", [("the mid-nineties", "199")]),
        ("It fell in the nineteenth century.", [("the nineteenth century", "18")]),
        ("It fell in the 21st century.", [("the 21st century", "20")]),
        # fiscal years, by the year in which they end
        ("Costs rose in fiscal year 2012.", [("fiscal year 2012", "FY2012")]),
        ("Costs rose in fiscal 2012.", [("fiscal 2012", "FY2012")]),
        ("Costs rose in FY2012.", [("FY2012", "FY2012")]),
        ("Costs rose in FY12.", [("FY12", "FY2012")]),
        ("Costs rose in the 2011-12 financial year.", [("the 2011-12 financial year", "FY2012")]),
        ("Costs rose in the fiscal year ending June 30, 2012.", [("the fiscal year ending June 30, 2012", "FY2012")]),
        ("Costs rose in fiscal year 2012-19.", []),
        # parts of a year
        ("Costs rose in the first quarter of 2012.", [("the first quarter of 2012", "2012-Q1")]),
        ("Costs rose in Q3 2011.", [("Q3 2011", "2011-Q3")]),
        ("Costs rose in the second half of last year.", [("the second half of last year", "2011-H2")]),
        ("Costs rose in the third half of 2011.", []),
        ("It rained over the weekend.", [("the weekend", "2012-W23-WE")]),
        # days by their number
        ("It fell on the 4th of this month.", [("the 4th of this month", "2012-06-04")]),
        ("It fell on the third day of May.", [("the third day of May", "2012-05-03")]),
        ("It fell on the last day of February 2012.", [("the last day of February 2012", "2012-02-29")]),
        ("It fell on the thirty-first of June.", []),
        # holidays and days with a name
        ("It fell on Christmas Day.", [("Christmas Day", "2011-12-25")]),
        ("It fell on New Year's Eve 2009.", [("New Year's Eve 2009", "2009-12-31")]),
        ("It fell last Easter.", [("last Easter", "2012-04-08")]),
        ("It fell on Easter Sunday 2016.", [("Easter Sunday 2016", "2016-03-27")]),
        ("They sailed to Easter Island before the Easter Rising.", []),
        ("It fell before the September 11 attacks.", [("September 11 attacks", "2001-09-11")]),
        ("It fell after 9/11.", [("9/11", "2001-09-11")]),
        # counted from another day of the text
        ("It broke on Sunday. The next day it fell.", [("Sunday", "2012-06-10"), ("The next day", "2012-06-11")]),
        ("It broke on June 3. Two days later it fell.", [("June 3", "2012-06-03"), ("Two days later", "2012-06-05")]),
        ("It broke on June 3, a day earlier.", [("June 3", "2012-06-03"), ("a day earlier", "2012-06-02")]),
        ("It broke a day earlier.", [("a day earlier", "2012-06-13")]),
        ("The next day it fell.", []),
        ("It broke on Thursday. The next day it fell.", [("Thursday", "2012-06-14")]),
        ("It fell two days before the vote.", []),
        # "the third day of" something that began, else of what the story tells
        (
            "The siege began on Sunday. It rained on the third day of the siege.",
            [("Sunday", "2012-06-10"), ("the third day", "2012-06-12")],
        ),
        (
            "On the third day of the siege, which began on June 4, it fell.",
            [("the third day", "2012-06-06"), ("June 4", "2012-06-04")],
        ),
        ("On the third day of fighting, it fell.", [("the third day", "2012-06-14")]),
        ("On the third day of fighting on Tuesday, it fell.", [("Tuesday", "2012-06-12")]),
        # odd layouts, read by a library where it sees one day only
        ("It fell on 2011/01/25.", [("2011/01/25", "2011-01-25")]),
        ("It fell on 25-Jan-2011.", [("25-Jan-2011", "2011-01-25")]),
        ("It fell on Jan 25 '11.", [("Jan 25 '11", "2011-01-25")]),
        ("It fell on 2011 January 25.", [("2011 January 25", "2011-01-25")]),
        ("It fell on 31-Feb-2011.", []),
        ("It fell on 2011/02/31.", []),
        # no dates
        ("He may go on a march.", []),
        ("On 31 February 2012 it fell.", []),
        ("On June 31 it fell.", []),
        ("Nearly 2000 houses burned.", []),
        ("April Jones and May Lee spoke.", []),
    ],
)
def test_an_expression_has_this_value(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The court will meet on Monday.", "2012-06-18"),
        ("The court met on Monday.", "2012-06-11"),
        ("The court will rule on June 20.", "2012-06-20"),
        ("The vote is scheduled for Friday.", "2012-06-15"),
        ("Troops will leave in September.", "2012-09"),
    ],
)
def test_tense_says_which_way_a_day_lies(english: Language, text: str, value: str) -> None:
    assert [found for _, found in read(text, nlp=english)] == [value]


def test_without_a_publication_day_only_dates_with_a_year_are_given() -> None:
    text = "On Thursday, yesterday, June 14, last month, in May and two days ago; on 3 May 2011 and in 2010."
    assert [value for _, value in read(text, None)] == ["2011-05-03", "2010"]


def test_a_lexicon_without_months_is_refused_by_name() -> None:
    with pytest.raises(LexiconError, match=r"dates\.toml: months"):
        Dates({"dates": {}})


DATELINES = [
    ("ORUWA, June 12 (Agency) - It fell on Wednesday.", THURSDAY, "2012-06-06"),
    ("ORUWA, Land, June 12 (Agency) — It fell yesterday.", THURSDAY, "2012-06-11"),
    ("Oruwa (June 12): It fell yesterday.", THURSDAY, "2012-06-11"),
    ("ORUWA (Agency) -- It fell yesterday.", THURSDAY, "2012-06-13"),
    # years before publication: no day of this story
    ("ORUWA, June 12, 2009 - It fell yesterday.", THURSDAY, "2012-06-13"),
    # a dash that ends no dateline
    ("The bridge of June 12 - it was new - fell yesterday.", THURSDAY, "2012-06-13"),
    ("ORUWA, June 12, 2012 (Agency) - It fell yesterday.", None, "2012-06-11"),
    ("ORUWA, Jan. 28, 2011 (Agency) -- It fell on Tuesday.", None, "2011-01-25"),
]


@pytest.mark.parametrize(("text", "published_on", "value"), DATELINES)
def test_a_story_counts_from_its_dateline_else_from_its_publication(
    text: str, published_on: date | None, value: str
) -> None:
    assert [found for _, found in read(text, published_on)][-1] == value


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("It fell in the 1990s.", "decade"),
        ("It fell in the 21st century.", "century"),
        ("It fell in fiscal year 2012.", "fiscal_year"),
        ("It fell in the first quarter of 2012.", "other"),
        ("It fell over the weekend.", "week"),
        ("It fell late last month.", "month"),
        ("It fell in 2009.", "year"),
    ],
)
def test_a_value_says_how_precise_it_is(text: str, precision: str) -> None:
    doc = BLANK(text)
    doc._.published_on = THURSDAY
    assert [found.precision for found in DATES(doc)._.dates] == [precision]


WORDS = st.sampled_from(
    [
        "on",
        "Thursday",
        "31",
        "February",
        "2012",
        "last",
        "next",
        "week",
        "month",
        "the",
        "in",
        "mid",
        "-",
        "June",
        "14",
        ",",
        "ago",
        "two",
        "99",
        "ago.",
        "since",
        "the third day of",
        "the next day",
        "1990s",
        "FY",
        "fiscal",
        "Q4",
        "'",
        "/",
        "began",
        "Christmas Day",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)), st.dates() | st.none())
def test_any_text_and_day_give_spans_of_the_text(text: str, published_on: date | None) -> None:
    doc = BLANK.make_doc(text)
    doc._.published_on = published_on
    end = 0
    for found in DATES(doc)._.dates:
        assert doc.text[found.start : found.end] == found.text
        assert found.start >= end
        assert found.value
        end = found.end
