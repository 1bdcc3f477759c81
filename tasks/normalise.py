"""Reading documents: raw pages and full texts of feeds become articles and versions, or go to the quarantine.

documents without a reading -> read, outside the lock -> judge against the known versions -> one commit
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tasks.errors import ArticleError, MachineTrouble
from tasks.feeds.records import quarantine_row
from tasks.text.article import ReadArticle, Source, read_entry, read_page
from tasks.text.copies import Copies, KnownText, bands, minhash
from tasks.text.dates import published_at_moment
from tasks.text.urls import host_of
from tasks.text.versions import KnownVersion, judge
from warehouse import queries, store
from warehouse.connection import Warehouse
from warehouse.records import Article, ArticleVersion, Fingerprint, Quarantine, Reading, Run, stable_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COPIED_WITHIN = timedelta(days=14)  # a wire story is printed within days
_BATCH = 100  # documents whose bytes are in memory at a time


@dataclass(frozen=True, slots=True)
class NormaliseCounts:
    """What became of the `documents` that were read; `articles` are new ones, `versions` new texts of any article."""

    documents: int = 0
    articles: int = 0
    versions: int = 0
    same_text: int = 0
    other_source: int = 0
    quarantined: int = 0


@dataclass(slots=True)
class _Shelf:
    """The articles that a run touches, as the warehouse has them and as the run leaves them."""

    by_url: dict[str, str]  # requested URL -> article it gave before
    articles: dict[str, Article]
    versions: dict[str, list[KnownVersion]]
    copies: Copies
    prints: list[Fingerprint] = field(default_factory=list)
    touched: dict[str, Article] = field(default_factory=dict)
    new_versions: list[ArticleVersion] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


def normalise_documents(warehouse: Warehouse, run: Run, limit: int | None = None) -> NormaliseCounts:
    """Reads every pending document once, the `limit` oldest where one is given; a bad page is a quarantine row.

    Raises what the warehouse raises, and MachineTrouble.
    """
    with warehouse.transaction() as connection:
        pending = queries.rows(connection, "normalise_pending", limit=limit, live=run.is_live)
    if not pending:
        return NormaliseCounts()
    read: list[tuple[dict[str, Any], ReadArticle]] = []
    refused: list[tuple[Reading, Quarantine]] = []
    for document, body in _with_bodies(warehouse, pending):
        try:
            read.append((document, _read(document, body)))
        except ArticleError as error:
            refused.append(_refusal(document, body, error, run))
    return _commit(warehouse, read, refused, run)


def _with_bodies(warehouse: Warehouse, pending: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], bytes]]:
    for start in range(0, len(pending), _BATCH):
        batch = pending[start : start + _BATCH]
        with warehouse.transaction() as connection:
            ids = [document["document_id"] for document in batch]
            found = queries.rows(connection, "normalise_bodies", document_ids=ids)
        bodies = {row["document_id"]: row["body"] for row in found}
        yield from ((document, bodies[document["document_id"]]) for document in batch)


def _read(document: dict[str, Any], body: bytes) -> ReadArticle:
    source = Source(
        url=document["url"],
        final_url=document["final_url"],
        content_type=document["content_type"],
        title=document["title"],
        byline=document["byline"],
        published=published_at_moment(document["published_at"]),
        language=document["language"],
    )
    try:
        return read_page(body, source) if document["kind"] == "page" else read_entry(body, source)
    except ArticleError:
        raise
    except OSError as error:  # bytes in memory need no file: this machine is at fault, and the page waits
        raise MachineTrouble(
            f"{source.url}: could not be read, because this machine failed ({error}); make room on its disks "
            "(also where temporary files go), the next run reads it"
        ) from error
    except Exception as error:  # one page that breaks a parser must not break the run
        raise ArticleError(
            source.url, "unreadable", f"reading failed with {error!r}; please report this page"
        ) from error


def _refusal(document: dict[str, Any], body: bytes, error: ArticleError, run: Run) -> tuple[Reading, Quarantine]:
    reading = Reading(document["document_id"], run.run_id, "quarantined", None, run.started_at)
    row = quarantine_row(
        "normalise", document["url"], error.reason, str(error), body, run.run_id, quarantined_at=run.started_at
    )
    return reading, row


def _commit(
    warehouse: Warehouse,
    read: Sequence[tuple[dict[str, Any], ReadArticle]],
    refused: Sequence[tuple[Reading, Quarantine]],
    run: Run,
) -> NormaliseCounts:
    """Judges and writes in one transaction, so that no other run can add a version in between."""
    with warehouse.transaction() as connection:
        shelf = _shelf(connection, read, run)
        new_articles = 0
        for document, article in read:
            before = len(shelf.articles)
            shelf.readings.append(_place(shelf, document, article, run))
            new_articles += len(shelf.articles) - before
        store.upsert(connection, list(shelf.touched.values()))
        store.insert(connection, [*shelf.new_versions, *shelf.prints])
        store.insert(connection, [*shelf.readings, *(reading for reading, _ in refused)])
        store.insert(connection, [row for _, row in refused])
    outcomes = Counter(reading.outcome for reading in shelf.readings)
    return NormaliseCounts(
        documents=len(read) + len(refused),
        articles=new_articles,
        versions=len(shelf.new_versions),
        same_text=outcomes["same_text"],
        other_source=outcomes["other_source"],
        quarantined=len(refused),
    )


def _shelf(connection: DuckDBPyConnection, read: Sequence[tuple[dict[str, Any], ReadArticle]], run: Run) -> _Shelf:
    urls = sorted({document["url"] for document, _ in read})
    by_url = {row["url"]: row["article_id"] for row in queries.rows(connection, "normalise_urls", urls=urls)}
    wanted = {stable_id(article.canonical_url) for _, article in read} | set(by_url.values())
    asked = sorted({band for _, article in read for band in bands(minhash(article.text))})
    since = run.started_at - _COPIED_WITHIN
    alike = queries.rows(connection, "normalise_copies", bands=asked, since=since) if asked else []
    known = (KnownText(row["near_duplicate_group"], row["minhash"], row["text"]) for row in alike)
    shelf = _Shelf(by_url, {}, {}, Copies(known))
    for row in queries.rows(connection, "normalise_versions", article_ids=sorted(wanted)):
        article_id = row["article_id"]
        shelf.articles[article_id] = Article(**{name: row[name] for name in Article.__slots__})
        version = KnownVersion(
            version_id=row["version_id"],
            version_number=row["version_number"],
            fingerprint=row["fingerprint"],
            characters=row["characters"],
            kind=row["kind"],
            is_current=row["version_id"] == row["current_version_id"],
        )
        shelf.versions.setdefault(article_id, []).append(version)
    return shelf


def _place(shelf: _Shelf, document: dict[str, Any], article: ReadArticle, run: Run) -> Reading:
    """Puts one text on the shelf: as a new version, or as one that is known."""
    article_id = shelf.by_url.get(document["url"]) or stable_id(article.canonical_url)
    known = shelf.versions.setdefault(article_id, [])
    verdict = judge(article.fingerprint, len(article.text), document["kind"], known)
    version_id = verdict.version_id
    if verdict.outcome == "new_version":
        group = shelf.copies.group_of(article.text, article.fingerprint)
        version = _version(article_id, verdict.version_number, document, article, run, group)
        version_id = version.version_id
        shelf.new_versions.append(version)
        signature = minhash(article.text)
        shelf.prints.append(Fingerprint(version_id, run.run_id, article.fingerprint, signature, article.agency))
        known.append(
            KnownVersion(
                version_id,
                verdict.version_number,
                article.fingerprint,
                len(article.text),
                document["kind"],
                True,
            )
        )
    shelf.by_url.setdefault(document["url"], article_id)
    if version_id is not None and verdict.becomes_current:
        _move(shelf, article_id, version_id, document, article)
    return Reading(document["document_id"], run.run_id, verdict.outcome, version_id, run.started_at)


def _move(shelf: _Shelf, article_id: str, version_id: str, document: dict[str, Any], article: ReadArticle) -> None:
    """Makes `version_id` the article's current version; the article's other fields stay as first seen."""
    shelf.versions[article_id] = [
        replace(version, is_current=version.version_id == version_id) for version in shelf.versions[article_id]
    ]
    first = Article(
        article_id=article_id,
        canonical_url=article.canonical_url,
        outlet=document["outlet"] or host_of(article.canonical_url) or "unknown",
        feed_id=document["feed_id"],
        entry_id=document["entry_id"],
        first_seen_at=document["first_seen_at"],
        current_version_id=version_id,
    )
    moved = replace(shelf.articles.get(article_id, first), current_version_id=version_id)
    shelf.articles[article_id] = shelf.touched[article_id] = moved


def _version(
    article_id: str, number: int, document: dict[str, Any], article: ReadArticle, run: Run, group: str
) -> ArticleVersion:
    return ArticleVersion(
        version_id=stable_id(article_id, article.text_sha256),
        article_id=article_id,
        document_id=document["document_id"],
        run_id=run.run_id,
        version_number=number,
        title=article.title,
        byline=article.byline,
        text=article.text,
        text_sha256=article.text_sha256,
        published_at=article.published.at,
        published_precision=article.published.precision,
        language=article.language,
        near_duplicate_group=group,
        quality_flags=",".join(article.quality_flags),
        created_at=run.started_at,
    )
