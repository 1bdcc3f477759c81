"""An article that its outlet takes back retracts its claims, and tells them again when it comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tasks.resolve import resolve_claims
from tests.fetch.test_pages import _claim
from tests.newsroom import STORY, Newsroom, page, rss
from tests.servers import Reply
from warehouse import store
from warehouse.checks import failures
from warehouse.records import Extraction

ITEM = "<guid>urn:bridge</guid><title>Bridge reopens</title><link>/bridge</link>"
HERE = Reply(page(*STORY))


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """One article with one claim, resolved."""
    newsroom.server.pages |= {"/feed": Reply(rss(ITEM), etag='"1"'), "/bridge": HERE}
    newsroom.add_feed("/feed")
    newsroom.poll()
    newsroom.fetch()
    newsroom.normalise()
    version = newsroom.one("select version_id, article_id from article_versions")
    mark = Extraction("e", version["version_id"], "run-1", "test", "extracted", 1, 0, 0, 0, 0, newsroom.run.started_at)
    with newsroom.warehouse.transaction() as connection:
        store.insert(connection, [mark, _claim(version["version_id"], version["article_id"])])
    assert resolve(newsroom) == 1
    return newsroom


def resolve(newsroom: Newsroom) -> int:
    """How many tolls changed; the checks hold afterwards."""
    with newsroom.warehouse.transaction() as connection:
        store.insert(connection, [newsroom.run])
    revised = resolve_claims(newsroom.warehouse, newsroom.run).revised
    with newsroom.warehouse.transaction() as connection:
        assert failures(connection) == []
    return revised


def last(newsroom: Newsroom) -> tuple[int | None, str]:
    row = newsroom.rows("select new_best, reason from toll_revisions order by revision_number desc")[0]
    return row["new_best"], row["reason"]


@pytest.mark.parametrize(
    "gone",
    [Reply(status=404), Reply(status=410), Reply(b""), Reply(page("Removed."))],
    ids=["404", "410", "emptied", "without text"],
)
def test_a_withdrawn_article_retracts_its_claims_and_one_that_comes_back_tells_them_again(
    told: Newsroom, gone: Reply
) -> None:
    told.server.pages["/bridge"] = gone
    told.cycle(timedelta(hours=1, seconds=9))
    assert resolve(told) == 1
    assert last(told) == (None, "retracted")
    assert told.one("select evidence_grade from incidents") == {"evidence_grade": "discounted"}
    assert told.one("select count(*) as claims from claims join incident_claims using (claim_id)") == {"claims": 1}
    assert resolve(told) == 0
    told.server.pages["/bridge"] = HERE
    told.cycle(timedelta(hours=6))
    assert resolve(told) == 1
    assert last(told) == (1, "corrected")


@pytest.mark.parametrize("status", [403, 500, 503])
def test_an_error_that_may_pass_takes_nothing_back(told: Newsroom, status: int) -> None:
    told.server.pages["/bridge"] = Reply(status=status)
    told.cycle(timedelta(hours=1, seconds=9))
    assert resolve(told) == 0
    assert told.rows("select * from withdrawn_articles") == []
