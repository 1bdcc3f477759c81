"""What `make bench ONLY=alerts` measures, in a process of its own (alerts.py starts it): prints one JSON object.

python tests/bench/alerts_worker.py truth SEED | kills SEED KILLS | latency SEED | drain COUNT
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import ledger
from bad_receiver import BadReceiver
from newsroom import version_id
from world import Article, World, world

from tasks.alert import raise_alerts
from tasks.alerts.outbox import Patience
from tasks.alerts.rules import Channel, Rule
from tasks.deliver import deliver_alerts
from tasks.resolve import resolve_claims
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.migrate import migrate
from warehouse.records import Alert, Delivery, Extraction, Run, stable_id

ARTICLES, RERUNS = 2_000, 3
RULES = (Rule("all", channels=("hook",)),)
MOVES = {"new_incident", "toll_up", "toll_down", "retracted"}
GRADES = {"contested", "confirmed"}
State = dict[tuple[str, str], tuple[int | None, int | None, int | None]]


def cycles(made: World) -> list[list[tuple[Article, int]]]:
    """The texts of each day, a cycle for each edit of a page, with the number of the version."""
    found: list[list[tuple[Article, int]]] = []
    numbers: Counter[str] = Counter()
    day, urls = None, set()
    for article in made.articles:
        if article.at.date() != day or article.url in urls:
            found.append([])
            day, urls = article.at.date(), set()
        numbers[article.url] += 1
        urls.add(article.url)
        found[-1].append((article, numbers[article.url]))
    return found


class Desk:
    """A warehouse that lives through a world, cycle by cycle, with a webhook."""

    def __init__(self, folder: Path, made: World, url: str | None = None) -> None:
        self.house = Warehouse(folder / "sitrep.duckdb", folder / "snapshot.duckdb")
        self.made, self.cycles = made, cycles(made)
        self.channels = [Channel("hook", "webhook", url=url, timeout_seconds=0.3)] if url else []

    def migrate(self) -> None:
        migrate(self.house, self.cycles[0][0][0].at)

    def publish(self, listed: Sequence[tuple[Article, int]], run: Run, *, again: bool = False) -> None:
        """Write texts with their claims, as one run reads them."""
        known = [row for article, number in listed for row in ledger._article(self.made, article, number, run.run_id)]
        with self.house.transaction() as connection:
            store.upsert(connection, [run])
            # a page that is asked again shows its newest text, not that of the day
            store.insert(connection, known) if again else store.upsert(connection, known)

    def cycle(self, number: int, name: str = "run", later: timedelta = timedelta()) -> Run:
        """One cycle of the world; what is known already changes nothing."""
        listed = self.cycles[number]
        now = listed[-1][0].at + timedelta(minutes=15) + later
        run = Run(stable_id(name, number), "monitor", "running", now, None, ledger.ENGINE, None, None)
        self.publish(listed, run, again=name != "run")
        resolve_claims(self.house, run)
        raise_alerts(self.house, run, RULES)
        if self.channels:
            deliver_alerts(self.house, run, self.channels, patience=Patience(100, 1))
        with self.house.transaction() as connection:
            store.upsert(connection, [replace(run, state="completed", finished_at=now)])
        return run

    def rows(self, sql: str, *parameters: object) -> list[tuple]:
        with self.house.transaction() as connection:
            return connection.execute(sql, list(parameters)).fetchall()

    def state(self) -> tuple[State, dict[str, str]]:
        """What is known: the tolls, and the grades of incidents."""
        tolls = self.rows("SELECT incident_id, harm, low, best, high FROM current_tolls")
        grades = self.rows("SELECT incident_id, evidence_grade FROM incidents")
        return {(one, harm): (low, best, high) for one, harm, low, best, high in tolls}, dict(grades)

    def alert_ids(self) -> set[str]:
        return {row[0] for row in self.rows("SELECT alert_id FROM alerts WHERE kind <> 'pipeline_failed'")}


def shown(toll: tuple[int | None, int | None, int | None] | None) -> object:
    """The number that people are told."""
    return toll and (toll[1] if toll[1] is not None else (toll[0], toll[2]))


def differences(before: tuple[State, dict[str, str]], after: tuple[State, dict[str, str]]) -> tuple[set, set]:
    """Two states of knowledge compared, apart from revisions and views: tolls that moved, incidents with a new grade."""
    moved = {key for key, toll in after[0].items() if shown(before[0].get(key)) != shown(toll)}
    graded = {
        incident
        for incident, grade in after[1].items()
        if incident in before[1] and grade in GRADES and before[1][incident] != grade
    }
    return moved, graded


def truth(seed: int) -> dict[str, float]:
    """Each cycle's alerts against the difference of what was known before and after it."""
    made = world(seed, ARTICLES)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), made)
        desk.migrate()
        counts: Counter[str] = Counter()
        before = desk.state()
        for number in range(len(desk.cycles)):
            run = desk.cycle(number)
            after = desk.state()
            counts += _judged(desk, run, before, after)
            before = after
        first = desk.alert_ids()
        for again in range(RERUNS):
            for number in range(len(desk.cycles)):
                desk.cycle(number, f"rerun{again}", timedelta(days=400 * (again + 1)))
        rerun = len(desk.alert_ids() - first)
        _upgrade(desk)
        upgraded = len(desk.alert_ids() - first) - rerun
    with tempfile.TemporaryDirectory() as folder:
        scratch = Desk(Path(folder), made)
        scratch.migrate()
        for number in range(len(scratch.cycles)):
            scratch.cycle(number)
        other = len(scratch.alert_ids() ^ first)
    return {
        "articles": len(made.articles),
        "changes": counts["changes"],
        "missed": counts["missed"],
        "repeated": counts["repeated"],
        "unfounded": counts["unfounded"],
        "sent_by_three_reruns": rerun,
        "sent_by_an_upgrade": upgraded,
        "other_from_scratch": other,
    }


