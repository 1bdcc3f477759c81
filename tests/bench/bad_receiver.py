"""A webhook receiver on loopback, in a process of its own, that fails, hangs or dies half way at random.

An alert counts as accepted when the whole answer "200" was written. Three in ten requests are not.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from threading import Lock

HANG_SECONDS = 1.0


class BadReceiver:
    """`failing` is the share of requests that go wrong, by `seed`."""

    def __init__(self, seed: int, failing: float = 0.3) -> None:
        self.seed, self.failing, self.url = seed, failing, ""
        self._pipe: Connection | None = None

    @contextmanager
    def running(self) -> Iterator[BadReceiver]:
        """Serves until the block ends."""
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.seed, self.failing), daemon=True)
        process.start()
        self.url = f"http://127.0.0.1:{self._pipe.recv()}/hook"
        try:
            yield self
        finally:
            self._pipe.send("stop")
            process.join(5)
            process.kill()

    def _ask(self, what: str) -> object:
        assert self._pipe is not None
        self._pipe.send(what)
        return self._pipe.recv()

    def accepted(self) -> Counter[str]:
        """Idempotency key -> how often it was accepted."""
        return self._ask("accepted")  # type: ignore[return-value]

    def bodies(self) -> dict[str, tuple[list[str], bool]]:
        """Idempotency key -> (the different bodies that came with it, whether it is of operations)."""
        return self._ask("bodies")  # type: ignore[return-value]

    def failures_percent(self) -> float:
        """Requests that went wrong."""
        return self._ask("failures")  # type: ignore[return-value]

    def every(self, count: int, act: Callable[[], None]) -> None:
        """Call `act` in this process after each `count` accepted messages (asked from a thread)."""
        import threading

        def watch() -> None:
            done = 0
            while True:
                time.sleep(0.2)
                try:
                    number = sum(self.accepted().values())
                except (OSError, EOFError):
                    return
                if number >= done + count:
                    done = number
                    act()

        threading.Thread(target=watch, daemon=True).start()


def _serve(pipe: Connection, seed: int, failing: float) -> None:
    chance, lock = random.Random(seed), Lock()
    accepted: Counter[str] = Counter()
    bodies: dict[str, tuple[set[str], bool]] = {}
    asked: Counter[bool] = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            key, row = self.headers["Idempotency-Key"], json.loads(body)
            with lock:
                found = bodies.setdefault(key, (set(), row.get("kind") == "pipeline_failed"))
                found[0].add(str(row.get("alert_id")))
                fails = chance.random() < failing
                how = chance.choice(["error", "hang", "die"]) if fails else "accept"
                asked[fails] += 1
            getattr(self, f"_{how}")(key)

        def _accept(self, key: str) -> None:
            with lock:
                accepted[key] += 1
            self._answer(200)

        def _error(self, _: str) -> None:
            self._answer(503)

        def _hang(self, _: str) -> None:
            time.sleep(HANG_SECONDS)
            self.close_connection = True

        def _die(self, _: str) -> None:
            self.wfile.write(b"HTTP/1.1 2")
            self.close_connection = True

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silence."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            """Clients that were killed are no news."""

    import threading

    server = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pipe.send(server.server_port)
    while (what := pipe.recv()) != "stop":
        with lock:
            answers = {
                "accepted": Counter(accepted),
                "bodies": {key: (sorted(found), ours) for key, (found, ours) in bodies.items()},
                "failures": 100 * asked[True] / max(1, sum(asked.values())),
            }
        pipe.send(answers[what])
