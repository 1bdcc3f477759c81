"""Every way to answer badly that a real server can find: no crash, no hang, nothing lost, one row a fetch."""

from __future__ import annotations

import random
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.connect import _tls_context
from tests.newsroom import Newsroom, rss
from tests.servers import Reply

ITEM = "<guid>urn:bridge</guid><title>Bridge reopens</title><link>/bridge</link>"
GOOD = rss(ITEM)
FEEDS = sorted((Path(__file__).parents[1] / "feeds" / "data").glob("*.xml"))
Talk = Callable[[socket.socket], None]


class RawServer:
    """Says bytes as they are on a loopback port: the HTTP library would mend what must be broken."""

    def __init__(self, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> None:
        self.talks: dict[str, Talk] = {}
        self.context = context
        self.listener = socket.create_server((host, 0))
        self.address = f"http{'s' if context else ''}://{host}:{self.listener.getsockname()[1]}"
        self.stopped = threading.Event()

    @contextmanager
    def running(self) -> Iterator[RawServer]:
        thread = threading.Thread(target=self._serve, daemon=True)
        thread.start()
        yield self
        self.stopped.set()
        self.listener.close()

    def _serve(self) -> None:
        while not self.stopped.is_set():
            with suppress(OSError):
                connection, _ = self.listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), closing(connection):
            connection.settimeout(5)
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            request = connection.recv(65_536)
            path = request.split(b" ")[1].decode("latin-1")
            self.talks.get(path, says(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))(connection)


