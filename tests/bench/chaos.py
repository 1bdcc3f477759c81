"""`make chaos`: kill -9 at random moments of full cycles, against a site that fails at random.

Two histories of the same news. In the calm one nothing fails. In the wild one each step of the news has its cycles killed
at random moments, while feeds, pages and the webhook fail at random; then one runs to the end. After the last
undisturbed run both warehouses must be equal, table by table, and every alert must have come with one idempotency key.

python tests/bench/chaos.py [KILLS] [SEED]
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from operate_world import FIRST_DAY, NewsSite, open_site

from warehouse.connection import Warehouse

WORKER = [sys.executable, str(Path(__file__).with_name("cycle_worker.py"))]
STEPS = 10
QUARTER = timedelta(minutes=15)
LONGEST_SECONDS = 900.0
# what tells of the runs themselves; of the rest, all but times of the machine and ids of runs is compared
OF_RUNS = {
    "runs",
    "fetches",
    "heard_changes",
    "resolved_runs",
    "resolved_withdrawals",
    "robots",
    "schema_migrations",
    "schema_views",
}
OF_TIME = {
    "run_id",
    "attempts",
    "next_attempt_at",
    "error",
    "headers",
    "payload",
    "body",
    "first_seen_at",
    "fetched_at",
}
KEPT_TIMES = {"published_at"}
# What operators are told of crashed runs and sick feeds is of the runs, not of the news; it must come, each once.
NEWS = {
    "alerts": " where kind not in ('pipeline_failed', 'silent_feed')",
    "deliveries": " where alert_id in (select alert_id from alerts where kind not in ('pipeline_failed', 'silent_feed'))",
}
SETTINGS = """\
[fetch]
allow_private_addresses = true
host_gap_seconds = 0.0
max_interval_minutes = 0
obey_robots = false
recheck_hours = []
[alerts]
retry_seconds = 0
"""
FEED = '[[feeds]]\nurl = "{base}/feed/{number}"\noutlet = "Outlet {number}"\ncountry = "USA"\nlanguage = "en"\n'
ALERTS = (
    '[[rules]]\nname = "all"\nchannels = ["hook"]\n[[channels]]\nname = "hook"\nkind = "webhook"\nurl = "{base}/hook"\n'
)


@dataclass
class History:
    """One installation with its site and the process that runs its cycles."""

    folder: Path
    site: NewsSite
    now: datetime = FIRST_DAY
    kills: int = 0
    seconds: list[float] = field(default_factory=list)
    worker: subprocess.Popen[str] = field(init=False)

    def start(self) -> None:
        """Write the configuration and read the pipeline."""
        config = self.folder / "config"
        config.mkdir(parents=True)
        (config / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        feeds = "".join(FEED.format(base=self.site.base, number=number) for number in range(self.site.feeds))
        (config / "feeds.toml").write_text(feeds, encoding="utf-8")
        (config / "alerts.toml").write_text(ALERTS.format(base=self.site.base), encoding="utf-8")
        self.worker = subprocess.Popen(
            [*WORKER, str(config)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": "."},
        )
        assert self.worker.stdout
        assert self.worker.stdout.readline() == "ready\n"

    def cycle(self, killed_after: float | None = None) -> int:
        """Run one cycle a quarter of an hour later; its exit code."""
        assert self.worker.stdin
        assert self.worker.stdout
        self.now += QUARTER
        began = time.monotonic()
        self.worker.stdin.write(f"{self.now.isoformat()}\n")
        self.worker.stdin.flush()
        pid = int(self.worker.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        code = int(self.worker.stdout.readline())
        self.kills += code == -signal.SIGKILL
        if killed_after is None:
            self.seconds.append(time.monotonic() - began)
        return code

    def house(self) -> Warehouse:
        """Its warehouse."""
        data = self.folder / "data" / "warehouse"
        return Warehouse(data / "sitrep.duckdb", data / "current.duckdb")

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query."""
        with self.house().transaction() as connection:
            return connection.execute(sql).fetchall()


