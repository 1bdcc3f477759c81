"""Edits of feeds.toml change the one feed that is meant and leave every other line as it is."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from config import feeds
from config.errors import ConfigError, EditError
from config.folder import PACKAGED
from config.settings import load

THREE = """# Our feeds. Ask Ann before you add one.

# Press
[[feeds]]  # the first
url = "https://a.example/rss"
outlet = "A"   # aligned by hand

[[feeds]]
# The note of B.
url = 'https://b.example/rss'
outlet = "B"
enabled = true  # since May

# Monitors

# C is slow on Sundays.
[["feeds"]]
outlet = "C"
"url" = "https://c.example/rss"
# The end.
"""


@pytest.fixture
def file(world) -> Path:
    return world.write("feeds.toml", THREE)


def outlets(world) -> list[tuple[str, bool]]:
    return [(feed.outlet, feed.enabled) for feed in world.load().feeds]


def test_a_new_feed_stands_at_the_end_and_everything_before_it_as_it_was(world, file: Path) -> None:
    feeds.append(
        file, {"url": "https://d.example/rss", "outlet": 'D "quoted" \\ é', "country": "SYR", "language": None}
    )
    text = file.read_text()
    assert text == THREE + (
        '\n[[feeds]]\nurl = "https://d.example/rss"\noutlet = "D \\"quoted\\" \\\\ é"\ncountry = "SYR"\n'
    )
    assert world.load().feeds[-1].outlet == 'D "quoted" \\ é'


def test_a_removed_feed_takes_its_own_lines_with_it_and_no_others(world, file: Path) -> None:
    feeds.remove(file, "https://b.example/rss")
    gone = "[[feeds]]\n# The note of B.\nurl = 'https://b.example/rss'\noutlet = \"B\"\nenabled = true  # since May\n\n"
    assert file.read_text() == THREE.replace(gone, "")
    assert outlets(world) == [("A", True), ("C", True)]


def test_the_last_feed_can_be_removed_and_the_file_goes_on_working(world, file: Path) -> None:
    for letter in "cab":
        feeds.remove(file, f"https://{letter}.example/rss")
    assert outlets(world) == []
    comments = [line for line in THREE.splitlines() if line.startswith("# ") and line != "# The note of B."]
    assert [line for line in file.read_text().splitlines() if line] == comments
    feeds.append(file, {"url": "https://d.example/rss", "outlet": "D"})
    assert outlets(world) == [("D", True)]


def test_disabling_and_enabling_touch_one_line(world, file: Path) -> None:
    feeds.disable(file, "https://b.example/rss")
    assert file.read_text() == THREE.replace("enabled = true  # since May", "enabled = false  # since May")
    feeds.enable(file, "https://b.example/rss")
    assert file.read_text() == THREE
    feeds.disable(file, "https://c.example/rss")
    assert file.read_text() == THREE.replace('c.example/rss"\n', 'c.example/rss"\nenabled = false\n')
    assert outlets(world) == [("A", True), ("B", True), ("C", False)]


def test_what_is_so_already_writes_nothing(file: Path) -> None:
    os.utime(file, (1, 1))
    feeds.enable(file, "https://a.example/rss")
    feeds.enable(file, "https://b.example/rss")
    assert file.stat().st_mtime == 1


@pytest.mark.parametrize("number", [0, 20, 43])
def test_any_shipped_feed_can_be_disabled_enabled_removed_and_added(tmp_path: Path, number: int) -> None:
    path = tmp_path / "config" / "feeds.toml"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("")
    before = load(None, {}, tmp_path).feeds
    feed = before[number]
    feeds.disable(path, feed.url)
    assert [f.url for f in load(None, {}, tmp_path).feeds if not f.enabled] == [feed.url]
    feeds.enable(path, feed.url)
    assert load(None, {}, tmp_path).feeds == before
    feeds.remove(path, feed.url)
    assert load(None, {}, tmp_path).feeds == tuple(f for f in before if f is not feed)
    feeds.append(path, {"url": feed.url, "outlet": feed.outlet})
    assert {f.url for f in load(None, {}, tmp_path).feeds} == {f.url for f in before}


def test_a_first_edit_keeps_the_packaged_feeds_that_stood_in(world) -> None:
    packaged = world.load().feeds
    path = world.cwd / "config" / "feeds.toml"
    feeds.append(path, {"url": "https://d.example/rss", "outlet": "D"})
    assert world.load().feeds[:-1] == packaged
    assert path.read_text().startswith((PACKAGED / "feeds.toml").read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_windows_line_ends_a_byte_order_mark_a_link_and_the_mode_survive(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "feeds.toml"
    body = b"\xef\xbb\xbf" + THREE.replace("\n", "\r\n").encode()
    real.write_bytes(body)
    real.chmod(0o640)
    link.symlink_to(real)
    feeds.disable(link, "https://a.example/rss")
    assert real.read_bytes() == body.replace(b"by hand\r\n", b"by hand\r\nenabled = false\r\n")
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("feed", "problem"),
    [
        ({"url": "https://d.example"}, 'the new feed: missing key "outlet" in [[feeds]]'),
        ({"url": "https://d.example", "outlet": "D", "contry": "SYR"}, 'did you mean "country"?'),
        ({"url": "https://d.example", "outlet": "D", "country": "UK"}, 'did you mean "GBR"'),
        ({"url": "d.example", "outlet": "D"}, "must start with http:// or https://"),
        ({"url": "https://d.example", "outlet": "D\n[[feeds]]"}, "must be one line without control characters"),
    ],
)
def test_what_is_no_feed_is_refused_and_the_file_stays(file: Path, feed: dict[str, object], problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        feeds.append(file, feed)
    assert problem in str(caught.value)
    assert file.read_text() == THREE


def test_a_feed_that_is_there_is_not_added_again(file: Path) -> None:
    with pytest.raises(EditError, match=r"https://a\.example/rss is there already"):
        feeds.append(file, {"url": "https://a.example/rss", "outlet": "A"})


@pytest.mark.parametrize("edit", [feeds.remove, feeds.enable, feeds.disable])
def test_a_feed_that_is_not_there_is_answered_with_the_nearest(file: Path, edit) -> None:
    with pytest.raises(EditError, match=r"no feed https://b\.example/rs; did you mean https://b\.example/rss\?"):
        edit(file, "https://b.example/rs")
    with pytest.raises(EditError, match="see: sitrep feeds list"):
        edit(file, "?")
    assert file.read_text() == THREE


def test_a_broken_file_is_not_edited_but_named(file: Path) -> None:
    file.write_text(THREE + "x = \n")
    with pytest.raises(ConfigError, match=r"feeds.toml line 21: not TOML"):
        feeds.remove(file, "https://a.example/rss")
    assert file.read_text() == THREE + "x = \n"


@pytest.mark.parametrize("text", ['feeds = [{url = "https://a.example/rss", outlet = "A"}]\n', "feeds = []\n"])
def test_a_file_in_another_layout_is_left_for_the_hand(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises((EditError, ConfigError)):
        feeds.append(file, {"url": "https://d.example/rss", "outlet": "D"})
    with pytest.raises(EditError):
        feeds.remove(file, "https://a.example/rss")
    assert file.read_text() == text


def test_a_file_that_cannot_be_replaced_leaves_no_draft(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EditError, match="cannot be changed: No space left on device; check"):
        feeds.remove(file, "https://a.example/rss")
    assert file.read_text() == THREE
    assert sorted(path.name for path in file.parent.iterdir()) == ["feeds.toml", "settings.toml"]


def test_a_feed_that_moved_keeps_its_id_its_other_lines_and_the_trace_of_its_addresses(world, file: Path) -> None:
    before = {feed.outlet: feed.feed_id for feed in world.load().feeds}
    feeds.move(file, "https://b.example/rss", "https://b.example/two", date(2026, 11, 28))
    feeds.move(file, "https://b.example/two", "https://b.example/three", date(2026, 11, 29))
    feeds.move(file, "https://c.example/rss", "https://c.example/two", date(2026, 11, 29))
    after = {feed.outlet: feed for feed in world.load().feeds}
    assert {outlet: feed.feed_id for outlet, feed in after.items()} == before
    assert after["B"].url == "https://b.example/three"
    text = file.read_text()
    assert 'moved_from = ["https://b.example/rss", "https://b.example/two"]' in text
    assert "# moved for good, seen on 2026-11-28" in text
    for line in ("# The note of B.", "enabled = true  # since May", "# C is slow on Sundays.", "# The end."):
        assert line in text


def test_a_feed_does_not_move_to_where_another_is(world, file: Path) -> None:
    with pytest.raises(EditError, match="which is there already"):
        feeds.move(file, "https://b.example/rss", "https://a.example/rss", date(2026, 11, 28))
    assert file.read_text() == THREE


def test_many_feeds_are_added_in_one_step_and_known_ones_left_alone(world, file: Path) -> None:
    feeds.move(file, "https://b.example/rss", "https://b.example/two", date(2026, 11, 28))
    wanted = [{"url": f"https://{host}.example/rss", "outlet": "X"} for host in "abdeed"]
    assert feeds.append_new(file, wanted) == ["https://d.example/rss", "https://e.example/rss"]
    assert len(world.load().feeds) == 5
