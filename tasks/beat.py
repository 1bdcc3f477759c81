"""The sign of life after a good run: a file that is written and a URL that is asked, for an outsider to miss."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import httpx
import structlog

from tasks.post import sending

log = structlog.get_logger()
_SECONDS = 5.0


def beat(file: Path | None, url: str | None, now: datetime) -> None:
    """Write the time into `file` and GET `url`, each where it is given; a failure is logged, it fails no run."""
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{now.isoformat()}\n", encoding="utf-8")
        except OSError as error:
            log.warning("dead_man_file_failed", file=str(file), error=error.strerror or type(error).__name__)
    if url is not None:
        _ask(url)


def _ask(url: str) -> None:
    token = sending.set(True)  # the address may be a secret: no library logs it
    try:
        httpx.get(url, timeout=_SECONDS, headers={"User-Agent": "Sitrep"}).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("heartbeat_failed", error=type(error).__name__)
    finally:
        sending.reset(token)
