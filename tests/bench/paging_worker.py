"""What `make bench ONLY=page` measures, in a process of its own (paging.py starts it): prints one JSON object.

python tests/bench/paging_worker.py [ARTICLES INCIDENTS]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from config.countries import names
from tasks.draw import DrawCounts, draw_page
from tasks.page.records import Build
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.snapshot import publish

SQL = Path(__file__).with_name("paging.sql")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEWS = """
INSERT INTO toll_revisions BY NAME
SELECT * REPLACE ('news' || incident_id AS revision_id, 3 AS revision_number, new_low AS old_low, new_best AS old_best,
    new_high AS old_high, 500 AS new_best, 500 AS new_high, 'up' AS direction, $now::timestamptz AS revised_at)
FROM toll_revisions WHERE revision_number = 2 AND incident_id < 'incident000005'
"""
PARTS = ("index.html", "assets/page.css", "assets/page.js", "assets/world.svg")  # what the first page loads


def measure(articles: int, incidents: int) -> dict[str, float]:
    """A world of that size drawn, drawn again after news of five incidents, and opened."""
    with tempfile.TemporaryDirectory() as folder:
        house = Warehouse(Path(folder) / "sitrep.duckdb", Path(folder) / "current.duckdb")
        migrate(house, NOW)
        fill(house, articles, incidents)
        out = Path(folder) / "page"
        first, build_seconds = _drawn(house, out, NOW)
        later = NOW + timedelta(minutes=15)
        with house.transaction() as connection:
            connection.execute(NEWS, {"now": later})
        publish(house)
        again, rebuild_seconds = _drawn(house, out, later)
        return {
            "articles": articles,
            "incidents": incidents,
            "incident_pages": first.pages,
            "build_seconds": build_seconds,
            "rebuild_seconds": rebuild_seconds,
            "rebuilt_pages": again.pages,
            "first_page_megabytes": sum((out / name).stat().st_size for name in PARTS) / 1e6,
            **_opened(out),
        }


def fill(house: Warehouse, articles: int, incidents: int) -> None:
    """Fill the warehouse with a world of that size, and publish it."""
    text = "\n".join(line for line in SQL.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    given: dict[str, Any] = {"articles": articles, "incidents": incidents, "now": NOW}
    with house.transaction() as connection:
        for statement in filter(None, (part.strip() for part in text.split(";\n"))):
            connection.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})
    publish(house)


def _drawn(house: Warehouse, out: Path, now: datetime) -> tuple[DrawCounts, float]:
    started = time.perf_counter()
    counts = draw_page(house, Build(now, now - timedelta(days=7), 7.0, "", 0, names()), out, ())
    return counts, time.perf_counter() - started


def _opened(out: Path) -> dict[str, float]:
    """The first page in Chromium: seconds until its filters answer, the best of three, after one to warm up."""
    errors: list[str] = []
    asked: list[str] = []
    seconds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        for _ in range(4):
            page = browser.new_context().new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
            page.on("request", lambda request: asked.append(request.url))
            started = time.perf_counter()
            page.goto((out / "index.html").as_uri(), wait_until="commit")
            page.locator("#filters").wait_for()
            page.get_by_label("Country").select_option(index=1)
            page.locator(".change:visible").first.wait_for()
            seconds.append(time.perf_counter() - started)
            page.context.close()
        browser.close()
    return {
        "usable_seconds": min(seconds[1:]),
        "console_errors": len(errors),
        "requests_elsewhere": sum(not address.startswith(out.as_uri()) for address in asked),
    }


if __name__ == "__main__":
    articles, incidents = (int(word) for word in sys.argv[1:] or ("200000", "30000"))
    print(json.dumps(measure(articles, incidents)))
