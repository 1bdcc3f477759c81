from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.dates import UNKNOWN, published, published_at_moment, published_in_line, published_in_url


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2012-06-14", utc(2012, 6, 14), "day"),
        ("2012-06-14T07:45:00Z", utc(2012, 6, 14, 7, 45), "second"),
        ("2012-06-14T07:45:12.5+02:00", utc(2012, 6, 14, 5, 45, 12, 500000), "second"),
        ("2012-06-14T07:45", utc(2012, 6, 14, 7, 45), "second"),
        ("2012-06-14T00:00:00+10:00", utc(2012, 6, 14), "day"),
        ("Thu, 14 Jun 2012 09:30:00 EST", utc(2012, 6, 14, 14, 30), "second"),
        ("June 14, 2012", utc(2012, 6, 14), "day"),
        ("14.06.2012", utc(2012, 6, 14), "day"),
        ("06/06/2012", utc(2012, 6, 6), "day"),
    ],
)
def test_a_date_has_the_precision_that_was_printed(value: str, at: datetime, precision: str) -> None:
    found = published(value)
    assert (found.at, found.precision) == (at, precision)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "June 2012",
        "2012",
        "Thursday",
        "09:30",
        "06/07/2012",
        "2012-02-31",
        "1339632000",
        "14 June",
        "x" * 500,
    ],
)
def test_what_names_no_one_day_is_unknown(value: str | None) -> None:
    assert published(value) == UNKNOWN


def test_a_day_in_a_path_or_a_dateline_is_found() -> None:
    assert published_in_url("https://w.example/2012/06/14/bridge").at == datetime(2012, 6, 14, tzinfo=UTC)
    assert published_in_url("https://w.example/bridge-2012-06-14.html").precision == "day"
    assert published_in_url("https://w.example/2012/13/45/") == UNKNOWN
    assert published_in_line("Published  14 June 2012, noon").at == datetime(2012, 6, 14, tzinfo=UTC)
    assert published_in_line("Last winter") == UNKNOWN


def test_midnight_sharp_in_a_feed_is_a_day() -> None:
    assert published_at_moment(datetime(2012, 6, 14, tzinfo=UTC)).precision == "day"
    assert published_at_moment(datetime(2012, 6, 14, 0, 1, tzinfo=UTC)).precision == "second"
    assert published_at_moment(None) == UNKNOWN


@given(
    st.one_of(
        st.text(max_size=60), st.from_regex(r"[0-9A-Za-z:/+., -]{0,40}20\d\d[0-9A-Za-z:/+., -]{0,20}", fullmatch=True)
    )
)
def test_any_text_is_a_date_or_unknown(value: str) -> None:
    found = published(value)
    assert (found.at is None) == (found.precision == "unknown")
