"""What `make bench ONLY=fetch` measures, in a process of its own (fetching.py starts it): prints one JSON object."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import feedparser
import httpx

sys.path.insert(0, str(Path(__file__).parent))
from feed_server import hosts

from tasks.connect import open_client
from tasks.feeds.limits import FetchLimits
from tasks.poll import PollCounts, poll_feeds
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Feed, Run, stable_id

T = TypeVar("T")
FEEDS = 1_000
PAIRS = 5
LIMITS = FetchLimits(allow_private_addresses=True, timeout_seconds=8, first_byte_timeout_seconds=8)
NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)


class Desk:
    """A warehouse with the feeds of the loopback site."""

    def __init__(self, folder: str, port: int) -> None:
        self.urls = [f"http://{host}:{port}/feed" for host in hosts(FEEDS)]
        self.port = port
        self.warehouse = Warehouse(Path(folder) / "sitrep.duckdb", Path(folder) / "current.duckdb")
        migrate(self.warehouse, NOON)
        self.add(self.urls)
        self.runs = 0

    def add(self, urls: list[str]) -> None:
        """Registers feeds."""
        feeds = [Feed(stable_id(url), url, url, None, "en", "media", url, True) for url in urls]
        with self.warehouse.transaction() as connection:
            store.upsert(connection, feeds)

    def poll(self) -> PollCounts:
        """One poll of everything, two hours after the one before, so that every feed is due."""
        self.runs += 1
        run = Run(f"run-{self.runs}", "monitor", "running", NOON + self.runs * timedelta(hours=2), None, "", None, None)
        with open_client(LIMITS) as client:
            return poll_feeds(self.warehouse, client, run, LIMITS)

    def bare(self, version: int | None, parses: bool) -> None:
        """A bare httpx loop with as many connections, and feedparser where the feeds have changed."""
        headers = {"If-None-Match": f'"{version}"'} if version else {}
        with httpx.Client(timeout=8, limits=httpx.Limits(max_connections=LIMITS.connections)) as client:

            def fetch(url: str) -> int:
                body = client.get(url, headers=headers).content
                return len(feedparser.parse(body)["entries"]) if parses else len(body)

            with ThreadPoolExecutor(LIMITS.connections) as pool:
                list(pool.map(fetch, self.urls))

    def change(self, version: int) -> None:
        """Gives every feed other items."""
        httpx.get(f"http://127.0.0.1:{self.port}/version/{version}").raise_for_status()


@contextmanager
def desk() -> Iterator[Desk]:
    """The site in a process of its own, and the desk."""
    command = [sys.executable, str(Path(__file__).parent / "feed_server.py"), str(FEEDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as site, tempfile.TemporaryDirectory() as folder:
        assert site.stdout is not None
        try:
            yield Desk(folder, int(site.stdout.readline()))
        finally:
            site.kill()


def timed(work: Callable[[], T]) -> tuple[float, float, T]:
    """Wall time and processor time of `work`, and what it gave."""
    wall, processor = time.perf_counter(), time.process_time()
    given = work()
    return time.perf_counter() - wall, time.process_time() - processor, given


def paired(bare: Callable[[], object], ours: Callable[[], PollCounts]) -> tuple[float, float, PollCounts]:
    """Our share of the bare loop's wall and processor time."""
    base, own = timed(bare), timed(ours)
    return own[0] / base[0], own[1] / base[1], own[2]


def unchanged(at: Desk) -> dict[str, float]:
    """Medians of paired runs: a poll that brings 304 everywhere, over a bare loop of the same requests."""
    at.poll()
    pairs = [paired(lambda: at.bare(1, parses=False), at.poll) for _ in range(PAIRS)]
    assert all(counts.not_modified == FEEDS for _, _, counts in pairs)
    return _medians("unchanged", pairs)


def changed(at: Desk) -> dict[str, float]:
    """The same where every feed has 30 new items, over bare fetch plus feedparser."""
    pairs = []
    for version in range(2, 2 + PAIRS):
        at.change(version)
        pairs.append(paired(lambda: at.bare(None, parses=True), at.poll))
    assert all((counts.new, counts.entries) == (FEEDS, 30 * FEEDS) for _, _, counts in pairs)
    return _medians("changed", pairs)


def _medians(name: str, pairs: list[tuple[float, float, PollCounts]]) -> dict[str, float]:
    return {
        name: statistics.median(wall for wall, _, _ in pairs),
        f"{name}_processor": statistics.median(processor for _, processor, _ in pairs),
    }


def hanging(at: Desk) -> float:
    """How much later the last of the other feeds is done where one host hangs with two feeds: ratio of wall times."""
    calm = statistics.median(_last_good(at) for _ in range(PAIRS))
    at.add([f"http://127.0.0.1:{at.port}/hang", f"http://127.0.0.1:{at.port}/hang?2"])
    return statistics.median(_last_good(at) for _ in range(PAIRS)) / calm


def _last_good(at: Desk) -> float:
    """Seconds from the first request of a poll to the last good answer."""
    at.poll()
    sql = (
        "select (max(epoch_ms(started_at) + latency_ms) - min(epoch_ms(started_at))) / 1000 from fetches "
        f"where run_id = 'run-{at.runs}' and outcome <> 'error'"
    )
    with at.warehouse.transaction() as connection:
        ((late,),) = connection.execute(sql).fetchall()
    return float(late)


def main() -> None:
    """Everything, one after the other, in one process: its peak memory is that of all."""
    with desk() as at:
        found = unchanged(at) | changed(at) | {"hanging": hanging(at)}
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["megabytes"] = size / 1e6 if sys.platform == "darwin" else size / 1e3
    print(json.dumps(found))


if __name__ == "__main__":
    main()
