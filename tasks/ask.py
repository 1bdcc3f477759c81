"""Asking servers over HTTP: one request with every hop checked, or many with hosts kept apart. An error is a value.

    ask_all -> Turns (at most two a host) -> one thread a request -> ask -> hop -> hop -> Answer or FetchError

Every wait on a socket ends at the request's deadline (tasks/connect.py); a thread that outlives it all the same (a
resolver that hangs) is given up and replaced.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from queue import Empty, SimpleQueue

import httpx

from tasks.causes import error_class, message
from tasks.connect import check_address, journey
from tasks.errors import FetchError, FetchFailed, FetchRefused, FetchTooLarge
from tasks.feeds.inflate import Inflater
from tasks.feeds.limits import FetchLimits
from tasks.feeds.turns import Turns
from tasks.text.urls import absolute_url, host_of, is_web

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_GRACE_SECONDS = 1.0  # after the deadline a thread may still notice by itself, with a better message
_REPEATS = 3  # kept connections that may all be closed; after them comes a new one
Guard = Callable[[str], None]  # raises FetchError where a URL must not be asked


@dataclass(frozen=True, slots=True)
class Question:
    """One URL to ask with these headers."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the last hop answered. `body` is unpacked, and read with a status of success only; names are lower-cased.

    `raw_headers` are the headers as they came; `permanent_url` is where 301 and 308 alone lead from the start.
    """

    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    raw_headers: tuple[tuple[str, str], ...] = ()
    permanent_url: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its one end. Seconds are counted from the start of `ask_all`."""

    question: Question
    result: Answer | FetchError
    started_seconds: float
    elapsed_seconds: float


def ask(client: httpx.Client, question: Question, limits: FetchLimits, guard: Guard | None = None) -> Answer:
    """Asks once, following redirects; `guard` sees each URL first. Raises FetchRefused, FetchFailed, FetchTooLarge."""
    until = time.monotonic() + limits.timeout_seconds
    url, permanent, only_permanent = question.url, None, True
    for _ in range(limits.max_redirects + 1):
        if not is_web(url):
            raise FetchRefused(question.url, "scheme", f"{url} is not http or https; only those are fetched")
        if guard is not None:
            begun = time.monotonic()
            guard(url)
            until += time.monotonic() - begun  # robots.txt has a deadline of its own
        journey.url, journey.at, journey.allow_private = question.url, until, limits.allow_private_addresses
        try:
            answer = _patient_hop(client, url, question, limits, permanent)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            raise FetchFailed(question.url, error_class(error), message(error, url)) from error
        except Exception as error:
            if isinstance(error, FetchError) or error_class(error) == "other":
                raise
            raise _named(question.url, error, url, limits) from error
        if answer.status not in _REDIRECTS:
            return answer
        target = _redirected(question.url, url, answer.headers.get("location", ""))
        only_permanent = only_permanent and answer.status in _FOR_GOOD and not _downgrades(url, target)
        url, permanent = target, target if only_permanent else permanent
    raise FetchTooLarge(question.url, "redirects", f"more than {limits.max_redirects} redirects, the last to {url}")


def ask_all(
    client: httpx.Client,
    questions: Iterable[Question],
    limits: FetchLimits,
    leaves_host: Callable[[Asked], bool] = lambda _: False,
    guard: Guard | None = None,
    gap: Callable[[str], float] | None = None,
) -> Iterator[Asked]:
    """Asks each question once, in parallel, and yields each end as it comes; nothing that a server does stops it.

    Where `leaves_host` says so of an end, what still waits for that host is dropped and has no end in this run. `gap`
    tells the least seconds between two requests to a host.
    """
    turns: Turns[Question] = Turns(limits.connections_per_host, gap or (lambda _: limits.host_gap_seconds))
    for question in questions:
        turns.add(host_of(question.url), question)
    begun = time.monotonic()
    pool = _Pool(client, limits, guard)
    live: dict[int, tuple[str, Question, float]] = {}  # number of the request -> host, question, start
    count = 0
    try:
        while turns or live:
            while len(live) < limits.connections and (turn := turns.take(time.monotonic())):
                count += 1
                live[count] = (*turn, time.monotonic())
                pool.start(count, turn[1], len(live))
            pause = turns.wait(time.monotonic()) if len(live) < limits.connections else None
            for number, result in _next_ends(pool, live, limits, pause):
                host, question, start = live.pop(number)
                now = time.monotonic()
                asked = Asked(question, result, start - begun, now - start)
                turns.done(host)
                if leaves_host(asked):
                    turns.drop(host)
                yield asked
    finally:
        pool.close()


