"""A home of Prefect's that is damaged is set aside with a word; the warehouse has nothing to do with it."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime

import pytest

from flows.errors import Unusable
from flows.prefect_home import mend, prepare
from flows.prefect_server import PrefectDown, own_server

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)


def test_a_sound_home_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "prefect.db") as connection:
        connection.execute("create table flow (id text)")
    assert mend(tmp_path, NOON) is None
    assert mend(tmp_path / "none", NOON) is None
    assert (tmp_path / "prefect.db").exists()


@pytest.mark.parametrize("damage", ["garbage", "hole"])
def test_a_damaged_database_is_set_aside(tmp_path, damage):
    database = tmp_path / "prefect.db"
    with sqlite3.connect(database) as connection:
        connection.execute("create table flow (id text)")
        connection.executemany("insert into flow values (?)", [("x" * 500,)] * 200)
    connection.close()
    body = database.read_bytes()
    database.write_bytes(b"garbage" * 1000 if damage == "garbage" else body[:4096] + b"\x07" * 8192 + body[12288:])
    message = mend(tmp_path, NOON)
    assert "nothing of the warehouse" in message
    assert not database.exists()
    assert (tmp_path / "prefect.db.damaged-20120614T120000Z").exists()
    assert mend(tmp_path, NOON) is None


def test_a_home_that_is_a_file_is_said(tmp_path):
    (tmp_path / "prefect").write_text("")
    with pytest.raises(Unusable, match="no folder for Prefect can be made there"):
        prepare({}, tmp_path / "prefect")


def test_a_server_of_the_user_s_own_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert own_server(tmp_path, tmp_path / "log") is None
    monkeypatch.delenv("PREFECT_API_URL")
    (tmp_path / "profiles.toml").write_text('[profiles.mine]\nPREFECT_API_URL = "http://127.0.0.1:9/api"\n')
    assert own_server(tmp_path, tmp_path / "log") is None


def test_where_the_server_cannot_log_the_run_goes_without_prefect(tmp_path, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(PrefectDown, match="file/log: Prefect's server cannot log there"):
        own_server(tmp_path, tmp_path / "file" / "log")
    assert "PREFECT_API_URL" not in os.environ