def main(kills: int = 100, seed: int = 0) -> int:
    """Run the chaos; 0 where the killed history ends like the undisturbed one."""
    chance, began = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        site = NewsSite(chance=random.Random(seed))  # one address for both: ids are hashes of URLs
        stack.enter_context(open_site(site))
        calm, wild = (History(Path(folder) / name, site) for name in ("calm", "wild"))
        for history in (calm, wild):
            history.start()
            stack.callback(history.worker.kill)
        for site.step in range(STEPS):
            until_settled(calm)
        received, site.received = site.received, Counter()
        for site.step in range(STEPS):
            torment(wild, chance, kills * (site.step + 1) // STEPS, began)
            print(f"step {site.step + 1} of {STEPS}: {wild.kills} kills, {time.monotonic() - began:.0f} s", flush=True)
        return compare(calm, wild, kills, received)


def torment(wild: History, chance: random.Random, kills: int, began: float) -> None:
    """Kill cycles until so many are dead, while everything fails at random; then let one step come to its end."""
    wild.site.trouble = 0.2
    whole = max(wild.seconds[-3:], default=3.0)
    while wild.kills < kills and time.monotonic() - began < LONGEST_SECONDS:
        wild.cycle(killed_after=chance.uniform(0.0, whole))
    wild.site.trouble = 0.0
    until_settled(wild)


def until_settled(history: History) -> None:
    """Undisturbed cycles until every story of the step was read and every alert came; hosts that failed rest a while."""
    wanted = history.site.feeds * history.site.towns * (history.site.step + 1)
    for _ in range(60):
        if history.cycle() == 0 and history.rows(SETTLED) == [(wanted, 0)]:
            return
    raise SystemExit(f"{history.folder.name}: {history.rows(SETTLED)} after 60 undisturbed cycles, not {(wanted, 0)}")


SETTLED = """
select
    (select count(distinct article_id) from article_versions join extractions using (version_id)),
    (select count(*) from deliveries where state = 'pending')
"""


def compare(calm: History, wild: History, kills: int, received: Counter[str]) -> int:
    """Print the figures; 1 where one is short."""
    names = [str(name) for (name,) in calm.rows("select table_name from duckdb_tables() where not internal order by 1")]
    different = [name for name in names if name not in OF_RUNS and content(calm, name) != content(wild, name)]
    alerts = {str(alert) for (alert,) in wild.rows("select alert_id from alerts")}
    news = {str(alert) for (alert,) in wild.rows(f"select alert_id from alerts{NEWS['alerts']}")}
    lost = set(received) ^ (set(wild.site.received) - (alerts - news))
    repeated = sum(number - 1 for number in wild.site.received.values())
    open_runs = wild.rows("select count(*) from runs where state = 'running'")[0][0]
    figures = [
        ("kills", wild.kills, ">=", kills, wild.kills >= kills),
        ("tables_compared", len(names) - len(OF_RUNS & set(names)), ">=", 20, len(names) >= 20),
        ("tables_that_differ", len(different), "<=", 0, not different),
        ("alerts_lost_or_made_up", len(lost), "<=", 0, not lost),
        ("alerts_without_their_key", len(alerts ^ set(wild.site.received)), "<=", 0, alerts == set(wild.site.received)),
        ("alerts_repeated_with_their_key", repeated, "<=", kills, repeated <= kills),
        ("runs_never_closed", open_runs, "<=", 0, not open_runs),
    ]
    for name, value, sign, bound, holds in figures:
        print(f"chaos.{name}  {value}  {sign} {bound}  {'ok' if holds else 'short'}")
    if different:
        print(f"tables that differ: {', '.join(different)}")
    return 0 if all(holds for *_, holds in figures) else 1


def content(history: History, table: str) -> list[str]:
    """The rows of a table without times of the machine, ids of runs and the port of the site."""
    columns = [
        str(name) for (name,) in history.rows(f"select column_name from duckdb_columns() where table_name = '{table}'")
    ]
    kept = [name for name in columns if name not in OF_TIME and (not name.endswith("_at") or name in KEPT_TIMES)]
    return sorted(repr(row) for row in history.rows(f"select {', '.join(kept)} from {table}{NEWS.get(table, '')}"))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
