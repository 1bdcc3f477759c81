"""floors.toml is read by file and measure, and what is wrong in it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.floors import floors
from config.folder import PACKAGED


def write(folder: Path, text: str, name: str = "floors.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_floors_are_keyed_by_file_and_measure(tmp_path: Path) -> None:
    file = write(tmp_path, '[gtd]\nkilled.positive = 92.5\nkilled.zero = 97\n["geo-lgl"]\n"places.near" = 80\n')
    assert floors(file, tmp_path, tmp_path) == {
        "gtd": {"killed.positive": 92.5, "killed.zero": 97},
        "geo-lgl": {"places.near": 80},
    }


def test_a_file_named_goes_before_the_folders_and_that_before_the_packaged_one(tmp_path: Path) -> None:
    packaged = floors(None, tmp_path, tmp_path)
    assert packaged == floors(PACKAGED / "floors.toml", tmp_path, tmp_path)
    write(tmp_path, "[a]\nclaims.f1 = 1")
    assert floors(None, tmp_path, tmp_path) == {"a": {"claims.f1": 1}}
    named = write(tmp_path, "[a]\nclaims.f1 = 2", "other.toml")
    assert floors(named, tmp_path, tmp_path) == {"a": {"claims.f1": 2}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("claims = 5", 'floors.toml line 1: "claims" stands alone; write floors under the name of a file: [claims]'),
        ("[a]\nclaims.f1 = 101", "line 2: a.claims.f1 must be a number of percent from 0 to 100"),
        ('[a]\nclaims.f1 = "90"', "line 2: a.claims.f1 must be a number"),
        ("[a]\nclaims.f1 = nan", "line 2: a.claims.f1 must be a number"),
        ("[a]\nclaims.f1 = true", "line 2: a.claims.f1 must be a number"),
        ("[a", "line 1: not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        floors(write(tmp_path, text), tmp_path, tmp_path)
    assert problem in str(caught.value)


def test_a_floors_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        floors(tmp_path / "none.toml", tmp_path, tmp_path)
