"""The situation page in Debian's Chromium: opened from disk, by eye, by keyboard and by axe-core.

Screenshots of every page kind (light, dark, phone, print) are written below build/page; look at them after a change of style.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
UNREACHABLE = Path(sys.prefix, ".no-browser").exists()  # Debian's archive, when `make test` asked it for Chromium
if CHROMIUM is None and (UNREACHABLE or not os.environ.get("CI")):
    pytest.skip("no Chromium here: apt-get install chromium", allow_module_level=True)

SHOTS = Path(__file__).parents[2] / "build" / "page"
KINDS = ("index", "map", "incidents", "time", "sources", "health", "digest", "incident")
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1400, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1400, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "chromium is missing although CI is set: apt-get install chromium"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def path_of(folder: Path, kind: str) -> Path:
    if kind != "incident":
        return folder / f"{kind}.html"
    found = sorted(
        (folder / "incidents").glob("*.html"), key=lambda path: ("contested" not in path.read_text("utf-8"), path.name)
    )
    return found[0]


class Opened:
    """A page with all that it complained of and all that it asked for."""

    def __init__(self, browser: Browser, address: str, **look: object) -> None:
        self.page: Page = browser.new_context(**look).new_page()  # type: ignore[arg-type]
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def settle(self) -> None:
        """Charts are drawn when they come into sight."""
        self.page.evaluate("for (const chart of document.querySelectorAll('.chart')) chart.scrollIntoView()")
        charts = self.page.locator(".country:not([data-late]) .chart, section:not(.country) > .chart")
        for chart in charts.all():
            chart.locator("svg").first.wait_for(timeout=20_000)
        self.page.evaluate("scrollTo(0, 0)")

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.context.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_opens_from_disk_without_a_word_of_complaint(browser, drawn: Path, kind: str, look: str) -> None:
    """No error in the console, no request that leaves the folder, nothing wider than the screen, no violation found by axe."""
    with Opened(browser, path_of(drawn, kind).as_uri(), **LOOKS[look]) as opened:
        opened.settle()
        page = opened.page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{kind}-{look}.png", full_page=True)
        found = Axe().run(page, options={"runOnly": RULES})
        assert [(broken["id"], node["html"][:200]) for broken in found["violations"] for node in broken["nodes"]] == []
        if look == "light":
            page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch
            page.emulate_media(media="print")
            page.screenshot(path=SHOTS / f"{kind}-print.png", full_page=True)
        assert opened.complaints == []
        assert [address for address in opened.asked if not address.startswith(f"{drawn.as_uri()}/")] == []


def test_a_title_with_a_script_runs_nothing(browser, drawn: Path) -> None:
    """A dialog would open where a script of an article ran."""
    for path in [drawn / "index.html", *(drawn / "incidents").glob("*.html")]:
        with Opened(browser, path.as_uri()) as opened:
            opened.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
            opened.page.wait_for_load_state()
            assert opened.page.locator("script:not([src]):not([type='application/json'])").count() == 0


def test_filters_stand_in_the_address(browser, drawn: Path) -> None:
    """A choice changes rows, map and address; the address alone gives the view again; the reset shows all."""
    with Opened(browser, (drawn / "index.html").as_uri()) as opened:
        page = opened.page
        everything = page.locator(".change:visible").count()
        page.get_by_label("Harm").select_option("missing")
        assert page.url.endswith("#harm=missing")
        assert page.locator(".change:visible").count() == 1 < everything
        assert page.locator(".map .spot:not([hidden])").count() == 1
        address = page.url
        page.get_by_role("button", name="Show all").click()
        page.wait_for_timeout(100)
        assert page.url.endswith("#")
        assert page.locator(".change:visible").count() == everything
    with Opened(browser, f"{address}&to=2012-06-14") as opened:
        assert opened.page.locator(".change:visible").count() == 1
        assert opened.page.get_by_label("Harm").input_value() == "missing"
    with Opened(browser, f"{(drawn / 'index.html').as_uri()}#grade=contested&class=civilian") as opened:
        assert opened.page.locator(".change:visible").count() >= 1
        assert opened.page.locator(".change:visible .grade:not(.contested)").count() == 0


def test_older_changes_are_found_by_a_filter(browser, empty, draw, monkeypatch) -> None:
    """What does not stand on the first page is looked up in the files beside it."""
    from tests.page.conftest import resolved
    from tests.resolve.world import Says, at

    monkeypatch.setattr("tasks.page.now.SHOWN", 2)
    monkeypatch.setattr("tasks.page.now.PART", 2)
    empty.tell("https://a.example/0", at(9), Says(harm="abducted", date="2012-01-01"))
    resolved(empty, at(9, 13))
    for number in range(4):
        empty.tell(f"https://b.example/{number}", at(10), Says(date=f"2012-0{number + 2}-01", low=number + 1))
    resolved(empty, at(10, 13))
    draw(empty)
    with Opened(browser, f"{(draw.out / 'index.html').as_uri()}#harm=abducted") as opened:
        opened.page.locator(".change:visible").wait_for(timeout=10_000)
        assert opened.page.locator(".change:visible").count() == 1
        assert opened.page.locator(".change").count() == 5
        assert opened.complaints == []
    with Opened(browser, (draw.out / "index.html").as_uri()) as opened:
        opened.page.get_by_role("button", name="Show older changes").click()
        opened.page.locator(".change").nth(2).wait_for()


def test_a_reader_is_told_what_is_new_since_the_last_look(browser, one, draw) -> None:
    """The browser remembers the last build that was looked at; changes after it are marked."""
    draw(one)
    context = browser.new_context()
    page = context.new_page()
    page.goto((draw.out / "index.html").as_uri())
    assert page.locator(".unseen").count() == 0
    page.evaluate("localStorage.setItem('sitrep.seen', '2012-06-14T00:00:00Z')")
    page.reload()
    assert page.locator(".unseen").count() == 1
    assert "1 change since you last looked" in page.locator(".seen").inner_text()
    context.close()


def test_the_map_is_used_by_keyboard(browser, drawn: Path) -> None:
    """Tab reaches it, keys zoom, move and step through the incidents, Enter opens one."""
    with Opened(browser, (drawn / "map.html").as_uri()) as opened:
        page = opened.page
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.classList.contains('map')"):
                break
        assert page.evaluate("document.activeElement.classList.contains('map')")
        whole = page.locator(".map svg").get_attribute("viewBox")
        page.keyboard.press("+")
        zoomed = page.locator(".map svg").get_attribute("viewBox")
        assert zoomed != whole
        page.keyboard.press("ArrowRight")
        assert page.locator(".map svg").get_attribute("viewBox") != zoomed
        page.keyboard.press("n")
        assert "1 of" in page.locator(".told").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url("**/incidents/*.html")


@pytest.mark.parametrize("kind", KINDS)
def test_keyboard_alone_reaches_everything(browser, drawn: Path, kind: str) -> None:
    """Tab comes by every link, button and field that is shown and not on the map, each with a visible focus."""
    with Opened(browser, path_of(drawn, kind).as_uri()) as opened:
        page = opened.page
        page.evaluate(
            """() => { window.wanted = new Set([...document.querySelectorAll('a[href], button, select, input, summary')]
            .filter((e) => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}) && !e.closest('details:not([open]) > :not(summary)')));
            window.missed = 0; document.addEventListener('focusin', (e) => { window.wanted.delete(e.target);
            const s = getComputedStyle(e.target); if (s.outlineStyle === 'none') window.missed += 1; }); }"""
        )
        for _ in range(page.evaluate("window.wanted.size") * 4 + 40):
            page.keyboard.press("Tab")
            if page.evaluate("window.wanted.size") == 0:
                break
        assert page.evaluate("[...window.wanted].map((e) => e.outerHTML.slice(0, 120))") == []
        assert page.evaluate("window.missed") == 0


def test_downloads_can_be_read(browser, drawn: Path) -> None:
    """CSV, JSON and GeoJSON of an incident parse, and agree on its claims and place; no cell is a formula."""
    found = {}
    with Opened(browser, path_of(drawn, "incident").as_uri()) as opened:
        for name in ("CSV of the claims", "JSON of everything", "GeoJSON"):
            with opened.page.expect_download() as waiting:
                opened.page.get_by_role("button", name=name, exact=True).click()
            found[Path(waiting.value.suggested_filename).suffix] = Path(waiting.value.path()).read_text(
                encoding="utf-8"
            )
    whole, feature = json.loads(found[".json"]), json.loads(found[".geojson"])
    rows = list(csv.DictReader(io.StringIO(found[".csv"])))
    assert len(rows) > 2
    assert [row["claim_id"] for row in rows] == [claim["claim_id"] for claim in whole["claims"]]
    assert [row["sentence"] for row in rows] == [claim["sentence"] for claim in whole["claims"]]
    assert feature["type"] == "Feature"
    assert feature["id"] == whole["incident"]["incident_id"] == path_of(drawn, "incident").stem
    assert feature["geometry"]["coordinates"] == [whole["incident"]["longitude"], whole["incident"]["latitude"]]


def test_charts_and_map_draw(browser, drawn: Path) -> None:
    """Bands and lines stand in the charts, circles on the map, outlines under them."""
    with Opened(browser, (drawn / "time.html").as_uri()) as opened:
        opened.settle()
        assert opened.page.locator(".chart[data-chart=daily] .mark-area path").count() >= 1
        assert opened.page.locator(".chart[data-chart=series] .mark-line path").count() == 2
    with Opened(browser, path_of(drawn, "incident").as_uri()) as opened:
        opened.settle()
        assert opened.page.locator(".chart[data-chart=timeline] .mark-line path").count() >= 1
        assert opened.page.locator(".locator svg circle.dot").count() == 1
    with Opened(browser, (drawn / "map.html").as_uri()) as opened:
        assert opened.page.locator(".map .spot .dot").count() >= 5
        size = opened.page.evaluate(
            "new Promise((done) => { const i = new Image(); i.onload = () => done(i.naturalWidth); i.src = 'assets/world.svg'; })"
        )
        assert size == 1000


def test_one_country_of_the_time_page_is_an_address(browser, drawn: Path) -> None:
    """The choice of a country stands in the address."""
    with Opened(browser, f"{(drawn / 'time.html').as_uri()}#country=SYR") as opened:
        assert opened.page.get_by_role("combobox", name="Country").input_value() == "SYR"
        assert opened.page.locator(".country:visible").count() == 1


def test_the_digest_prints_on_two_sheets(browser, drawn: Path, tmp_path: Path) -> None:
    """A4, as a printer would have it."""
    with Opened(browser, (drawn / "digest.html").as_uri()) as opened:
        sheets = opened.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
        assert 1 <= sheets <= 2


@pytest.mark.parametrize("kind", ["index", "map", "incidents", "time"])
def test_thirty_thousand_incidents_can_be_looked_at(browser, many: Path, kind: str) -> None:
    """What is heavy opens and draws as what is light."""
    with Opened(browser, path_of(many, kind).as_uri(), **LOOKS["light"]) as opened:
        opened.settle()
        assert opened.complaints == []


def test_nothing_moves_where_less_motion_is_asked_for(browser, drawn: Path) -> None:
    """No transition or animation under prefers-reduced-motion."""
    with Opened(browser, (drawn / "map.html").as_uri(), reduced_motion="reduce") as opened:
        moving = opened.page.evaluate(
            "[...document.querySelectorAll('*')].filter((e) => { const s = getComputedStyle(e);"
            "return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none'; }).length"
        )
        assert moving == 0
