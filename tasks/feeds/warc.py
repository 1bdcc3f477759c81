"""Raw answers as WARC 1.1 (ISO 28500:2017) and back, by warcio, on streams that are handed in.

Bodies are kept unpacked, so the headers that told how they were packed are kept under other names (X-Original-...).
Fields that WARC has no word for (kind, the URL asked for) are extension fields of the record, as section 5.19 allows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.errors import FeedError
from tasks.text.urls import is_web
from warehouse.records import Document

_KIND, _ASKED = "Sitrep-Kind", "Sitrep-Asked-URI"
_PACKING = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_REASONS = {200: "OK"}
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a WARC file. `kind` is Sitrep's own word for it, None in files of others."""

    url: str
    final_url: str
    kind: str | None
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime

    @property
    def content_type(self) -> str | None:
        """The Content-Type of the answer."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no usable answer, and why."""

    url: str
    reason: str


class WarcFile:
    """Writes documents as compressed response records behind one warcinfo record."""

    def __init__(self, out: IO[bytes], software: str, now: datetime) -> None:
        self._writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        info = {"software": software, "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
        record = self._writer.create_warcinfo_record("sitrep.warc.gz", info)
        record.rec_headers.replace_header("WARC-Date", _date(now))
        self._writer.write_record(record)

    def write(self, document: Document) -> None:
        """Appends one response."""
        status = document.status or 200
        line = f"{status} {_REASONS.get(status, '')}".strip()
        http = StatusAndHeaders(line, _headers(document), protocol="HTTP/1.1")
        fields = {"WARC-Date": _date(document.fetched_at), _KIND: document.kind, _ASKED: document.url}
        record = self._writer.create_warc_record(
            document.final_url, "response", payload=BytesIO(document.body), http_headers=http, warc_headers_dict=fields
        )
        self._writer.write_record(record)


def read_warc(stream: IO[bytes], name: str, max_body_bytes: int) -> Iterator[Capture | Skipped]:
    """The answers of a WARC (or ARC) file, packed or not. Raises FeedError where the file is none or breaks off."""
    try:
        for record in ArchiveIterator(stream, arc2warc=True):
            if record.rec_type == "response" and record.http_headers is not None:
                yield _capture(record, max_body_bytes)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        raise FeedError(name, "not_warc", f"not readable as WARC ({error}); what came before was taken") from error


def _capture(record: object, max_body_bytes: int) -> Capture | Skipped:
    fields, http = record.rec_headers, record.http_headers  # type: ignore[attr-defined]  # warcio has no types
    final_url = (fields.get_header("WARC-Target-URI") or "").strip("<>")
    if not is_web(final_url):
        return Skipped(final_url, "its address is not http or https")
    body = _body(record, max_body_bytes)
    if body is None:
        return Skipped(final_url, f"its body passes the limit of {max_body_bytes} bytes")
    try:
        status, fetched_at = int(http.get_statuscode()), _moment(fields.get_header("WARC-Date"))
    except (ValueError, TypeError):
        return Skipped(final_url, "its status or WARC-Date cannot be read")
    headers = tuple((str(name), str(value)) for name, value in http.headers)
    asked = fields.get_header(_ASKED) or final_url
    return Capture(asked, final_url, fields.get_header(_KIND), status, headers, body, fetched_at)


def _body(record: object, limit: int) -> bytes | None:
    """The unpacked body, None where it is too long: it is read in pieces, because it may be a bomb."""
    stream, found = record.content_stream(), bytearray()  # type: ignore[attr-defined]
    while piece := stream.read(_CHUNK):
        found += piece
        if len(found) > limit:
            return None
    return bytes(found)


def _headers(document: Document) -> list[tuple[str, str]]:
    kept = json.loads(document.headers) if document.headers else []
    found = [
        (f"X-Original-{name}" if name.lower() in _PACKING else name, value)
        for name, value in kept
        if "\n" not in value and "\r" not in value
    ]
    if not kept and document.content_type:
        found.append(("Content-Type", document.content_type))
    return [*found, ("Content-Length", str(len(document.body)))]


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
