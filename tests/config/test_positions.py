"""The line index knows where every key stands, whatever the layout."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.positions import KeyPath, line_of, positions, statements

# every @ becomes the number of the line it is on, every # the number of the piece, so that keys are unique
PIECES = [
    ["k# = @"],
    ["  'k #' . \"x\".y  =\t@  ; comment = [1]"],
    ['"k\\u00e9#" = @'],
    ["# [no] = 1"],
    [""],
    ["k# = [", "  @, ; ] not yet", "", "  @,", "]"],
    ["k# = [[@, [@]], [], [", "@]]"],
    ['k# = {a = @, "b c" = {d = @, e = [{f = @}]}, g = {}}'],
    ["k# = [{a = @},", "{a = @, b = [", "@]}]"],
    ['k# = """', "[not.a.table]", 'x = 1 \\" "" "', '"""'],
    ["k# = '''", "it''s = [", "'''''"],
    ['k# = ["a ] } , = ;", \'\\\', "\\"", """x""", @]'],
    ["k# = 1979-05-27T07:32:00Z"],
    ["k# = -inf"],
    ["[t#]", "a.b.c = @", "a.b.d = @"],
    ["[t#.'sub table'.\"x.y\"] ; comment", "a = @"],
    ["[ t# . sub ]", "a = @", "[t#]", "b = @"],
    ["[[many]]", "a = @"],
    ["[[many]]", "a = @", "[many.one]", "b = @", "[[many.inner]]", "c = @", "[[many.inner]]", "c = @"],
    ["[[ t# . many ]]", "a = @", "[[t#.many]]"],
]


def document(pieces: list[list[str]], ending: str) -> str:
    """A document in which every integer is the number of its line, but in strings."""
    lines: list[str] = []
    in_table = False
    for number, piece in enumerate(pieces):
        starts_table = piece[0].startswith("[")
        if in_table and not starts_table:  # keep keys of the top of the document out of tables that repeat
            lines.append(f"[own{number}]")
        in_table |= starts_table
        for line in piece:
            text = line if line.startswith("# ") else line.replace("#", str(number)).replace(";", "#")
            lines.append(text.replace("@", str(len(lines) + 1)))
    return ending.join(lines)


def leaves(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from leaves(below, (*path, number))


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_every_key_of_every_document_has_its_line(pieces: list[list[str]], ending: str) -> None:
    text = document(pieces, ending)
    parsed = dict(leaves(tomllib.loads(text)))
    lines = positions(text)
    assert set(lines) == set(parsed)
    assert {path: lines[path] for path, value in parsed.items() if type(value) is int} == {
        path: value for path, value in parsed.items() if type(value) is int
    }


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_statements_do_not_overlap_and_leave_only_comments_and_blanks_out(pieces: list[list[str]]) -> None:
    text = document(pieces, "\n")
    found = statements(text)
    assert all(before.last < after.first for before, after in pairwise(found))
    covered = {line for statement in found for line in range(statement.first, statement.last + 1)}
    for number, line in enumerate(text.split("\n"), start=1):
        assert number in covered or not line.strip() or line.startswith("#")


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("[a]\n\n[a.b]\nc = 1", ("a", "b", "c"), 4),
        ("[a.b]\nc = 1\n[a]\nd = 2", ("a",), 3),
        ("[[a]]\n[[a]]\nb = 1", ("a", 1, "b"), 3),
        ("[[a]]\n\n[[a]]\n", ("a", 1), 3),
        ("a = '''\n\n'''\nb = 1", ("b",), 4),
        ('\n\n"a.b" = 1', ("a.b",), 3),
        ("a = { b = 1 }\nc=2", ("a", "b"), 1),
    ],
)
def test_a_key_stands_on_its_line(text: str, path: KeyPath, line: int) -> None:
    assert positions(text)[path] == line


def test_what_is_missing_is_found_where_it_should_stand() -> None:
    lines = positions("\n[[feeds]]\nurl = 'x'\n")
    assert line_of(lines, ("feeds", 0, "outlet")) == 2
    assert line_of(lines, ("feeds", 0, "url")) == 3
    assert line_of(lines, ("rules",)) is None
    assert line_of(lines, ()) is None
