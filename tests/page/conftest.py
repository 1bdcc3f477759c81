"""Published warehouses for the situation page: an empty one, one incident, and a newsroom with all that may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.countries import names
from tasks.draw import DrawCounts, draw_page
from tasks.page.records import Build, Floor
from tasks.resolve import resolve_claims
from tasks.survey import folder_files, prints_of
from tests.bench.paging_worker import fill
from tests.resolve.world import BOMB, DOUMA, HOMS_PROVINCE, OBSERVATORY, STATE_MEDIA, SYRIA, Says, World, at
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Feed, Fetch, Place, Position, Run, Statement, stable_id
from warehouse.snapshot import publish

NOW = at(20)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\x00\x1b[31m\u202e</title></textarea>" + "x" * 10_000
ALEPPO = Place("p-aleppo", "حلب", 36.2, 37.16, "SYR", "Aleppo", "P", 2_000_000, "test")
RIGHT_TO_LEFT = ("المرصد السوري לזכויות", "monitor")
FLOORS = (Floor("claims", "claims.f1", 93.0), Floor("gtd", "killed.positive", 94.5))
Draw = Callable[..., DrawCounts]


def build(days: float = 30, address: str = "") -> Build:
    """A build at noon of 20 June 2012."""
    return Build(NOW, NOW - timedelta(days=days), days, address, 7, names())


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated warehouse file."""
    path = tmp_path_factory.mktemp("page") / "sitrep.duckdb"
    migrate(Warehouse(path, path.with_name("current.duckdb")), at(1))
    return path


@pytest.fixture
def empty(template: Path, tmp_path: Path) -> World:
    """A newsroom that has read nothing."""
    return opened(template, tmp_path)


@pytest.fixture
def one(empty: World) -> World:
    """One incident of four dead."""
    empty.tell("https://a.example/1", at(14), Says(victims="civilian", kind=BOMB))
    resolved(empty, at(14, 13))
    return empty


