from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.newsroom import STORY, Newsroom, page, rss
from tests.servers import Reply

ITEM = (
    "<guid>urn:bridge</guid><title>Bridge</title><link>/bridge</link><pubDate>Wed, 13 Jun 2012 22:30:00 GMT</pubDate>"
)
JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Bridge reopens after flood", "datePublished": "2012-06-14", "author": {"@type": "Person", "name": "Ann Reed"}}</script>"""
GERMAN = (
    "Die Brücke über den Fluss wurde am Donnerstag wieder für den Verkehr geöffnet, drei Wochen nach dem Hochwasser.",
    "Die Ingenieure arbeiteten in zwei Schichten und prüften den neuen Bogen mit schweren Lastwagen voller Kies.",
)


def read(newsroom: Newsroom, body: bytes, *items: str, **headers: str) -> None:
    """One cycle over a feed whose items point to /bridge, which shows `body`."""
    newsroom.server.pages["/feed"] = Reply(rss(*(items or (ITEM,))))
    newsroom.server.pages["/bridge"] = Reply(body, headers=headers)
    newsroom.add_feed("/feed")
    newsroom.cycle()


def test_a_page_becomes_an_article_with_its_text_title_byline_and_day(newsroom: Newsroom) -> None:
    read(newsroom, page(*STORY, head=JSON_LD))
    version = newsroom.one("select * from article_versions")
    assert version["text"] == "\n".join(STORY)
    assert (version["title"], version["byline"]) == ("Bridge reopens after flood", "Ann Reed")
    assert version["published_at"].astimezone(UTC) == datetime(2012, 6, 14, tzinfo=UTC)
    assert (version["published_precision"], version["language"]) == ("day", "en")
    assert (version["version_number"], version["quality_flags"]) == (1, "")
    article = newsroom.one("select * from articles")
    assert article["canonical_url"] == newsroom.server.url("/bridge")
    assert (article["outlet"], article["current_version_id"]) == ("The Desk", version["version_id"])
    assert article["entry_id"] == newsroom.one("select entry_id from entries")["entry_id"]


def test_a_page_without_a_date_takes_the_entry_s(newsroom: Newsroom) -> None:
    read(newsroom, page(*STORY))
    row = newsroom.one("select published_at, published_precision from article_versions")
    assert row["published_at"].astimezone(UTC) == datetime(2012, 6, 13, 22, 30, tzinfo=UTC)
    assert row["published_precision"] == "second"


def recheck(newsroom: Newsroom, body: bytes) -> None:
    """The page shows `body` when the next run looks at it again."""
    newsroom.server.pages["/bridge"] = Reply(body)
    newsroom.next_run(timedelta(hours=2))
    with newsroom.warehouse.transaction() as connection:  # as if the page had never been fetched
        connection.execute("update documents set kind = 'feed' where kind = 'page'")
    newsroom.fetch()
    with newsroom.warehouse.transaction() as connection:
        connection.execute("update documents set kind = 'page' where url like '%/bridge'")


def test_edited_navigation_changes_nothing_and_an_edited_text_makes_a_version(newsroom: Newsroom) -> None:
    read(newsroom, page(*STORY))
    recheck(newsroom, page(*STORY, navigation="Start page of today"))
    counts = newsroom.normalise()
    assert (counts.documents, counts.same_text, counts.versions) == (1, 1, 0)

    recheck(newsroom, page(*STORY[:2], "The county council said that the repair had cost more than feared."))
    counts = newsroom.normalise()
    assert (counts.articles, counts.versions) == (0, 1)
    first, second = newsroom.rows("select * from article_versions order by version_number")
    assert (first["version_number"], second["version_number"]) == (1, 2)
    assert newsroom.one("select current_version_id from articles")["current_version_id"] == second["version_id"]

    recheck(newsroom, page(*STORY, navigation="Third look"))
    assert newsroom.normalise().same_text == 1
    assert newsroom.one("select current_version_id from articles")["current_version_id"] == first["version_id"]


def test_a_document_is_read_once(newsroom: Newsroom) -> None:
    read(newsroom, page(*STORY))
    newsroom.next_run()
    assert newsroom.normalise().documents == 0
    assert newsroom.one("select outcome from readings") == {"outcome": "new_version"}


