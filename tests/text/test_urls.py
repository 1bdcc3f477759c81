from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.text.urls import Canonical, canonical_url, choose_canonical, host_of, is_home, is_web, site_of

PIECES = st.sampled_from(
    [
        *(
            "http://",
            "HTTPS://",
            "ftp://",
            "//",
            "Example.ORG",
            "user:pw@",
            "[::1]",
            ":80",
            ":443",
            ":99999",
            "/",
            ".",
            "..",
        ),
        *("amp", ".amp.html", "?", "&", "=", "#", "utm_source=x", "id=1", "amp=1", "outputType=amp"),
        *("%", "%2f", "é", " ", "\n", "\\"),
    ]
)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://example.org:443/a/", "https://example.org/a/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org./a#top", "https://example.org/a"),
        ("https://user:pw@example.org/a", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=7&at_medium=RSS&fbclid=1", "https://example.org/a?id=7"),
        ("https://example.org/a?b=2&a=1&ref=home", "https://example.org/a?b=2&a=1&ref=home"),
        ("https://example.org/news/story/amp/", "https://example.org/news/story"),
        ("https://example.org/story.amp.html?outputType=amp", "https://example.org/story.html"),
        ("https://example.org/amp", "https://example.org/amp"),
        ("https://m.example.org/a", "https://m.example.org/a"),
        ("https://example.org/a b%2fc", "https://example.org/a%20b%2Fc"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        (" urn:sitrep:entry:1 ", "urn:sitrep:entry:1"),
        ("https://[broken/a", "https://[broken/a"),
    ],
)
def test_an_address_has_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(
    st.one_of(
        st.text(),
        st.lists(PIECES, max_size=9).map("".join),
        st.lists(PIECES, max_size=9).map("http://a.b/".__add__("").join),
    )
)
@example("http://a.b/x/amp/amp.amp.html/amp/")
@example("http://a.b/?&&amp&amp=1")
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert is_web(once) == is_web(url)


@pytest.mark.parametrize(
    "url",
    ["", "example.org/a", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http:///a"],
)
def test_only_http_with_a_host_is_web(url: str) -> None:
    assert not is_web(url)
    assert host_of(url) == ""


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.example.org", "example.org"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("yomiuri.co.jp", "yomiuri.co.jp"),
        ("example.co", "example.co"),
        ("a.b.gov", "b.gov"),
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_site_is_what_is_registered(host: str, site: str) -> None:
    assert site_of(host) == site


PAGE = "https://www.example.org/world/a?x=1&utm_source=rss"


@pytest.mark.parametrize(
    ("declared", "canonical", "flag"),
    [
        ([], "https://www.example.org/world/a?x=1", None),
        (["https://example.org/world/a"], "https://example.org/world/a", None),
        (["/world/a#top"], "https://www.example.org/world/a", None),
        (["https://www.example.org/"], "https://www.example.org/world/a?x=1", "canonical_elsewhere"),
        (["https://www.example.org/en/"], "https://www.example.org/world/a?x=1", "canonical_elsewhere"),
        (["https://other.example/a"], "https://www.example.org/world/a?x=1", "canonical_elsewhere"),
        (["https://other.example/a", "/world/b"], "https://www.example.org/world/b", "canonical_elsewhere"),
        (["", "http://[broken"], "https://www.example.org/world/a?x=1", None),
    ],
)
def test_a_page_s_own_name_counts_on_its_own_site_only(declared: list[str], canonical: str, flag: str | None) -> None:
    found = choose_canonical(PAGE, declared)
    assert (found.url, found.flag) == (canonical, flag)


def test_the_front_page_is_known() -> None:
    assert is_home("https://example.org")
    assert is_home("https://example.org/index.html?utm_source=x")
    assert not is_home("https://example.org/?p=12")
    assert not is_home("https://example.org/world")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://m.example.org/a", "https://www.example.org/a"),
        ("https://mobile.example.co.uk/a?id=1", "https://www.example.co.uk/a?id=1"),
        ("https://amp.example.org/a", "https://www.example.org/a"),
        ("https://m.news.example.org/a", "https://news.example.org/a"),
        ("https://en.m.example.org/a", "https://en.example.org/a"),
        ("https://m.example.org:8443/a", "https://www.example.org:8443/a"),
        ("https://example.org/m/a", "https://example.org/m/a"),
        ("https://m.org/a", "https://m.org/a"),
        ("https://team.example.org/a", "https://team.example.org/a"),
    ],
)
def test_a_mobile_page_has_the_name_of_the_desktop_s(url: str, name: str) -> None:
    assert choose_canonical(url, []) == Canonical(name, None)
    assert choose_canonical(name, [url]) == Canonical(name, None)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://www.google.com/amp/s/example.org/a?utm_source=x", "https://example.org/a"),
        ("https://www.google.co.uk/amp/example.org/a", "http://example.org/a"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a/amp/", "https://example.org/a"),
        ("https://www.google.com/amp/", "https://www.google.com/amp/"),
        ("https://www.google.com/search?q=amp", "https://www.google.com/search?q=amp"),
    ],
)
def test_a_page_in_an_amp_cache_is_asked_at_its_publisher(url: str, target: str) -> None:
    assert canonical_url(url) == target
