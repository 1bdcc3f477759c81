"""Main text of thirty pages in the markup of ten kinds of publishers, beside trafilatura alone."""

from __future__ import annotations

import pytest

from tests.text.publishers import STYLES, Page, body_f1, f1, ours, pages, theirs

PAGES = list(pages())


def test_there_are_thirty_pages_in_ten_styles() -> None:
    assert len(PAGES) == 30
    assert len({page.style for page in PAGES}) == len(STYLES) == 10


def test_the_main_text_is_at_least_as_good_as_trafilatura_s() -> None:
    own, other = body_f1()
    assert own >= other
    assert own >= 0.97


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.style}-{page.title.split()[0]}")
def test_no_page_is_read_worse_than_by_trafilatura_and_none_badly(page: Page) -> None:
    own = f1(ours(page), page.body)
    assert own >= f1(theirs(page), page.body) - 0.001
    assert own >= 0.9