@pytest.fixture(scope="session")
def many(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of 30,000 incidents, without their own pages: `make bench ONLY=page` draws those too."""
    world = opened(template, tmp_path_factory.mktemp("many"))
    fill(world.warehouse, 30_000, 30_000)
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    out = world.warehouse.path.parent / "page"
    for folder in ("assets", "data"):
        (out / folder).mkdir(parents=True)
    with world.warehouse.reader() as connection:
        of = Build(now, now - timedelta(days=7), 7.0, "", 30_000, names())
        for piece in folder_files(connection, prints_of(connection), of, FLOORS):
            (out / piece.name).write_text(piece.make(), encoding="utf-8")
    return out


@pytest.fixture(scope="session")
def full(template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Everything that a page may show, hostile texts among it."""
    world = opened(template, tmp_path_factory.mktemp("full"))
    furnish(world)
    return world


@pytest.fixture(scope="session")
def drawn(full: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the full newsroom's page."""
    out = tmp_path_factory.mktemp("drawn") / "page"
    draw_page(full.warehouse, build(), out, FLOORS)
    return out


def opened(template: Path, folder: Path) -> World:
    """A newsroom with a copy of the warehouse, published."""
    path = folder / "sitrep.duckdb"
    path.write_bytes(template.read_bytes())
    world = World(Warehouse(path, folder / "current.duckdb"))
    publish(world.warehouse)
    return world


def resolved(world: World, now) -> None:
    """What was told is resolved and published."""
    world.complete(resolved_run := world.run(now))
    resolve_claims(world.warehouse, replace(resolved_run, state="running"))
    publish(world.warehouse)


def furnish(world: World) -> None:
    """Days of news: tolls up and down, contested, retracted, broad and unknown places, hostile and right-to-left words."""
    with world.warehouse.transaction() as connection:
        store.upsert(connection, [ALEPPO])
    world.tell("https://a.example/1", at(14), Says(victims="civilian", kind=BOMB), title="First reports")
    world.tell(
        "https://b.example/1",
        at(14),
        Says(low=9, by=STATE_MEDIA, place=DOUMA, date="2012-06-13", kind="Attack"),
        outlet="b.example",
    )
    world.tell(
        "https://h.example/1",
        at(14),
        Says(harm="injured", low=30, high=None, place=ALEPPO, by=RIGHT_TO_LEFT, date="2012-06-12"),
        outlet="<b>h</b>",
        title=HOSTILE,
    )
    world.tell(
        "https://p.example/1",
        at(14),
        Says(harm="missing", low=12, place=HOMS_PROVINCE, date="2012-06-11"),
        title="Province",
    )
    world.tell(
        "https://q.example/1", at(14), Says(harm="detained", low=40, place=SYRIA, date="2012-06-10"), title="Country"
    )
    world.tell("https://n.example/1", at(14), Says(harm="displaced", low=2_000, place=None, date=None), title="Nowhere")
    world.tell(
        "javascript:alert(3)", at(14), Says(low=3, date="2012-05-30", kind="Attack"), outlet="j.example", title=None
    )
    resolved(world, at(14, 13))
    world.tell("https://a.example/2", at(15), Says(low=6, victims="civilian", kind=BOMB))
    world.tell(
        "https://c.example/2", at(15), Says(low=20, by=("the United Nations", "un"), kind=BOMB), outlet="c.example"
    )
    world.tell(
        "https://b.example/1",
        at(15),
        Says(low=7, by=STATE_MEDIA, place=DOUMA, date="2012-06-13", kind="Attack"),
        outlet="b.example",
    )
    resolved(world, at(15, 13))
    for day, total in ((16, 10_000), (17, 10_400), (18, 10_200)):
        world.tell(
            f"https://s.example/{day}",
            at(day),
            Says(low=total, place=SYRIA, scope="cumulative", period="2011-03", incident=None, date=None),
        )
        world.tell(
            f"https://t.example/{day}",
            at(day),
            Says(
                low=total + 900,
                place=SYRIA,
                scope="cumulative",
                period="2011-03",
                incident=None,
                date=None,
                by=("the United Nations", "un"),
            ),
            outlet="t.example",
        )
    world.tell(
        "https://a.example/3",
        at(18),
        Says(low=6, victims="civilian", by=OBSERVATORY, kind=BOMB),
        Says(harm="injured", low=14, incident=1, kind=BOMB),
    )
    resolved(world, at(18, 13))
    world.tell(
        "https://b.example/3",
        at(20, 8),
        Says(low=8, by=STATE_MEDIA, place=DOUMA, date="2012-06-13", kind="Attack"),
        outlet="b.example",
    )
    resolved(world, at(20, 9))
    _speakers(world)
    publish(world.warehouse)


def _speakers(world: World) -> None:
    version = world.tell(
        "https://w.example/1", at(19), note="China opposes sanctions, Liu Weimin said. ", title="Words"
    )
    article, run = stable_id("https://w.example/1"), world.reader
    rows = [
        Statement("st", version, article, run, "e1", "r", "Liu Weimin", "Liu Weimin", 26, 36, "spokesman", "foreign ministry", "CHN", "said", None, None, "indirect", "China opposes sanctions", 0, 23),
        Position("po1", version, article, run, "e1", "r", "China", "China", "CHN", "oppose", "sanctions", 14, 23, "sanctions", "opposes", 6, 13),
        Position("po2", version, article, run, "e1", "r", "Russia", "Russia", "RUS", "support", "sanctions", 14, 23, "cease-fire", "opposes", 6, 13),
        Run("sick", "monitor", "failed", at(19), at(19, 13), "e1", None, "no space left on <device>"),
        Feed("sick", "https://sick.example/feed", "The Sick Desk", None, "en", "media", "sick", True),
        Fetch("f", "sick", "sick", "feed", "https://sick.example/feed", None, at(19), None, None, "error", None, None, None, None, None, "timeout", "no answer within 30 s"),
    ]  # fmt: skip
    with world.warehouse.transaction() as connection:
        store.upsert(connection, rows)


@pytest.fixture
def draw(tmp_path: Path) -> Iterator[Draw]:
    """`draw(world)` draws into one folder again and again, and says what was written."""
    out = tmp_path / "page"

    def do(world: World, days: float = 30, address: str = "") -> DrawCounts:
        return draw_page(world.warehouse, build(days, address), out, FLOORS)

    do.out = out  # type: ignore[attr-defined]
    return do
