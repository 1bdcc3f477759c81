"""Rows in and out of `sitrep extract`."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import RowError
from tasks.nlp.jsonl import parse_row, row_id

GOOD = {
    "id": "a",
    "text": "Four died.",
    "published_at": "2012-06-14T18:30:00Z",
    "title": "T",
    "url": "https://example.org",
}


def test_a_good_row_gives_text_title_and_day():
    row = parse_row(json.dumps(GOOD))
    assert (row.id, row.source.text, row.source.title, row.source.published_on) == (
        "a",
        "Four died.",
        "T",
        date(2012, 6, 14),
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": None}, "id is missing"),
        ({"id": True}, "id is missing"),
        ({"text": None}, "text is missing"),
        ({"text": 12}, "text is missing"),
        ({"published_at": "last Thursday"}, "published_at 'last Thursday' is no ISO 8601"),
        ({"published_at": 20120614}, "published_at 20120614 is no ISO 8601"),
        ({"title": 5}, "title is no string"),
        ({"outlet_country": 5}, "outlet_country is no string"),
        ({"outlet_country": "Syria"}, "outlet_country 'Syria' is no ISO 3166-1 alpha-3"),
    ],
)
def test_a_bad_row_says_which_key_and_why(change, message):
    with pytest.raises(RowError, match=message):
        parse_row(json.dumps({**GOOD, **change}))


@pytest.mark.parametrize("line", ["", "{", "[]", "12", "null", '"text"', "[" * 100_000])
def test_what_is_no_object_is_refused(line):
    with pytest.raises(RowError):
        parse_row(line)
    assert row_id(line) is None


def test_the_country_of_the_outlet_goes_along():
    assert parse_row(json.dumps({**GOOD, "outlet_country": "SYR"})).source.outlet_country == "SYR"
    assert parse_row(json.dumps({**GOOD, "outlet_country": None})).source.outlet_country is None


def test_without_a_publication_date_the_day_is_unknown():
    assert parse_row('{"id": 1, "text": "x"}').source.published_on is None


@pytest.mark.parametrize("published", ["2011-10", "2011", "2011-10-00", "2011-00-00", "2011-00", "2011-W24", "2011W24"])
def test_a_month_or_a_year_of_publication_leaves_the_day_unknown(published):
    """Catalogues write 00 for a part that they do not know: the row is read, with no day to count from."""
    assert parse_row(json.dumps({**GOOD, "published_at": published})).source.published_on is None


@pytest.mark.parametrize("published", ["2011-13", "2011-00-15", "2011-10-32", "0000", "11-10", "201110", "2011-10-00x"])
def test_a_date_that_never_was_is_refused(published):
    with pytest.raises(RowError, match="published_at"):
        parse_row(json.dumps({**GOOD, "published_at": published}))


@given(st.text())
def test_any_line_is_a_row_or_a_row_error(line):
    with suppress(RowError):
        assert parse_row(line).source.text is not None
