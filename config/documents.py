"""One TOML file, read: its tables, and the line of every key, or the problems that keep it from being read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from config.errors import Problem
from config.positions import KeyPath, line_of, positions

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = re.compile(r" \(at end of document\)$")


@dataclass(frozen=True)  # no slots: cached_property needs a __dict__
class Document:
    """A parsed TOML file under the name that messages call it by; what kept it from being parsed is in `problems`."""

    name: str
    table: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    problems: tuple[Problem, ...] = ()

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """The line of every key, found when the first problem asks for one: most files have none."""
        try:
            return positions(self.text)
        except RecursionError:  # nested just so deep that tomllib could read it
            return {}

    def problem(self, path: KeyPath, message: str) -> Problem:
        """A problem with the key at `path`, on its line."""
        section = ".".join(str(part) for part in path[:-1] if isinstance(part, str))
        return Problem(self.name, line_of(self.lines, path), section, str(path[-1]) if path else "", message)


def shown(path: Path, cwd: Path) -> str:
    """The name of a file in messages: from the folder where the user is, where it lies below it."""
    return str(path.relative_to(cwd)) if path.is_relative_to(cwd) else str(path)


def read(path: Path, cwd: Path) -> Document:
    """The document of the TOML file at `path`; what is wrong with it is in `problems`, nothing is raised."""
    name = shown(path, cwd)
    try:
        return parse(path.read_bytes(), name)
    except OSError as error:
        return _broken(name, None, f"cannot be read: {error.strerror}; check the path and its permissions")


def parse(body: bytes, name: str) -> Document:
    """The document of the bytes `body`. A byte order mark is skipped: TOML 1.1 allows it and editors write it."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        bad = body[error.start]
        return _broken(name, line, f"not UTF-8 (byte 0x{bad:02x}); save the file as UTF-8, as TOML demands")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _broken(name, *_explained(str(error), text))
    except RecursionError:
        return _broken(name, None, "not readable: arrays or tables are nested too deeply; write them flat")
    return Document(name, table, text)


def _broken(name: str, line: int | None, message: str) -> Document:
    return Document(name, problems=(Problem(name, line, "", "", message),))


def _explained(message: str, text: str) -> tuple[int, str]:
    hint = 'text needs quotes, a section is [name], a list is ["a", "b"]'
    if match := _AT_LINE.search(message):
        return int(match[1]), f"not TOML: {message[: match.start()].lower()} (column {match[2]}); {hint}"
    return text.count("\n") + 1, f"not TOML: {_AT_END.sub('', message).lower()} at the end of the file; {hint}"
