"""A tiny world of articles for resolving and alerting: each claim says who, how many, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from warehouse import store
from warehouse.connection import Warehouse
from warehouse.records import Article, ArticleVersion, Claim, Event, Extraction, Feed, Place, Reading, Run, stable_id

DAMASCUS = Place("p-damascus", "Damascus", 33.51, 36.29, "SYR", "Dimashq", "P", 1_600_000, "test")
DOUMA = Place("p-douma", "Douma", 33.57, 36.40, "SYR", "Rif-dimashq", "P", 100_000, "test")
HOMS = Place("p-homs", "Homs", 34.73, 36.71, "SYR", "Homs", "P", 700_000, "test")
HOMS_PROVINCE = Place("p-homs-a", "Homs Governorate", 34.2, 38.3, "SYR", "Homs", "A", 0, "test")
SYRIA = Place("p-syria", "Syria", 35.0, 38.0, "SYR", None, "A", 0, "test")
PLACES = (DAMASCUS, DOUMA, HOMS, HOMS_PROVINCE, SYRIA)
OBSERVATORY = ("the Syrian Observatory for Human Rights", "monitor")
STATE_MEDIA = ("state media", "state_media")
BOMB = "Remote explosive/landmine/IED"


def at(day: int, hour: int = 12) -> datetime:
    """A moment of June 2012."""
    return datetime(2012, 6, day, hour, tzinfo=UTC)


@dataclass(frozen=True)
class Says:
    """One claim to be told; `by` None is the article's own voice."""

    harm: str = "killed"
    low: int | None = 4
    high: int | None = -1  # -1: as low
    by: tuple[str, str] | None = OBSERVATORY
    place: Place | None = DAMASCUS
    date: str | None = "2012-06-14"
    incident: int | None = 1
    kind: str | None = None  # ACLED sub-event type
    trigger: str = "car bombing"
    actor: str | None = None
    victims: str = "unknown"
    scope: str = "incident"
    factuality: str = "asserted"
    period: str | None = None

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        return self.low, self.low if self.high == -1 else self.high


@dataclass
class World:
    """Articles go in by `tell`; `engine` reads what is told next."""

    warehouse: Warehouse
    engine: str = "e1"
    runs: int = 0
    told: int = 0  # each text is read by a run of its own

    def run(self, now: datetime, state: str = "running") -> Run:
        self.runs += 1
        run = Run(f"run{self.runs}", "monitor", state, now, None, self.engine, None, None)
        with self.warehouse.transaction() as connection:
            store.upsert(connection, [run])
        return run

    @property
    def reader(self) -> str:
        """The run that reads what is told now."""
        return f"reader{self.told}"

    def complete(self, run: Run) -> None:
        with self.warehouse.transaction() as connection:
            connection.execute("UPDATE runs SET state = 'completed' WHERE run_id = ?", [run.run_id])

    def tell(
        self,
        url: str,
        when: datetime,
        *claims: Says,
        outlet: str = "example.org",
        owner: str | None = None,
        wire: str | None = None,
        note: str = "",
        title: str | None = "News of the day",
        seen: datetime | None = None,
    ) -> str:
        """Publish, or edit, the article at `url`, read by the engine; the version id. Same text: read again."""
        self.told += 1
        article_id, text, spans = stable_id(url), note, []
        for says in claims:
            count = str(says.low if says.low is not None else says.bounds[1])
            who = says.by[0] if says.by else "it"
            sentence = f"{who} said {count} people were {says.harm} in a {says.trigger}. "
            spans.append((len(text), len(text) + len(who) + 6, count))
            text += sentence
        digest = sha256(text.encode()).hexdigest()
        version_id = stable_id(article_id, digest)
        rows: list[Any] = [*PLACES]
        with self.warehouse.transaction() as connection:
            number = connection.execute(
                "SELECT count(*) + 1 FROM article_versions WHERE article_id = ?", [article_id]
            ).fetchall()[0][0]
            feed = Feed(f"feed-{outlet}", f"https://{outlet}/feed", outlet, None, "en", "media", owner or outlet, True)
            version = ArticleVersion(
                version_id, article_id, "d", self.reader, number, title, None, text, digest, when, "second", "en",
                wire or version_id, "", seen or when,
            )  # fmt: skip
            reading = Extraction(
                stable_id(version_id, self.engine), version_id, self.reader, self.engine, "extracted", len(claims), 0, 0, 0, 0,
                (seen or when) + timedelta(seconds=int(self.engine[1:])),
            )  # fmt: skip
            rows += [
                feed,
                version,
                reading,
                Reading(f"d{self.told}", self.reader, "new_version", version_id, seen or when),
            ]
            for says, (sentence_start, start, count) in zip(claims, spans, strict=True):
                rows += self._claim(says, version_id, article_id, sentence_start, start, count, text)
            store.upsert(connection, [Article(article_id, url, outlet, feed.feed_id, None, when, version_id)])
            store.insert(connection, rows)
        return version_id

    def _claim(
        self, says: Says, version: str, article: str, sentence: int, start: int, count: str, text: str
    ) -> list[Any]:
        claim_id = stable_id(version, self.engine, "claim", says.harm, start, start + len(count), 0)
        place, by = says.place, says.by
        broad = {"p-syria": "country", "p-homs-a": "province"}
        where: tuple[Any, ...] = (None,) * 7
        if place:
            precision = broad.get(place.place_id, "exact")
            where = (
                place.name, place.name, place.place_id, precision, place.latitude, place.longitude, place.country
            )  # fmt: skip
        end = text.index(". ", sentence) + 1
        event_id = f"event-{claim_id}" if says.kind else None
        rows: list[Any] = []
        if event_id:
            begin = text.index(says.trigger, sentence)
            rows.append(
                Event(
                    event_id, version, article, self.reader, self.engine, "rule", "ASSAULT", "explosives",
                    "Explosions/Remote violence", says.kind, None, None, says.actor, says.actor, None, None,
                    "asserted", *where, says.date, says.trigger, begin, begin + len(says.trigger),
                )
            )  # fmt: skip
        rows.append(
            Claim(
                claim_id, version, article, self.reader, self.engine, "rule", 0.9, says.harm, count, start, start + len(count),
                *says.bounds, "exact", "people", says.victims, says.scope, says.period, by and by[0], by and by[0],
                by and by[1], None, None, says.factuality, *where, says.date, says.incident, event_id, sentence, end,
            )
        )  # fmt: skip
        return rows

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        with self.warehouse.transaction() as connection:
            return connection.execute(sql, list(parameters)).fetchall()

    def tolls(self, harm: str = "killed") -> list[tuple[int | None, int | None, int | None]]:
        """(low, best, high) now, by incident in the order of opening."""
        return self.rows(
            "SELECT low, best, high FROM current_tolls JOIN incidents USING (incident_id) WHERE harm = ? "
            "ORDER BY opened_at, incident_id",
            harm,
        )

    def revisions(self) -> list[tuple[str, int | None, int | None, str, str]]:
        return self.rows(
            "SELECT harm, old_best, new_best, direction, reason FROM toll_revisions ORDER BY revised_at, harm"
        )
