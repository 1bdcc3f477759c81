"""`sitrep serve`: one cycle a slot, whatever the clock, the configuration or a run does."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from flows.compose import compose
from flows.errors import RunBusy, Stopped
from flows.installing import initialise
from flows.scaling import on_cluster
from flows.serving import Service, Stopping
from warehouse.errors import WarehouseUnwritable

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)


class Hours:
    """A clock that goes on while one waits, jumps when told, and a signal that comes at `until`."""

    def __init__(self, until: datetime) -> None:
        self.now, self.until, self.jumps = NOON, until, {}

    def __call__(self) -> bool:
        return self.now >= self.until

    def clock(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.now += timedelta(seconds=seconds * 30)
        for moment in [moment for moment in self.jumps if self.now >= moment]:
            self.now += self.jumps.pop(moment)
        return self()

    def at_stage(self, stage: str) -> None:
        """No signal."""


@pytest.fixture
def service(tmp_path, monkeypatch):
    initialise(tmp_path)
    monkeypatch.setenv("SITREP_CONFIG", str(tmp_path / "config"))
    app = compose(None)

    def made(until: datetime, cycle=lambda hours: None):
        hours = Hours(until)
        one = Service(app, None, hours, None, hours.clock)
        starts = []

        def run(now):
            starts.append(now)
            cycle(hours)
            raise OSError("no cycle in this test")

        one._cycle = run
        return one, hours, starts

    return made


def test_a_cycle_every_quarter_of_an_hour(service):
    one, _, starts = service(NOON + timedelta(hours=2))
    one.run()
    assert starts == [NOON + n * timedelta(minutes=15) for n in range(8)]


def test_a_day_off_is_made_up_by_one_run(service):
    one, hours, starts = service(NOON + timedelta(days=1, hours=1))
    hours.jumps[NOON + timedelta(minutes=1)] = timedelta(days=1)
    one.run()
    assert starts[0] == NOON
    assert len(starts) == 1 + 1 + 3  # the first, one for the day, and those of the hour that is left


def test_a_run_longer_than_the_interval_skips_slots_and_overlaps_with_none(service):
    def slow(hours):
        hours.now += timedelta(minutes=40)

    one, _, starts = service(NOON + timedelta(hours=3), slow)
    with capture_logs() as logs:
        one.run()
    assert [start - NOON for start in starts] == [timedelta(minutes=45) * n for n in range(4)]
    assert [line["missed"] for line in logs if line["event"] == "runs_skipped"] == [2, 2, 2, 2]


def test_a_run_that_another_one_keeps_waiting_has_its_turn_when_that_ends(service):
    held = [NOON + timedelta(minutes=4)]

    def busy(hours):
        if hours.now < held[0]:
            raise RunBusy("another run is under way")

    one, _, starts = service(NOON + timedelta(minutes=20), busy)
    one.run()
    assert [start for start in starts if start >= held[0]] == [held[0], NOON + timedelta(minutes=15)]


def test_a_clock_that_goes_back_keeps_nothing_silent(service):
    one, hours, starts = service(NOON + timedelta(hours=1))
    hours.jumps[NOON + timedelta(minutes=20)] = timedelta(hours=-6)
    with capture_logs() as logs:
        one.run()
    back = [start for start in starts if start < NOON]
    assert back
    assert back[0] < NOON - timedelta(hours=5, minutes=30)  # at once, not six hours later
    assert all(after - before == timedelta(minutes=15) for before, after in pairwise(back))
    assert "clock_went_back" in {line["event"] for line in logs}


@pytest.mark.parametrize(
    "error", [WarehouseUnwritable("/w", "No space left on device"), OSError("no"), ZeroDivisionError(), Stopped("now")]
)
def test_nothing_that_goes_wrong_in_a_run_ends_the_service(service, error):
    def fails(hours):
        raise error

    one, _, starts = service(NOON + timedelta(hours=1), fails)
    one.run()
    assert len(starts) == 4


def test_a_broken_configuration_is_said_and_the_one_before_stays(service, tmp_path):
    one, _, starts = service(NOON + timedelta(minutes=20))
    (tmp_path / "config" / "settings.toml").write_text("[run]\ninterval_minutes = 0\n")
    with capture_logs() as logs:
        one.run()
    assert len(starts) == 2
    refused = [line for line in logs if line["event"] == "configuration_refused"]
    assert "interval_minutes" in refused[0]["error"]


def test_a_changed_configuration_is_taken_up_by_the_next_run(service, tmp_path):
    one, _, starts = service(NOON + timedelta(minutes=20))
    (tmp_path / "config" / "settings.toml").write_text("[run]\ninterval_minutes = 5\n")
    one.run()
    assert len(starts) == 4


def test_the_time_zone_moves_no_run(service, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    one, hours, starts = service(NOON + timedelta(hours=1))

    def change():
        os.environ["TZ"] = "America/St_Johns"
        time.tzset()

    original = hours.wait
    hours.wait = lambda seconds: (change(), original(seconds))[1]
    one.run()
    monkeypatch.undo()
    time.tzset()
    assert starts == [NOON + n * timedelta(minutes=15) for n in range(4)]


def test_a_stage_that_has_not_begun_when_the_grace_is_over_is_left_to_the_next_run():
    stopping = Stopping(grace_seconds=0)
    stopping.at_stage("poll")
    stopping._heard(15, None)
    assert stopping()
    time.sleep(0.01)
    with pytest.raises(Stopped, match="before the stage extract; the next run takes up what is pending"):
        stopping.at_stage("extract")


def test_a_cluster_that_a_run_without_prefect_cannot_use_is_said(tmp_path):
    initialise(tmp_path)
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text('[scale]\ndask = "tcp://127.0.0.1:9"\n')
    with capture_logs() as told:
        assert not on_cluster(compose(tmp_path / "config"), tracked=False)
        assert on_cluster(compose(tmp_path / "config"), tracked=True)
    assert [(row["event"], row["cluster"]) for row in told] == [("cluster_not_used", "tcp://127.0.0.1:9")]