def _judged(desk: Desk, run: Run, before: tuple, after: tuple) -> Counter[str]:
    """changes, missed, repeated and unfounded of one cycle."""
    moved, graded = differences(before, after)
    told: Counter[tuple[str, str]] = Counter()
    by_grade: Counter[str] = Counter()
    sql = "SELECT kind, incident_id, payload FROM alerts WHERE run_id = ? AND incident_id IS NOT NULL"
    for kind, incident, payload in desk.rows(sql, run.run_id):
        if kind in MOVES:
            told.update((incident, toll["harm"]) for toll in json.loads(payload)["tolls"])
        else:
            by_grade[incident] += 1
    incidents_told = {incident for incident, _ in told}
    wanted_grades = {one for one in graded if one not in incidents_told}
    return Counter(
        changes=len(moved) + len(wanted_grades),
        missed=len(moved - told.keys()) + len(wanted_grades - by_grade.keys()),
        repeated=sum(n - 1 for n in told.values()) + sum(n - 1 for n in by_grade.values()),
        unfounded=len(told.keys() - moved) + len(by_grade.keys() - graded),
    )


def _upgrade(desk: Desk) -> None:
    """A newer engine reads every text anew, finds the same, and a run follows."""
    now = desk.cycles[-1][-1][0].at + timedelta(days=2_000)
    run = Run("upgrade", "monitor", "running", now, None, "newer", None, None)
    rows: list = [run]
    for article in {article.url: article for article in desk.made.articles}.values():
        version = version_id(article)
        found = [row for row in ledger._article(desk.made, article, 1, "upgrade") if hasattr(row, "engine_version")]
        for row in found:
            key = next(iter(row.__dataclass_fields__))
            fresh = replace(row, **{key: stable_id("newer", getattr(row, key)), "engine_version": "newer"})
            if isinstance(fresh, Extraction):
                fresh = replace(fresh, extracted_at=now, version_id=version)
            if getattr(fresh, "event_id", None) and key != "event_id":
                fresh = replace(fresh, event_id=stable_id("newer", fresh.event_id))
            rows.append(fresh)
    with desk.house.transaction() as connection:
        store.upsert(connection, rows)
    resolve_claims(desk.house, run)
    raise_alerts(desk.house, run, RULES)


def kills(seed: int, count: int) -> dict[str, float]:
    """The same world calmly, and with a receiver that fails at random while the process is killed again and again."""
    made, chance = world(seed, ARTICLES), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, BadReceiver(seed).running() as receiver:
        (Path(folder) / "calm").mkdir()
        (Path(folder) / "wild").mkdir()
        _in_child(lambda: _calm(Path(folder) / "calm", made))
        wanted = set((Path(folder) / "calm" / "alerts").read_text(encoding="utf-8").split())
        wild = Path(folder) / "wild"
        _in_child(lambda: Desk(wild, made).migrate())
        done = 0
        while done < count:
            done += _killed(lambda: _live(wild, made, receiver.url, count), chance.uniform(0.05, 1.0))
        _in_child(lambda: _live(wild, made, receiver.url, 0, to_the_end=True))
        got, bodies = receiver.accepted(), receiver.bodies()
        failures = receiver.failures_percent()
    got = {key: number for key, number in got.items() if key in wanted or not bodies[key][1]}
    return {
        "kills": done,
        "failures_percent": failures,
        "lost": len(wanted - got.keys()),
        "unfounded": len(got.keys() - wanted),
        "duplicates": sum(number - 1 for number in got.values()),
        "keys_of_several": sum(len(found[0]) > 1 for found in bodies.values()),
    }


def _calm(folder: Path, made: World) -> None:
    desk = Desk(folder, made)
    desk.migrate()
    for number in range(len(desk.cycles)):
        desk.cycle(number)
    (folder / "alerts").write_text("\n".join(sorted(desk.alert_ids())), encoding="utf-8")


