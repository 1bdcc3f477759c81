"""`make bench ONLY=alerts`: is each change told just once, through re-runs, kills and a bad receiver; how fast; how lean.

Everything runs in processes of its own (alerts_worker.py), on made-up worlds (world.py) whose claims are read already.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

WORKER = Path(__file__).parent / "alerts_worker.py"
REPOSITORY = Path(__file__).parents[2]
SEEDS = (201, 202)
KILLS, SECONDS, PENDING, GROWTH_MEGABYTES = 100, 2, 10_000, 20


def alerts() -> Iterator[Figure]:
    """Two worlds against their own states of knowledge; one of them under kills; one alert against the clock; a drain."""
    for seed in SEEDS:
        found = _measured("truth", str(seed))
        yield Figure(f"alerts.{seed}.articles", found["articles"], 1_900, at_least=True)
        yield Figure(f"alerts.{seed}.changes", found["changes"], 300, at_least=True)
        for name in (
            "missed",
            "repeated",
            "unfounded",
            "sent_by_three_reruns",
            "sent_by_an_upgrade",
            "other_from_scratch",
        ):
            yield Figure(f"alerts.{seed}.{name}", found[name], 0)
    found = _measured("kills", str(SEEDS[0]), str(KILLS))
    yield Figure("alerts.kills", found["kills"], KILLS, at_least=True)
    yield Figure("alerts.receiver_failures_percent", found["failures_percent"], 25, at_least=True)
    yield Figure("alerts.lost", found["lost"], 0)
    yield Figure("alerts.unfounded", found["unfounded"], 0)
    yield Figure("alerts.duplicates_beyond_kills", max(0.0, found["duplicates"] - found["kills"]), 0)
    yield Figure("alerts.keys_of_several_alerts", found["keys_of_several"], 0)
    found = _measured("latency", str(SEEDS[1]))
    yield Figure("alerts.claim_to_webhook_seconds", found["seconds"], SECONDS)
    found = _measured("drain", str(PENDING))
    yield Figure("alerts.drained", found["delivered"], PENDING, at_least=True)
    yield Figure("alerts.drain_growth_megabytes", found["growth_megabytes"], GROWTH_MEGABYTES)


def _measured(*arguments: str) -> dict[str, float]:
    command = [sys.executable, str(WORKER), *arguments]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPOSITORY)
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found
