"""A warehouse that reads a world day by day, as runs of the monitor flow would, without the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from world import Article, World

from config.settings import load
from flows.compose import App
from tasks.extract import extract_pending
from tasks.load import load_extracted
from tasks.resolve import resolve_claims
from tasks.text.fingerprint import near_duplicate_group
from warehouse import records, store
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import ArticleVersion, Feed, Run, stable_id

UNLINKED = "unlinked"


def version_id(article: Article) -> str:
    """The id of the version that this text becomes."""
    return stable_id(stable_id(article.url), sha256(article.text.encode()).hexdigest())


def _cycles(world: World) -> Iterator[list[Article]]:
    """The texts of a day, or of the part of it before a page that it holds is edited."""
    for _, articles in groupby(world.articles, key=lambda article: article.at.date()):
        listed: list[Article] = []
        for article in articles:
            if any(article.url == other.url for other in listed):
                yield listed
                listed = []
            listed.append(article)
        yield listed


@dataclass
class Newsroom:
    """One warehouse in `folder`."""

    folder: Path
    app: App = field(init=False)
    house: Warehouse = field(init=False)
    _versions: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.app = App(load(None, {}, self.folder))
        self.house = Warehouse(self.folder / "sitrep.duckdb", self.folder / "snapshot.duckdb")
        migrate(self.house, datetime.now().astimezone())

    def read(self, world: World) -> None:
        """Publish each day's texts, extract, load and resolve them."""
        for number, listed in enumerate(_cycles(world)):
            now = listed[-1].at + timedelta(minutes=15)
            run = Run(
                stable_id("run", number), "monitor", "running", now, None, self.app.extractor.engine_version, None, None
            )
            self._publish(listed, run)
            found = extract_pending(self.house, self.app.extractor, ["en"], run)
            load_extracted(self.house, found, self.app.gazetteer.places, run)
            resolve_claims(self.house, run)

    def _publish(self, articles: Sequence[Article], run: Run) -> None:
        with self.house.transaction() as connection:
            store.upsert(connection, [run])
            rows = [row for article in articles for row in self._rows(article, run)]
            store.upsert(connection, [row for row in rows if isinstance(row, Feed | records.Article)])
            store.insert(connection, [row for row in rows if isinstance(row, ArticleVersion)])

    def _rows(self, article: Article, run: Run) -> Iterator[records.Record]:
        article_id, version = stable_id(article.url), version_id(article)
        self._versions[article_id] += 1
        feed = Feed(
            stable_id(article.outlet), f"https://{article.outlet}/feed", article.outlet, None, "en", "media",
            article.outlet, enabled=True,
        )  # fmt: skip
        yield feed
        yield records.Article(article_id, article.url, article.outlet, feed.feed_id, None, article.at, version)
        yield ArticleVersion(
            version, article_id, "document", run.run_id, self._versions[article_id], article.title, None, article.text,
            sha256(article.text.encode()).hexdigest(), article.at, "second", "en", near_duplicate_group(article.text), "",
            article.at,
        )  # fmt: skip

    def incidents_of(self, world: World) -> tuple[list[int], list[str]]:
        """(true, found) incident of every mention; one that no claim is linked at stands alone."""
        true: list[int] = []
        found: list[str] = []
        spans = self._linked()
        for article in world.articles:
            for mention in article.mentions:
                here = Counter(
                    incident
                    for start, incident in spans.get(version_id(article), ())
                    if mention.start <= start < mention.end
                )
                true.append(mention.incident)
                found.append(here.most_common(1)[0][0] if here else f"{UNLINKED} {len(found)}")
        return true, found

    def _linked(self) -> dict[str, list[tuple[int, str]]]:
        with self.house.transaction() as connection:
            rows = connection.execute(
                "SELECT version_id, char_start, incident_id FROM claims JOIN incident_claims USING (claim_id)"
            ).fetchall()
        spans: dict[str, list[tuple[int, str]]] = {}
        for version, start, incident in rows:
            spans.setdefault(version, []).append((start, incident))
        return spans

    def tolls(self) -> dict[str, int | None]:
        """Incident -> best toll of the killed now."""
        with self.house.transaction() as connection:
            return dict(
                connection.execute("SELECT incident_id, best FROM current_tolls WHERE harm = 'killed'").fetchall()
            )
