"""feeds.toml: which feeds it means, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.folder import PACKAGED
from config.registry import FeedTable, slug
from config.settings import load
from warehouse.records import Feed, stable_id

ONE = '[[feeds]]\nurl = "https://a.example/rss"\noutlet = "The Äther Post"\n'


def test_a_table_is_a_row_of_the_warehouse_with_defaults_for_what_is_left_out(world) -> None:
    world.write("feeds.toml", ONE)
    assert world.load().feeds == (
        Feed(
            feed_id=stable_id("https://a.example/rss"),
            url="https://a.example/rss",
            outlet="The Äther Post",
            country=None,
            language=None,
            source_kind="media",
            independence_group="the-ather-post",
            enabled=True,
        ),
    )


def test_what_is_written_wins_over_the_defaults(world) -> None:
    written = (
        'country = "SYR"\nlanguage = "ar-SY"\nsource_kind = "state_media"\nindependence_group = "x"\nenabled = false\n'
    )
    world.write("feeds.toml", ONE + written)
    (feed,) = world.load().feeds
    assert (feed.country, feed.language, feed.source_kind) == ("SYR", "ar-SY", "state_media")
    assert (feed.independence_group, feed.enabled) == ("x", False)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (ONE + 'lang = "en"', 'line 4: unknown key "lang" in [[feeds]]; did you mean "language"?'),
        ("[[feed]]\nurl = 'x'", 'line 1: unknown section "feed"; did you mean "feeds"?'),
        ("\n[[feeds]]\nurl = 'http://a.example'", 'line 2: missing key "outlet" in [[feeds]]; add it'),
        (ONE + 'country = "UK"', 'line 4: "country" in [[feeds]]: unknown country "UK"; did you mean "GBR"'),
        (ONE + 'language = "english"', 'line 4: "language" in [[feeds]]: "english" is no language tag'),
        (ONE + 'source_kind = "blog"', "line 4: \"source_kind\" in [[feeds]]: must be 'media', 'state_media', 'un', "),
        (ONE + 'enabled = "yes"', 'line 4: "enabled" in [[feeds]]: must be true or false'),
        (ONE + 'independence_group = "A B"', '"A B" is no name; use small letters'),
        (ONE.replace("https:", "ftp:"), 'line 2: "url" in [[feeds]]: must start with http:// or https://'),
        (ONE.replace("https://a.example/rss", "a.example"), "must start with http:// or https://"),
        (ONE.replace("a.example", "a example"), "must be a whole URL without blanks"),
        (ONE.replace("a.example", ""), "must be a whole URL without blanks"),
        (ONE.replace("a.example", "[::1"), "is no URL; check the host and port"),
        (ONE.replace("a.example", "a.example:99999"), "is no URL; check the host and port"),
        (ONE.replace("a.example", "ann:pass@a.example"), "must hold no user name or password"),
        (ONE + "\n# again\n" + ONE, 'line 7: "url" in [[feeds]]: the same stands on line 2 already'),
        ("feeds = 1", 'line 1: "feeds": must be a list'),
        ("feeds = [1]", 'line 1: "feeds": must be a table'),
        ("[feeds]\nurl = 'x'", 'line 1: "feeds": must be a list'),
    ],
)
def test_a_wrong_feed_is_named_with_its_line(world, text: str, problem: str) -> None:
    world.write("feeds.toml", text)
    (said,) = world.problems()
    assert said.startswith("config/feeds.toml line ")
    assert problem in said


def test_a_password_in_a_feed_address_is_not_repeated(world) -> None:
    world.write("feeds.toml", ONE.replace("a.example", "ann:hunter2@a.example"))
    assert "hunter2" not in "".join(world.problems())


def test_sitrep_ships_feeds_of_every_kind_of_source_all_explained_and_in_english(tmp_path) -> None:
    feeds = load(None, {}, tmp_path).feeds
    assert len(feeds) >= 24
    assert {"media", "state_media", "un", "monitor"} <= {feed.source_kind for feed in feeds}
    assert all(feed.enabled and feed.language == "en" for feed in feeds)
    assert len({feed.independence_group for feed in feeds}) >= 20
    text = (PACKAGED / "feeds.toml").read_text()
    assert all(f"#   {key} " in text for key in FeedTable.model_fields)


@given(st.text(min_size=1, max_size=60))
def test_an_outlet_always_has_a_group_and_the_same_one(outlet: str) -> None:
    assert slug(outlet) == slug(outlet)
    assert slug(outlet) == slug(slug(outlet))
    assert slug(outlet) or not outlet.strip()
