"""A new engine reads texts anew: old rows stay, the difference is told before anything is committed, nobody is alerted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import structlog

from flows import reprocessing
from flows.compose import App, compose
from flows.cycling import run_cycle
from flows.demo import FEEDS, FIRST_PAGE, feed_at
from flows.installing import initialise
from flows.reprocessing import reprocess
from seeds.sample import read
from tests.servers import Reply, Server
from warehouse.checks import failures

EVENING = datetime(2012, 6, 14, 20, tzinfo=UTC)


@pytest.fixture
def config(tmp_path):
    initialise(tmp_path)
    with Server().running() as site:
        site.pages[FIRST_PAGE] = Reply(read("2012-06-14-china-opposes-sanctions.html"))
        site.pages["/feed.xml"] = Reply(feed_at("feed-2012-06-14.xml", site.address))
        folder = tmp_path / "config"
        folder.joinpath("settings.toml").write_text("[fetch]\nallow_private_addresses = true\n[log]\nlevel = 'error'\n")
        folder.joinpath("feeds.toml").write_text(FEEDS.format(base=site.address))
        run_cycle(compose(folder), EVENING, lambda stage: None, tracked=False)
        yield folder
    structlog.reset_defaults()


@pytest.fixture
def upgraded(config, monkeypatch):
    """An engine that reads the shipped lexicon but one harm word, so that a claim goes."""
    lexicon = config / "lexicon"
    lexicon.mkdir()
    real = App.extractor_of

    def other(self, wanted):
        made = real(self, wanted)
        made.engine_version += "-next"
        return made

    monkeypatch.setattr(App, "extractor_of", other)
    return config


def _rows(config, sql):
    with compose(config).warehouse.transaction() as connection:
        return connection.execute(sql).fetchall()


def _everything(config):
    tables = ("claims", "extractions", "toll_revisions", "incidents", "incident_claims", "alerts", "statements")
    return {table: _rows(config, f"select count(*), sum(hash(t)) from {table} t") for table in tables}


def test_without_a_yes_nothing_is_committed(upgraded, capsys):
    before = _everything(upgraded)
    assert reprocess(upgraded, yes=False, dry_run=True) == 0
    assert reprocess(upgraded, yes=False, dry_run=False, ask=lambda question: False) == 1
    assert _everything(upgraded) == before
    said = capsys.readouterr().out
    assert "claims, by harm" in said
    assert "nothing was committed" in said


def test_with_a_yes_the_old_rows_stay_and_nobody_is_alerted(upgraded, capsys):
    alerts = _rows(upgraded, "select count(*) from alerts")
    claims = _rows(upgraded, "select count(*) from claims")[0][0]
    assert reprocess(upgraded, yes=True, dry_run=False) == 0
    engines = _rows(upgraded, "select engine_version, count(*) from claims group by all order by all")
    assert len(engines) == 2
    assert [number for _, number in engines] == [claims, claims]
    assert _rows(upgraded, "select count(*) from alerts") == alerts
    with compose(upgraded).warehouse.transaction() as connection:
        assert failures(connection) == []
    assert reprocess(upgraded, yes=True, dry_run=False) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_a_live_run_after_it_is_silent(upgraded):
    alerts = _rows(upgraded, "select count(*) from alerts")
    reprocess(upgraded, yes=True, dry_run=False)
    run_cycle(compose(upgraded), EVENING.replace(hour=21), lambda stage: None, tracked=False)
    assert _rows(upgraded, "select count(*) from alerts") == alerts


def test_a_toll_that_the_new_engine_reads_otherwise_is_in_the_report(upgraded, monkeypatch, capsys):
    real = reprocessing.extract_versions

    def otherwise(*arguments):
        from dataclasses import replace

        from warehouse.records import Claim

        found = real(*arguments)
        rows = [
            replace(r, count_low=r.count_low + 1)
            if isinstance(r, Claim) and r.harm == "killed" and r.scope == "incident"
            else r
            for r in found.rows
        ]
        return replace(found, rows=tuple(rows))

    monkeypatch.setattr(reprocessing, "extract_versions", otherwise)
    assert reprocess(upgraded, yes=True, dry_run=False) == 0
    revised = _rows(
        upgraded, "select harm, old_best, new_best, reason from toll_revisions order by revised_at desc limit 1"
    )
    assert revised == [("killed", 4, 5, "rule_change")]
    said = capsys.readouterr().out
    assert "1 tolls change" in said
    assert "rule_change" in said


def test_reading_goes_on_where_it_was_killed(upgraded, monkeypatch):
    real, read_texts = reprocessing.extract_versions, []

    def counted(versions, *rest):
        read_texts.extend(versions)
        return real(versions, *rest)

    monkeypatch.setattr(reprocessing, "extract_versions", counted)
    reprocess(upgraded, yes=False, dry_run=True)
    reprocess(upgraded, yes=True, dry_run=False)
    assert len(read_texts) == 1
    assert not list((upgraded.parent / "data" / "warehouse").glob("reprocess-*"))
