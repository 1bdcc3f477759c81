"""A real HTTP server on loopback that behaves as told, and misbehaves in every way that the wild does. Waits are bounded."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LONGEST_SECONDS = 5.0  # that any misbehaviour lasts
Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Reply:
    """A well-formed answer. With `etag` or `last_modified` it answers conditional requests with 304."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers one request."""
        same_tag = self.etag is not None and handler.headers.get("If-None-Match") == self.etag
        same_date = self.last_modified is not None and handler.headers.get("If-Modified-Since") == self.last_modified
        status = 304 if same_tag or same_date else self.status
        handler.send_response(status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        if self.etag:
            handler.send_header("ETag", self.etag)
        if self.last_modified:
            handler.send_header("Last-Modified", self.last_modified)
        if status != 304:
            handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        if status != 304:
            handler.wfile.write(self.body)


class _Quiet(ThreadingHTTPServer):
    """Says nothing about clients that go away, which is their right."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Server:
    """Paths with their behaviour, and what was asked: `hits` holds path and headers of each request in order."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Behaviour] = {}
        self.hits: list[tuple[str, Mapping[str, str]]] = []
        self.busiest = 0
        self._busy = 0
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = LONGEST_SECONDS

            def do_GET(self) -> None:
                server._answer(self)

            def log_message(self, *args: object) -> None:
                """Silence."""

        self._http = _Quiet((host, 0), Handler)
        self._http.daemon_threads = True
        self.address = f"http://{host}:{self._http.server_port}"

    def url(self, path: str) -> str:
        """The URL of `path`."""
        return self.address + path

    def paths(self) -> list[str]:
        """The paths asked so far."""
        return [path for path, _ in self.hits]

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        """Serves until the block ends."""
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.socket.close()
            thread.join(LONGEST_SECONDS)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.hits.append((handler.path, dict(handler.headers.items())))
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        behave = self.pages.get(handler.path, Reply(b"not here", 404))
        try:
            behave(handler)
        except OSError:
            handler.close_connection = True  # the client went away, which is its right
        finally:
            with self._lock:
                self._busy -= 1


def redirect(location: str, status: int = 302) -> Reply:
    """A redirect to `location`."""
    return Reply(b"", status, {"Location": location})


def gzipped(body: bytes) -> Reply:
    """`body` as an honest gzip answer."""
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip", "Content-Type": "application/xml"})


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Drops the connection with RST instead of an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True
    handler.wfile = handler.rfile = _Nowhere()  # type: ignore[assignment]


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection without a word."""
    handler.close_connection = True


def say_garbage(handler: BaseHTTPRequestHandler) -> None:
    """Answers what is no HTTP."""
    handler.wfile.write(b"220 smtp.example.org ready\r\n\r\n")
    handler.close_connection = True


def break_off(handler: BaseHTTPRequestHandler) -> None:
    """Promises 5,000 bytes and sends 100."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<rss>" + b" " * 95)
    handler.close_connection = True


def break_chunks(handler: BaseHTTPRequestHandler) -> None:
    """Sends a chunk whose length is no number."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"zz\r\nbody\r\n0\r\n\r\n")
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Sends a byte now and then, each in time, the whole never."""
    handler.send_response(200)
    handler.end_headers()
    _drip(handler, b" ")


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Sends its headers byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, b"a")


def say_nothing(handler: BaseHTTPRequestHandler) -> None:
    """Takes the request and keeps silent."""
    time.sleep(LONGEST_SECONDS / 2)
    handler.close_connection = True


def never_end(handler: BaseHTTPRequestHandler) -> None:
    """Sends without end, as fast as it can."""
    handler.send_response(200)
    handler.end_headers()
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        handler.wfile.write(b"<item/>" * 10_000)


def _drip(handler: BaseHTTPRequestHandler, byte: bytes) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        handler.wfile.write(byte)
        handler.wfile.flush()
        time.sleep(0.05)
    handler.close_connection = True


class _Nowhere:
    """What a handler writes to after its connection is gone."""

    closed = True

    def write(self, _: bytes) -> int:
        return 0

    def flush(self) -> None:
        return None

    def close(self) -> None:
        return None
