"""The command line explains itself, and says what is wrong with the right exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from flows.cli import app

GROUPS = {"feeds", "alerts"}
COMMANDS = {
    "init",
    "run",
    "demo",
    "extract",
    "sql",
    "feeds",
    "alerts",
    "status",
    "explain",
    "migrate",
    "check",
    "train",
}


def _commands(group, prefix=""):
    for name, command in sorted(group.commands.items()):
        yield f"{prefix}{name}", command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix}{name} ")


ALL = dict(_commands(typer.main.get_command(app)))


def test_every_command_of_the_issue_is_there():
    assert set(ALL) >= COMMANDS


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_has_help_with_an_example(name):
    assert f"Example: sitrep {name.split()[0]}" in (ALL[name].help or "")
    assert all(getattr(option, "help", None) for option in ALL[name].params if option.name not in {"help"})


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_is_in_the_readme(name):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert f"sitrep {name}" in readme


def test_help_comes_without_loading_prefect_or_spacy(sitrep):
    program = sitrep("--help")
    assert program.returncode == 0
    assert "Prefect" not in program.stderr


def test_a_wrong_option_is_wrong_usage(sitrep):
    assert sitrep("sql", "select 1", "--format", "xml").returncode == 2
    assert sitrep("nonsense").returncode == 2


def test_a_typo_in_the_configuration_names_file_line_and_the_nearest_key(sitrep, tmp_path):
    sitrep("init", tmp_path)
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text("[fetch]\ntimout_seconds = 5\n", encoding="utf-8")
    program = sitrep("status")
    assert program.returncode == 2
    assert "line 2" in program.stderr
    assert "timeout_seconds" in program.stderr
    assert "Traceback" not in program.stderr


def test_a_missing_pipeline_fails_at_start_with_the_command_that_mends_it(sitrep, tmp_path):
    program = sitrep("extract", "-", stdin="", SITREP_NLP__PIPELINE="./nowhere/pipeline")
    assert program.returncode == 2
    assert "sitrep train --treebank DIR" in program.stderr


def test_an_uninstalled_pipeline_package_names_the_command_that_installs_it(sitrep):
    program = sitrep("extract", "-", stdin="", SITREP_NLP__PIPELINE="en_not_there")
    assert program.returncode == 2
    assert "pip install en_not_there" in program.stderr


def test_a_pipeline_of_another_label_scheme_is_refused(sitrep, tmp_path):
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("tagger").add_label("NN")
    parser = nlp.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj", "ROOT"):
        parser.add_label(label)
    nlp.initialize()
    nlp.to_disk(tmp_path / "clear")
    program = sitrep("extract", "-", stdin="", SITREP_NLP__PIPELINE=str(tmp_path / "clear"))
    assert program.returncode == 2
    assert "lacks the Universal Dependencies labels" in program.stderr


def test_an_unwritable_data_folder_is_said(sitrep, tmp_path):
    (tmp_path / "file").touch()
    program = sitrep("run", SITREP_DATA__FOLDER=str(tmp_path / "file" / "data"))
    assert program.returncode == 1
    assert "[data] folder" in program.stderr


def test_a_warehouse_that_another_program_holds_is_named_after_a_bounded_wait(sitrep, tmp_path):
    import duckdb

    sitrep("init", tmp_path)
    holder = duckdb.connect(str(tmp_path / "data" / "warehouse" / "sitrep.duckdb"))
    program = sitrep("run", SITREP_DATA__LOCK_WAIT_SECONDS="0.2")
    holder.close()
    assert program.returncode == 1
    assert "writing to the warehouse" in program.stderr


def test_before_the_first_run_the_snapshot_is_empty_and_can_be_queried(sitrep, tmp_path):
    sitrep("init", tmp_path)
    program = sitrep("sql", "select count(*) as n from claims", "--format", "json")
    assert json.loads(program.stdout) == [{"n": 0}]


def test_every_format_of_sql_holds_the_same_rows(sitrep, tmp_path):
    import pyarrow.parquet as pq

    sitrep("init", tmp_path)
    query = "select 1 as one, 'a|b' as two"
    assert json.loads(sitrep("sql", query, "--format", "json").stdout) == [{"one": 1, "two": "a|b"}]
    assert sitrep("sql", query, "--format", "csv").stdout == "one,two\n1,a|b\n"
    assert sitrep("sql", query, "--format", "markdown").stdout.splitlines()[2] == "| 1 | a\\|b |"
    assert "a|b" in sitrep("sql", query).stdout
    assert sitrep("sql", query, "--format", "parquet", "--out", "t.parquet").returncode == 0
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == [{"one": 1, "two": "a|b"}]


@pytest.mark.parametrize(
    "query", ["delete from claims", "select * from nowhere", "select 1; select 2", "copy claims to 'x.csv'"]
)
def test_sql_that_writes_or_is_wrong_is_refused_with_the_reason(sitrep, tmp_path, query):
    sitrep("init", tmp_path)
    program = sitrep("sql", query)
    assert program.returncode == 1
    assert program.stderr.startswith("sitrep: ")
    assert "Traceback" not in program.stderr


def test_a_claim_that_is_not_there_is_said(sitrep, tmp_path):
    sitrep("init", tmp_path)
    program = sitrep("explain", "abc")
    assert program.returncode == 1
    assert 'no claim "abc"' in program.stderr


def test_config_works_from_any_folder(sitrep, tmp_path):
    sitrep("init", tmp_path / "there")
    program = sitrep("status", "--config", tmp_path / "there" / "config")
    assert program.returncode == 0
    assert str(tmp_path / "there" / "data") in program.stdout


def test_init_leaves_what_is_there(sitrep, tmp_path):
    sitrep("init", tmp_path)
    feeds = tmp_path / "config" / "feeds.toml"
    feeds.write_text("", encoding="utf-8")
    assert sitrep("init", tmp_path).returncode == 0
    assert feeds.read_text(encoding="utf-8") == ""


def test_feeds_are_added_switched_and_removed(sitrep, tmp_path):
    sitrep("init", tmp_path)
    url = "https://news.example/feed.xml"
    assert sitrep("feeds", "add", url, "--outlet", "Example News", "--country", "GBR").returncode == 0
    assert "never_polled" in _line(sitrep("feeds", "list").stdout, url)
    assert sitrep("feeds", "disable", url).returncode == 0
    assert "disabled" in _line(sitrep("feeds").stdout, url)
    assert sitrep("feeds", "enable", url).returncode == 0
    assert sitrep("feeds", "remove", url).returncode == 0
    assert url not in sitrep("feeds").stdout
    assert sitrep("feeds", "remove", url).returncode == 2


def _line(text, part):
    return next(line for line in text.splitlines() if part in line)


def test_there_are_no_alerts_before_the_first_run(sitrep, tmp_path):
    sitrep("init", tmp_path)
    assert "no alerts yet" in sitrep("alerts").stdout
    assert "no delivery was given up" in sitrep("alerts", "dead").stdout


def test_a_plain_text_is_one_article_of_the_day_that_is_said(sitrep, tmp_path):
    text = tmp_path / "quake.txt"
    text.write_text("A quake killed four people in Izmir on Monday.\n\nTwo were hurt.\n", encoding="utf-8")
    program = sitrep("extract", str(text), "--published", "2012-06-14")
    row = json.loads(program.stdout)
    assert (program.returncode, row["id"]) == (0, "quake")
    assert [(c["harm"], c["low"], c["date"]) for c in row["claims"][:1]] == [("killed", 4, "2012-06-11")]


def test_the_day_of_publication_is_not_taken_where_the_rows_say_it(sitrep):
    program = sitrep("extract", "-", "--published", "2012-06-14", stdin="")
    assert program.returncode == 2
    assert "--published" in program.stderr
