"""What `make bench ONLY=operate` measures, in a process of its own.

week FOLDER BASE FEEDS CYCLES     cycles a quarter of an hour apart; after each: memory, open files, size of the warehouse
share FOLDER BASE FEEDS 0         a cycle of all stories without Prefect, what Prefect adds to an empty one, and its start
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

from chaos import ALERTS, FEED, FIRST_DAY, QUARTER, SETTINGS

from flows import logs, prefect_home
from flows.compose import App, compose
from flows.installing import ensure_warehouse
from flows.prefect_server import own_server
from warehouse.queries import rows

_REPEATS = 5


def main(what: str, folder: Path, base: str, feeds: int, number: int) -> None:
    """Print one line of JSON."""
    config = folder / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    (config / "feeds.toml").write_text(
        "".join(FEED.format(base=base, number=n) for n in range(feeds)), encoding="utf-8"
    )
    (config / "alerts.toml").write_text(ALERTS.format(base=base), encoding="utf-8")
    app = compose(config)
    logs.configure("json", "error")
    ensure_warehouse(app)
    print(json.dumps(week(app, number) if what == "week" else share(app)), flush=True)


def week(app: App, cycles: int) -> dict[str, object]:
    """Cycles with the clock handed in, as `sitrep serve` runs them: the application is composed anew for each."""
    from flows.cycling import run_cycle  # it imports Prefect, which `share` measures

    memory, files, sizes = [], [], []
    for number in range(cycles):
        app = app.succeeded_by(compose(app.settings.folder))
        run_cycle(app, FIRST_DAY + number * QUARTER, lambda stage: None, tracked=False)
        memory.append(_resident())
        files.append(len(list(Path("/proc/self/fd").iterdir())))
        sizes.append(app.warehouse.path.stat().st_size)
    return {"memory": memory, "files": files, "bytes": sizes, "children": _children()}


def share(app: App) -> dict[str, float]:
    """Prefect's part of a cycle that reads all stories: what it adds to an empty cycle, over the whole; and the same
    with what `sitrep run` waits for Prefect before it can begin.
    """
    home, log_file = app.settings.prefect_home, app.settings.logs / "prefect-server.log"
    prefect_home.prepare(os.environ, home)
    if first := own_server(home, log_file):  # the first start ever makes Prefect's database
        first.start()
        first.stop()
        del os.environ["PREFECT_API_URL"]
    now, began = FIRST_DAY, time.perf_counter()
    server = own_server(home, log_file)
    _ = app.extractor
    read = time.perf_counter()
    if server:
        server.start()
    from flows.cycling import run_cycle  # it imports Prefect

    start, reading = time.perf_counter() - read, read - began
    began = time.perf_counter()
    run_cycle(app, now, lambda stage: None, tracked=False)
    whole = time.perf_counter() - began
    with app.warehouse.transaction() as connection:
        articles = rows(connection, "status_numbers")[0]["articles"]
    took: dict[bool, list[float]] = {True: [], False: []}
    run_cycle(app, now + timedelta(minutes=1), lambda stage: None, tracked=True)
    for number in range(2 * _REPEATS):
        tracked = bool(number % 2)
        began = time.perf_counter()
        run_cycle(app, now + timedelta(minutes=2 + number), lambda stage: None, tracked=tracked)
        took[tracked].append(time.perf_counter() - began)
    added = statistics.median(took[True]) - statistics.median(took[False])
    started = added + start
    return {
        "articles": articles,
        "whole": whole,
        "added": added,
        "share": added / (whole + added),
        "share_with_start": started / (reading + whole + started),
    }


def _resident() -> int:
    """Resident memory in KiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def _children() -> int:
    return len(Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split())


if __name__ == "__main__":
    what, folder, base, feeds, number = sys.argv[1:]
    main(what, Path(folder), base, int(feeds), int(number))
