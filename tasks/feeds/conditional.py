"""What to ask a server and what its answer means: conditional GET (RFC 9110 section 13) and a hash of the body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from tasks.feeds.limits import FetchLimits

_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.8, */*;q=0.1",
    "robots": "text/plain, */*;q=0.1",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
}
_LONGEST_WAIT = timedelta(days=7)  # Retry-After of 88 hours was seen; a longer one is a mistake of the server
_LAST_SUCCESS = 299


@dataclass(frozen=True, slots=True)
class LastFetch:
    """What the last good answer for a URL left behind; all None where there was none."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


NOTHING = LastFetch()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means. `outcome`: new, unchanged, not_modified, error; `error_class` only with error."""

    outcome: str
    error_class: str | None = None


def request_headers(kind: str, limits: FetchLimits, last: LastFetch = NOTHING) -> dict[str, str]:
    """The headers of a GET for a `feed`, `page` or `robots`; conditional where `last` has a validator (RFC 9110, 13.1).

    Only gzip and deflate are accepted: they are what can be unpacked within a bound on memory.
    """
    contact = f" (+{limits.contact})" if limits.contact else ""
    headers = {
        "User-Agent": _printable(limits.user_agent + contact),
        "Accept": _ACCEPT[kind],
        "Accept-Encoding": "gzip, deflate",
    }
    if last.body_sha256 and last.etag:
        headers["If-None-Match"] = _printable(last.etag)
    if last.body_sha256 and last.last_modified:
        headers["If-Modified-Since"] = _printable(last.last_modified)
    return headers


def judge_answer(status: int, body_sha256: str | None, last: LastFetch) -> Verdict:
    """What status `status` and the hash of its body mean after `last`."""
    if status == HTTPStatus.NOT_MODIFIED and last.body_sha256 is not None:
        return Verdict("not_modified")
    if not HTTPStatus.OK <= status <= _LAST_SUCCESS:
        return Verdict("error", f"http_{status}")
    return Verdict("unchanged" if body_sha256 == last.body_sha256 else "new")


def retry_after(status: int | None, value: str | None, now: datetime) -> datetime | None:
    """When the server lets us come back after an error (RFC 9110 section 10.2.3): seconds or an HTTP date."""
    if status is None or status < HTTPStatus.BAD_REQUEST or not value:
        return None
    text = value.strip()
    try:
        if text.isascii() and text.isdigit():
            wait = timedelta(seconds=min(int(text[:12]), _LONGEST_WAIT.total_seconds()))
        else:
            wait = parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return None
    return now + min(wait, _LONGEST_WAIT) if wait > timedelta(0) else None


def _printable(value: str) -> str:
    """A header value is one line of Latin-1; what a server once sent must not break our next request."""
    return "".join(character for character in value if " " <= character <= "ÿ" and character != "\x7f").strip()
