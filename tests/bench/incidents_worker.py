"""What `make bench ONLY=incidents` measures, in a process of its own (incidents.py starts it): prints one JSON object.

python tests/bench/incidents_worker.py quality SEED | scale | resolve FOLDER MOMENT
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import ledger
from membership import b_cubed_f1, pairwise_f1
from newsroom import Newsroom
from world import World, world

from tasks.resolve import resolve_claims
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Run

ARTICLES, SCALE_ARTICLES, SCALE_SEED = 2_000, 82_000, 5
NEW_TEXTS, CYCLE = 5, 20


def quality(seed: int) -> dict[str, float]:
    """A world read sentence by sentence by the real extractor: how well its incidents are told apart, and their tolls."""
    made = world(seed, ARTICLES)
    with tempfile.TemporaryDirectory() as folder:
        room = Newsroom(Path(folder))
        room.read(made)
        true, found = room.incidents_of(made)
        tolls = room.tolls()
        changed = _changed_from_scratch(room.house, made.articles[-1].at + timedelta(hours=1))
    usual = _usual(true, found)
    best = made.best()
    pairs = made.pairs()
    return {
        "articles": len(made.articles),
        "pairwise_f1": pairwise_f1(true, found),
        "b_cubed_f1": b_cubed_f1(true, found),
        "best_toll_exact": sum(tolls.get(usual[number]) == killed for number, killed in best.items()) / len(best),
        "look_alikes_merged": sum(usual[one] == usual[other] for one, other in pairs) / len(pairs),
        "changed_from_scratch": changed,
    }


def _changed_from_scratch(house: Warehouse, now: datetime) -> int:
    """Links (incident, claim) that differ once all that was resolved is deleted and made again at one go."""
    before = _incidents(house)
    with house.transaction() as connection:
        for table in ("incident_claims", "incident_pairs", "toll_revisions", "incidents"):
            connection.execute(f"DELETE FROM {table}")
    _resolved(house, "again", now)
    return len(before ^ _incidents(house))


def _usual(true: Sequence[int], found: Sequence[str]) -> dict[int, str]:
    """True incident -> the one that most of its mentions were put in."""
    votes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for number, incident in zip(true, found, strict=True):
        votes[number][incident] += 1
    return {number: counted.most_common(1)[0][0] for number, counted in votes.items()}


def scale() -> dict[str, float]:
    """100,000 claims resolved at once, then single new texts against them, then everything again from nothing."""
    made = world(SCALE_SEED, SCALE_ARTICLES)
    now = made.articles[-1].at + timedelta(hours=1)
    with tempfile.TemporaryDirectory() as folder:
        house = _house(Path(folder) / "one", now)
        claims = ledger.write(house, made, now)
        alone = [sys.executable, __file__, "resolve", str(house.path.parent), now.isoformat()]
        ended = subprocess.run(alone, check=True, capture_output=True, text=True)
        spent_at_once = json.loads(ended.stdout.splitlines()[-1])
        first = _incidents(house)
        texts = [_late(made, number, now) for number in range(NEW_TEXTS)]
        spent = []
        for number, text in enumerate(texts):
            ledger.write(house, text, now, run=f"late{number}")
            spent.append(_resolved(house, f"new{number}", now))
        for number in range(NEW_TEXTS, NEW_TEXTS + CYCLE):
            ledger.write(house, _late(made, number, now), now, run="cycle")
        cycle = _resolved(house, "cycle", now)
        again = _house(Path(folder) / "two", now)
        ledger.write(again, made, now)
        _resolved(again, "again", now)
        changed = len(first ^ _incidents(again))
        lost = len({incident for incident, _ in first} - {incident for incident, _ in _incidents(house)})
    return {
        "claims": claims,
        **spent_at_once,
        "new_text_of_20_ms": 1_000 * cycle / CYCLE,
        "new_text_alone_ms": 1_000 * min(spent),
        "changed_from_scratch": changed,
        "ids_lost_by_new_texts": lost,
    }


def resolve(folder: str, moment: str) -> dict[str, float]:
    """All that waits in a warehouse, in a process that does nothing else: seconds, and peak memory of the whole process."""
    house = Warehouse(Path(folder) / "sitrep.duckdb", Path(folder) / "snapshot.duckdb")
    return {"seconds": _resolved(house, "first", datetime.fromisoformat(moment)), "megabytes": _peak()}


def _house(folder: Path, now: datetime) -> Warehouse:
    house = Warehouse(folder / "sitrep.duckdb", folder / "snapshot.duckdb")
    migrate(house, now)
    return house


def _resolved(house: Warehouse, name: str, now: datetime) -> float:
    """Seconds of one resolving."""
    run = Run(name, "monitor", "running", now, None, ledger.ENGINE, None, None)
    with house.transaction() as connection:
        store.upsert(connection, [run])
    started = time.perf_counter()
    resolve_claims(house, run)
    return time.perf_counter() - started


def _incidents(house: Warehouse) -> set[tuple[str, str]]:
    """(incident, claim) of every link."""
    with house.transaction() as connection:
        return set(connection.execute("SELECT incident_id, claim_id FROM incident_claims").fetchall())


def _late(made: World, number: int, now: datetime) -> World:
    """One more text about an incident of the last days."""
    known = made.articles[-(number + 2) * 7]
    url = f"{known.url}-late"
    return World(made.happenings, [replace(known, url=url, at=now, text=f"{known.text} Late edition {number}.")])


def _peak() -> float:
    """Largest resident size so far, in MB (getrusage: kilobytes on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


if __name__ == "__main__":
    work = {"quality": lambda seed: quality(int(seed)), "scale": scale, "resolve": resolve}
    print(json.dumps(work[sys.argv[1]](*sys.argv[2:])))
