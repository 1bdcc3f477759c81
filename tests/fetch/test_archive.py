"""Raw bytes: out as WARC 1.1 and back, and dropped when they are old."""

from __future__ import annotations

import contextlib
import gzip
import io
from datetime import timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.archive import drop_old_bodies, export_warc, import_warc
from tasks.errors import FeedError
from tests.newsroom import NOON, STORY, Newsroom, empty_warehouse, page, rss
from tests.servers import Reply, gzipped
from warehouse.connection import Warehouse

ITEM = "<guid>urn:bridge</guid><title>Bridge reopens</title><link>/bridge</link>"
KEPT = "select document_id, kind, url, final_url, content_type, fetched_at, body_sha256, body_bytes, status from documents order by 1"


@pytest.fixture
def full(newsroom: Newsroom) -> Newsroom:
    newsroom.server.pages |= {
        "/feed": gzipped(rss(ITEM)),
        "/bridge": Reply(page(*STORY), headers={"Content-Type": "text/html", "X-Odd": "ö \t,;"}),
    }
    newsroom.add_feed("/feed")
    newsroom.cycle()
    return newsroom


def exported(newsroom: Newsroom) -> bytes:
    out = io.BytesIO()
    export_warc(newsroom.warehouse, out, "sitrep/test", NOON, None)
    return out.getvalue()


def test_raw_answers_keep_their_headers(full: Newsroom) -> None:
    row = full.one("select status, headers from documents where kind = 'page'")
    assert row["status"] == 200
    assert '["X-Odd"' in row["headers"]


def test_what_is_exported_is_warc_1_1_with_a_digest_for_each_answer(full: Newsroom) -> None:
    records = []
    for record in ArchiveIterator(io.BytesIO(exported(full)), check_digests="raise"):
        body = record.content_stream().read()
        records.append((record.rec_type, record.rec_headers.protocol, body, record.http_headers))
    assert [record[:2] for record in records] == [
        ("warcinfo", "WARC/1.1"),
        ("response", "WARC/1.1"),
        ("response", "WARC/1.1"),
    ]
    _, feed, bridge = records
    assert feed[2] == rss(ITEM)
    assert feed[3].get_header("X-Original-Content-Encoding") == "gzip"
    assert bridge[2] == page(*STORY)


def test_what_was_exported_comes_back_the_same_and_can_be_replayed(full: Newsroom, tmp_path) -> None:
    other = Newsroom(Warehouse(empty_warehouse(tmp_path), tmp_path / "s.duckdb"), full.server, full.client)
    other.add_feed("/feed")
    counts = import_warc(other.warehouse, io.BytesIO(exported(full)), "x.warc.gz", other.run, other.limits)
    assert (counts.documents, counts.entries, counts.skipped) == (2, 1, 0)
    assert other.rows(KEPT) == full.rows(KEPT)
    other.normalise()
    assert other.one("select text from article_versions") == full.one("select text from article_versions")
    again = import_warc(other.warehouse, io.BytesIO(exported(full)), "x.warc.gz", other.run, other.limits)
    assert (again.documents, again.already) == (0, 2)


def foreign(*bodies: tuple[str, str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, status, body in bodies:
        http = StatusAndHeaders(
            status, [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(gzip.compress(body)), http_headers=http)
        )
        writer.write_record(writer.create_warc_record(url, "request", payload=io.BytesIO(b"GET / HTTP/1.0\r\n\r\n")))
    return out.getvalue()


def test_a_file_of_others_is_read_bombs_and_odd_records_are_passed_over(newsroom: Newsroom) -> None:
    body = foreign(
        ("http://example.org/bridge?utm_source=x", "200 OK", page(*STORY)),
        ("http://example.org/gone", "404 Not Found", b"gone"),
        ("http://example.org/bomb", "200 OK", b"\0" * 5_000_000),
        ("dns:example.org", "200 OK", b"1.2.3.4"),
        ("http://example.org/rss", "200 OK", rss(ITEM)),
    )
    counts = import_warc(newsroom.warehouse, io.BytesIO(body), "x.warc", newsroom.run, newsroom.limits)
    assert (counts.documents, counts.skipped) == (2, 2)
    kinds = {(row["kind"], row["url"]) for row in newsroom.rows("select kind, url from documents")}
    assert kinds == {("page", "http://example.org/bridge"), ("feed", "http://example.org/rss")}
    assert newsroom.one("select subject from quarantine") == {"subject": "http://example.org/bomb"}


@pytest.mark.parametrize("cut", [0.3, 0.7])
def test_a_file_that_breaks_off_says_so_and_keeps_what_came_before(full: Newsroom, tmp_path, cut: float) -> None:
    other = Newsroom(Warehouse(empty_warehouse(tmp_path), tmp_path / "s.duckdb"), full.server, full.client)
    body = exported(full)
    with contextlib.suppress(FeedError):
        import_warc(other.warehouse, io.BytesIO(body[: int(len(body) * cut)]), "x.warc.gz", other.run, other.limits)
    assert len(other.rows("select * from documents")) <= 2


@pytest.mark.parametrize("body", [b"", b"plain words", b"\x1f\x8bnot gzip at all", b"WARC/1.1\r\nbroken"])
def test_what_is_no_warc_imports_nothing(newsroom: Newsroom, body: bytes) -> None:
    with contextlib.suppress(FeedError):
        import_warc(newsroom.warehouse, io.BytesIO(body), "x.warc", newsroom.run, newsroom.limits)
    assert newsroom.rows("select * from documents") == []


def test_old_bytes_that_were_read_are_dropped_and_texts_stay(full: Newsroom) -> None:
    assert drop_old_bodies(full.warehouse, full.run.started_at + timedelta(days=9), 0) == 0
    assert drop_old_bodies(full.warehouse, full.run.started_at + timedelta(days=9), 30) == 0
    assert drop_old_bodies(full.warehouse, full.run.started_at + timedelta(days=31), 30) == 2
    assert drop_old_bodies(full.warehouse, full.run.started_at + timedelta(days=32), 30) == 0
    assert full.one("select text from article_versions")["text"] == "\n".join(STORY)
    assert {row["kept"] for row in full.rows("select dropped_at is null as kept from documents")} == {False}
    full.next_run(timedelta(days=33))
    full.server.pages["/feed"] = Reply(b"", 304)
    assert (full.fetch().pages, full.normalise().documents) == (0, 0)


def test_bytes_that_nobody_read_yet_are_kept(newsroom: Newsroom) -> None:
    newsroom.server.pages |= {"/feed": Reply(rss(ITEM)), "/bridge": Reply(page(*STORY))}
    newsroom.add_feed("/feed")
    newsroom.poll()
    newsroom.fetch()
    drop_old_bodies(newsroom.warehouse, newsroom.run.started_at + timedelta(days=400), 1)
    assert newsroom.normalise().versions == 1
