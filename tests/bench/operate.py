"""`make bench ONLY=operate`: a simulated week in one process, and Prefect's share of a cycle."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from figures import Figure
from operate_world import NewsSite, open_site

WORKER = [sys.executable, str(Path(__file__).with_name("operate_worker.py"))]
WEEK, DAY = 672, 96  # cycles
CYCLES = int(os.environ.get("SITREP_TEST_CYCLES", WEEK))


def operate() -> Iterator[Figure]:
    """The week: memory, files, processes, growth; then Prefect's share of a cycle of 1,000 articles."""
    week = _measured("week", NewsSite(feeds=50, towns=1, polls_a_step=8), str(CYCLES))
    second, last = (statistics.median(week["memory"][day * DAY : (day + 1) * DAY]) for day in (1, CYCLES // DAY - 1))
    yield Figure("operate.week.cycles", len(week["memory"]), CYCLES, at_least=True)
    yield Figure("operate.week.memory_last_over_second_day", last / second, 1.05)
    yield Figure("operate.week.files_leaked", week["files"][-1] - week["files"][DAY], 0)
    yield Figure("operate.week.processes_left", week["children"], 0)
    yield Figure("operate.week.growth_second_half_over_first", _growth(week["bytes"]), 1.25)
    share = _measured("share", NewsSite(feeds=100, towns=10), "0")
    yield Figure("operate.prefect_share_of_1000_articles", share["share"], 0.10)
    yield Figure("operate.prefect_share_with_its_start", share["share_with_start"], 0.10)


def _growth(sizes: list[int]) -> float:
    """Rows are added evenly: the second half of the week may add what the first did, not more."""
    half = len(sizes) // 2
    return (sizes[-1] - sizes[half]) / max(1, sizes[half] - sizes[0])


def _measured(what: str, site: NewsSite, number: str) -> dict[str, list[int]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        base = stack.enter_context(open_site(site))
        command = [*WORKER, what, folder, base, str(site.feeds), number]
        environment = os.environ | {"PYTHONPATH": ".", "OPENBLAS_NUM_THREADS": "1"}
        ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        found: dict[str, list[int]] = json.loads(ended.stdout.splitlines()[-1])
        return found
