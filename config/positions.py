"""On which line each key of a TOML document stands: `tomllib` does not tell.

The scanner trusts that `tomllib` has read the document: it finds keys, it checks nothing. A path is the way that the
parsed document is walked: `("feeds", 0, "url")`. Arrays and inline tables are followed, quoted and dotted keys are
resolved as TOML 1.0 says (https://toml.io/en/v1.0.0).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY_PART = re.compile(r"""[ \t]*(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*""")
# the closing quotes of a multi-line string may follow one or two quotes that belong to it
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")


@dataclass(frozen=True, slots=True)
class Statement:
    """One header or key with its value: lines `first` to `last`, both counted from 1."""

    is_header: bool
    first: int
    last: int


@dataclass(slots=True)
class _Scanner:
    text: str
    statements: list[Statement] = field(default_factory=list)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    counts: dict[KeyPath, int] = field(default_factory=dict)  # arrays of tables met so far
    here: int = 0
    _counted_to: int = 0
    _line: int = 1

    def scan(self) -> _Scanner:
        table: KeyPath = ()
        while self.skip_blank():
            first, is_header = self.line(), self.text.startswith("[", self.here)
            if is_header:
                table = self.header()
            else:
                self.pair(table)
            self.statements.append(Statement(is_header, first, self.line()))
        return self

    def skip_blank(self) -> bool:
        match = _BLANK.match(self.text, self.here)
        self.here = match.end() if match else self.here
        return self.here < len(self.text)

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self.here)
        self._counted_to = self.here
        return self._line

    def header(self) -> KeyPath:
        line, many = self.line(), self.text.startswith("[[", self.here)
        self.here += 2 if many else 1
        keys = self.key()
        self.here += 2 if many else 1
        path: KeyPath = ()
        for depth, key in enumerate(keys, start=1):
            path = (*path, key)
            self.lines.setdefault(path, line)
            if many and depth == len(keys):
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
                self.lines.setdefault(path, line)
        if not many:
            self.lines[path] = line  # [a] after [a.b] is where a stands
        return path

    def key(self) -> list[str]:
        """The parts of a dotted key, unquoted; leaves the position behind it."""
        parts = []
        while match := _KEY_PART.match(self.text, self.here):
            parts.append(_unquoted(match.group().strip()))
            self.here = match.end()
            if not self.text.startswith(".", self.here):
                break
            self.here += 1
        return parts

    def pair(self, table: KeyPath) -> None:
        line = self.line()
        path = table
        for key in self.key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.here = self.text.index("=", self.here) + 1
        self.skip_blank()
        self.value(path)

    def value(self, path: KeyPath) -> None:
        opening = self.text[self.here]
        if opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline_table(path)
        else:
            match = _STRING.match(self.text, self.here) or _BARE_VALUE.match(self.text, self.here)
            self.here = match.end() if match else self.here + 1

    def array(self, path: KeyPath) -> None:
        self.here += 1
        number = 0
        while self.skip_blank() and self.text[self.here] != "]":
            self.lines[(*path, number)] = self.line()
            self.value((*path, number))
            number += 1
            self.skip_comma()
        self.here += 1

    def inline_table(self, path: KeyPath) -> None:
        self.here += 1
        while self.skip_blank() and self.text[self.here] != "}":
            self.pair(path)
            self.skip_comma()
        self.here += 1

    def skip_comma(self) -> None:
        if self.skip_blank() and self.text[self.here] == ",":
            self.here += 1


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    return next(iter(tomllib.loads(f"{key} = 0")))


def positions(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of every table, key and array element of the valid TOML document `text`."""
    return _Scanner(text).scan().lines


def statements(text: str) -> list[Statement]:
    """The headers and key-value pairs of the valid TOML document `text`, in order."""
    return _Scanner(text).scan().statements


def line_of(lines: dict[KeyPath, int], path: Sequence[str | int]) -> int | None:
    """The line of `path`, or of the nearest table around it that stands in the file; None for the whole document."""
    for depth in range(len(path), 0, -1):
        if (line := lines.get(tuple(path[:depth]))) is not None:
            return line
    return None
