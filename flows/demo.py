"""`sitrep demo`: the real flow, three times, on sample articles served on loopback.

run 1  the first article is in the feed                             incidents open, alerts go out
run 2  nothing has changed                                          nothing is fetched, nothing is sent
run 3  the next day's articles; the first page's navigation edited  one toll_up for each changed toll
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.settings import load
from flows.compose import App
from flows.console import complain, heading, say, table
from flows.demo_server import Site, serving
from flows.errors import FlowError
from flows.paging import address_of
from flows.running import prepare, start_prefect, summary
from seeds.sample import read
from warehouse.queries import rows

if TYPE_CHECKING:
    from flows.monitor import MonitorCounts

FIRST_PAGE = "/2012/06/14/china-opposes-sanctions-on-syria"
NEXT_PAGES = {
    "/2012/06/15/toll-rises-in-syria": "2012-06-15-toll-rises.html",
    "/2012/06/15/garden-reopens": "2012-06-15-garden-reopens.html",
}
EVENING = datetime(2012, 6, 14, 20, 0, tzinfo=UTC)
QUARTER_LATER = datetime(2012, 6, 14, 20, 15, tzinfo=UTC)
NEXT_DAY = datetime(2012, 6, 15, 20, 0, tzinfo=UTC)
MARKER = ".sitrep-demo"
SETTINGS = """\
[data]
folder = "."

[fetch]
user_agent = "Sitrep-demo"
allow_private_addresses = true

[log]
level = "warning"
"""
FEEDS = """\
[[feeds]]
url = "{base}/feed.xml"
outlet = "Example World News"
country = "USA"
language = "en"
"""
ALERTS = """\
[[rules]]
name = "every-change"
channels = ["webhook", "file"]

[[channels]]
name = "webhook"
kind = "webhook"
url = "{base}/alerts"

