"""Why a request failed, in a stable word: the first known cause in an exception's chain."""

from __future__ import annotations

import socket
import ssl

import httpcore
import httpx

_TOO_LONG = "Receive buffer too long"  # h11's words for headers past 100 KiB (RFC 6585 section 5)
_CAUSES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (socket.gaierror, "dns"),
    (ConnectionRefusedError, "refused"),
    (ssl.SSLError, "tls"),
    (ConnectionError, "reset"),
    (TimeoutError, "timeout"),
    ((httpx.TimeoutException, httpcore.TimeoutException), "timeout"),
    ((httpx.ProtocolError, httpcore.ProtocolError, httpx.DecodingError), "protocol"),
    ((httpx.ReadError, httpcore.ReadError, httpx.WriteError, httpcore.WriteError), "reset"),
    ((httpx.ConnectError, httpcore.ConnectError), "unreachable"),
    ((httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol, httpx.InvalidURL), "scheme"),
)


def error_class(error: BaseException) -> str:
    """The stable word for a failure; "other" where no cause is known."""
    link: BaseException | None = error
    chain: list[BaseException] = []
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    if any(_TOO_LONG in str(link) for link in chain):
        return "headers_too_large"
    for kind, word in _CAUSES:
        if any(isinstance(link, kind) for link in chain):
            return word
    return "other"


def message(error: Exception, url: str) -> str:
    """What happened, at which hop, and what is done about it."""
    where = f" at {url}" if url else ""
    return f"{type(error).__name__}{where}: {str(error) or 'the connection failed'}; a later run asks again"
