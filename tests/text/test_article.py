"""Pages -> articles: golden pairs in data/ (a page and what must be read from it), and laws for pages without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.errors import ArticleError
from tasks.text.article import ReadArticle, Source, read_entry, read_page
from tasks.text.dates import Published

DATA = Path(__file__).parent / "data"
PAGES = sorted(DATA.glob("*.html"))
URL = "https://www.wire.example/world/x/2012/a-1?fbclid=9"
SOURCE = Source(URL, URL, "text/html")
TEXT = (
    "The bridge was opened on Thursday, three weeks after the river carried away one of its piers and part of the road."
)


def page(inside: str, head: str = "") -> bytes:
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{inside}</body></html>'.encode()


def said(article: ReadArticle) -> dict[str, object]:
    return {
        "canonical_url": article.canonical_url,
        "title": article.title,
        "byline": article.byline,
        "published_at": article.published.at.isoformat() if article.published.at else None,
        "precision": article.published.precision,
        "language": article.language,
        "flags": list(article.quality_flags),
        "text": article.text.split("\n"),
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_of_each_kind_is_read_as_written_down(path: Path) -> None:
    found = said(read_page(path.read_bytes(), SOURCE))
    assert found == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_characters_stay_as_printed() -> None:
    line = "“Four people,” he said — ‘maybe five’ — were hurt near the café on the Ḥoms road, and nobody knew the driver''s name."
    assert read_page(page(f"<article><p>{line}</p></article>"), SOURCE).text == line


@pytest.mark.parametrize(
    ("reason", "body", "content_type"),
    [
        ("empty", b" \n", "text/html"),
        ("not_html", b"%PDF-1.4 ...", None),
        ("not_html", b"{}", "application/json"),
        ("not_html", bytes(range(256)), "image/png"),
        ("no_text", page("<nav>Home</nav>"), "text/html"),
        ("no_text", page("<p>Watch the video.</p>"), "text/html"),
        ("consent", page("<div><p>We value your privacy. We and our partners store and read data.</p></div>"), None),
        ("paywall", page(f"<article><p>{TEXT}</p><p>Subscribe to continue reading this story.</p></article>"), None),
        ("error_page", page("<p>Sorry, the page you requested could not be found.</p>", "<title>404</title>"), None),
        ("error_page", page(f"<article><p>{TEXT}</p></article>", "<title>Page not found</title>"), None),
    ],
)
def test_a_page_without_an_article_says_why(reason: str, body: bytes, content_type: str | None) -> None:
    with pytest.raises(ArticleError) as error:
        read_page(body, Source(URL, URL, content_type))
    assert error.value.reason == reason
    assert error.value.url == URL


def test_a_link_that_leads_to_the_front_page_is_no_article() -> None:
    with pytest.raises(ArticleError) as error:
        read_page(page(f"<p>{TEXT}</p>" * 9), Source(URL, "https://www.wire.example/", "text/html"))
    assert error.value.reason == "home_page"


def test_a_long_story_about_paywalls_is_a_story() -> None:
    body = page("<article>" + f"<p>{TEXT}</p>" * 8 + "<p>Subscribe to continue reading, said the page.</p></article>")
    assert "Subscribe" in read_page(body, SOURCE).text


def test_the_entry_fills_what_the_page_leaves_open() -> None:
    source = Source(
        "https://w.example/a", "https://w.example/a", None, "From the feed", "Ann Reed", Published(None, "unknown")
    )
    article = read_page(page(f"<article><p>{TEXT}</p></article>"), source)
    assert (article.title, article.byline, article.quality_flags) == ("From the feed", "Ann Reed", ("undated",))


def test_full_text_of_a_feed_is_read_with_and_without_elements() -> None:
    source = Source("urn:sitrep:entry:1", "urn:sitrep:entry:1", None, "Bridge", language="en")
    for body in (f"<p>{TEXT}</p><p>{TEXT} Again.</p>", f"{TEXT}\n\n{TEXT} Again."):
        article = read_entry(body.encode(), source)
        assert article.text == f"{TEXT}\n{TEXT} Again."
        assert article.canonical_url == "urn:sitrep:entry:1"


def reason_of(body: bytes) -> str | None:
    try:
        article = read_page(body, SOURCE)
    except ArticleError as error:
        return error.reason
    assert article.text == article.text.strip() != ""
    return None


@given(st.binary(max_size=300), st.sampled_from([b"", b"<html><body><p>", (DATA / "wire.html").read_bytes()[:1500]]))
@example(b'<script type="application/ld+json">' + b"[" * 5000, b"<html>")
@settings(deadline=None, max_examples=100)
def test_any_bytes_give_an_article_or_a_reason(noise: bytes, start: bytes) -> None:
    reasons = {None, "empty", "not_html", "home_page", "paywall", "consent", "error_page", "no_text"}
    assert reason_of(start + noise) in reasons
