"""The only reader of configuration: files and environment in, frozen Settings out.

settings.toml, feeds.toml, alerts.toml and lexicon/*.toml lie in one folder (config/folder.py says which). A folder
needs settings.toml only: for every other file that it lacks the packaged one stands in. The environment and the current
folder are handed in, and nothing is kept between two calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from config.alerting import Channel, Rule, alerting, secret_variables
from config.checking import check
from config.documents import Document, read
from config.environment import Overrides, overrides
from config.errors import ConfigError, EditError, Problem
from config.folder import PACKAGED, SETTINGS, Folder, find
from config.lexicon import Lexicon, layered, lexicon
from config.positions import KeyPath
from config.registry import feeds
from config.sections import Alerts, Data, Fetch, Log, Maintain, Nlp, Page, Run, Sections
from warehouse.records import Feed

__all__ = ["Settings", "lexicon", "load", "write_defaults"]

FEEDS, ALERTS, LEXICON = "feeds.toml", "alerts.toml", "lexicon"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is configured. Paths are absolute; secrets are SecretStr and do not print."""

    folder: Path  # where settings.toml lies
    root: Path  # where relative paths start
    is_packaged: bool  # no configuration was found: everything is the package's default
    data_folder: Path
    pipeline: str  # "shipped", an absolute path, or the name of an installed spaCy package
    data: Data
    nlp: Nlp
    fetch: Fetch
    alerts: Alerts
    maintain: Maintain
    log: Log
    page: Page
    run: Run
    feeds: tuple[Feed, ...] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    channels: tuple[Channel, ...] = field(repr=False)
    lexicon: Lexicon = field(repr=False)

    @property
    def feeds_file(self) -> Path:
        """The feeds.toml that `sitrep feeds` edits; it may be missing. EditError where only defaults are read."""
        if self.is_packaged:
            raise EditError("only Sitrep's own defaults are in use; make a configuration to edit with: sitrep init .")
        return self.folder / FEEDS

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that runs write."""
        return self.data_folder / "warehouse" / "sitrep.duckdb"

    @property
    def snapshot(self) -> Path:
        """The published copy that readers open."""
        return self.data_folder / "warehouse" / "current.duckdb"

    @property
    def page_folder(self) -> Path:
        """The folder of the situation page."""
        return self.data_folder / "page"

    @property
    def prefect_home(self) -> Path:
        """Prefect's own folder (PREFECT_HOME)."""
        return self.data_folder / "prefect"

    @property
    def logs(self) -> Path:
        """The folder of log files."""
        return self.data_folder / "logs"

    def require_secrets(self) -> None:
        """ConfigError where a channel that a rule uses takes its address from a variable that is not set."""
        used = {name for rule in self.rules for name in rule.channels}
        problems = [
            Problem(ALERTS, None, "channels", "url_env", _unset(channel))
            for channel in self.channels
            if channel.name in used and channel.url_env and channel.url is None
        ]
        if problems:
            raise ConfigError(problems)


def _unset(channel: Channel) -> str:
    return (
        f'the variable {channel.url_env} of channel "{channel.name}" is not set; export it with the address of the '
        f"channel, or take the channel out of the rules"
    )


def load(config: Path | None, environ: Mapping[str, str], cwd: Path) -> Settings:
    """The settings of the folder that `config`, SITREP_CONFIG or `cwd` name, with the overrides of `environ`.

    `config` is a configuration folder or its settings.toml. Raises ConfigError with the problems of all files at once.
    """
    folder = find(config, environ, cwd)
    alerts_document = read(folder.file(ALERTS), cwd)
    changed = overrides(environ, secret_variables(alerts_document))
    sections, problems = _sections(read(folder.path / SETTINGS, cwd), changed)
    data_folder = folder.resolve(sections.data.folder, environ)
    registry, of_feeds = feeds(read(folder.file(FEEDS), cwd))
    file, of_alerts = alerting(alerts_document, folder, data_folder, environ)
    words, of_words = _words(folder, cwd)
    if problems := [*problems, *changed.problems, *of_feeds, *of_alerts, *of_words]:
        raise ConfigError(problems)
    return Settings(
        folder=folder.path,
        root=folder.root,
        is_packaged=folder.is_packaged,
        data_folder=data_folder,
        pipeline=_pipeline(sections.nlp.pipeline, folder, environ),
        **{name: getattr(sections, name) for name in Sections.model_fields},
        feeds=registry,
        rules=file.rules,
        channels=file.channels,
        lexicon=words,
    )


def _sections(document: Document, changed: Overrides) -> tuple[Sections, list[Problem]]:
    """The sections of settings.toml with the environment laid over them; defaults where something is wrong."""
    table: dict[str, Any] = dict(document.table)
    for section, values in changed.values.items():
        stands = table.get(section, {})
        table[section] = {**stands, **values} if isinstance(stands, dict) else stands

    def locate(path: KeyPath, message: str) -> Problem:
        name = changed.names.get((str(path[0]), str(path[1]))) if len(path) > 1 else None
        return Problem(name, None, str(path[0]), str(path[1]), message) if name else document.problem(path, message)

    sections, problems = check(Sections, replace(document, table=table), locate)
    return sections or Sections(), problems


def _words(folder: Folder, cwd: Path) -> tuple[Lexicon, list[Problem]]:
    packaged = lexicon(PACKAGED / LEXICON, cwd)
    if folder.path == PACKAGED:
        return packaged, []
    return layered(packaged, folder.path / LEXICON, cwd)


def _pipeline(name: str, folder: Folder, environ: Mapping[str, str]) -> str:
    return str(folder.resolve(name, environ)) if "/" in name else name


def write_defaults(folder: Path) -> list[Path]:
    """Copies the packaged settings.toml, feeds.toml and alerts.toml into the configuration folder `folder`.

    Makes the folder where it is missing and leaves files that exist as they are. Returns the files that were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in (SETTINGS, FEEDS, ALERTS):
        body = resources.files("config").joinpath(name).read_bytes()
        try:
            with (folder / name).open("xb") as file:
                file.write(body)
        except FileExistsError:
            continue
        written.append(folder / name)
    return written
