"""The labels of the project's own articles keep the rules of the specification, and the loader sees it where they do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.nlp.claims.articles import FOLDER, LabelError, read_article, row, write_rows

ARTICLE = '''
title = "Fire at the mill"
published_at = "2024-03-05"
text = """
A fire killed four men in Leeds on Monday, police said."""
[[claim]]
quote = "killed four men"
count_text = "four"
harm = "killed"
low = 4
high = 4
qualifier = "exact"
victim_class = "unknown"
victims = "men"
claimant = "police"
claimant_kind = "police"
place = "Leeds"
date = "2024-03-04"
incident = 1
[toll.killed]
low = 4
high = 4
'''


@pytest.fixture
def article(tmp_path: Path):
    def write(*changes: tuple[str, str]) -> Path:
        text = ARTICLE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "01_fire.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_label_keeps_the_specification(path: Path) -> None:
    """Quotes stand once in the text, values are legal, bounds fit the qualifier, scopes fit the incidents."""
    assert read_article(path).text


def test_a_row_has_the_offsets_of_the_count_phrase(article) -> None:
    """text[start:end] of a row is the count phrase."""
    found = row(read_article(article()))
    claim = found["gold"]["claims"][0]
    assert found["text"][claim["start"] : claim["end"]] == claim["count_text"] == "four"
    assert found["gold"]["killed"] == [4, 4]
    assert found["gold"]["main_incident"] == 1


def test_rows_are_written_one_a_line(article, tmp_path: Path) -> None:
    write_rows([read_article(article())], tmp_path / "rows.jsonl")
    assert [json.loads(line)["id"] for line in (tmp_path / "rows.jsonl").open()] == ["article-01_fire"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('quote = "killed four men"', 'quote = "killed five men"'), "the quote stands 0 times"),
        (('count_text = "four"', 'count_text = "five"'), "count_text stands 0 times"),
        (('harm = "killed"', 'harm = "dead"'), "harm 'dead' is none of"),
        (('qualifier = "exact"', 'qualifier = "at_least"'), "at_least does not go with low 4 and high 4"),
        (('qualifier = "exact"', 'qualifier = "exact"\nscope = "cumulative"'), "a cumulative claim has no incident"),
        (('qualifier = "exact"', 'qualifier = "exact"\nscope = "subset"'), "large enough to hold the subset"),
        (("incident = 1", ""), "has its number"),
        (("incident = 1", "incident = 1\n[toll.missing]\nlow = 1\nhigh = 1"), "toll of missing"),
        (('claimant_kind = "police"', ""), "both or neither"),
        (('place = "Leeds"', 'place = "York"'), "'York' is not printed"),
        (('date = "2024-03-04"', 'date = "Monday"'), "no ISO day"),
        (('title = "Fire at the mill"', ""), "KeyError"),
        (('qualifier = "exact"', 'qualifier = "exact"\nmood = "grim"'), "TypeError"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_label_is_named(change: tuple[str, str], problem: str, article) -> None:
    """The error says which file and what is wrong with which claim."""
    with pytest.raises(LabelError, match=problem) as caught:
        read_article(article(change))
    assert "01_fire.toml" in str(caught.value)
