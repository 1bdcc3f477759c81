"""`make chaos`: kill `sitrep run` at random moments against a loopback site; the end must equal an undisturbed history.

Bounded: 8 kills, then one run to the end. Compared are all tables but those that tell of the runs themselves.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flows.demo import FEEDS, FIRST_PAGE, feed_at
from flows.demo_server import Site, serving
from seeds.sample import read
from warehouse.connection import Warehouse

PROGRAM = [sys.executable, "-c", "from flows.cli import main; main()"]
KILLS = 8
LONGEST_SECONDS = 25.0
TABLES = (
    "entries",
    "articles",
    "article_versions",
    "claims",
    "statements",
    "positions",
    "events",
    "incidents",
    "alerts",
)
TIMES = {"run_id", "first_seen_at", "created_at", "opened_at", "raised_at", "payload", "body"}


def main(seed: int = 0) -> int:
    """Run the chaos; 0 where the killed history ends like the undisturbed one."""
    chance = random.Random(seed)
    site = Site()
    with tempfile.TemporaryDirectory() as folder, serving(site) as base:
        site.pages["/feed.xml"] = feed_at("feed-2012-06-14.xml", base)
        site.pages[FIRST_PAGE] = read("2012-06-14-china-opposes-sanctions.html")
        calm, wild = (_installed(Path(folder) / name, base) for name in ("calm", "wild"))
        _run(calm)
        for number in range(KILLS):
            _kill_after(wild, chance.uniform(0.5, LONGEST_SECONDS))
            print(f"kill {number + 1} of {KILLS}", flush=True)
        _run(wild)
        return _compare(calm, wild)


def _installed(folder: Path, base: str) -> Path:
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "settings.toml").write_text("[fetch]\nallow_private_addresses = true\n", encoding="utf-8")
    (folder / "config" / "feeds.toml").write_text(FEEDS.format(base=base), encoding="utf-8")
    return folder


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "run", "--config", str(folder / "config")]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _run(folder: Path) -> None:
    if code := _start(folder).wait(timeout=300):
        raise SystemExit(f"an undisturbed run ended with {code}")


def _kill_after(folder: Path, seconds: float) -> None:
    process = _start(folder)
    time.sleep(seconds)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def _compare(calm: Path, wild: Path) -> int:
    different = [name for name in TABLES if _rows(calm, name) != _rows(wild, name)]
    lines = [_news(f / "data" / "alerts.jsonl") for f in (calm, wild)]
    duplicates = lines[1] - lines[0]
    print(
        f"chaos.tables_that_differ  {len(different)}  <= 0  {'short: ' + ', '.join(different) if different else 'ok'}"
    )
    print(f"chaos.alerts_lost  {max(0, -duplicates)}  <= 0  {'ok' if duplicates >= 0 else 'short'}")
    print(f"chaos.alerts_repeated  {max(0, duplicates)}  <= {KILLS}  {'ok' if duplicates <= KILLS else 'short'}")
    return 1 if different or not 0 <= duplicates <= KILLS else 0


def _news(path: Path) -> int:
    """Alerts in the file, but those on the killed runs themselves."""
    kinds = [json.loads(line)["kind"] for line in path.read_text(encoding="utf-8").splitlines()]
    return sum(kind != "pipeline_failed" for kind in kinds)


def _rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    data = folder / "data" / "warehouse"
    with Warehouse(data / "sitrep.duckdb", data / "current.duckdb").reader() as connection:
        columns = [row[0] for row in connection.execute(f"describe {table}").fetchall() if row[0] not in TIMES]
        only = " where kind <> 'pipeline_failed'" if table == "alerts" else ""
        return sorted(connection.execute(f"select {', '.join(columns)} from {table}{only}").fetchall(), key=repr)


if __name__ == "__main__":
    sys.exit(main())
