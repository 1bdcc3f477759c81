"""The only reader of configuration: files and environment in, frozen Settings out.

settings.toml, feeds.toml, alerts.toml and lexicon/*.toml lie in one folder (config/folder.py says which). A folder
needs settings.toml only: for every other file that it lacks the packaged one stands in. The environment and the current
folder are handed in, and nothing is kept between two calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from config.alerting import AlertsFile, Channel, Operators, Rule, alerting, secret_variables, wrong_condition
from config.checking import check
from config.documents import Document, read
from config.environment import Overrides, overrides
from config.errors import ConfigError, EditError, Problem
from config.folder import PACKAGED, SETTINGS, Folder, find
from config.lexicon import Lexicon, layered, lexicon
from config.positions import KeyPath
from config.registry import feeds
from config.sections import Alerts, Data, Fetch, Log, Maintain, Nlp, Page, Run, Scale, Sections, Serve
from warehouse.records import Feed

__all__ = ["Settings", "lexicon", "load", "write_defaults"]

FEEDS, ALERTS, LEXICON = "feeds.toml", "alerts.toml", "lexicon"
LIVE = "alerts.live.toml"  # in the data folder: the last alerts.toml that could be used
Refusal = Callable[[str], str | None]


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
    serve: Serve
    scale: Scale
    feeds: tuple[Feed, ...] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    channels: tuple[Channel, ...] = field(repr=False)
    operators: Operators = field(repr=False)
    alerts_document: Document = field(repr=False)
    environ: Mapping[str, str] = field(repr=False, compare=False)
    alerts_problems: tuple[Problem, ...]  # of an alerts.toml that is refused: the rules above are those of before
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

    @property
    def metrics(self) -> Path:
        """The OpenMetrics text file that each run leaves; its folder is for Prometheus' textfile collector."""
        return self.data_folder / "metrics" / "sitrep.prom"

    def require_secrets(self) -> None:
        """ConfigError where a channel that is used takes its address or secret from what is not set or not there."""
        used = {name for rule in self.rules for name in rule.channels} | set(self.operators.channels)
        used |= {channel.fallback for channel in self.channels if channel.name in used and channel.fallback}
        problems = [
            Problem(ALERTS, None, "channels", key, message)
            for channel in self.channels
            if channel.name in used
            for key, message in _unset(channel)
        ]
        if problems:
            raise ConfigError(problems)

    def with_bound_rules(self, refusal: Refusal) -> Settings:
        """These settings once each rule's condition is bound; with the rules of before where one is refused.

        `refusal` says why a condition is none. Raises ConfigError where one is refused and there are none of before.
        """
        found = [(n, refusal(rule.where)) for n, rule in enumerate(self.rules) if rule.where is not None]
        problems = [wrong_condition(self.alerts_document, number, reason) for number, reason in found if reason]
        if not problems:
            return self
        if self.alerts_problems:
            raise ConfigError([*self.alerts_problems, *problems])
        return _as_before(self, problems).with_bound_rules(refusal)

    def remember_alerts(self) -> None:
        """Keep the alerts.toml in use in the data folder, to go on with where a later one is refused."""
        path = self.data_folder / LIVE
        if self.alerts_problems or (path.is_file() and path.read_text(encoding="utf-8") == self.alerts_document.text):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{LIVE}.new")
        unfinished.write_text(self.alerts_document.text, encoding="utf-8")
        unfinished.replace(path)


def _unset(channel: Channel) -> list[tuple[str, str]]:
    end = f'of channel "{channel.name}" is not'
    mend = "channel, or take the channel out of the rules"
    address = f"export it with the address of the {mend}"
    found = []
    if channel.url is None and channel.url_env:
        found.append(("url_env", f"the variable {channel.url_env} {end} set; {address}"))
    if channel.url is None and channel.url_file:
        found.append(("url_file", f"the file {channel.url_file} {end} there, or empty; write the address into it"))
    if channel.secret is None and channel.secret_env:
        found.append(
            ("secret_env", f"the variable {channel.secret_env} {end} set; export it with the secret of the {mend}")
        )
    if channel.secret is None and channel.secret_file:
        found.append(("secret_file", f"the file {channel.secret_file} {end} there, or empty; write the secret into it"))
    return found


def _as_before(settings: Settings, problems: Sequence[Problem]) -> Settings:
    """The settings with the last alerts.toml that could be used. Raises ConfigError where there is none."""
    kept = _live(settings.data_folder, Folder(settings.folder, settings.root, settings.is_packaged), settings.environ)
    if kept is None:
        raise ConfigError(problems)
    document, file = kept
    return replace(
        settings,
        rules=file.rules,
        channels=file.channels,
        operators=file.operators,
        alerts_document=document,
        alerts_problems=tuple(problems),
    )


def _live(data: Path, folder: Folder, environ: Mapping[str, str]) -> tuple[Document, AlertsFile] | None:
    if not (data / LIVE).is_file():
        return None
    document = read(data / LIVE, data)
    file, problems = alerting(document, folder, data, environ)
    return None if problems else (document, file)


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
    if of_alerts and (kept := _live(data_folder, folder, environ)):  # its variables are no unknown ones
        changed = overrides(environ, secret_variables(alerts_document) | secret_variables(kept[0]))
    if problems or changed.problems or of_feeds or of_words:
        raise ConfigError([*problems, *changed.problems, *of_feeds, *of_alerts, *of_words])
    settings = Settings(
        folder=folder.path,
        root=folder.root,
        is_packaged=folder.is_packaged,
        data_folder=data_folder,
        pipeline=_pipeline(sections.nlp.pipeline, folder, environ),
        **{name: getattr(sections, name) for name in Sections.model_fields},
        feeds=registry,
        rules=file.rules,
        channels=file.channels,
        operators=file.operators,
        alerts_document=alerts_document,
        environ=environ,
        alerts_problems=(),
        lexicon=words,
    )
    return _as_before(settings, of_alerts) if of_alerts else settings


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
