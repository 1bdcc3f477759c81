"""The news site of `make chaos` and `make bench ONLY=operate`: bombings in towns, whose tolls rise step by step."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOWNS = ("Homs", "Mosul", "Kandahar", "Karachi", "Mogadishu", "Maiduguri", "Donetsk", "Sanaa", "Tripoli", "Kabul")
TEXT = (
    "<p>A car bomb killed at least {killed} people and wounded {injured} others in {town} on {day}, police said.</p>"
    "<p>Shops along the main street were closed in the hours after the explosion, and traffic stood still until noon.</p>"
    "<p>The mayor asked people to stay at home, and thanked the firemen who had worked through the night.</p>"
)
PAGE = (
    "<html lang='en'><head><title>{title}</title><meta property='article:published_time' content='{at}'></head><body>"
    "<nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{text}</article></body></html>"
)
FIRST_DAY = datetime.fromisoformat("2012-06-14T06:00:00+00:00")


@dataclass
class NewsSite:
    """`feeds` feeds; at step n each lists a story a town of the steps so far. `trouble`: how often a request fails."""

    feeds: int = 1
    towns: int = 6
    step: int = 0
    trouble: float = 0.0
    polls_a_step: int = 0  # where not 0, the news goes a step on after so many polls of the first feed
    polls: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    received: Counter[str] = field(default_factory=Counter)  # idempotency keys of the webhook
    base: str = ""

    def polled(self, number: int) -> None:
        """Time goes on with the polls of the first feed."""
        self.polls += number == 0
        if self.polls_a_step:
            self.step = self.polls // self.polls_a_step

    def feed(self, number: int) -> bytes:
        """The newest 30 stories of one feed."""
        stories = [(step, town) for step in range(self.step + 1) for town in range(self.towns)][-30:]
        items = "".join(
            f"<item><guid isPermaLink='false'>{number}-{step}-{town}</guid><title>Bomb in {TOWNS[town]}</title>"
            f"<link>{self.base}/story/{number}/{step}/{town}</link>"
            f"<pubDate>{format_datetime(self._at(step))}</pubDate></item>"
            for step, town in stories
        )
        return (
            f"<?xml version='1.0'?><rss version='2.0'><channel><title>{number}</title>{items}</channel></rss>".encode()
        )

    def story(self, number: int, step: int, town: int) -> bytes:
        """One page. Feeds tell of different days, so that no two of them tell of one bomb."""
        day = FIRST_DAY - timedelta(days=1 + 40 * number)
        killed, injured = 4 + town + step, 11 + 2 * town + step
        text = TEXT.format(killed=killed, injured=injured, town=TOWNS[town], day=f"{day:%B} {day.day}, {day.year}")
        return PAGE.format(title=f"Bomb in {TOWNS[town]}", text=text, at=self._at(step).isoformat()).encode()

    def _at(self, step: int) -> datetime:
        return FIRST_DAY + timedelta(hours=step)


@contextmanager
def open_site(site: NewsSite) -> Iterator[str]:
    """Serve it on loopback; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if site.chance.random() < site.trouble:
                self._fail()
                return
            kind, *rest = self.path.strip("/").split("/")
            if kind == "feed":
                site.polled(int(rest[0]))
                self._answer(200, site.feed(int(rest[0])), "application/rss+xml")
            elif kind == "story":
                self._answer(200, site.story(*map(int, rest)), "text/html; charset=utf-8")
            else:
                self._answer(404, b"none", "text/plain")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            if site.chance.random() < site.trouble:
                self._answer(503, b"{}", "application/json")
                return
            site.received[body["idempotency_key"]] += 1
            self._answer(200, b"{}", "application/json")

        def _fail(self) -> None:
            if site.chance.random() < 0.5:
                self._answer(site.chance.choice((500, 502, 503)), b"", "text/plain")
            else:
                self.close_connection = True  # without a word

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Silence."""

        def handle(self) -> None:
            with suppress(ConnectionError):  # the client was killed
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield site.base
    finally:
        server.shutdown()
        server.server_close()
