"""However a file is damaged, the answer is settings or problems that name the file, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.alerting import alerting
from config.checking import check
from config.documents import parse
from config.errors import Problem
from config.folder import PACKAGED, Folder
from config.positions import positions
from config.registry import feeds
from config.sections import Sections

FOLDER = Folder(PACKAGED, PACKAGED.parent)
SNIPPETS = [
    b"=",
    b"[",
    b"]",
    b"[[",
    b'"',
    b"'",
    b"\n",
    b"1",
    b"{",
    b"}",
    b",",
    b"\xff",
    b"\x00",
    b"#",
    b"[[rules]]\n",
    b".",
]


def problems_of(name: str, body: bytes) -> list[Problem]:
    document = parse(body, name)
    match name:
        case "settings.toml":
            return check(Sections, document)[1]
        case "feeds.toml":
            return feeds(document)[1]
        case _:
            return alerting(document, FOLDER, PACKAGED, {})[1]


@pytest.mark.parametrize("name", ["settings.toml", "feeds.toml", "alerts.toml"])
@given(data=st.data())
def test_a_damaged_file_gives_problems_with_its_name(name: str, data: st.DataObject) -> None:
    body = (PACKAGED / name).read_bytes()[-3000:].partition(b"\n")[2]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body)))
        body = body[:at] + data.draw(st.sampled_from(SNIPPETS)) + body[at + data.draw(st.sampled_from([0, 1, 7])) :]
    for problem in problems_of(name, body):
        assert problem.file == name
        assert problem.line is None or 1 <= problem.line <= body.count(b"\n") + 1
        assert problem.message
        assert "\n" not in str(problem)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    document = parse(body, "x.toml")
    assert document.problems or set(document.lines) >= {(key,) for key in document.table}


@pytest.mark.parametrize("depth", [100, 400, 450, 480, 490, 500, 2000])
def test_arrays_nested_to_any_depth_are_read_or_refused(depth: int) -> None:
    document = parse(b"feeds = " + b"[" * depth + b"]" * depth, "feeds.toml")
    assert feeds(document)[1]


@pytest.mark.parametrize("path", sorted(PACKAGED.rglob("*.toml")), ids=lambda path: path.name)
def test_every_key_of_every_packaged_file_has_its_line(path) -> None:
    document = parse(path.read_bytes(), path.name)
    assert not document.problems
    lines = document.text.split("\n")
    for keys, number in positions(document.text).items():
        if isinstance(keys[-1], str):
            assert keys[-1] in lines[number - 1]
