from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.feeds.robots import Rules, is_fresh, text_of

TEXT = """# the desk
User-agent: *
Disallow: /private
Crawl-delay: 5

User-agent: Sitrep
Disallow: /search
Allow: /search/news
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("sitrep/0.1", "/search", False),
        ("sitrep/0.1", "/search/news", True),
        ("sitrep/0.1", "/private", True),
        ("other", "/private/x", False),
        ("other", "/search", True),
    ],
)
def test_the_group_of_our_product_counts_and_else_that_of_all(agent: str, path: str, allowed: bool) -> None:
    assert Rules(TEXT, agent).allow(f"https://example.org{path}") == allowed


def test_a_crawl_delay_is_kept_within_reason() -> None:
    assert Rules(TEXT, "other").delay_seconds == 5
    assert Rules(TEXT, "sitrep").delay_seconds == 0
    assert Rules("User-agent: *\nCrawl-delay: 86400", "sitrep").delay_seconds == 30
    assert Rules("User-agent: *\nCrawl-delay: -3", "sitrep").delay_seconds == 0


def test_no_text_allows_everything() -> None:
    assert Rules(None, "sitrep").allow("https://example.org/private")
    assert Rules("", "sitrep").allow("https://example.org/private")


def test_it_holds_for_a_day() -> None:
    now = datetime(2012, 6, 14, tzinfo=UTC)
    assert is_fresh(now - timedelta(hours=23), now)
    assert not is_fresh(now - timedelta(hours=24), now)


@given(st.binary(max_size=300), st.text(max_size=30))
@settings(deadline=None)
def test_any_bytes_give_rules(body: bytes, path: str) -> None:
    for text in (text_of(body), "User-agent: *\nDisallow: " + text_of(body)):
        rules = Rules(text, "sitrep")
        assert rules.allow("https://example.org/" + path) in {True, False}
        assert 0 <= rules.delay_seconds <= 30
