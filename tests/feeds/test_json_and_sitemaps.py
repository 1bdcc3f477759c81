"""JSON Feed and news sitemaps are read as every other feed; an index of sitemaps is never followed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import FeedError
from tasks.feeds.parse import parse_feed

URL = "https://feeds.example/all"
LONG = "A sentence of the text. " * 40
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/a?x=1&amp;y=2</loc><news:news><news:publication><news:name>P</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2012-06-14T09:30:00+02:00</news:publication_date><news:title>A &lt;b&gt; &amp; C</news:title></news:news></url>
<url><loc>https://example.org/about</loc></url>
<url><loc>https://example.org/b</loc><news:news><news:publication_date>2012-06-15</news:publication_date><news:title>B</news:title></news:news></url>
</urlset>"""


def feed(*items: Any, version: str = "https://jsonfeed.org/version/1.1", **more: Any) -> bytes:
    return json.dumps({"version": version, "title": "The Desk", "items": list(items), **more}).encode()


def test_a_json_feed_is_read() -> None:
    item = {
        "id": 7, "url": "/a", "title": "Fish & <chips>", "date_published": "2012-06-14T09:30:00+02:00",
        "authors": [{"name": "Ann Reed"}, {"name": "Bo Lee"}], "content_html": f"<p>{LONG}</p>",
    }  # fmt: skip
    found = parse_feed(
        b"\xef\xbb\xbf " + feed(item, {"id": "8", "external_url": "https://x.example/", "summary": "s"}), URL, None, 100
    )
    first, second = found.entries
    assert (found.format, found.title, found.flags) == ("json11", "The Desk", ())
    assert (first.key, first.url, first.title) == ("7", "https://feeds.example/a", "Fish & <chips>")
    assert first.published_at == datetime(2012, 6, 14, 7, 30, tzinfo=UTC)
    assert first.byline == "Ann Reed, Bo Lee"
    assert first.content_html == f"<p>{LONG}</p>"
    assert (second.url, second.published_at, second.content_html) == ("https://x.example/", None, None)


def test_version_1_and_plain_text_are_read_and_too_many_items_cut() -> None:
    items = [{"id": str(number), "content_text": "a < b " + LONG} for number in range(9)]
    body = feed(*items, version="https://jsonfeed.org/version/1", author={"name": "The Desk"})
    found = parse_feed(body, URL, None, 4)
    assert (found.format, len(found.entries), found.flags) == ("json1", 4, ("too_many_entries",))
    assert found.entries[0].byline == "The Desk"
    assert (found.entries[0].content_html or "").startswith("a &lt; b")


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"{}", b'{"version": "1.1"}', b'{"version": "https://jsonfeed.org/version/1"}', b'{"a":' * 50_000,
        feed(version="https://example.org/version/1"), b'{"version": ["x"], "items": []}',
    ],
    ids=["cut", "empty", "other", "no_items", "deep", "version", "list"],
)  # fmt: skip
def test_json_that_is_no_feed_says_so(body: bytes) -> None:
    with pytest.raises(FeedError) as error:
        parse_feed(body, URL, "application/json", 100)
    assert error.value.reason == "not_a_feed"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda kids: st.lists(kids) | st.dictionaries(st.text(), kids),
        max_leaves=8,
    )
)
@settings(deadline=None, max_examples=100)
def test_any_json_item_gives_an_entry_or_nothing(value: Any) -> None:
    keys = ("id", "url", "title", "authors", "date_published", "content_html", "summary")
    body = feed(value, *({key: value} for key in keys), dict.fromkeys(keys, value))
    assert len(parse_feed(body, URL, None, 100).entries) <= 9


def test_the_news_of_a_sitemap_are_entries() -> None:
    found = parse_feed(NEWS.encode(), URL, "application/xml", 100)
    assert found.format == "news_sitemap"
    assert [(entry.url, entry.title) for entry in found.entries] == [
        ("https://example.org/a?x=1&y=2", "A <b> & C"),
        ("https://example.org/b", "B"),
    ]
    assert found.entries[0].published_at == datetime(2012, 6, 14, 7, 30, tzinfo=UTC)


def test_a_sitemap_that_is_cut_or_too_long_keeps_its_first_news() -> None:
    cut = parse_feed(NEWS[: NEWS.index("2012-06-15")].encode(), URL, None, 100)
    assert ([entry.title for entry in cut.entries], cut.flags) == (["A <b> & C"], ("truncated",))
    long = parse_feed(NEWS.encode(), URL, None, 1)
    assert (len(long.entries), long.flags) == (1, ("too_many_entries",))


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        ("<urlset><url><loc>https://example.org/</loc></url></urlset>", "not_a_feed", "names no news"),
        (
            "<sitemapindex><sitemap><loc>https://example.org/news.xml</loc></sitemap></sitemapindex>",
            "sitemap_index",
            "https://example.org/news.xml",
        ),
        ("<sitemapindex/>", "sitemap_index", "index of 0 sitemaps"),
        ("<urlset><url><loc>&undefined;</loc></url></urlset>", "not_a_feed", "broken XML"),
    ],
)
def test_what_is_no_news_sitemap_says_what_it_is(body: str, reason: str, words: str) -> None:
    with pytest.raises(FeedError, match=words) as error:
        parse_feed(body.encode(), URL, None, 100)
    assert error.value.reason == reason
