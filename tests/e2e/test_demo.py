"""`sitrep demo`, as a newcomer runs it: the promises hold, and the warehouse can be queried afterwards."""

from __future__ import annotations

import json
import subprocess

import pytest


@pytest.fixture(scope="module")
def demo(tmp_path_factory, sitrep_in):
    folder = tmp_path_factory.mktemp("demo")
    program = sitrep_in(folder)("demo", "--folder", folder / "demo", timeout=280)
    return folder, program


def _query(demo, sitrep_in, query):
    folder, _ = demo
    program = sitrep_in(folder)("sql", query, "--format", "json", "--config", folder / "demo" / "config")
    assert program.returncode == 0, program.stderr
    return json.loads(program.stdout)


def test_every_promise_of_the_demo_holds(demo):
    _, program = demo
    assert program.returncode == 0, program.stdout + program.stderr
    assert "WRONG" not in program.stdout
    assert program.stdout.count("ok   ") == 6
    assert "Traceback" not in program.stderr


def test_the_demo_ends_with_the_address_of_its_page(demo):
    folder, program = demo
    assert program.stdout.splitlines()[-1] == (folder / "demo" / "page" / "index.html").as_uri()
    now = (folder / "demo" / "page" / "index.html").read_text(encoding="utf-8")
    assert "toll up" in now
    assert "<mark>at least six</mark> civilians were killed" in now


def test_one_toll_up_for_each_changed_toll(demo, sitrep_in):
    rows = _query(
        demo, sitrep_in, "select harm, old_best, new_best from toll_revisions where revision_number > 1 order by harm"
    )
    assert rows == [
        {"harm": "injured", "old_best": 14, "new_best": 16},
        {"harm": "killed", "old_best": 4, "new_best": 6},
    ]
    kinds = _query(demo, sitrep_in, "select kind, count(*) as n from alerts group by kind order by kind")
    assert kinds == [{"kind": "new_incident", "n": 2}, {"kind": "toll_up", "n": 2}]


def test_the_page_without_claims_is_kept_and_yields_none(demo, sitrep_in):
    rows = _query(
        demo,
        sitrep_in,
        "select claim_count from extractions join article_versions using (version_id) where title like 'Garden%'",
    )
    assert rows == [{"claim_count": 0}]


def test_every_claim_can_be_explained(demo, sitrep_in):
    folder, _ = demo
    for row in _query(demo, sitrep_in, "select claim_id, count_text from claims"):
        program = sitrep_in(folder)("explain", row["claim_id"], "--config", folder / "demo" / "config")
        assert program.returncode == 0, program.stderr
        assert f"[[{row['count_text']}]]" in program.stdout


def test_the_demo_leaves_a_folder_that_is_not_its_own_alone(tmp_path, sitrep_in):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    program: subprocess.CompletedProcess[str] = sitrep_in(tmp_path)("demo", "--folder", tmp_path / "mine")
    assert program.returncode == 1
    assert (tmp_path / "mine" / "thesis.txt").exists()
