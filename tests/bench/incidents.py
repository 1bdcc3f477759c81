"""`make bench ONLY=incidents`: are the incidents of a made-up world told apart, are their tolls right, how fast is it.

The worlds (world.py) are read by the real extractor. Their seeds were not looked at while the rules were made; a third
world of any seed: python tests/bench/incidents_worker.py quality SEED.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

WORKER = Path(__file__).parent / "incidents_worker.py"
REPOSITORY = Path(__file__).parents[2]
SEEDS = (101, 102)
PAIRWISE, B_CUBED, BEST, MERGED = 0.90, 0.92, 0.90, 0.03
SECONDS, MEGABYTES, NEW_TEXT_MS = 60, 1_000, 50


def incidents() -> Iterator[Figure]:
    """Quality of two worlds, then size and speed."""
    for seed in SEEDS:
        found = _measured("quality", str(seed))
        yield Figure(f"incidents.{seed}.pairwise_f1", found["pairwise_f1"], PAIRWISE, at_least=True)
        yield Figure(f"incidents.{seed}.b_cubed_f1", found["b_cubed_f1"], B_CUBED, at_least=True)
        yield Figure(f"incidents.{seed}.best_toll_exact", found["best_toll_exact"], BEST, at_least=True)
        yield Figure(f"incidents.{seed}.look_alikes_merged", found["look_alikes_merged"], MERGED)
        yield Figure(f"incidents.{seed}.changed_from_scratch", found["changed_from_scratch"], 0)
    found = _measured("scale")
    yield Figure("incidents.claims", found["claims"], 100_000, at_least=True)
    yield Figure("incidents.resolve_seconds", found["seconds"], SECONDS)
    yield Figure("incidents.resolve_megabytes", found["megabytes"], MEGABYTES)
    yield Figure("incidents.new_text_of_20_ms", found["new_text_of_20_ms"], NEW_TEXT_MS)  # of a usual cycle
    yield Figure("incidents.new_text_alone_ms", found["new_text_alone_ms"], NEW_TEXT_MS)
    yield Figure("incidents.changed_from_scratch", found["changed_from_scratch"], 0)
    yield Figure("incidents.ids_lost_by_new_texts", found["ids_lost_by_new_texts"], 0)


def _measured(*arguments: str) -> dict[str, float]:
    command = [sys.executable, str(WORKER), *arguments]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPOSITORY)
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found
