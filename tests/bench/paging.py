"""`make bench ONLY=page`: 200,000 articles and 30,000 incidents drawn, drawn again after small news, opened in Chromium."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

WORKER = Path(__file__).parent / "paging_worker.py"
REPOSITORY = Path(__file__).parents[2]
ARTICLES, INCIDENTS = 200_000, 30_000
BUILD_SECONDS, REBUILD_SECONDS, MEGABYTES, USABLE_SECONDS = 20, 2, 1.5, 1


def page() -> Iterator[Figure]:
    """Size of the world, times of the builds, weight of the first page, and how soon it is usable."""
    ended = subprocess.run([sys.executable, str(WORKER)], check=True, capture_output=True, text=True, cwd=REPOSITORY)
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    yield Figure("page.articles", found["articles"], ARTICLES, at_least=True)
    yield Figure("page.incidents", found["incidents"], INCIDENTS, at_least=True)
    yield Figure("page.incident_pages", found["incident_pages"], INCIDENTS, at_least=True)
    yield Figure("page.build_seconds", found["build_seconds"], BUILD_SECONDS)
    yield Figure("page.rebuild_seconds", found["rebuild_seconds"], REBUILD_SECONDS)
    yield Figure("page.first_page_megabytes", found["first_page_megabytes"], MEGABYTES)
    yield Figure("page.usable_seconds", found["usable_seconds"], USABLE_SECONDS)
    yield Figure("page.requests_elsewhere", found["requests_elsewhere"], 0)
    yield Figure("page.console_errors", found["console_errors"], 0)
