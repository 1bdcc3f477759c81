"""Unpacking a body within a bound: a few kilobytes of gzip can hold gigabytes."""

from __future__ import annotations

import zlib

from tasks.errors import FetchFailed, FetchTooLarge

_GZIP_OR_ZLIB = 47  # zlib's window bits: 15, plus 32 to recognise the header
_RAW = -15  # some servers send deflate without its header (RFC 9110 section 8.4.1.2)
_GZIP_MARK = b"\x1f\x8b"


class Inflater:
    """One body, chunk by chunk. Raises FetchTooLarge past `limit` bytes, FetchFailed on broken packing."""

    def __init__(self, url: str, encoding: str, limit: int) -> None:
        self._url = url
        self._limit = limit
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            message = f"Content-Encoding {encoding!r} was not asked for and cannot be unpacked"
            raise FetchFailed(url, "protocol", message)
        self._packed = self._encoding not in {"", "identity"}
        self._zlib = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._body = bytearray()
        self._started = False
        self._rest = b""  # bytes after the end mark

    def feed(self, chunk: bytes) -> None:
        """Takes the next chunk as it came over the wire."""
        self._body += self._unpacked(chunk) if self._packed else chunk
        if len(self._body) > self._limit:
            raise FetchTooLarge(
                self._url, "too_large", f"the body passes the limit of {self._limit} bytes; it was dropped"
            )

    def finish(self) -> bytes:
        """The whole body. Raises FetchFailed where the packed stream ends early."""
        if self._packed and self._started and not self._zlib.eof:
            raise FetchFailed(
                self._url, "protocol", "the compressed body ends before its end mark; a later run asks again"
            )
        return bytes(self._body)

    def _unpacked(self, chunk: bytes) -> bytes:
        if not self._started and self._encoding == "deflate" and chunk and not _has_zlib_header(chunk):
            self._zlib = zlib.decompressobj(_RAW)
        self._started = self._started or bool(chunk)
        out = b""
        try:
            while chunk and len(self._body) + len(out) <= self._limit:
                if self._zlib.eof:
                    chunk = self._next_member(chunk)
                if chunk:
                    out += self._zlib.decompress(chunk, self._limit + 1 - len(self._body) - len(out))
                    chunk = self._zlib.unused_data
        except zlib.error as error:
            raise FetchFailed(self._url, "protocol", f"the body is not {self._encoding}: {error}") from error
        return out

    def _next_member(self, chunk: bytes) -> bytes:
        """`chunk` where it starts a further gzip member (RFC 1952 section 2.2); anything else is dropped."""
        self._rest += chunk
        if not self._rest.startswith(_GZIP_MARK):
            self._rest = self._rest[: len(_GZIP_MARK)]
            return b""
        chunk, self._rest = self._rest, b""
        self._zlib = zlib.decompressobj(_GZIP_OR_ZLIB)
        return chunk


def _has_zlib_header(chunk: bytes) -> bool:
    """RFC 1950 section 2.2: method 8 in the low bits, and the first two bytes a multiple of 31."""
    return chunk.startswith(_GZIP_MARK) or (
        chunk[0] & 0x0F == 8 and (len(chunk) < 2 or (chunk[0] * 256 + chunk[1]) % 31 == 0)  # noqa: PLR2004 - as above
    )
