"""The demo's news site: sample pages and feed on loopback with ETags (RFC 9110), and a webhook that remembers."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CONTENT_TYPES = {".xml": "application/rss+xml; charset=utf-8"}
MAX_ALERT_BYTES = 1_000_000


@dataclass
class Site:
    """What is served now (path -> body) and what was asked for and received."""

    pages: dict[str, bytes] = field(default_factory=dict)
    answers: list[tuple[str, int]] = field(default_factory=list)
    alerts: list[dict[str, Any]] = field(default_factory=list)


class SiteServer(ThreadingHTTPServer):
    """A server that carries its site."""

    daemon_threads = True

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = site

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet about a client that went away; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # socketserver's own types

    @property
    def base(self) -> str:
        """The address of the site, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SiteServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        body = self.server.site.pages.get(path)
        if body is None:
            self._answer(path, 404, b"not found", {})
            return
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(path, 304, b"", {"ETag": etag})
            return
        kind = next((kind for end, kind in CONTENT_TYPES.items() if path.endswith(end)), "text/html; charset=utf-8")
        self._answer(path, 200, body, {"ETag": etag, "Content-Type": kind})

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length", "0")), MAX_ALERT_BYTES)
        self.server.site.alerts.append(json.loads(self.rfile.read(length)))
        self._answer(self.path, 200, b"{}", {"Content-Type": "application/json"})

    def _answer(self, path: str, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.server.site.answers.append((path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:  # noqa: PLR2004  # RFC 9110, 15.4.5: no content, so no length either
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        return


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """Serve `site` on a free loopback port; gives its address."""
    server = SiteServer(site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.base
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
