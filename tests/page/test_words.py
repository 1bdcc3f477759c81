"""Words and numbers of the page."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tasks.page.maps import HEIGHT, WIDTH, project
from tasks.page.render import as_json
from tasks.page.words import clean, lasting, link, marked, names, people, toll


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((6, 6, 6), "6"),
        ((4, 6, 9), "6 (4 to 9)"),
        ((4, 4, None), "at least 4"),
        ((4, 6, None), "6 (at least 4)"),
        ((None, None, 20), "up to 20"),
        ((4, None, 9), "4 to 9"),
        ((0, 0, 0), "0"),
        ((None, None, None), "no number"),
        ((1200, 1500, 10_000), "1,500 (1,200 to 10,000)"),
    ],
)
def test_a_toll_is_read_at_a_glance(numbers, words) -> None:
    """Best first, then the bounds; none is not zero."""
    assert toll(numbers) == words


def test_no_number_is_not_zero() -> None:
    """Silence has a word of its own."""
    assert people(None) == "unknown"
    assert people(0) == "0"


def test_time_in_its_largest_unit() -> None:
    """Four minutes, an hour and a half; an alert before its publication is said, not hidden."""
    assert (lasting(240), lasting(5400), lasting(-60), lasting(None)) == (
        "4 minutes",
        "1.5 hours",
        "minus 1 minute",
        "unknown",
    )


@given(st.text(max_size=300))
def test_whatever_a_title_is_it_is_text_in_valid_html(words: str) -> None:
    """A strict parser reads back just the cleaned words."""
    cleaned = clean(words)
    page = f"<!DOCTYPE html><title>t</title><p>{escape(cleaned)}</p>"
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    (paragraph,) = tree.iter("p")
    assert (paragraph.text or "") == cleaned
    assert len(list(paragraph)) == 0


@given(st.text(max_size=200), st.integers(-5, 205), st.integers(-5, 205))
def test_a_marked_sentence_is_valid_whatever_its_span(sentence: str, start: int, end: int) -> None:
    """Spans that fit nothing mark nothing; no word becomes markup."""
    page = f"<!DOCTYPE html><title>t</title><p>{marked(sentence, start, end)}</p>"
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    (paragraph,) = tree.iter("p")
    assert {element.tag for element in paragraph} <= {"mark"}


def test_a_long_sentence_is_shortened_around_its_number() -> None:
    """The number stays, with its surroundings."""
    sentence = "a " * 5_000 + "seven" + " b" * 5_000
    start = sentence.index("seven")
    found = marked(sentence, start, start + 5)
    assert "<mark>seven</mark>" in found
    assert len(found) < 500


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10))
def test_json_in_a_page_ends_no_element(value) -> None:
    """No character of it can be taken for markup."""
    text = as_json(value)
    assert not set(text) & {"<", ">", "&", "\u2028"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "\x01javascript:x", "//example.org", "", None]
)
def test_only_web_addresses_become_links(url) -> None:
    """Another scheme is no link."""
    assert link(url) == ""
    assert link("https://example.org/a") == "https://example.org/a"


def test_many_claimants_are_counted() -> None:
    """Four by name, then how many more."""
    assert names("a; b; c; d; e; f") == ["a", "b", "c", "d", "2 more"]


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_of_the_earth_is_on_the_map(latitude: float, longitude: float) -> None:
    """Equal Earth: the equator spans the width, the poles the height."""
    x, y = project(latitude, longitude)
    assert -0.5 <= x <= WIDTH + 0.5
    assert -0.5 <= y <= HEIGHT + 0.5


def test_charts_are_what_altair_makes() -> None:
    """The committed specifications are those of charts/build.py."""
    from tasks.page.charts import NAMES, specification
    from tasks.page.charts import build as altair_build

    for name in NAMES:
        assert specification(name) == altair_build.specification(name)
