"""An empty warehouse with the tiny world on top, and a webhook receiver on loopback."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.resolve.world import World, at
from warehouse.connection import Warehouse
from warehouse.migrate import migrate


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("empty")
    migrate(Warehouse(folder / "sitrep.duckdb", folder / "snapshot.duckdb"), at(1))
    return folder / "sitrep.duckdb"


@pytest.fixture
def world(tmp_path: Path, empty_warehouse: Path) -> World:
    warehouse = Warehouse(tmp_path / "sitrep.duckdb", tmp_path / "snapshot.duckdb")
    shutil.copy(empty_warehouse, warehouse.path)
    return World(warehouse)


@dataclass
class Receiver:
    """A webhook on loopback: what came, and what it answers next (status, headers); afterwards 200."""

    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    got: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    body: bytes = b""  # of every answer
    asked: list[str] = field(default_factory=list)  # by GET

    @property
    def keys(self) -> list[str]:
        return [headers.get("Idempotency-Key", "") for headers, _ in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            found.raw.append(raw)
            found.paths.append(self.path)
            found.got.append((dict(self.headers), json.loads(raw)))
            status, headers = found.answers.pop(0) if found.answers else (200, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hook/s3cret"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
