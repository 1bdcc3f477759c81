"""Prefect for one process: its embedded server, quiet, offline, in its own folder; set before Prefect is imported."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    # The first start migrates Prefect's own database: 20 to 30 s on two cores.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}


def prepare(environ: MutableMapping[str, str], home: Path) -> None:
    """Set what is not set: somebody who runs a Prefect server of his own keeps PREFECT_API_URL and PREFECT_HOME."""
    home.mkdir(parents=True, exist_ok=True)
    environ.setdefault("PREFECT_HOME", str(home))
    for key, value in _QUIET.items():
        environ.setdefault(key, value)
