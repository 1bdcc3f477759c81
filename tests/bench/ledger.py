"""A world written into a warehouse as claims that are already read, for sizes at which extraction would take hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from zlib import crc32

from newsroom import version_id
from world import TEMPLATES, Article, Told, World

from warehouse import records, store
from warehouse.connection import Warehouse
from warehouse.records import ArticleVersion, Claim, Event, Extraction, Feed, Place, Record, Run, stable_id

ENGINE = "bench"
_SUB_EVENTS = {
    "car bombing": "Remote explosive/landmine/IED",
    "suicide bombing": "Suicide bomb",
    "shooting": "Attack",
    "air strike": "Air/drone strike",
    "mortar attack": "Shelling/artillery/missile attack",
}
_NEIGHBOURS = {far: near for region in TEMPLATES["town"] for near, far in region["near"]}


def place_of(town: str, country: str) -> Place:
    """A town at a spot of its own; a neighbour lies a quarter of a degree from its city."""
    spot = crc32(_NEIGHBOURS.get(town, town).encode())
    latitude, longitude = spot % 100 - 50 + (0.25 if town in _NEIGHBOURS else 0.0), spot // 100 % 300 - 150
    return Place(f"town:{town}", town, latitude, float(longitude), _code(country), town[:3], "P", 100_000, "bench")


def _code(country: str) -> str:
    return country.removeprefix("the ")[:3].upper()


def write(house: Warehouse, world: World, now: datetime, run: str = "bench") -> int:
    """Write all texts with their claims as one run read them, nothing resolved; the number of claims."""
    rows = list(_rows(world, now, run))
    with house.transaction() as connection:
        store.upsert(connection, rows)
    return sum(isinstance(row, Claim) for row in rows)


def _rows(world: World, now: datetime, run: str) -> Iterator[Record]:
    yield Run(run, "monitor", "completed", now, now, ENGINE, None, None)
    numbers: dict[str, int] = {}
    for article in world.articles:
        numbers[article.url] = numbers.get(article.url, 0) + 1
        yield from _article(world, article, numbers[article.url], run)


def _article(world: World, article: Article, number: int, run: str) -> Iterator[Record]:
    article_id, version, outlet = stable_id(article.url), version_id(article), article.outlet
    digest = sha256(article.text.encode()).hexdigest()
    yield Feed(stable_id(outlet), f"https://{outlet}/feed", outlet, None, "en", "media", outlet, enabled=True)
    yield records.Article(article_id, article.url, outlet, stable_id(outlet), None, article.at, version)
    yield ArticleVersion(
        version, article_id, "document", run, number, article.title, None, article.text, digest, article.at, "second",
        "en", stable_id(article.text), "", article.at,
    )  # fmt: skip
    yield Extraction(
        stable_id(version, ENGINE), version, run, ENGINE, "extracted", len(article.told), 0, 0, 0, 0, article.at
    )
    for order, (mention, told) in enumerate(zip(article.mentions, article.told, strict=True), start=1):
        yield from _claim(world, article, told, (mention.start, mention.end), order, run)


def _claim(world: World, article: Article, told: Told, span: tuple[int, int], order: int, run: str) -> Iterator[Record]:
    one, version, article_id = world.happenings[told.incident], version_id(article), stable_id(article.url)
    place, day, event_id = place_of(one.place, one.country), one.day.isoformat(), stable_id(version, "event", order)
    where: tuple[Any, ...] = (
        place.name, place.name, place.place_id, "exact", place.latitude, place.longitude, place.country
    )  # fmt: skip
    start, end = span
    sub_event = _SUB_EVENTS.get(one.kind["name"])
    yield place
    yield Event(
        event_id, version, article_id, run, ENGINE, "rule", "ASSAULT" if sub_event else "HAZARD", None, None,
        sub_event, None, None if sub_event else one.kind["name"], None, None, None, None, "asserted", *where, day,
        one.kind["name"], start, end,
    )  # fmt: skip
    who = None if told.kind == "media" else f"the {told.kind}"
    yield Claim(
        stable_id(version, "claim", order), version, article_id, run, ENGINE, "rule", 0.9, "killed", str(told.killed),
        start, end, told.killed, told.killed, "exact", "people", "unknown", "incident", None, who, who,
        told.kind if who else None, None, None, "hedged" if told.hedged else "asserted", *where, day, order, event_id,
        start, end,
    )  # fmt: skip