def _live(folder: Path, made: World, url: str, kills: int, *, to_the_end: bool = False) -> None:
    """Go on from where the last process was killed; with kills to come, not faster than they come."""
    desk = Desk(folder, made, url)
    done = {row[0] for row in desk.rows("SELECT run_id FROM runs WHERE state = 'completed'")}
    for number in range(len(desk.cycles)):
        if stable_id("run", number) not in done:
            desk.cycle(number)
    last = desk.cycles[-1][-1][0].at
    for again in range(200 if to_the_end else 50):
        now = last + timedelta(hours=7 * (again + 1))
        run = Run(stable_id("last", again), "monitor", "running", now, None, ledger.ENGINE, None, None)
        with desk.house.transaction() as connection:
            store.upsert(connection, [run])
        deliver_alerts(desk.house, run, desk.channels, patience=Patience(100, 1))
        if not desk.rows("SELECT 1 FROM deliveries WHERE state = 'pending' LIMIT 1"):
            break


def _in_child(work: object) -> None:
    """In a forked process: this one never opens DuckDB, which does not survive a fork."""
    if code := os.waitpid(_fork(work), 0)[1]:
        raise SystemExit(f"a child ended with {code}")


def _killed(work: object, seconds: float) -> int:
    """1 where it was killed after these seconds, 0 where it had ended."""
    child = _fork(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return int(os.WIFSIGNALED(os.waitpid(child, 0)[1]))


def _fork(work: object) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()  # type: ignore[operator]
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, the parent hears of it by the code
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def latency(seed: int) -> dict[str, float]:
    """Seconds from the commit of a new claim to the webhook, in a warehouse that has lived through a world."""
    made = world(seed, ARTICLES)
    with tempfile.TemporaryDirectory() as folder, BadReceiver(0, failing=0.0).running() as receiver:
        desk = Desk(Path(folder), made, receiver.url)
        desk.migrate()
        everything = [one for cycle in desk.cycles for one in cycle]
        now = everything[-1][0].at
        past = Run("past", "monitor", "completed", now, now, ledger.ENGINE, None, None)
        desk.publish(everything, past)
        resolve_claims(desk.house, past)
        raise_alerts(desk.house, past, RULES)
        with desk.house.transaction() as connection:
            connection.execute("UPDATE deliveries SET state = 'delivered', delivered_at = next_attempt_at")
        return {"seconds": min(_seconds(desk, receiver, number) for number in range(3))}


def _seconds(desk: Desk, receiver: BadReceiver, number: int) -> float:
    known = next(article for article in reversed(desk.made.articles) if article.told)
    told = replace(known.told[0], kind="un", killed=900 + number, hedged=False)
    shift = len(f"Late {number}. ")
    late = replace(
        known,
        url=f"{known.url}-late{number}",
        at=known.at + timedelta(hours=30 + number),
        text=f"Late {number}. {known.text}",
        told=(told,),
        mentions=(
            replace(known.mentions[0], start=known.mentions[0].start + shift, end=known.mentions[0].end + shift),
        ),
    )
    run = Run(f"late{number}", "monitor", "running", late.at, None, ledger.ENGINE, None, None)
    desk.publish([(late, 1)], run)
    already = sum(receiver.accepted().values())
    started = time.perf_counter()
    resolve_claims(desk.house, run)
    raise_alerts(desk.house, run, RULES)
    deliver_alerts(desk.house, run, desk.channels)
    spent = time.perf_counter() - started
    if sum(receiver.accepted().values()) <= already:
        raise SystemExit("the new claim sent no alert")
    return spent


def drain(count: int) -> dict[str, float]:
    """Many pending alerts: how many arrive, and how much the process grows after the first tenth."""
    with tempfile.TemporaryDirectory() as folder, BadReceiver(0, failing=0.0).running() as receiver:
        house = Warehouse(Path(folder) / "sitrep.duckdb", Path(folder) / "snapshot.duckdb")
        now = datetime.fromisoformat("2014-03-03T12:00:00+00:00")
        migrate(house, now)
        run = Run("run", "monitor", "running", now, None, "e", None, None)
        with house.transaction() as connection:
            store.insert(connection, [run, *_waiting(count, now)])
        sizes: list[int] = []
        receiver.every(count // 10, lambda: sizes.append(_resident()))
        channel = Channel("hook", "webhook", url=receiver.url, timeout_seconds=5)
        found = deliver_alerts(house, run, [channel])
        sizes.append(_resident())
    return {"delivered": found.delivered, "growth_megabytes": max(0.0, (sizes[-1] - sizes[0]) / 1e6)}


def _waiting(count: int, now: datetime) -> Iterator[Alert | Delivery]:
    for number in range(count):
        key = stable_id("alert", number)
        row = {"alert_id": key, "idempotency_key": key, "title": "x" * 200, "text": "y" * 2_000}
        yield Alert(key, "run", "toll_up", "all", "notice", None, None, row["title"], row["text"], json.dumps(row), now)
        yield Delivery(stable_id(key, "hook"), key, "hook", "pending", 0, now, None, None, "all", "en", None, key)


def _resident() -> int:
    """Bytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    work = {
        "truth": lambda seed: truth(int(seed)),
        "kills": lambda seed, count: kills(int(seed), int(count)),
        "latency": lambda seed: latency(int(seed)),
        "drain": lambda count: drain(int(count)),
    }
    print(json.dumps(work[sys.argv[1]](*sys.argv[2:])))
