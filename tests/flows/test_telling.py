"""A run that fails is told to its operators, whatever failed; secrets come from Prefect's blocks as well."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from config.settings import load
from flows.compose import App
from flows.errors import RunBusy, Unusable
from flows.installing import ensure_warehouse
from flows.runs import RunLock, RunLog, lock_path
from flows.telling import telling_failures

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)
ALERTS = """\
[operators]
channels = ["log"]
min_free_megabytes = 0

[[channels]]
name = "log"
kind = "file"
path = "alerts.jsonl"
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setattr("config.settings.LEXICON", "no-lexicon")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("")
    (tmp_path / "config" / "alerts.toml").write_text(ALERTS)
    made = App(load(None, {}, tmp_path))
    ensure_warehouse(made)
    return made


def fail(app: App, now: datetime) -> None:
    with pytest.raises(ValueError, match="no"), telling_failures(app, now), RunLog(app.warehouse, "monitor", "e", now):
        raise ValueError("no")


def sent(app: App) -> list[str]:
    path = app.settings.root / "alerts.jsonl"
    return [json.loads(line)["title"] for line in path.read_text().splitlines()] if path.exists() else []


def test_a_failed_run_is_told_at_once_and_only_once_in_a_row(app: App) -> None:
    fail(app, NOON)
    assert sent(app) == ["run failed: the run of 2012-06-14 12:00 UTC did not end well"]
    fail(app, NOON + timedelta(minutes=15))
    assert len(sent(app)) == 1


def test_a_failure_that_the_warehouse_cannot_hold_is_told_past_it(app: App) -> None:
    app.warehouse.path.write_bytes(b"no database at all")
    with pytest.raises(ValueError, match="no"), telling_failures(app, NOON):
        raise ValueError("no")
    assert sent(app) == ["run failed: the run of 2012-06-14 12:00 UTC did not end well"]
    assert "ValueError: no" in (app.settings.root / "alerts.jsonl").read_text()


def test_a_run_that_waits_its_turn_has_not_failed(app: App) -> None:
    with (
        RunLock(lock_path(app.warehouse)),
        pytest.raises(RunBusy),
        telling_failures(app, NOON),
        RunLog(app.warehouse, "monitor", "e", NOON),
    ):
        pass
    assert sent(app) == []


def test_a_disk_with_too_little_room_is_a_trouble(app: App, tmp_path: Path) -> None:
    assert app.troubles(NOON) == []
    greedy = ALERTS.replace("min_free_megabytes = 0", "min_free_megabytes = 1000000000")
    (tmp_path / "config" / "alerts.toml").write_text(greedy)
    (trouble,) = App(load(None, {}, tmp_path)).troubles(NOON)
    assert (trouble.summary or "").startswith("disk nearly full: ")


class Block:
    """Stands in for prefect.blocks.system.Secret."""

    @staticmethod
    def load(name: str) -> Block:
        if name != "phone":
            raise ValueError(f"Unable to find block document named {name}")
        return Block()

    def get(self) -> str:
        return "tgram://hunter2/1"


@pytest.mark.parametrize("name", ["phone", "nowhere"])
def test_an_address_comes_from_a_block_of_prefect(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    system = ModuleType("prefect.blocks.system")
    system.Secret = Block  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "prefect.blocks.system", system)
    text = f'[[channels]]\nname = "phone"\nkind = "apprise"\nurl_block = "{name}"\n'
    (tmp_path / "config" / "alerts.toml").write_text(text)
    made = App(load(None, {}, tmp_path))
    if name == "phone":
        (channel,) = made.channels
        assert channel.url == "tgram://hunter2/1"
        assert "hunter2" not in repr(channel)
    else:
        with pytest.raises(Unusable, match=r"block secret/nowhere, which is not there; make it with"):
            _ = made.channels
