"""Obeying robots.txt: asked for once a day and server, before its first request, by the thread that comes first."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus

import httpx

from tasks.ask import Question, ask
from tasks.errors import FetchError, FetchFailed, FetchRefused, FetchTooLarge
from tasks.feeds.conditional import request_headers
from tasks.feeds.limits import FetchLimits
from tasks.feeds.robots import MOST_BYTES, Rules, is_fresh, text_of
from tasks.text.urls import host_of, origin_of
from warehouse.records import Robots, Run

_ENOUGH_REDIRECTS = 5  # RFC 9309 section 2.3.1.2


class Obedience:
    """The robots.txt of every server that a run meets. `rows` are those that were asked for, to be committed."""

    def __init__(self, client: httpx.Client, run: Run, limits: FetchLimits, known: Iterable[Robots]) -> None:
        self._client = client
        self._run = run
        self._limits = replace(limits, max_body_bytes=MOST_BYTES, max_redirects=_ENOUGH_REDIRECTS)
        self._known = {row.origin: row for row in known}
        self._rules: dict[str, Rules | FetchError] = {}
        self._delays: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self.rows: list[Robots] = []

    def guard(self, url: str) -> None:
        """Raises FetchRefused where robots.txt forbids `url`, FetchFailed where the server cannot be reached."""
        rules = self._of(origin_of(url))
        if isinstance(rules, FetchError):
            raise type(rules)(url, rules.error_class, f"robots.txt comes first, but {rules}")
        if not rules.allow(url):
            text = "robots.txt of the server forbids it; take the feed out, or ask the publisher"
            raise FetchRefused(url, "robots", text)

    def gap(self, host: str) -> float:
        """Seconds between two requests to `host`: our own least gap, or the server's Crawl-delay."""
        return max(self._limits.host_gap_seconds, self._delays.get(host, 0.0))

    def _of(self, origin: str) -> Rules | FetchError:
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            if origin not in self._rules:
                found = self._read(origin)
                self._rules[origin] = found
                if isinstance(found, Rules) and found.delay_seconds:
                    self._delays[host_of(origin)] = found.delay_seconds
            return self._rules[origin]

    def _read(self, origin: str) -> Rules | FetchError:
        row = self._known.get(origin)
        if row is None or not is_fresh(row.fetched_at, self._run.started_at):
            asked = self._ask(origin)
            if isinstance(asked, Robots):
                row = asked
                self.rows.append(asked)
            elif row is None:  # else what the server said before holds on (section 2.4)
                return asked
        return Rules(row.body, self._limits.user_agent)

    def _ask(self, origin: str) -> Robots | FetchError:
        """The server's word. Unreachable or 5xx is a no (section 2.3.1.4), 4xx a yes to everything (2.3.1.3)."""
        url = f"{origin}/robots.txt"
        row = Robots(origin, self._run.run_id, self._run.started_at, HTTPStatus.OK, None)
        try:
            answer = ask(self._client, Question(url, request_headers("robots", self._limits)), self._limits)
        except FetchTooLarge as error:
            if error.error_class == "timeout":
                return FetchFailed(url, "timeout", "it did not come in time; a later run asks again")
            return row  # no rules in half a megabyte or behind six redirects: none
        except FetchRefused as error:
            return FetchRefused(url, error.error_class, str(error))
        except FetchError as error:
            return error
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return FetchRefused(url, "robots", f"the server answered {answer.status}; a later run asks again")
        is_text = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
        return replace(row, status=answer.status, body=text_of(answer.body) if is_text else None)