class _Pool:
    """Threads that ask, each one question after another. One that is given up is replaced by a new one."""

    def __init__(self, client: httpx.Client, limits: FetchLimits, guard: Guard | None) -> None:
        self._how = (client, limits, guard)
        self._jobs: SimpleQueue[tuple[int, Question] | None] = SimpleQueue()
        self.ends: SimpleQueue[tuple[int, Answer | FetchError]] = SimpleQueue()
        self._threads = 0

    def start(self, number: int, question: Question, wanted: int) -> None:
        """Has `question` asked; `wanted` threads are needed by now."""
        self._jobs.put((number, question))
        while self._threads < wanted:
            self._threads += 1
            threading.Thread(target=self._work, daemon=True).start()

    def give_up(self) -> None:
        """One thread is lost: it takes no part any more, even where it comes back."""
        self._threads -= 1

    def close(self) -> None:
        """Lets the threads end."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _work(self) -> None:
        client, limits, guard = self._how
        while (job := self._jobs.get()) is not None:
            number, question = job
            try:
                self.ends.put((number, ask(client, question, limits, guard)))
            except FetchError as error:
                self.ends.put((number, error))
            except Exception as error:  # noqa: BLE001 - every request has one terminal row, whatever breaks
                self.ends.put((number, FetchFailed(question.url, "other", f"unexpected {error!r}; please report this")))


def _next_ends(
    pool: _Pool,
    live: Mapping[int, tuple[str, Question, float]],
    limits: FetchLimits,
    pause: float | None,
) -> Iterator[tuple[int, Answer | FetchError]]:
    """The next end of a live thread, the ends of those that are overdue, or none within `pause` seconds."""
    patience = limits.timeout_seconds * 2 + _GRACE_SECONDS  # robots.txt and the URL itself have a deadline each
    oldest = min((start for _, _, start in live.values()), default=time.monotonic() + patience)
    longest = max(0.0, oldest + patience - time.monotonic())
    try:
        number, result = pool.ends.get(timeout=longest if pause is None else min(pause, longest))
    except Empty:
        overdue = [number for number, (_, _, start) in live.items() if start + patience <= time.monotonic()]
        for number in overdue:
            pool.give_up()
            yield number, _late(live[number][1].url, limits)
        return
    if number in live:  # else it comes after it was given up
        yield number, result


def _patient_hop(
    client: httpx.Client, url: str, question: Question, limits: FetchLimits, permanent: str | None
) -> Answer:
    """One hop, again where a kept connection turned out to be closed: RFC 9110 section 9.2.2 lets a GET be repeated."""
    for _ in range(_REPEATS):
        journey.may_repeat = True
        try:
            return _hop(client, url, question, limits, permanent)
        except Exception as error:
            if not journey.may_repeat or error_class(error) not in {"protocol", "reset"}:
                raise
    return _hop(client, url, question, limits, permanent)


def _hop(client: httpx.Client, url: str, question: Question, limits: FetchLimits, permanent: str | None) -> Answer:
    left = (journey.at or 0.0) - time.monotonic()
    if left <= 0:
        raise _late(question.url, limits)
    silence = min(left, limits.first_byte_timeout_seconds)
    timeout = httpx.Timeout(silence, connect=min(left, limits.connect_timeout_seconds))
    request = client.build_request("GET", url, headers=dict(question.headers), timeout=timeout)
    request.headers.pop("cookie", None)  # a shared client collects cookies; a feed reader has no business with them
    with closing(client.send(request, stream=True, follow_redirects=False)) as response:
        journey.may_repeat = False
        _check_peer(question.url, response, limits)
        _check_headers(question.url, response, limits)
        is_success = HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES
        body = _body(response, question.url, limits) if is_success else b""
        raw = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)
        return Answer(url, response.status_code, _joined(raw), body, raw, permanent)


def _joined(raw: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Lower-cased name -> values joined by commas (RFC 9110 section 5.3)."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers


def _body(response: httpx.Response, url: str, limits: FetchLimits) -> bytes:
    inflater = Inflater(url, response.headers.get("content-encoding", ""), limits.max_body_bytes)
    try:
        for chunk in response.iter_raw():
            inflater.feed(chunk)
            _check_time(url, limits)
    except Exception as error:
        if error_class(error) == "timeout":
            _check_time(url, limits)
        raise
    return inflater.finish()


def _check_time(url: str, limits: FetchLimits) -> None:
    """Raises FetchTooLarge where bytes still come after the deadline: a body that drips may never end."""
    if time.monotonic() >= (journey.at or 0.0):
        text = f"the body still came after {limits.timeout_seconds:g} s; it was dropped, a later run asks again"
        raise FetchTooLarge(url, "timeout", text)


def _check_headers(asked: str, response: httpx.Response, limits: FetchLimits) -> None:
    size = sum(len(name) + len(value) + 4 for name, value in response.headers.raw)
    if size > limits.max_header_bytes:
        text = f"the headers of {size} bytes pass the limit of {limits.max_header_bytes} bytes; the answer was dropped"
        raise FetchTooLarge(asked, "headers_too_large", text)


def _check_peer(asked: str, response: httpx.Response, limits: FetchLimits) -> None:
    """The address that was really connected to, for clients that do not come from `open_client`."""
    if limits.allow_private_addresses:
        return
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer:
        check_address(asked, response.url.host, str(peer[0]))


def _redirected(asked: str, url: str, location: str) -> str:
    target = absolute_url(url, location)
    if target is None and location.strip():
        raise FetchRefused(asked, "scheme", f"{url} redirects to {location[:200]!r}, which is not http or https")
    if target is None:
        raise FetchFailed(asked, "protocol", f"{url} redirects without saying where")
    return target


def _downgrades(url: str, target: str) -> bool:
    return url.startswith("https:") and target.startswith("http:")


def _named(asked: str, error: Exception, url: str, limits: FetchLimits) -> FetchError:
    word = error_class(error)
    if word == "headers_too_large":
        limit = limits.max_header_bytes
        return FetchTooLarge(asked, word, f"the headers pass the limit of {limit} bytes; the answer was dropped")
    return FetchFailed(asked, word, message(error, url))


def _late(url: str, limits: FetchLimits) -> FetchFailed:
    return FetchFailed(url, "timeout", f"no whole answer within {limits.timeout_seconds:g} s; a later run asks again")