def says(*pieces: bytes, pause: float = 0.0, reset: bool = False) -> Talk:
    """Sends `pieces`, `pause` seconds apart, and closes, with RST if wanted."""

    def talk(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return talk


def ok(headers: bytes = b"", body: bytes = GOOD) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + body


def repeated(piece: bytes, seconds: float = 4.0, pause: float = 0.0) -> Talk:
    """Sends `piece` again and again."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            connection.sendall(piece)
            time.sleep(pause)

    return talk


LENGTH = b"Content-Length: %d\r\n"
BROKEN: dict[str, tuple[Talk, set[str | None]]] = {
    "no_status_line": (says(b"\r\n\r\n"), {"protocol"}),
    "nothing": (says(), {"protocol"}),
    "reset_at_once": (says(reset=True), {"reset", "protocol"}),
    "half_a_status_line": (says(b"HTTP/1."), {"protocol"}),
    "reset_in_the_status_line": (says(b"HTTP/1.", reset=True), {"reset", "protocol"}),
    "http_0_9": (says(GOOD), {"protocol"}),
    "http_9_9": (says(b"HTTP/9.9 200 OK\r\n\r\n" + GOOD), {None, "protocol"}),
    "status_is_no_number": (says(b"HTTP/1.1 abc OK\r\n\r\n"), {"protocol"}),
    "status_of_four_digits": (says(b"HTTP/1.1 2000 OK\r\n\r\n"), {"protocol"}),
    "status_0": (says(b"HTTP/1.1 000 OK\r\n\r\n"), {"protocol", "http_0"}),
    "status_999": (says(b"HTTP/1.1 999 No\r\n\r\n"), {"http_999", "protocol"}),
    "no_reason": (says(b"HTTP/1.1 200\r\n\r\n" + GOOD), {None}),
    "bare_line_feeds": (says(b"HTTP/1.1 200 OK\nContent-Type: text/xml\n\n" + GOOD), {None, "protocol"}),
    "header_without_colon": (says(ok(b"nonsense\r\n")), {"protocol"}),
    "header_with_nul": (says(ok(b"X: a\0b\r\n")), {"protocol"}),
    "header_in_latin_1": (says(ok(b"X: \xe4\xf6\r\n")), {None}),
    "folded_header": (says(ok(b"X: a\r\n b\r\n")), {None, "protocol"}),
    "header_cut": (says(b"HTTP/1.1 200 OK\r\nContent-Le"), {"protocol"}),
    "length_too_long": (says(ok(LENGTH % (len(GOOD) + 50))), {"protocol"}),
    "length_too_short": (says(ok(LENGTH % (len(GOOD) - 30))), {None}),
    "length_negative": (says(ok(b"Content-Length: -5\r\n")), {"protocol"}),
    "length_is_no_number": (says(ok(b"Content-Length: ten\r\n")), {"protocol"}),
    "length_enormous": (says(ok(b"Content-Length: 99999999999999999999\r\n")), {"protocol"}),
    "two_lengths": (says(ok(b"Content-Length: 5\r\nContent-Length: 9\r\n")), {"protocol"}),
    "chunk_size_is_no_number": (says(ok(b"Transfer-Encoding: chunked\r\n", b"zz\r\nbody\r\n0\r\n\r\n")), {"protocol"}),
    "chunk_negative": (says(ok(b"Transfer-Encoding: chunked\r\n", b"-5\r\nbody\r\n0\r\n\r\n")), {"protocol"}),
    "chunk_cut": (says(ok(b"Transfer-Encoding: chunked\r\n", b"50\r\n<rss>")), {"protocol"}),
    "chunks_without_end": (says(ok(b"Transfer-Encoding: chunked\r\n", b"5\r\n<rss>\r\n")), {"protocol"}),
    "unknown_transfer_coding": (says(ok(b"Transfer-Encoding: banana\r\n")), {"protocol"}),
    "reset_in_the_body": (says(ok(LENGTH % 5000), pause=0.05, reset=True), {"reset", "protocol"}),
    "unknown_content_coding": (says(ok(b"Content-Encoding: br\r\n")), {"protocol"}),
    "gzip_that_is_none": (says(ok(b"Content-Encoding: gzip\r\n")), {"protocol"}),
    "informational_for_ever": (says(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 50), {"protocol"}),
    "early_hints_first": (says(b"HTTP/1.1 103 Early Hints\r\n\r\n" + ok()), {None}),
    "switching_protocols": (says(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), {"protocol", "http_101"}),
    "endless_headers": (repeated(b"a" * 10_000), {"headers_too_large"}),
    "many_headers": (says(ok(b"".join(b"X-%d: y\r\n" % n for n in range(7_000)))), {"headers_too_large"}),
    "dripping_headers": (repeated(b"a", pause=0.05), {"timeout"}),
    "silence": (lambda connection: time.sleep(4), {"timeout"}),
    "silence_in_the_body": (lambda connection: (connection.sendall(ok(LENGTH % 9_000)), time.sleep(4)), {"timeout"}),
    "wrong_charset": (says(ok(b"Content-Type: text/xml; charset=utf-16\r\n")), {None}),
    "unknown_charset": (says(ok(b"Content-Type: text/xml; charset=klingon\r\n")), {None}),
    "charset_that_is_no_text": (says(ok(b"Content-Type: text/xml; charset=zlib\r\n")), {None}),
    "image": (says(ok(b"Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))), {"not_a_feed"}),
    "location_to_itself": (says(b"HTTP/1.1 301 x\r\nLocation: \r\nContent-Length: 0\r\n\r\n"), {"protocol"}),
    "location_is_no_url": (
        says(b"HTTP/1.1 302 x\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n"),
        {"scheme", "protocol"},
    ),
    "location_to_a_script": (
        says(b"HTTP/1.1 302 x\r\nLocation: javascript:1\r\nContent-Length: 0\r\n\r\n"),
        {"scheme"},
    ),
    "location_with_bytes": (says(b"HTTP/1.1 302 x\r\nLocation: /\xff\xfe\r\nContent-Length: 0\r\n\r\n"), None),  # type: ignore[dict-item]
    "cookies": (says(ok(b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 90) for n in range(100)))), {None}),
    "retry_after_nonsense": (says(b"HTTP/1.1 503 x\r\nRetry-After: later\r\nContent-Length: 0\r\n\r\n"), {"http_503"}),
    "etag_with_lies": (says(ok(b'ETag: "\xff\x00'[:8] + b'"\r\n')), None),  # type: ignore[dict-item]
}


def one_row_each(newsroom: Newsroom, feeds: int) -> dict[str, str | None]:
    """That every feed has just one row, an error says what and why, and what they all were."""
    rows = newsroom.rows("select url, outcome, error_class, error_message from fetches")
    assert len(rows) == feeds
    assert max(Counter(row["url"] for row in rows).values()) == 1
    assert all(row["error_class"] and row["error_message"] for row in rows if row["outcome"] == "error")
    assert all("please report" not in (row["error_message"] or "") for row in rows)
    return {row["url"].rpartition("/")[2]: row["error_class"] for row in rows}


@pytest.fixture
def quick(newsroom: Newsroom) -> Newsroom:
    newsroom.limits = replace(newsroom.limits, timeout_seconds=1.5, first_byte_timeout_seconds=0.8, connections=50)
    return newsroom


def test_every_status_from_200_to_599_has_one_row_and_the_good_ones_are_read(quick: Newsroom) -> None:
    with RawServer().running() as server:
        for status in range(200, 600):
            body = b"" if status in {204, 304} else GOOD
            head = b"HTTP/1.1 %d Reason\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
            server.talks[f"/{status}"] = says(head + body)
        quick.add_feeds([f"{server.address}/{status}" for status in range(200, 600)])
        counts = quick.poll()
    found = one_row_each(quick, 400)
    assert counts.feeds == 400
    for status in range(200, 600):
        expected: str | None = f"http_{status}"
        if status < 300:
            expected = "empty" if status == 204 else None
        elif status in {301, 302, 303, 307, 308}:
            expected = "protocol"  # a redirect that does not say where
        assert found[str(status)] == expected, status


def test_every_broken_answer_has_one_row_with_its_class(quick: Newsroom) -> None:
    with RawServer().running() as server:
        for name, (talk, _) in BROKEN.items():
            server.talks[f"/{name}"] = talk
        quick.add_feeds([f"{server.address}/{name}" for name in BROKEN])
        started = time.monotonic()
        quick.poll()
        assert time.monotonic() - started < 60
    found = one_row_each(quick, len(BROKEN))
    wrong = {
        name: found[name] for name, (_, allowed) in BROKEN.items() if allowed is not None and found[name] not in allowed
    }
    assert wrong == {}


def test_broken_tls_has_one_row_a_feed_and_its_class(quick: Newsroom, tmp_path: Path) -> None:
    """A certificate nobody signed, plain HTTP behind https, TLS behind http, a handshake that breaks off."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made = subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], capture_output=True, check=False)
    context = None
    if made.returncode == 0:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    with RawServer().running() as plain, RawServer("127.0.0.2", context).running() as secret:
        plain.talks["/plain"] = says(ok())
        expected = {plain.address.replace("http:", "https:") + "/plain": {"tls"}}
        if context is not None:
            expected[f"{secret.address}/unsigned"] = {"tls"}
            expected[secret.address.replace("https:", "http:") + "/tls"] = {"protocol", "reset"}
        for url in expected:
            quick.add_feed(url)
        quick.poll()
    rows = {row["url"]: row["error_class"] for row in quick.rows("select url, error_class from fetches")}
    assert {url: rows[url] in allowed for url, allowed in expected.items()} == dict.fromkeys(expected, True)


def test_a_certificate_that_an_authority_signed_for_the_host_is_good(
    quick: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=desk"]
    named = ["-addext", "subjectAltName=IP:127.0.0.2", "-keyout", str(key), "-out", str(certificate)]
    made = subprocess.run([*command, *named], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this machine has no openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _tls_context.cache_clear()
    try:
        with (
            RawServer("127.0.0.2", context).running() as named_server,
            RawServer("127.0.0.3", context).running() as other,
        ):
            named_server.talks["/feed"] = other.talks["/feed"] = says(ok(LENGTH % len(GOOD)))
            quick.add_feeds([f"{named_server.address}/feed", f"{other.address}/feed"])
            quick.poll()
    finally:
        _tls_context.cache_clear()
    rows = quick.rows("select error_class from fetches order by url like 'https://127.0.0.3%'")
    assert [row["error_class"] for row in rows] == [None, "tls"], "the same certificate under another name is refused"


def mutated(chance: random.Random) -> bytes:
    """A feed of the golden ones with bytes cut, doubled, swapped, flipped or put in."""
    body = bytearray(chance.choice(FEEDS).read_bytes())
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(body) + 1)
        end = min(len(body), start + chance.choice((1, 2, 9, 80, 700)))
        piece = bytes(body[start:end])
        match chance.randrange(6):
            case 0:
                del body[start:end]
            case 1:
                body[start:start] = piece * chance.choice((1, 3, 40))
            case 2:
                body[start:end] = piece[::-1]
            case 3:
                body[start:end] = chance.randbytes(len(piece))
            case 4:
                body[start:start] = chance.choice(
                    (b"<", b"&", b"]]>", b"<![CDATA[", b"&#0;", b"&#x110000;", b"\0", b"</item>", b"<!--")
                )
            case _:
                body = body[:start]
    return bytes(body)


def test_two_thousand_mutated_feeds_end_in_a_row_each_and_nothing_is_lost(quick: Newsroom) -> None:
    chance = random.Random(5)
    quick.limits = replace(
        quick.limits, obey_robots=False, connections=20, timeout_seconds=20.0, first_byte_timeout_seconds=20.0
    )
    feeds = 2_000
    bodies = {number: mutated(chance) for number in range(feeds)}
    with RawServer().running() as server:
        for number, body in bodies.items():
            server.talks[f"/{number}"] = says(ok(LENGTH % len(body), body))
        quick.add_feeds([f"{server.address}/{number}" for number in range(feeds)])
        counts = quick.poll()
    found = one_row_each(quick, feeds)
    assert counts.feeds == feeds
    assert {word for word in found.values() if word} <= {
        "empty",
        "not_a_feed",
        "html_not_feed",
        "http_304",
        "sitemap_index",
    }
    kept = {row["url"] for row in quick.rows("select url from documents where kind = 'feed'")}
    apart = {row["subject"] for row in quick.rows("select subject from quarantine")}
    assert len(kept | apart) == feeds, "each body is a document or lies in the quarantine"
    assert len(kept) > feeds / 2


BOMB = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9)
) + b"]>" + GOOD.split(b"?>", 1)[1].replace(b"Bridge reopens", b"Bridge &a8; reopens")  # fmt: skip
QUADRATIC = b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 50_000 + b'">]>' + rss("<title>" + "&a;" * 3_000 + "</title>")
XXE = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<title>a &x; b</title><guid>1</guid>")
INDEX = b"<sitemapindex><sitemap><loc>/self</loc></sitemap></sitemapindex>"


