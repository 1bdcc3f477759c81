"""Bytes -> entries: golden pairs in data/ (a feed and what must be read from it), and laws for what is no feed."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.errors import FeedError
from tasks.feeds.parse import ParsedFeed, parse_feed

DATA = Path(__file__).parent / "data"
URL = "https://feeds.example/all.xml"
FEEDS = sorted(DATA.glob("*.xml"))


def parse(body: bytes, content_type: str | None = None, max_entries: int = 100) -> ParsedFeed:
    return parse_feed(body, URL, content_type, max_entries)


def said(feed: ParsedFeed) -> dict[str, object]:
    names = ("guid", "url", "title", "byline", "published_at")
    entries = [{name: getattr(entry, name) for name in names} for entry in feed.entries]
    for entry in entries:
        entry["published_at"] = entry["published_at"].isoformat() if entry["published_at"] else None
    return {"format": feed.format, "flags": list(feed.flags), "entries": entries}


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_feed_of_each_dialect_is_read_as_written_down(path: Path) -> None:
    assert said(parse(path.read_bytes())) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_nothing_is_opened_while_parsing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not the network, and not a file that happens to have the name of the bytes."""

    def refuses(*_: object, **__: object) -> None:
        raise AssertionError("parsing opened a socket")

    monkeypatch.setattr(socket, "socket", refuses)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed").write_bytes((DATA / "rss20.xml").read_bytes())
    for body in (b"feed", b"http://feeds.example/all.xml", b"file:///etc/hostname"):
        with pytest.raises(FeedError):
            parse(body)


@pytest.mark.parametrize(
    ("reason", "body"),
    [
        ("empty", b""),
        ("empty", b"\xef\xbb\xbf \n\t"),
        ("html_not_feed", b"<!DOCTYPE html><html><head><title>Sorry</title></head></html>"),
        ("html_not_feed", b'<?xml version="1.0"?>\n<!-- x --><html xmlns="http://www.w3.org/1999/xhtml"/>'),
        ("html_not_feed", b"<div>a fragment</div><body>of a page</body>"),
        ("not_a_feed", b"plain words"),
        ("not_a_feed", b'{"version": "1.1"}'),
        ("not_a_feed", b'<?xml version="1.0"?><urlset><url/></urlset>'),
        ("not_a_feed", b"%PDF-1.4 \x00\x01\x02"),
        ("not_a_feed", b"<" * 200_000),
    ],
)
def test_what_is_no_feed_says_why(reason: str, body: bytes) -> None:
    with pytest.raises(FeedError, match=URL) as error:
        parse(body)
    assert error.value.reason == reason


@pytest.mark.parametrize("path", [path for path in FEEDS if "messy" not in path.stem], ids=lambda path: path.stem)
def test_a_truncated_feed_keeps_what_was_whole(path: Path) -> None:
    """Cut anywhere behind the root, a feed gives a prefix of its entries and the flag, or all of them."""
    body = path.read_bytes()
    whole = parse(body)
    for cut in range(len(body) // 2, len(body), max(1, len(body) // 40)):
        found = parse(body[:cut])
        assert found.entries == whole.entries[: len(found.entries)]
        assert "truncated" in found.flags or len(found.entries) == len(whole.entries)


def test_entities_of_a_doctype_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{levels}]><rss version="2.0"><channel><item>'
    feed = parse((bomb + "<title>&a11; end</title><link>/1</link></item></channel></rss>").encode())
    assert len(feed.entries) == 1
    assert len(feed.entries[0].title or "") < 100
    assert "internal_subset" in feed.flags


def test_more_entries_than_allowed_are_cut_before_they_cost_time() -> None:
    items = b"".join(
        b"<item><guid isPermaLink='false'>%d</guid><title>t</title></item>" % number for number in range(50_000)
    )
    feed = parse(b'<rss version="2.0"><channel>' + items + b"</channel></rss>", max_entries=20)
    assert [entry.guid for entry in feed.entries] == [str(number) for number in range(20)]
    assert feed.flags == ("too_many_entries",)


def item(inside: str) -> ParsedFeed:
    return parse(f'<rss version="2.0"><channel><item><guid>1</guid>{inside}</item></channel></rss>'.encode())


@pytest.mark.parametrize(
    ("inside", "is_full"),
    [
        ("<description>" + "A sentence of the text. " * 10 + "</description>", False),
        ("<description>" + "A sentence of the text. " * 100 + "</description>", True),
        ("<description>" + "A sentence of the text. " * 100 + "Read more…</description>", False),
        ("<encoded xmlns='http://purl.org/rss/1.0/modules/content/'>" + "A sentence. " * 60 + "</encoded>", True),
        ("<encoded xmlns='http://purl.org/rss/1.0/modules/content/'>" + "A sentence. " * 60 + "[...]</encoded>", False),
        ("<encoded xmlns='http://purl.org/rss/1.0/modules/content/'>Too short.</encoded>", False),
    ],
    ids=["teaser", "long_description", "cut_description", "content", "cut_content", "short_content"],
)
def test_a_full_text_is_told_from_a_teaser(inside: str, is_full: bool) -> None:
    assert (item(inside).entries[0].content_html is not None) == is_full


@pytest.mark.parametrize("inside", ["", "<pubDate/>", "<pubDate>yesterday</pubDate>", "<pubDate>0000-00-00</pubDate>"])
def test_a_missing_or_impossible_date_is_none(inside: str) -> None:
    assert item(inside).entries[0].published_at is None


def reason_of(body: bytes) -> str | None:
    try:
        parse(body)
    except FeedError as error:
        return error.reason
    return None


@given(st.binary(max_size=400))
@example(b"<rss>")
@example(b"<feed/>")
@example(b"<rss><channel><item>")
@example("<rss version='2.0'>".encode("utf-16"))
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_entries_or_a_feed_error(body: bytes) -> None:
    for bytes_ in (body, b"<rss version='2.0'><channel><item><title>" + body):
        assert reason_of(bytes_) in {None, "empty", "html_not_feed", "not_a_feed"}


@given(st.sampled_from(FEEDS), st.integers(0, 4000), st.binary(max_size=6))
@settings(deadline=None, max_examples=150)
def test_a_feed_with_any_bytes_overwritten_gives_entries_or_a_feed_error(path: Path, at: int, noise: bytes) -> None:
    body = path.read_bytes()
    at %= len(body)
    assert reason_of(body[:at] + noise + body[at + len(noise) :]) in {None, "empty", "html_not_feed", "not_a_feed"}
