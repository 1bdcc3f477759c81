"""Asking servers over HTTP: one request with every hop checked, or many with hosts kept apart. An error is a value.

    ask_all -> Turns (at most two a host) -> one thread a request -> ask -> hop -> hop -> Answer or FetchError

A thread that outlives its deadline (a server that drips headers, a resolver that hangs) is given up and replaced.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from queue import Empty, SimpleQueue

import httpx

from tasks.errors import FetchError, FetchFailed, FetchRefused, FetchTooLarge
from tasks.feeds.addresses import is_public, literal_address
from tasks.feeds.inflate import Inflater
from tasks.feeds.limits import FetchLimits
from tasks.feeds.turns import Turns
from tasks.text.urls import absolute_url, host_of, is_web

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GRACE_SECONDS = 1.0  # after the deadline a thread may still notice by itself, with a better message
_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "dns"),
    (ConnectionRefusedError, "refused"),
    (ssl.SSLError, "tls"),
    (ConnectionError, "reset"),
    (TimeoutError, "timeout"),
    (httpx.TimeoutException, "timeout"),
    (httpx.ProtocolError, "protocol"),
    (httpx.DecodingError, "protocol"),
    (httpx.ReadError, "reset"),
    (httpx.WriteError, "reset"),
    (httpx.UnsupportedProtocol, "scheme"),
    (httpx.InvalidURL, "scheme"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One URL to ask with these headers."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the last hop answered. `body` is unpacked, and read with a status of success only; names are lower-cased."""

    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its one end. Seconds are counted from the start of `ask_all`."""

    question: Question
    result: Answer | FetchError
    started_seconds: float
    elapsed_seconds: float


def ask(client: httpx.Client, question: Question, limits: FetchLimits) -> Answer:
    """Asks once, following redirects. Raises FetchRefused, FetchFailed, FetchTooLarge."""
    deadline = time.monotonic() + limits.timeout_seconds
    url = question.url
    for _ in range(limits.max_redirects + 1):
        try:
            answer = _hop(client, url, question, limits, deadline)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            raise FetchFailed(question.url, error_class(error), _message(error, url)) from error
        if answer.status not in _REDIRECTS:
            return answer
        target = answer.headers.get("location", "")
        url = _redirected(question.url, url, target)
    raise FetchTooLarge(question.url, "redirects", f"more than {limits.max_redirects} redirects, the last to {url}")


def ask_all(
    client: httpx.Client,
    questions: Iterable[Question],
    limits: FetchLimits,
    leaves_host: Callable[[Asked], bool] = lambda _: False,
) -> Iterator[Asked]:
    """Asks each question once, in parallel, and yields each end as it comes; nothing that a server does stops it.

    Where `leaves_host` says so of an end, what still waits for that host is dropped and has no end in this run.
    """
    turns: Turns[Question] = Turns()
    for question in questions:
        turns.add(host_of(question.url), question)
    begun = time.monotonic()
    ends: SimpleQueue[tuple[int, Answer | FetchError]] = SimpleQueue()
    live: dict[int, tuple[str, Question, float]] = {}  # number of the thread -> host, question, start
    count = 0
    while turns or live:
        while len(live) < limits.connections and (turn := turns.take()):
            count += 1
            live[count] = (*turn, time.monotonic())
            threading.Thread(target=_worker, args=(client, turn[1], limits, count, ends), daemon=True).start()
        for number, result in _next_ends(ends, live, limits):
            host, question, start = live.pop(number)
            now = time.monotonic()
            asked = Asked(question, result, start - begun, now - start)
            turns.done(host)
            if leaves_host(asked):
                turns.drop(host)
            yield asked


def error_class(error: BaseException) -> str:
    """The stable word for a failure, from the first cause in its chain that is known."""
    link: BaseException | None = error
    chain: list[BaseException] = []
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    for kind, word in _CAUSES:
        if any(isinstance(link, kind) for link in chain):
            return word
    return "other"


def _next_ends(
    ends: SimpleQueue[tuple[int, Answer | FetchError]],
    live: Mapping[int, tuple[str, Question, float]],
    limits: FetchLimits,
) -> Iterator[tuple[int, Answer | FetchError]]:
    """The next end of a live thread, or the ends of those that are overdue."""
    patience = limits.timeout_seconds + _GRACE_SECONDS
    oldest = min(start for _, _, start in live.values())
    try:
        number, result = ends.get(timeout=max(0.0, oldest + patience - time.monotonic()))
    except Empty:
        overdue = [number for number, (_, _, start) in live.items() if start + patience <= time.monotonic()]
        for number in overdue:
            yield number, _late(live[number][1].url, limits)
        return
    if number in live:  # else it comes after it was given up
        yield number, result


def _worker(
    client: httpx.Client,
    question: Question,
    limits: FetchLimits,
    number: int,
    ends: SimpleQueue[tuple[int, Answer | FetchError]],
) -> None:
    try:
        ends.put((number, ask(client, question, limits)))
    except FetchError as error:
        ends.put((number, error))
    except Exception as error:  # noqa: BLE001 - every request has one terminal row, whatever breaks
        ends.put((number, FetchFailed(question.url, "other", f"unexpected {error!r}; please report this")))


def _hop(client: httpx.Client, url: str, question: Question, limits: FetchLimits, deadline: float) -> Answer:
    _check_url(question.url, url, limits)
    left = deadline - time.monotonic()
    if left <= 0:
        raise _late(question.url, limits)
    timeout = httpx.Timeout(left, connect=min(left, limits.connect_timeout_seconds))
    request = client.build_request("GET", url, headers=dict(question.headers), timeout=timeout)
    request.headers.pop("cookie", None)  # a shared client collects cookies; a feed reader has no business with them
    with closing(client.send(request, stream=True, follow_redirects=False)) as response:
        _check_peer(question.url, response, limits)
        is_success = HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES
        body = _body(response, question.url, limits, deadline) if is_success else b""
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(url, response.status_code, headers, body)


def _body(response: httpx.Response, url: str, limits: FetchLimits, deadline: float) -> bytes:
    inflater = Inflater(url, response.headers.get("content-encoding", ""), limits.max_body_bytes)
    for chunk in response.iter_raw():
        inflater.feed(chunk)
        if time.monotonic() > deadline:
            raise _late(url, limits)
    return inflater.finish()


def _redirected(asked: str, url: str, location: str) -> str:
    target = absolute_url(url, location)
    if target is None and location.strip():
        raise FetchRefused(asked, "scheme", f"{url} redirects to {location[:200]!r}, which is not http or https")
    if target is None:
        raise FetchFailed(asked, "protocol", f"{url} redirects without saying where")
    return target


def _check_url(asked: str, url: str, limits: FetchLimits) -> None:
    """Raises FetchRefused where the scheme or any address of the host is not for us (DNS answers included)."""
    if not is_web(url):
        raise FetchRefused(asked, "scheme", f"{url} is not http or https; only those are fetched")
    if limits.allow_private_addresses:
        return
    host = host_of(url)
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise FetchFailed(asked, "dns", f"the name {host} has no address ({error}); a later run asks again") from error
    for answer in found:
        _check_address(asked, host, str(answer[4][0]))


def _check_peer(asked: str, response: httpx.Response, limits: FetchLimits) -> None:
    """The address that was really connected to: a name server may give another answer the second time."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer and not limits.allow_private_addresses:
        _check_address(asked, response.url.host, str(peer[0]))


def _check_address(asked: str, host: str, text: str) -> None:
    address = literal_address(text)
    if address is None or not is_public(address):
        message = f"{host} has the address {text}, which is not public; allow_private_addresses lets it through"
        raise FetchRefused(asked, "private_address", message)


def _late(url: str, limits: FetchLimits) -> FetchFailed:
    return FetchFailed(url, "timeout", f"no whole answer within {limits.timeout_seconds:g} s; a later run asks again")


def _message(error: Exception, url: str) -> str:
    where = f" at {url}" if url else ""
    return f"{type(error).__name__}{where}: {str(error) or 'the connection failed'}; a later run asks again"
