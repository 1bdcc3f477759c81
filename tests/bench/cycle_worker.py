"""A process that has read the pipeline once and runs cycles as told, each in a process of its own (`fork`).

python tests/bench/cycle_worker.py CONFIG      one line in: the moment of a cycle; two lines out: its pid, how it ended
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from flows import logs
from flows.compose import App, compose
from flows.cycling import run_cycle
from flows.installing import ensure_warehouse


def main(config: Path) -> None:
    """Work until standard input ends."""
    app = compose(config)
    logs.configure("json", "error")
    ensure_warehouse(app)
    _ = app.extractor, app.gazetteer
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _run(app, datetime.fromisoformat(line.strip()))
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(app: App, at: datetime) -> None:
    code = 1
    try:
        run_cycle(app, at, lambda stage: None, tracked=False)
        code = 0
    except Exception as error:  # noqa: BLE001 - said, and told by the exit code
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
