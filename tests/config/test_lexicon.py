"""Word lists: all files by name, a deployment's laid over the packaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.lexicon import layered, lexicon
from config.settings import load

PACKAGED = {"harms": {"killed": {"verbs": ["kill", "slay"], "weight": 1.0}, "words": ["dead"]}, "roles": {"x": "y"}}


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for stem, text in files.items():
        (folder / f"{stem}.toml").write_text(text)
    return folder


def test_every_file_is_read_by_its_name(tmp_path: Path) -> None:
    folder = write(tmp_path / "lexicon", harms='[killed]\nverbs = ["kill"]', roles="")
    (folder / "README.md").write_text("no words")
    assert lexicon(folder) == {"harms": {"killed": {"verbs": ["kill"]}}, "roles": {}}
    assert lexicon(tmp_path / "none") == {}


def test_all_broken_files_are_told_at_once_with_file_and_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "lexicon", a="x = 1\nx = 2", b="[b", c="")
    with pytest.raises(ConfigError) as caught:
        lexicon(folder)
    assert [str(problem).split(":")[0] for problem in caught.value.problems] == [
        "lexicon/a.toml line 2",
        "lexicon/b.toml line 1",
    ]


def test_a_deployment_extends_lists_and_tables_and_replaces_the_rest(tmp_path: Path) -> None:
    own = '[killed]\nverbs = ["slay", "waste"]\nweight = 2\nnouns = ["end"]\n[drowned]\nverbs = ["drown"]'
    merged, problems = layered(PACKAGED, write(tmp_path / "lexicon", harms=own), tmp_path)
    assert problems == []
    assert merged["harms"] == {
        "killed": {"verbs": ["kill", "slay", "waste"], "weight": 2, "nouns": ["end"]},
        "words": ["dead"],
        "drowned": {"verbs": ["drown"]},
    }
    assert merged["roles"] == PACKAGED["roles"]
    assert PACKAGED["harms"]["killed"]["verbs"] == ["kill", "slay"]


def test_laying_the_same_words_over_themselves_changes_nothing(tmp_path: Path) -> None:
    own = 'words = ["dead"]\n[killed]\nverbs = ["kill", "slay"]\nweight = 1.0'
    assert layered(PACKAGED, write(tmp_path / "lexicon", harms=own), tmp_path) == (PACKAGED, [])


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"harm": "x = 1"}, 'lexicon/harm.toml: no word list is called "harm"; did you mean "harms"?'),
        (
            {"harms": 'words = "dead"'},
            'lexicon/harms.toml line 1: "words" is a list in the packaged word list; write a list',
        ),
        ({"harms": "[killed]\n\nverbs = {a = 1}"}, 'lexicon/harms.toml line 3: "killed.verbs" is a list'),
        ({"harms": "killed = 1"}, 'lexicon/harms.toml line 1: "killed" is a table'),
        ({"harms": "words = [dead]"}, "lexicon/harms.toml line 1: not TOML"),
    ],
)
def test_a_file_that_does_not_fit_is_named_with_its_line(tmp_path: Path, files: dict[str, str], problem: str) -> None:
    _, problems = layered(PACKAGED, write(tmp_path / "lexicon", **files), tmp_path)
    assert [problem in str(found) for found in problems] == [True]


def test_a_word_of_a_deployment_reaches_the_settings(tmp_path: Path) -> None:
    packaged = load(None, {}, tmp_path).lexicon
    stem = sorted(packaged)[0]
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.toml").write_text("")
    write(config / "lexicon", **{stem: '[of_this_deployment]\nwords = ["zap"]\n'})
    own = load(config, {}, tmp_path).lexicon
    assert own == packaged | {stem: packaged[stem] | {"of_this_deployment": {"words": ["zap"]}}}