[[channels]]
name = "file"
kind = "file"
path = "{{data}}/alerts.jsonl"
"""
QUERIES = (
    "select title, killed_low, killed_best, injured_low, injured_best, evidence_grade from incidents_now",
    "select harm, old_best, new_best, direction, reason, claimants from toll_revisions order by revised_at, harm",
    "select actor, stance, topic from positions_matrix",
)


@dataclass
class Demo:
    """The demo's world: its folder, its site, and the promises that were broken."""

    folder: Path
    site: Site
    app: App
    broken: list[str] = field(default_factory=list)
    tracked: bool = True

    def expect(self, holds: bool, promise: str) -> None:
        """Print a promise that was checked; one that does not hold makes the demo fail."""
        say(f"{'ok   ' if holds else 'WRONG'} {promise}")
        if not holds:
            self.broken.append(promise)

    def ask(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        """A named query on the published snapshot."""
        with self.app.warehouse.reader() as connection:
            return rows(connection, name, **parameters)


def run_demo(folder: Path) -> int:
    """Run the demo below `folder`; 0 when every promise held."""
    started = time.monotonic()
    site = Site()
    _serve_first_day(site)
    with serving(site) as base:
        site.pages["/feed.xml"] = feed_at("feed-2012-06-14.xml", base)
        demo = Demo(folder, site, _installed(folder, base))
        prepare(demo.app)
        demo.tracked = start_prefect(demo.app)
        _first_run(demo)
        _second_run(demo)
        _third_run(demo, base)
    heading("try")
    say(f"warehouse: {_near(demo.app.warehouse.snapshot)}")
    for query in QUERIES:
        say(f'  {_program()} sql "{query}" --config {_near(demo.app.settings.folder)}')
    say(f"the demo took {time.monotonic() - started:.0f} s")
    for promise in demo.broken:
        complain(f"sitrep: the demo broke a promise: {promise}")
    heading("look")
    say(address_of(demo.app.settings.page_folder))
    return 1 if demo.broken else 0


def _first_run(demo: Demo) -> None:
    counts = _cycle(demo, EVENING, "run 1: the first article is in the feed")
    _print_findings(demo, counts.run_id)
    _print_alerts(demo, counts.run_id)
    demo.expect(len(demo.site.alerts) > 0, "alerts went to the webhook and the file")


def _second_run(demo: Demo) -> None:
    already = len(demo.site.alerts)
    demo.site.answers.clear()
    _cycle(demo, QUARTER_LATER, "run 2: nothing has changed")
    demo.expect([status for _, status in demo.site.answers] == [304], "the feed answered 304, nothing was fetched")
    demo.expect(len(demo.site.alerts) == already, "nothing was sent")


def _third_run(demo: Demo, base: str) -> None:
    already = len(demo.site.alerts)
    demo.site.answers.clear()
    _serve_next_day(demo.site, base)
    counts = _cycle(demo, NEXT_DAY, "run 3: the next day's articles; the first page's navigation was edited")
    _print_findings(demo, counts.run_id)
    _print_alerts(demo, counts.run_id)
    sent = [alert["kind"] for alert in demo.site.alerts[already:]]
    changed = demo.ask("demo_changed_tolls", run_id=counts.run_id)[0]["changed"]
    versions = demo.ask("demo_versions", url=base + FIRST_PAGE)[0]["versions"]
    refetched = (FIRST_PAGE, 200) in demo.site.answers
    demo.expect(
        refetched and versions == 1, "the edited page was fetched again; its text is the same, so it has one version"
    )
    demo.expect(
        sent == ["toll_up"] * changed and changed > 0,
        f"one toll_up for each of the {changed} changed tolls, nothing else",
    )
    written = (demo.app.settings.data_folder / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    demo.expect(len(written) == len(demo.site.alerts), "the file has the same alerts as the webhook")


def _cycle(demo: Demo, at: datetime, title: str) -> MonitorCounts:
    from flows.cycling import run_cycle  # noqa: PLC0415  # importing Prefect costs seconds, after every check

    counts = run_cycle(demo.app, at, lambda stage: None, tracked=demo.tracked)
    heading(title)
    for line in summary(counts):
        say(line)
    heading("fetched")
    fetched = demo.ask("demo_fetches", run_id=counts.run_id)
    table(["kind", "status", "outcome", "bytes", "url"], [list(row.values()) for row in fetched])
    return counts


def _print_findings(demo: Demo, run_id: str) -> None:
    """All claims and incidents as they stand, and the statements and positions that this run found."""
    for title in ("claims", "incidents"):
        _print_rows(title, demo.ask(f"demo_{title}"))
    for title in ("statements", "positions"):
        _print_rows(title, demo.ask(f"demo_{title}", run_id=run_id))


def _print_rows(title: str, found: list[dict[str, Any]]) -> None:
    heading(title)
    table([c.replace("_", " ") for c in (found[0] if found else {"none": None})], [list(r.values()) for r in found])


def _print_alerts(demo: Demo, run_id: str) -> None:
    heading("alerts sent")
    table(["kind", "alert", "deliveries"], [list(row.values()) for row in demo.ask("demo_alerts", run_id=run_id)])


def _program() -> str:
    """How this program was called, so that the queries can be copied."""
    return "sitrep" if shutil.which("sitrep") else sys.argv[0]


def _near(path: Path) -> Path:
    """The path as it is written from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _installed(folder: Path, base: str) -> App:
    """A new installation below `folder`; an earlier demo there is removed, anything else is left alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise FlowError(f"{folder} is no folder of an earlier demo; name another one with --folder")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        config = folder / "config"
        config.mkdir(parents=True)
        (folder / MARKER).touch()
        (config / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        (config / "feeds.toml").write_text(FEEDS.format(base=base), encoding="utf-8")
        (config / "alerts.toml").write_text(ALERTS.format(base=base), encoding="utf-8")
    except OSError as error:
        raise FlowError(f"{folder}: {error.strerror}; name a folder that you may write to with --folder") from error
    return App(load(config, _environment(), Path.cwd()))


def _environment() -> dict[str, str]:
    """The environment without overrides of Sitrep's settings: the demo has its own."""
    kept = {"SITREP_NLP__PIPELINE"}
    return {key: value for key, value in os.environ.items() if not key.startswith("SITREP_") or key in kept}


def _serve_first_day(site: Site) -> None:
    site.pages[FIRST_PAGE] = read("2012-06-14-china-opposes-sanctions.html")


def _serve_next_day(site: Site, base: str) -> None:
    site.pages[FIRST_PAGE] = read("2012-06-14-china-opposes-sanctions.edited.html")
    site.pages.update({path: read(name) for path, name in NEXT_PAGES.items()})
    site.pages["/feed.xml"] = feed_at("feed-2012-06-15.xml", base)


def feed_at(name: str, base: str) -> bytes:
    """A feed of the sample with its links at the address `base`."""
    return read(name).replace(b"<link>/", f"<link>{base}/".encode())