def test_bombs_are_bounded_and_lie_in_the_quarantine(quick: Newsroom) -> None:
    quick.limits = replace(quick.limits, max_body_bytes=8_000_000, max_entries_per_feed=200, timeout_seconds=10.0)
    hundred_thousand = rss(*(f"<guid>{number}</guid><title>t</title>" for number in range(100_000)))
    pages = {
        "entities": Reply(BOMB),
        "entities ": Reply(QUADRATIC),
        "entities  ": Reply(XXE),
        "too_many_entries": Reply(hundred_thousand),
        "sitemap_index": Reply(INDEX),
    }
    for name, page in pages.items():
        path = "/" + name.replace(" ", "_")
        quick.server.pages[path] = page
        quick.add_feed(path)
    started = time.monotonic()
    quick.poll()
    assert time.monotonic() - started < 30
    reasons = {
        row["subject"].rpartition("/")[2]: row["reason"] for row in quick.rows("select subject, reason from quarantine")
    }
    assert reasons == {name.replace(" ", "_"): name.strip() for name in pages}
    titles = [row["title"] or "" for row in quick.rows("select title from entries")]
    assert max(map(len, titles)) < 60_000
    assert not any("root:" in title for title in titles)
    assert quick.one("select count(*) as n from entries where title = 't'")["n"] == 200
    assert "/self" not in quick.server.paths()


def test_a_host_that_hangs_delays_no_other(quick: Newsroom) -> None:
    quick.limits = replace(quick.limits, connections=10, timeout_seconds=3.0, first_byte_timeout_seconds=3.0)
    with RawServer("127.0.0.9").running() as hanging:
        for number in range(4):
            hanging.talks[f"/{number}"] = lambda connection: time.sleep(4)
            quick.add_feed(f"{hanging.address}/{number}")
        for number in range(40):
            quick.server.pages[f"/good{number}"] = Reply(GOOD)
        quick.add_feeds([quick.server.url(f"/good{number}") for number in range(40)])
        quick.poll()
    ends = {
        row["outcome"]: row["last"]
        for row in quick.rows(
            "select outcome, max(started_at + to_milliseconds(latency_ms)) as last from fetches group by outcome"
        )
    }
    assert ends["new"] < ends["error"], "all others are done before the second turn of the host that hangs"
