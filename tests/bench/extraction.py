"""`make bench ONLY=extract`: what extraction costs beside the bare pipeline, and what the gate costs in claims.

Texts: the project's own labelled articles and the sample article, over and over up to 500; they are about violence, so
the gate lets more through than in the news at large. Where the development texts lie beside the repository, the same
figures follow for their news (`.gold`). Everything runs in one process with one thread, in processor time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

WORKER = Path(__file__).parent / "extraction_worker.py"
REPOSITORY = Path(__file__).parents[2]
GOLD = REPOSITORY / "../shared/gold"
NEWS = ("polnear.jsonl", "geo-lgl.jsonl", "claims.jsonl")
AIM, TOLERATED = 0.5, 0.75  # shares of the bare pipeline's time: what was set out for, what is put up with
GATE_COSTS = 0.5  # points of claim F1
MEGABYTES, HOSTILE_SECONDS = 1_200, 5


def extract() -> Iterator[Figure]:
    """Speed, memory, accuracy behind the gate, and texts that nobody would write."""
    yield from _figures("extract", [], [])
    yield Figure("extract.hostile_megabyte_seconds", max(_measured("hostile", []).values()), HOSTILE_SECONDS)
    news = [str(GOLD / name) for name in NEWS if (GOLD / name).exists()]
    if news:
        yield from _figures("extract.gold", news, [file for file in news if Path(file).name == "claims.jsonl"])


def _figures(name: str, news: list[str], labelled: list[str]) -> Iterator[Figure]:
    share = _measured("speed", news)["share"]
    yield Figure(f"{name}.share_of_bare", share, AIM)
    yield Figure(f"{name}.share_of_bare_tolerated", share, TOLERATED)
    yield Figure(f"{name}.claims_share_of_bare", _measured("claims-speed", news)["share"], AIM)
    yield Figure(f"{name}.peak_memory_mb", _measured("memory", news)["megabytes"], MEGABYTES)
    f1 = _measured("accuracy", labelled)
    gated = f1["everything"] - f1["open"]
    yield Figure(f"{name}.claim_f1_gated_minus_ungated", gated, -GATE_COSTS, at_least=True)
    alone = f1["claims"] - f1["open"]
    yield Figure(f"{name}.claim_f1_only_claims_minus_ungated", alone, -GATE_COSTS, at_least=True)


def _measured(what: str, files: list[str]) -> dict[str, float]:
    alone = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "BLIS")}
    environment = os.environ | alone | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, str(WORKER), what, *files]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found
