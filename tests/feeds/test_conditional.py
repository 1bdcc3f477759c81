from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tasks.feeds.conditional import LastFetch, judge_answer, request_headers, retry_after
from tasks.feeds.limits import FetchLimits

NOW = datetime(2012, 6, 14, 12, tzinfo=UTC)
NOTHING = LastFetch()


def test_validators_go_back_as_they_came() -> None:
    last = LastFetch('W/"a"', "Thu, 14 Jun 2012 08:00:00 GMT", "hash")
    headers = request_headers("feed", FetchLimits(), last)
    assert headers["If-None-Match"] == 'W/"a"'
    assert headers["If-Modified-Since"] == "Thu, 14 Jun 2012 08:00:00 GMT"


def test_without_a_body_on_hand_nothing_is_conditional() -> None:
    """A 304 would leave us with nothing to read."""
    headers = request_headers("page", FetchLimits(), LastFetch('"a"', "Thu, 14 Jun 2012 08:00:00 GMT", None))
    assert not any(name.startswith("If-") for name in headers)


def test_a_validator_cannot_smuggle_a_header() -> None:
    headers = request_headers("feed", FetchLimits(), LastFetch('"a"\r\nX-Evil: 1', None, "hash"))
    assert headers["If-None-Match"] == '"a"X-Evil: 1'


@pytest.mark.parametrize(
    ("status", "digest", "last", "outcome"),
    [
        (200, "new", NOTHING, "new"),
        (200, "new", LastFetch(body_sha256="old"), "new"),
        (200, "old", LastFetch(body_sha256="old"), "unchanged"),
        (304, None, LastFetch(body_sha256="old"), "not_modified"),
        (304, None, NOTHING, "error"),
        (404, None, LastFetch(body_sha256="old"), "error"),
    ],
)
def test_status_and_hash_decide(status: int, digest: str | None, last: LastFetch, outcome: str) -> None:
    assert judge_answer(status, digest, last).outcome == outcome


@pytest.mark.parametrize("status", [*range(300, 304), *range(305, 600)])
def test_every_other_status_is_an_error_with_its_number(status: int) -> None:
    assert judge_answer(status, None, NOTHING).error_class == f"http_{status}"


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 316800 ", timedelta(hours=88)),
        ("Thu, 14 Jun 2012 13:00:00 GMT", timedelta(hours=1)),
        ("9" * 400, timedelta(days=7)),
        ("Fri, 14 Jun 2999 13:00:00 GMT", timedelta(days=7)),
        ("Thu, 14 Jun 2012 11:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_seconds_or_a_date(status: int, value: str | None, wait: timedelta | None) -> None:
    assert retry_after(status, value, NOW) == (NOW + wait if wait else None)


def test_retry_after_of_a_success_means_nothing() -> None:
    assert retry_after(200, "120", NOW) is None
