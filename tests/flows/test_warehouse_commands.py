"""What a user sees when the warehouse cannot be used: one message with the file and the next step, never a traceback."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

FILE = Path("data/warehouse/sitrep.duckdb")


@pytest.fixture
def installed(sitrep, tmp_path):
    assert sitrep("init", tmp_path).returncode == 0
    return sitrep


def said(program, code=1):
    assert program.returncode == code, program.stdout + program.stderr
    assert "Traceback" not in program.stderr
    return program.stderr + program.stdout


def write(path: Path, sql: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)


def test_a_full_disk_is_said_and_nothing_is_lost(installed, tmp_path):
    """The limit of file sizes stands in for the disk: DuckDB and the system refuse to write in the same way."""
    before = (tmp_path / FILE).read_bytes()

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    program = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "maintain"],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=small_files,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot be written" in said(program)
    assert "make room" in program.stderr
    assert installed("check").returncode == 0
    assert len((tmp_path / FILE).read_bytes()) >= len(before)


def test_a_folder_that_may_not_be_written_is_named(sitrep):
    text = said(sitrep("migrate", SITREP_DATA__FOLDER="/proc/sitrep"))
    assert "/proc/sitrep" in text
    assert "[data] folder" in text


@pytest.mark.parametrize("command", [["run"], ["check"], ["maintain"], ["migrate"]])
def test_a_database_of_another_program_is_left_alone(installed, tmp_path, command):
    (tmp_path / FILE).unlink()
    write(tmp_path / FILE, "CREATE TABLE mine AS SELECT 1 AS n")
    before = (tmp_path / FILE).read_bytes()
    text = said(installed(*command))
    assert "not one of Sitrep's" in text
    assert str(FILE) in text
    assert (tmp_path / FILE).read_bytes() == before


def test_an_older_schema_names_the_command_that_brings_it_up(installed, tmp_path):
    write(tmp_path / FILE, "DELETE FROM schema_migrations WHERE name = (SELECT max(name) FROM schema_migrations)")
    assert "run `sitrep migrate`" in said(installed("run"))
    assert "would apply" in said(installed("migrate", "--dry-run"), 0)


def test_a_newer_schema_asks_for_a_newer_program(installed, tmp_path):
    write(tmp_path / FILE, "INSERT INTO schema_migrations VALUES ('0999_future', 'abc', now())")
    for command in ("run", "migrate", "maintain"):
        text = said(installed(command))
        assert "0999_future" in text
        assert "upgrade Sitrep" in text


def test_sql_that_writes_is_refused(installed):
    assert "DELETE is not allowed here" in said(installed("sql", "delete from claims"))


def test_sql_that_never_ends_is_stopped_after_its_seconds(installed):
    endless = "with recursive n as (select 1 as i union all select i + 1 from n) select count(*) from n"
    assert "stopped after 0.3 s" in said(installed("sql", endless, "--seconds", "0.3"))


def test_an_answer_may_be_limited_and_says_so(installed):
    program = installed("sql", "select * from range(100)", "--limit", "3", "--format", "csv")
    assert program.stdout.splitlines() == ["range", "0", "1", "2"]
    assert "only the first 3 rows" in program.stderr


def test_a_snapshot_that_was_removed_names_what_publishes(installed, tmp_path):
    (tmp_path / "data" / "warehouse" / "current.duckdb").unlink()
    assert "`sitrep run` publishes" in said(installed("sql", "select 1"))


def test_a_damaged_file_is_recognised_at_start_and_restored(installed, tmp_path):
    os.truncate(tmp_path / FILE, 400_000)
    before = (tmp_path / FILE).read_bytes()
    assert "`sitrep restore`" in said(installed("run"))
    assert (tmp_path / FILE).read_bytes() == before
    text = said(installed("restore"), 0)
    assert "from" in text
    assert "missing" in text
    assert installed("check").returncode == 0
    assert "is sound" in said(installed("restore"))


def test_a_lost_file_is_no_reason_to_begin_anew(installed, tmp_path):
    (tmp_path / FILE).unlink()
    assert "`sitrep restore`" in said(installed("run"))
    assert "restored" in said(installed("restore"), 0)


def test_maintenance_says_what_it_did(installed, tmp_path):
    text = said(installed("maintain"), 0)
    for word in ("integrity", "retention", "tolls", "compaction", "snapshot", "pruning"):
        assert word in text
    assert "maintain" in installed("sql", "select flow, state from runs").stdout


def test_an_export_says_what_it_wrote_and_what_it_cannot_fill(installed, tmp_path):
    assert "incidents_now" in said(installed("export", tmp_path / "out"), 0)
    text = said(installed("export", tmp_path / "out", "--format", "ucdp-ged"), 0)
    assert "21 fields cannot be filled" in text
    assert "gwnoa: Gleditsch and Ward" in (tmp_path / "out" / "ucdp_ged.not_filled.txt").read_text()
    assert "these are exported: incidents_now" in said(
        installed("export", tmp_path, "--format", "geojson", "--mart", "x"), 2
    )
    (tmp_path / "file").touch()
    assert "cannot be written" in said(installed("export", tmp_path / "file", "--format", "csv"))


def test_a_search_finds_nothing_in_nothing_and_wants_words_and_a_time(installed):
    assert "nothing found" in said(installed("search", "car bombing", "--since", "7d"), 0)
    assert "no word to look for" in said(installed("search", "!!"))
    assert "write 7d, 24h" in said(installed("search", "bomb", "--since", "soon"), 2)
    assert installed("search", "bomb", "--since", "999999y", "--format", "json").stdout.startswith("{")
