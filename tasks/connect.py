"""Connections that go only where they may, and that end in time whatever the other side does.

    client -> pool -> connect: name -> addresses, each checked -> the checked address itself -> stream with a deadline

The address that was checked is the one that is connected to, so a name server that changes its answer in between gains
nothing. The deadline is the thread's: each request runs in a thread of its own (tasks/ask.py).
"""

from __future__ import annotations

import select
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from functools import cache
from ipaddress import IPv4Address
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


def checked_addresses(host: str, port: int, allow_private: bool) -> list[tuple[int, tuple[Any, ...]]]:
    """Family and address of each answer of the name servers for `host`. Raises FetchRefused, FetchFailed (dns)."""
    literal = literal_address(host)
    if isinstance(literal, IPv4Address):
        found: list[tuple[int, tuple[Any, ...]]] = [(socket.AF_INET, (str(literal), port))]
    else:
        found = _resolved(host, port)
    if not allow_private:
        for _, address in found:
            check_address(journey.url, host, str(address[0]))
    return found


def _resolved(host: str, port: int) -> list[tuple[int, tuple[Any, ...]]]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        message = f"the name {host} has no address ({error}); a later run asks again"
        raise FetchFailed(journey.url, "dns", message) from error
    return [(answer[0], tuple(answer[4])) for answer in answers]


def check_address(asked: str, host: str, text: str) -> None:
    """Raises FetchRefused where the address `text` of `host` is not a public one."""
    address = literal_address(text)
    if address is None or not is_public(address):
        message = f"{host} has the address {text}, which is not public; allow_private_addresses lets it through"
        raise FetchRefused(asked, "private_address", message)


class _Backend(httpcore.NetworkBackend):
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
        for family, address in checked_addresses(host, port, journey.allow_private):
            try:
                return _Stream(_connected(family, address, journey.left(timeout)), address)
            except OSError as error:
                kind = httpcore.ConnectTimeout if isinstance(error, TimeoutError) else httpcore.ConnectError
                failed = kind(str(error))
                failed.__context__ = error  # the cause is forgotten by httpcore's pool, the context is not
        raise failed or httpcore.ConnectError(f"{host} has no address")


def _connected(family: int, address: tuple[Any, ...], timeout: float | None) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection


class _Stream(httpcore.NetworkStream):
    """A socket whose every wait ends at the deadline of the thread that reads or writes."""

    def __init__(self, connection: socket.socket, address: tuple[Any, ...]) -> None:
        self._socket = connection
        self._address = address

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._socket.settimeout(journey.left(timeout))
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:  # an empty send would take a reset away from the read that is to report it
            return
        try:
            self._socket.settimeout(journey.left(timeout))
            self._socket.sendall(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            self._socket.settimeout(journey.left(timeout))
            return _Stream(_tls_context().wrap_socket(self._socket, server_hostname=server_hostname), self._address)
        except TimeoutError as error:
            self.close()
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            self.close()
            raise httpcore.ConnectError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own type
        if info == "server_addr":
            return self._address
        if info == "is_readable":  # what httpcore asks before it uses a kept connection again
            return is_readable(self._socket)
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        return self._socket if info == "socket" else None


@cache
def _tls_context() -> ssl.SSLContext:
    """Made at the first https URL: reading the certificates of the authorities takes a while."""
    context = httpx.create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def is_readable(connection: socket.socket) -> bool:
    """Whether something waits to be read: on a kept connection that is the news that the server closed it."""
    if connection.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


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
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # of no use: see _tls_context
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
