"""`make bench ONLY=warehouse`: how fast the warehouse takes in, answers and publishes, and what a killed load leaves.

200,000 articles and 600,000 claims are made in SQL (bulk.sql). Work is done by warehousing_worker.py, in processes of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

WORKER = Path(__file__).parent / "warehousing_worker.py"
REPOSITORY = Path(__file__).parents[2]
MART_MS, LATE_BATCH, LOAD_RATIO, PUBLISH_SECONDS, FILE_RATIO, KILLS = 300, 1.2, 3.0, 2.0, 2.5, 100


def warehouse() -> Iterator[Figure]:
    """Sizes, answers, publication, loads, and kills."""
    with tempfile.TemporaryDirectory() as folder:
        made = _measured("make", folder)
        yield Figure("warehouse.articles", made["articles"], 200_000, at_least=True)
        yield Figure("warehouse.claims", made["claims"], 600_000, at_least=True)
        yield Figure("warehouse.gigabytes", made["gigabytes"], 1, at_least=True)
        yield Figure("warehouse.file_to_zstd", made["file_to_zstd"], FILE_RATIO)
        yield Figure("warehouse.publish_seconds", _measured("publish", folder)["seconds"], PUBLISH_SECONDS)
        for name, milliseconds in _measured("questions", folder).items():
            yield Figure(f"warehouse.{name}_ms", milliseconds, MART_MS)
        loaded = _measured("load", folder)
        yield Figure("warehouse.batch_20_to_batch_2", loaded["late"], LATE_BATCH)
        yield Figure("warehouse.load_to_bare_insert", loaded["ratio"], LOAD_RATIO)
    killed = _measured("kill", str(KILLS))
    yield Figure("warehouse.kills", killed["kills"], KILLS, at_least=True)
    yield Figure("warehouse.kills_in_the_midst", killed["midst"], KILLS / 2, at_least=True)
    yield Figure("warehouse.tables_that_differ_after_kills", killed["differ"], 0)


def _measured(*arguments: str) -> dict[str, float]:
    command = [sys.executable, str(WORKER), *arguments]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found
