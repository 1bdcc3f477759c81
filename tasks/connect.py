"""Connections that go only where they may, and that end in time whatever the other side does.

    client -> pool -> connect: name -> addresses, each checked -> the checked address itself -> stream with a deadline

The address that was checked is the one that is connected to, so a name server that changes its answer in between gains
nothing. The deadline is the thread's: each request runs in a thread of its own (tasks/ask.py).
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from tasks.errors import FetchFailed, FetchRefused
from tasks.feeds.addresses import is_public, literal_address
from tasks.feeds.limits import FetchLimits

_SOON = 0.001  # seconds: what a passed deadline leaves to a call, because 0 would mean no waiting but also no error


class _Journey(threading.local):
    """The request of this thread: its URL, when it must be over (time.monotonic()), whether it may go anywhere.

    `may_repeat`: it went out on a kept connection that has said nothing yet, so the server may have closed that before.
    """

    url: str = ""
    at: float | None = None
    allow_private: bool = False
    may_repeat: bool = False

    def left(self, timeout: float | None) -> float | None:
        """What a call may wait: `timeout` or what is left, whichever is less."""
        if self.at is None:
            return timeout
        left = max(self.at - time.monotonic(), _SOON)
        return left if timeout is None else min(timeout, left)


journey = _Journey()


def open_client(limits: FetchLimits) -> httpx.Client:
    """A client for one run: no proxy, no cookies of others, no redirects of its own; addresses are checked."""
    return httpx.Client(transport=_Transport(limits), trust_env=False, follow_redirects=False)


def checked_addresses(host: str, port: int, allow_private: bool) -> list[tuple[Any, ...]]:
    """The answers of the name servers for `host`, each of them allowed. Raises FetchRefused, FetchFailed (dns)."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise FetchFailed(
            journey.url, "dns", f"the name {host} has no address ({error}); a later run asks again"
        ) from error
    if not allow_private:
        for answer in found:
            check_address(journey.url, host, str(answer[4][0]))
    return list(found)


def check_address(asked: str, host: str, text: str) -> None:
    """Raises FetchRefused where the address `text` of `host` is not a public one."""
    address = literal_address(text)
    if address is None or not is_public(address):
        message = f"{host} has the address {text}, which is not public; allow_private_addresses lets it through"
        raise FetchRefused(asked, "private_address", message)


class _Backend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first address that answers, of those that the name has and that may be asked."""
        journey.may_repeat = False
        failed: Exception | None = None
        for answer in checked_addresses(host, port, journey.allow_private):
            left = journey.left(timeout)
            try:
                stream = self._plain.connect_tcp(str(answer[4][0]), port, left, local_address, socket_options)
                return _Stream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError(f"{host} has no address")


class _Stream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline of the thread that reads or writes."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, journey.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, journey.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, journey.left(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own type
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - httpcore's stream
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _Transport(httpx.BaseTransport):
    """httpx's request and answer over httpcore's public pool, which takes a backend of ours."""

    def __init__(self, limits: FetchLimits) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=None,  # tasks/ask.py counts: a connection that is given up must not take another's place
            max_keepalive_connections=limits.connections,
            keepalive_expiry=5.0,
            network_backend=_Backend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            status_code=answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()
