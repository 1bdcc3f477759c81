"""What an installation tells of itself: one screen, a probe's answer, a file for Prometheus."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from flows.compose import compose
from flows.health import check_health
from flows.installing import initialise
from flows.metrics import openmetrics, write_metrics
from flows.observing import observe
from flows.runs import RunLog
from flows.showing_status import show_status
from tasks.publish import publish_snapshot
from tasks.retain import RetainCounts
from warehouse import store
from warehouse.records import Delivery, Feed, Fetch

NOW = datetime.now(UTC)


@pytest.fixture
def app(tmp_path):
    initialise(tmp_path)
    yield compose(tmp_path / "config")
    structlog.reset_defaults()


def _run(app, at, error=None):
    try:
        with RunLog(app.warehouse, "monitor", "rules-9", at) as log:
            log.seconds["poll"] = 1.5
            if error:
                raise error
            log.complete(RetainCounts(3, 0, 0))
    except OSError:
        pass
    publish_snapshot(app.warehouse, log.run)


def test_health_asks_for_a_run_that_completed_lately(app, capsys):
    assert check_health(app, None) == 1
    assert "no run has completed yet" in capsys.readouterr().err
    _run(app, datetime.now(UTC) - timedelta(hours=2))
    assert check_health(app, None) == 1
    assert "minutes ago, more than 45" in capsys.readouterr().err
    assert check_health(app, 180) == 0
    _run(app, datetime.now(UTC) - timedelta(minutes=20))
    assert check_health(app, None) == 0


def test_a_run_that_failed_is_no_run_and_says_why(app, capsys):
    _run(app, datetime.now(UTC) - timedelta(hours=2))
    _run(app, datetime.now(UTC) - timedelta(minutes=1), OSError("no room"))
    assert check_health(app, None) == 1
    assert "the last run is failed: OSError: no room" in capsys.readouterr().err


def test_a_warehouse_that_is_gone_is_no_health(app, capsys):
    app.warehouse.snapshot.unlink()
    assert check_health(app, None) == 1
    assert "nothing is published there (yet)" in capsys.readouterr().err


def test_the_file_for_prometheus_is_openmetrics(app):
    _run(app, NOW)
    text = openmetrics(observe(app, NOW), "0.1.0")
    assert text.endswith("# EOF\n")
    families = {family.name: family for family in text_string_to_metric_families(text)}
    stages = {sample.labels["stage"]: sample.value for sample in families["sitrep_stage_seconds"].samples}
    assert stages == {"poll": 1.5}
    completed = [
        s.value for s in families["sitrep_runs"].samples if s.labels == {"flow": "monitor", "state": "completed"}
    ]
    assert completed == [1.0]
    assert {"sitrep_feeds", "sitrep_lag_median_seconds", "sitrep_dead_deliveries", "sitrep_disk_free_bytes"} <= set(
        families
    )
    assert families["sitrep_lag_median_seconds"].samples == []  # nothing is known, which is not zero


def test_it_is_written_in_one_step_and_harms_no_run_where_it_cannot_be(app):
    _run(app, NOW)
    write_metrics(app, NOW)
    file = app.settings.metrics
    assert file.read_text().endswith("# EOF\n")
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    file.unlink()
    file.mkdir()
    write_metrics(app, NOW)


def test_status_is_one_screen_with_runs_stages_lag_feeds_outbox_disk_and_engine(app, capsys):
    feeds = [
        Feed(f"f{n}", f"https://x.org/{n}", f"Outlet {n}", None, "en", "media", "x", enabled=True) for n in range(9)
    ]
    with app.warehouse.transaction() as connection:
        store.upsert(connection, feeds)
    for minute in range(9):
        _run(app, NOW + timedelta(minutes=minute))
    show_status(app)
    said = capsys.readouterr().out
    assert len(said.splitlines()) <= 40
    for words in (
        "runs",
        "poll",
        "1.5",
        "9 feeds, 0 sick",
        "lag ",
        "outbox    0 waiting",
        "disk ",
        "engine    rules-9",
    ):
        assert words in said


def test_logs_carry_the_run(app, capsys):
    from flows import logs

    logs.configure("json", "info")
    with RunLog(app.warehouse, "monitor", "rules-9", NOW) as log:
        structlog.get_logger().info("something", feed_id="f1")
    structlog.get_logger().info("after")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (lines[0]["run_id"], lines[0]["flow"], lines[0]["feed_id"]) == (log.run.run_id, "monitor", "f1")
    assert "run_id" not in lines[1]


def test_a_clock_that_was_ahead_keeps_no_feed_and_no_alert_silent(app, capsys):
    year = timedelta(days=365)
    ahead = NOW + year
    _run(app, ahead)
    with app.warehouse.transaction() as connection:
        store.upsert(connection, [Feed("f", "https://x.org/f", "Outlet", None, "en", "media", "x", enabled=True)])
        poll = Fetch.__dataclass_fields__
        values = dict.fromkeys(poll) | {
            "fetch_id": "p", "run_id": "r", "feed_id": "f", "kind": "feed", "url": "https://x.org/f", "started_at": ahead,
            "outcome": "new", "bytes": 1, "latency_ms": 1, "due_at": ahead + timedelta(hours=1),
        }  # fmt: skip
        store.insert(connection, [Fetch(**{name: values[name] for name in poll})])
        waiting = Delivery("d", "a", "file", "pending", 1, ahead, None, None)
        store.insert(connection, [waiting])
    from warehouse.queries import rows

    with RunLog(app.warehouse, "monitor", "rules-9", NOW), app.warehouse.transaction() as connection:
        (feed,) = rows(connection, "poll_feeds", now=NOW)
        assert feed["due_at"] is None
        assert connection.execute("select next_attempt_at <= ? from deliveries", [NOW]).fetchall() == [(True,)]
