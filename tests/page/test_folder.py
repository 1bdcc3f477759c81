"""The folder of the situation page: what is written, what is left as it is, what stays harmless."""

from __future__ import annotations

import html
import re
from pathlib import Path

import feedparser
import html5lib
import pytest

from tasks.errors import PageUnwritable
from tests.page.conftest import HOSTILE, resolved
from tests.resolve.world import DOUMA, Says, World, at
from warehouse.errors import SnapshotMissing
from warehouse.snapshot import publish

KINDS = ("index", "map", "incidents", "time", "sources", "health", "digest")


def pages(out: Path) -> list[Path]:
    return sorted(out.rglob("*.html"))


def text(out: Path, name: str) -> str:
    return (out / name).read_text(encoding="utf-8")


def incident_page(out: Path, words: str) -> str:
    return next(
        found for path in (out / "incidents").glob("*.html") if words in (found := path.read_text(encoding="utf-8"))
    )


def test_every_page_is_valid_html(drawn: Path) -> None:
    """A strict parser of the HTML standard finds no error in any page, whatever the news say."""
    assert {path.stem for path in drawn.glob("*.html")} == set(KINDS)
    for path in pages(drawn):
        html5lib.HTMLParser(strict=True).parse(path.read_bytes())


def test_hostile_words_stay_words(drawn: Path) -> None:
    """Markup, scripts, control characters and ten thousand characters of a title are text, shortened; no link leads to a script."""
    assert "<script>alert" in HOSTILE
    for path in [*pages(drawn), drawn / "changes.atom", *(drawn / "data").iterdir()]:
        found = path.read_text(encoding="utf-8")
        assert "<script>alert" not in found
        assert "<img" not in found
        assert "<b>h</b>" not in found
        assert 'href="javascript' not in found
        assert "\x00" not in found
        assert "\u202e" not in found
        shown = re.sub(r'<script type="application/json".*?</script>', "", found)
        assert "x" * 500 not in shown  # downloads have it whole
    assert "&lt;script&gt;alert(1)" in incident_page(drawn, "&lt;script&gt;alert(1)")


def test_a_page_asks_nobody_and_runs_nothing_inline(drawn: Path) -> None:
    """The policy of every page allows files beside it alone: no inline script, no eval, no other host."""
    for path in pages(drawn):
        found = html.unescape(path.read_text(encoding="utf-8"))
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in found
        assert "unsafe" not in found
        assert 'style="' not in found
        tree = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False)
        for tag, attribute in (("script", "src"), ("link", "href"), ("img", "src"), ("image", "href")):
            for element in tree.iter(tag):
                assert not str(element.get(attribute, "")).startswith(("http", "//"))


def test_now_tells_old_and_new_with_the_number_marked(drawn: Path) -> None:
    """A row has the toll before and since, who says it, the sentence with the number marked, and the article."""
    now = text(drawn, "index.html")
    for words in (
        "toll down",
        "new incident",
        "contested",
        "<mark>7</mark> people were killed",
        'href="https://b.example/1"',
    ):
        assert words in now, words
    assert '<span class="old">9</span>' in now
    assert "<strong>7</strong>" in now


def test_an_empty_warehouse_gives_pages_that_say_so(empty: World, draw) -> None:
    """No news is said in words, on every page."""
    draw(empty)
    assert "No incident is known yet" in text(draw.out, "index.html")
    assert "No feed is registered" in text(draw.out, "health.html")
    for path in pages(draw.out):
        html5lib.HTMLParser(strict=True).parse(path.read_bytes())


def test_without_a_snapshot_nothing_is_drawn(empty: World, draw) -> None:
    """The error is that of every reader of the snapshot."""
    empty.warehouse.snapshot.unlink()
    with pytest.raises(SnapshotMissing):
        draw(empty)


def test_where_nothing_changed_lately_the_newest_changes_stand_there(one: World, draw) -> None:
    """A quiet week is no empty page."""
    draw(one, days=1)
    now = text(draw.out, "index.html")
    assert "Nothing has changed in the last 1 day." in now
    assert "The newest changes before" in now
    assert "car bombing, Damascus" in now


def test_only_what_changed_is_written_anew(one: World, draw) -> None:
    """A second build writes no incident's page; after news of one incident it writes that one."""
    one.tell("https://z.example/1", at(14), Says(place=DOUMA, date="2012-05-02", low=8))
    resolved(one, at(14, 14))
    assert draw(one).pages == 2
    before = {path: path.stat().st_mtime_ns for path in (draw.out / "incidents").iterdir()}
    assert draw(one).pages == 0
    one.tell("https://z.example/2", at(15), Says(place=DOUMA, date="2012-05-02", low=11))
    resolved(one, at(15))
    assert draw(one).pages == 1
    changed = {path.stem for path, moment in before.items() if path.stat().st_mtime_ns != moment}
    assert len(changed) == 1
    assert "11" in text(draw.out, f"incidents/{changed.pop()}.html")


def test_a_withdrawn_article_changes_the_page_of_its_incident(one: World, draw) -> None:
    """The page says that nobody says it any more, and keeps the claim."""
    draw(one)
    one.tell("https://a.example/1", at(15), note="The article was changed. ")
    resolved(one, at(15, 13))
    assert draw(one).pages == 1
    found = incident_page(draw.out, "Damascus")
    assert "its article says this no more" in found
    assert "an article took it back" in found or "an article was corrected" in found


