"""The process of Prefect's API and UI below `sitrep serve`; it ends with its parent, however that ends.

python -m flows.prefect_child HOST PORT
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import uvicorn

_WATCH_SECONDS = 1.0


def main(host: str, port: int) -> None:
    """Serve until SIGTERM, or until the parent is gone (kill -9 tells its children nothing)."""
    threading.Thread(target=_outlive_nobody, args=(os.getppid(),), daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        lifespan="on",
        timeout_graceful_shutdown=5,
    )


def _outlive_nobody(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
