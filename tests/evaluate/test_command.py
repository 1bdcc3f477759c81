"""`sitrep evaluate` as a user runs it: tables, exit codes, files."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

REPOSITORY = Path(__file__).parents[2]
TEXT = "Four miners were killed in Homs. Two guards were wounded."
KILLED = {
    "harm": "killed", "qualifier": "exact", "low": 4, "high": 4, "start": 0, "end": 4, "victim_class": "civilian",
    "scope": "incident", "factuality": "asserted", "claimant": None, "place": "Homs", "date": None, "incident": 1,
}  # fmt: skip
INJURED = {**KILLED, "harm": "injured", "low": 2, "high": 2, "start": 33, "end": 36, "victim_class": "police"}
ROW = {"id": "mine", "text": TEXT, "gold": {"killed": [4, 4], "claims": [KILLED, INJURED]}}


@pytest.fixture
def gold(tmp_path):
    def write(*rows, name="own.jsonl"):
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return name

    return write


def test_floors_that_hold_are_ok_and_the_exit_code_is_0(sitrep, gold, tmp_path):
    (tmp_path / "floors.toml").write_text("[own]\nclaims.f1 = 90\nkilled.positive = 100\n")
    program = sitrep("evaluate", gold(ROW), "--floors", "floors.toml", "--json", "o.json", "--plot", "o.svg")
    assert program.returncode == 0, program.stderr
    assert "claims.f1" in program.stdout
    assert " ok " in program.stdout
    assert "expected calibration error" in program.stdout
    (file,) = json.loads((tmp_path / "o.json").read_text())["files"]
    assert file["name"] == "own"
    assert {m["key"]: m["floor"] for m in file["measures"] if m["floor"]} == {"claims.f1": 90, "killed.positive": 100}
    assert ET.fromstring((tmp_path / "o.svg").read_text()) is not None


def test_a_missed_floor_is_short_told_with_examples_and_exit_code_1(sitrep, gold, tmp_path):
    (tmp_path / "floors.toml").write_text("[own]\nclaims.recall = 100\n")
    wrong = {**ROW, "gold": {"claims": [KILLED, INJURED, {**KILLED, "harm": "missing"}]}}
    program = sitrep("evaluate", gold(wrong), "--floors", "floors.toml", "--errors", 3)
    assert program.returncode == 1
    assert " short " in program.stdout
    assert "missed missing (1)" in program.stdout
    assert 'mine: wanted missing 4 "Four", got nothing' in program.stdout
    assert "1 floors are missed" in program.stderr


def test_a_file_without_floors_says_so_and_a_broken_row_is_told_with_its_line(sitrep, gold):
    program = sitrep("evaluate", gold(ROW, '{"id": "no text"}'))
    assert program.returncode == 1
    assert "no floors for own" in program.stdout
    assert "own line 2: text is missing" in program.stderr


def test_files_that_cannot_be_used_are_wrong_usage(sitrep, gold, tmp_path):
    program = sitrep("evaluate", gold(ROW), "nowhere.jsonl")
    assert program.returncode == 2
    assert "nowhere.jsonl: No such file or directory; name files of JSON Lines" in program.stderr
    assert "claims.f1" not in program.stdout
    program = sitrep("evaluate", gold("no labels here", name="prose.jsonl"))
    assert program.returncode == 2
    assert "no labelled row in it (line 1: not JSON" in program.stderr
    program = sitrep("evaluate", gold(ROW), "--plot", "nowhere/plot.svg")
    assert program.returncode == 2
    assert "there is no folder nowhere" in program.stderr
    assert sitrep("evaluate", tmp_path).returncode == 2
    (tmp_path / "floors.toml").write_text("[own]\nclaims.f2 = 90\n")
    program = sitrep("evaluate", "own.jsonl", "--floors", "floors.toml")
    assert program.returncode == 2
    assert 'no measure is called "claims.f2"' in program.stderr


def test_a_component_that_is_left_out_shows_what_it_adds(sitrep, gold):
    """Scopes come from one component: without it everything is of the incident, and there is no floor to miss."""
    wrong = {**ROW, "gold": {"claims": [{**KILLED, "scope": "cumulative"}]}, "text": TEXT[:-1] + " since May 2011."}
    program = sitrep("evaluate", gold(wrong), "--without", "sitrep_scope")
    assert program.returncode == 0
    assert "scope: cumulative -> incident" in program.stdout
    program = sitrep("evaluate", gold(ROW), "--without", "sitrep_magic")
    assert program.returncode == 2
    assert 'no component is called "sitrep_magic"; there are: sitrep_dates' in program.stderr


def test_weights_are_written_where_they_are_asked_for(sitrep, gold, tmp_path):
    rows = [{**ROW, "id": n} for n in range(3)]
    program = sitrep("evaluate", gold(*rows), "--refit", "weights.toml")
    assert program.returncode == 0, program.stderr
    assert "fitted on 6 claims" in program.stdout
    assert "base = " in (tmp_path / "weights.toml").read_text()


def test_the_diagram_that_the_readme_shows_is_one_of_an_error_of_at_most_a_tenth():
    """Written by the command and committed; the README says how to write it anew."""
    diagram = ET.parse(REPOSITORY / "docs" / "calibration.svg").getroot()
    title = diagram.find("{http://www.w3.org/2000/svg}title").text
    assert float(title.rpartition(" ")[2]) <= 0.1