def test_an_article_without_text_goes_to_the_quarantine_with_its_bytes(newsroom: Newsroom) -> None:
    body = page("Watch the video.")
    read(newsroom, body)
    row = newsroom.one("select stage, subject, reason from quarantine")
    assert row == {"stage": "normalise", "subject": newsroom.server.url("/bridge"), "reason": "no_text"}
    assert newsroom.one("select count(*) as n from articles")["n"] == 0
    assert newsroom.one("select outcome, version_id from readings") == {"outcome": "quarantined", "version_id": None}
    newsroom.next_run()
    assert newsroom.normalise().documents == 0


def test_a_picture_behind_an_article_link_goes_to_the_quarantine(newsroom: Newsroom) -> None:
    read(newsroom, b"\x89PNG\r\n\x1a\n" + bytes(200), **{"Content-Type": "image/png"})
    assert newsroom.one("select reason from quarantine") == {"reason": "not_html"}


def test_a_page_that_breaks_the_reader_goes_to_the_quarantine(newsroom: Newsroom, monkeypatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("no reader is perfect")

    monkeypatch.setattr("tasks.text.article.read_metadata", breaks)
    read(newsroom, page(*STORY))
    assert newsroom.one("select reason from quarantine") == {"reason": "unreadable"}


def test_a_text_in_another_language_is_kept_with_its_language(newsroom: Newsroom) -> None:
    read(newsroom, page(*GERMAN, title="Brücke wieder offen"))
    assert newsroom.one("select language from article_versions") == {"language": "de"}


def test_the_same_story_in_two_feeds_and_under_two_links_is_one_article(newsroom: Newsroom) -> None:
    tracked = "<guid>urn:2</guid><link>/bridge?utm_source=mail</link>"
    newsroom.server.pages["/second"] = Reply(rss(tracked))
    newsroom.add_feed("/second", "The Other Desk")
    read(newsroom, page(*STORY), ITEM, ITEM, tracked)
    assert newsroom.one("select count(*) as n from entries")["n"] == 3
    assert newsroom.one("select count(*) as n from articles")["n"] == 1
    assert newsroom.one("select count(*) as n from article_versions")["n"] == 1


def test_two_pages_that_name_one_canonical_link_are_one_article(newsroom: Newsroom) -> None:
    link = f'<link rel="canonical" href="{newsroom.server.url("/2012/bridge")}">'
    newsroom.server.pages["/print"] = Reply(page(*STORY, head=link, navigation="Print"))
    read(newsroom, page(*STORY, head=link), ITEM, "<guid>urn:print</guid><link>/print</link>")
    assert newsroom.one("select canonical_url from articles") == {"canonical_url": newsroom.server.url("/2012/bridge")}
    assert sorted(row["outcome"] for row in newsroom.rows("select * from readings")) == ["new_version", "same_text"]


def test_copies_under_two_names_share_a_near_duplicate_group(newsroom: Newsroom) -> None:
    newsroom.server.pages["/copy"] = Reply(page(*(line.replace("'", "’") for line in STORY)))
    read(newsroom, page(*STORY), ITEM, "<guid>urn:copy</guid><link>/copy</link>")
    assert newsroom.one("select count(distinct near_duplicate_group) as n, count(*) as m from article_versions") == {
        "n": 1,
        "m": 2,
    }


def test_the_full_text_of_a_feed_is_an_article_and_the_page_s_small_differences_no_version(newsroom: Newsroom) -> None:
    content = "".join(f"<p>{line}</p>" for line in STORY * 2)
    full = f'{ITEM}<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[{content}]]></content:encoded>'
    newsroom.server.pages["/second"] = Reply(rss("<guid>urn:2</guid><link>/bridge</link>"))
    newsroom.add_feed("/second")
    read(newsroom, page(*STORY * 2, "Sign up for our letter."), full)
    version = newsroom.one("select text, title, language from article_versions")
    assert version == {"text": "\n".join(STORY * 2), "title": "Bridge", "language": "en"}


def test_what_normalising_writes_passes_the_checks(newsroom: Newsroom) -> None:
    newsroom.server.pages["/gone"] = Reply(b"")
    read(newsroom, page(*STORY), ITEM, "<guid>urn:gone</guid><link>/gone</link>")
    assert newsroom.failed_checks() == []
