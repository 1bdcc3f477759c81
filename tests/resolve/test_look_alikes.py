"""Real events that look alike stay apart, and the texts of one event come together: read by the real extractor."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import datetime
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from config.settings import load
from flows.compose import App
from tasks.extract import extract_pending
from tasks.load import load_extracted
from tasks.resolve import resolve_claims
from tasks.text.fingerprint import near_duplicate_group
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Article, ArticleVersion, Feed, Record, Run, stable_id

TEXTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("look_alikes.toml").read_text())["text"]
Told = dict[tuple[str, str], tuple[str, str | None]]
"""(URL, words) -> (event, incident)."""


def read(house: Warehouse, app: App, text: dict[str, Any], number: int) -> None:
    """One text is published, extracted, loaded and resolved, in a run of its own."""
    now: datetime = text["at"]
    outlet = text["url"].split("/")[2]
    run = Run(f"run{number}", "monitor", "running", now, None, app.extractor.engine_version, None, None)
    article_id, digest = stable_id(text["url"]), sha256(text["text"].encode()).hexdigest()
    version_id = stable_id(article_id, digest)
    feed = Feed(stable_id(outlet), f"https://{outlet}/feed", outlet, None, "en", "media", outlet, enabled=True)
    rows: list[Record] = [
        run,
        feed,
        Article(article_id, text["url"], outlet, feed.feed_id, None, now, version_id),
        ArticleVersion(
            version_id, article_id, "document", run.run_id, 1, text["title"], None, text["text"], digest, now, "second",
            "en", near_duplicate_group(text["text"]), "", now,
        ),
    ]  # fmt: skip
    with house.transaction() as connection:
        store.upsert(connection, rows)
    load_extracted(house, extract_pending(house, app.extractor, ["en"], run), app.gazetteer.places, run)
    resolve_claims(house, run)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Every text read, in the order of publication; the incident that each toll came to."""
    folder = tmp_path_factory.mktemp("look-alikes")
    app, house = App(load(None, {}, folder)), Warehouse(folder / "sitrep.duckdb", folder / "snapshot.duckdb")
    migrate(house, TEXTS[0]["at"])
    for number, text in enumerate(sorted(TEXTS, key=lambda text: text["at"])):
        read(house, app, text, number)
    with house.transaction() as connection:
        rows = connection.execute(
            "SELECT canonical_url, char_start, char_end, incident_id FROM claims JOIN articles USING (article_id) "
            "LEFT JOIN incident_claims USING (claim_id) WHERE harm = 'killed' AND scope = 'incident'"
        ).fetchall()
    found: Told = {}
    for text in TEXTS:
        for words, event in text["tells"].items():
            start = text["text"].index(words)
            here = [
                row[3] for row in rows if row[0] == text["url"] and start <= row[1] and row[2] <= start + len(words)
            ]
            found[text["url"], words] = event, here[0] if here else None
    return found


def test_every_text_fits_its_labels() -> None:
    assert all(words in text["text"] for text in TEXTS for words in text["tells"])
    assert len({event for text in TEXTS for event in text["tells"].values()}) == 22


def test_no_incident_holds_two_events(told: Told) -> None:
    events: defaultdict[str, set[str]] = defaultdict(set)
    for event, incident in told.values():
        if incident is not None:
            events[incident].add(event)
    assert [held for held in events.values() if len(held) > 1] == []


def test_texts_of_one_event_come_together(told: Told) -> None:
    """Of the pairs of mentions of one event at least four in five are of one incident: keeping all apart is no way out."""
    pairs = [
        (event, one is not None and one == other)
        for (event, one), (also, other) in combinations(told.values(), 2)
        if event == also
    ]
    assert sum(same for _, same in pairs) >= 0.8 * len(pairs), [event for event, same in pairs if not same]
