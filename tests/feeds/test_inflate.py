from __future__ import annotations

import gzip
import zlib

import pytest

from tasks.errors import FetchFailed, FetchTooLarge
from tasks.feeds.inflate import Inflater

BODY = b"The bridge over the Lune was opened to traffic. " * 200


def inflated(packed: bytes, encoding: str, step: int = 7, limit: int = 100_000) -> bytes:
    inflater = Inflater("http://x.example/", encoding, limit)
    for start in range(0, len(packed), step):
        inflater.feed(packed[start : start + step])
    return inflater.finish()


@pytest.mark.parametrize("step", [1, 7, 100_000])
@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("X-GZip", gzip.compress(BODY, mtime=0)),
        ("gzip", gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])),
        ("gzip", gzip.compress(BODY, mtime=0) + b"trailing bytes"),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "two_members", "trailing", "zlib", "raw_deflate"],
)
def test_a_body_comes_out_as_it_went_in(encoding: str, packed: bytes, step: int) -> None:
    assert inflated(packed, encoding, step) == BODY


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    with pytest.raises(FetchTooLarge, match="limit of 100000 bytes"):
        inflated(bomb, "gzip", step=len(bomb))


@pytest.mark.parametrize("packed", [gzip.compress(BODY, mtime=0)[:40], b"no gzip"])
def test_a_broken_packing_is_a_failure(packed: bytes) -> None:
    with pytest.raises(FetchFailed) as error:
        inflated(packed, "gzip")
    assert error.value.error_class == "protocol"


def test_an_encoding_that_was_not_asked_for_is_a_failure() -> None:
    with pytest.raises(FetchFailed, match="br"):
        Inflater("http://x.example/", "br", 10)
