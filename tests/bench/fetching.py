"""`make bench ONLY=fetch`: a thousand feeds on loopback beside a bare httpx loop, and main text beside trafilatura's.

Ratios are medians of paired runs, one after the other in one process; the site runs in another. On a busy machine wall
times mislead, because a loop of ten threads gets more of the processor than one thread: see the shares of processor time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

from tests.text.publishers import body_f1

WORKER = Path(__file__).parent / "fetching_worker.py"
REPOSITORY = Path(__file__).parents[2]
UNCHANGED, CHANGED, HANGING, MEGABYTES = 1.5, 1.3, 1.5, 400


def fetch() -> Iterator[Figure]:
    """Speed, memory, a host that hangs, body extraction."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    ended = subprocess.run([sys.executable, str(WORKER)], check=True, capture_output=True, text=True, env=environment)
    found = json.loads(ended.stdout.splitlines()[-1])
    yield Figure("fetch.unchanged_share_of_bare_httpx", found["unchanged"], UNCHANGED)
    yield Figure("fetch.changed_share_of_bare_httpx_and_feedparser", found["changed"], CHANGED)
    yield Figure("fetch.unchanged_share_of_processor_time", found["unchanged_processor"], UNCHANGED)
    yield Figure("fetch.changed_share_of_processor_time", found["changed_processor"], CHANGED)
    yield Figure("fetch.others_done_beside_a_hanging_host", found["hanging"], HANGING)
    yield Figure("fetch.peak_memory_mb", found["megabytes"], MEGABYTES)
    ours, theirs = body_f1()
    yield Figure("fetch.body_f1_points_above_trafilatura", 100 * (ours - theirs), 0, at_least=True)
