"""Silences: a user's word that some changes send no alert for a while. What they silence is never told later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tasks.errors import SilenceRefused
from warehouse import predicates, queries, store
from warehouse.connection import Warehouse
from warehouse.records import Run, Silence, stable_id


def make_silence(
    warehouse: Warehouse, now: datetime, predicate: str, until: datetime, note: str | None = None
) -> Silence:
    """Silence the changes that `predicate` takes until then. Raises SilenceRefused where it is no condition."""
    if reason := predicates.refusal(predicate):
        raise SilenceRefused(f"the condition of the silence {reason}")
    # a row of its own in `runs`, without the lock of a run: a silence must not wait for one
    run = Run(stable_id("silences", now.isoformat()), "silences", "completed", now, now, "", None, None)
    made = Silence(stable_id("silence", predicate, now.isoformat()), predicate, note, run.run_id, now, until)
    with warehouse.transaction() as connection:
        store.insert(connection, [run, made])
    return made


def end_silence(warehouse: Warehouse, now: datetime, start: str) -> Silence | None:
    """End the one silence in effect whose id begins with `start`; None where there is none, or more than one."""
    with warehouse.transaction() as connection:
        active = queries.records(connection, Silence, "silences_active", now=now)
        found = [silence for silence in active if start and silence.silence_id.startswith(start)]
        if len(found) != 1:
            return None
        ended = replace(found[0], expires_at=now)
        store.upsert(connection, [ended])
    return ended
