"""The error tree of configuration. One error carries every problem found, so that one edit mends them all.

SettingsError
├── ConfigError      files or environment that cannot be used: problems
│   └── FolderError  no configuration folder where one was named
└── EditError        an edit of feeds.toml that cannot be made
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands (file or environment variable, line, section, key) and what would be right."""

    file: str
    line: int | None
    section: str
    key: str
    message: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file} line {self.line}"
        return f"{where}: {self.message}"


class SettingsError(Exception):
    """The root of what the configuration raises on purpose."""


class ConfigError(SettingsError):
    """Configuration that cannot be used; `problems` in the order of files and lines, the message has one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class FolderError(ConfigError):
    """The folder that was named with --config or SITREP_CONFIG does not exist or holds no settings.toml."""


class EditError(SettingsError):
    """An edit of feeds.toml that cannot be made: the feed is there already, or is not there."""