def test_a_lost_page_or_manifest_is_made_again(one: World, draw) -> None:
    """What a user deleted comes back; a damaged manifest costs a build, not the page."""
    draw(one)
    page = next((draw.out / "incidents").glob("*.html"))
    page.unlink()
    assert draw(one).pages == 1
    assert page.exists()
    (draw.out / ".sitrep-page.json").write_text("{", encoding="utf-8")
    assert draw(one).pages == 1


def test_a_folder_of_other_things_is_left_alone(one: World, draw) -> None:
    """Nobody's files are mixed with ours."""
    draw.out.mkdir()
    (draw.out / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(PageUnwritable, match="name another folder"):
        draw(one)
    assert text(draw.out, "index.html") == "mine"


def test_a_merged_incident_keeps_its_address_and_leads_on(one: World, draw) -> None:
    """The page of an incident that became a part of another one stays and says so."""
    one.tell("https://z.example/1", at(14), Says(place=DOUMA, low=8))
    resolved(one, at(14, 14))
    draw(one)
    ids = [row[0] for row in one.rows("SELECT incident_id FROM incidents ORDER BY opened_at")]
    one.rows("INSERT INTO decisions SELECT 'd', 'merge', ?, ?, NULL, NULL, 'r', ? RETURNING 1", ids[0], ids[1], at(16))
    publish(one.warehouse)
    assert draw(one).pages == 1
    assert f'<a href="{ids[0]}.html">another incident</a>' in text(draw.out, f"incidents/{ids[1]}.html")


def test_a_province_is_no_point(drawn: Path) -> None:
    """What is known to a province or country has a ring and words that say so."""
    table = text(drawn, "map.html")
    assert "somewhere in a province" in table
    assert 'class="reach province"' in table
    assert 'class="reach country"' in table


def test_health_hides_nothing(drawn: Path) -> None:
    """A sick feed and a failed run stand there with their reasons, and the engine with its floors."""
    health = text(drawn, "health.html")
    for words in ("The Sick Desk", "no answer within 30 s", "no space left on &lt;device&gt;", "at least 93%", "1 of"):
        assert words in health, words


def test_running_totals_stand_beside_each_other(drawn: Path) -> None:
    """Each claimant's totals are rows of their own, a fall is said, nothing is added up."""
    time = text(drawn, "time.html")
    assert time.count("lower than before") == 2
    assert "10,200" in time
    assert "11,100" in time
    assert "21,300" not in time


def test_positions_are_a_matrix(drawn: Path) -> None:
    """Actor by topic, and the latest statement with speaker and role."""
    sources = text(drawn, "sources.html")
    for words in ("opposes", "supports", "Liu Weimin", "spokesman", "China opposes sanctions"):
        assert words in sources, words


def test_the_feed_of_changes_is_atom(drawn: Path) -> None:
    """A feed reader reads it; ids are stable and unlike, links lead to the incidents."""
    found = feedparser.parse((drawn / "changes.atom").read_bytes())
    assert not found.bozo
    assert found.version == "atom10"
    assert len({entry.id for entry in found.entries}) == len(found.entries) > 5
    for entry in found.entries:
        assert (drawn / next(link.href for link in entry.links if link.rel == "alternate")).exists()


def test_addresses_are_absolute_where_the_page_has_one(one: World, draw) -> None:
    """The digest and the feed go elsewhere: their links lead back."""
    draw(one, address="https://example.org/sitrep/")
    assert "https://example.org/sitrep/incidents/" in text(draw.out, "changes.atom")
    assert 'href="https://example.org/sitrep/index.html"' in text(draw.out, "digest.html")


def test_more_changes_than_a_page_holds_lie_in_files_beside_it(empty: World, draw, monkeypatch) -> None:
    """The newest stand on the page, all of the period in parts; a new change alters one part."""
    monkeypatch.setattr("tasks.page.now.SHOWN", 3)
    monkeypatch.setattr("tasks.page.now.PART", 2)
    for number in range(5):
        empty.tell(f"https://a.example/{number}", at(10), Says(date=f"2012-0{number + 1}-01", low=number + 1))
    resolved(empty, at(10, 13))
    draw(empty)
    parts = sorted((draw.out / "data").iterdir())
    assert [part.name for part in parts] == [f"changes-2012-06-10-{n}.js" for n in (1, 2, 3)]
    assert text(draw.out, "index.html").count('class="change ') == 3
    before = {part: part.stat().st_mtime_ns for part in parts}
    empty.tell("https://a.example/9", at(11), Says(date="2012-05-01", low=50))
    resolved(empty, at(11))
    draw(empty)
    assert {part: part.stat().st_mtime_ns for part in parts} == before
    assert (draw.out / "data" / "changes-2012-06-11-1.js").exists()


def test_thirty_thousand_incidents_give_pages_that_make_sense(many: Path) -> None:
    """The first page stays light and says how much it leaves out; every incident stands in one list."""
    assert (
        sum((many / name).stat().st_size for name in ("index.html", "assets/page.js", "assets/world.svg")) < 1_500_000
    )
    assert "The 500 incidents that changed last, of 30,000." in text(many, "map.html")
    lists = [
        re.findall(r'href="incidents/(\w+)\.html"', path.read_text("utf-8")) for path in many.glob("incidents*.html")
    ]
    listed = [incident for one in lists for incident in one]
    assert len(listed) == len(set(listed)) == 30_000
    assert max(map(len, lists)) <= 400
    html5lib.HTMLParser(strict=True).parse((many / "index.html").read_bytes())
