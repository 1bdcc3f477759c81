"""The tables of alerts.toml: rules (what is worth an alert) and channels (where it goes)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator, model_validator

from config.checking import check
from config.countries import Country
from config.documents import Document
from config.errors import Problem
from config.folder import Folder
from config.nearest import advice
from config.secrets import kept_in
from config.sections import Seconds
from config.tables import Many, Name, Table

Kind = Literal["new_incident", "toll_up", "toll_down", "contested", "confirmed", "retracted", "cumulative_milestone"]
Harm = Literal["killed", "injured", "missing", "abducted", "detained", "displaced"]

KINDS: tuple[Kind, ...] = (
    "new_incident", "toll_up", "toll_down", "contested", "confirmed", "retracted", "cumulative_milestone",
)  # fmt: skip
HARMS: tuple[Harm, ...] = ("killed", "injured", "missing", "abducted", "detained", "displaced")


class Rule(Table):
    """One `[[rules]]` table: a change of one of `kinds` that passes every filter goes to `channels`."""

    name: Name
    kinds: Annotated[Many[Kind], Field(min_length=1)] = KINDS
    harms: Annotated[Many[Harm], Field(min_length=1)] = HARMS
    countries: Many[Country] = ()  # none named: everywhere, also where the country is unknown
    min_count: Annotated[int, Field(ge=0, le=1_000_000_000)] = 1
    severity: Literal["info", "notice", "urgent"] = "notice"
    channels: Annotated[Many[str], Field(min_length=1)]
    milestones: Many[Annotated[int, Field(gt=0, le=1_000_000_000)]] = ()  # people; none: 100, 1000, 5000, 10000 ...


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError("must be the name of an environment variable, not the secret itself")
    return name


def _file(path: Path) -> Path:
    if not path.name or not str(path).isprintable():
        raise ValueError('must name a file, like "{data}/alerts.jsonl"')
    return path


class Channel(Table):
    """One `[[channels]]` table. `url` is secret wherever it came from; `path` is absolute once loaded."""

    name: Name
    kind: Literal["console", "file", "webhook", "apprise"]
    path: Annotated[Path, Field(strict=False), AfterValidator(_file)] | None = None
    url: Annotated[SecretStr, Field(strict=False)] | None = None
    url_env: Annotated[str, AfterValidator(_variable)] | None = None
    timeout_seconds: Seconds | None = None  # None: [alerts] delivery_timeout_seconds

    @field_validator("url")
    @classmethod
    def _is_open(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if url is None:
            return None
        if fault := _fault(str(info.data.get("kind")), url.get_secret_value()):
            raise ValueError(fault)
        if reason := kept_in(url.get_secret_value()):
            raise ValueError(f"is a secret ({reason}); put it into an environment variable and name that in url_env")
        return url

    @model_validator(mode="after")
    def _has_its_address(self) -> Channel:
        wanted = {"console": set(), "file": {"path"}}.get(self.kind, {"url", "url_env"})
        given = {key for key in ("path", "url", "url_env") if getattr(self, key) is not None}
        if extra := given - wanted:
            raise ValueError(f'a channel of kind "{self.kind}" has no {" or ".join(sorted(extra))}; remove it')
        if wanted and len(given) != 1:
            only = ", and only one of them" if given else ""
            raise ValueError(f'a channel of kind "{self.kind}" needs {" or ".join(sorted(wanted))}{only}')
        return self


def _fault(kind: str, url: str) -> str | None:
    """What is wrong with the address of a channel, without repeating it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no URL; check the host and port"
    if not parts.scheme or not url.isprintable() or " " in url:
        return "must be a whole URL without blanks, like https://example.org/hook"
    if kind == "webhook" and (parts.scheme not in ("http", "https") or not host):
        return "must start with http:// or https://; other services are channels of kind apprise"
    return None


class AlertsFile(Table):
    """alerts.toml."""

    rules: Many[Rule] = ()
    channels: Many[Channel] = ()


def alerting(
    document: Document, folder: Folder, data: Path, environ: Mapping[str, str]
) -> tuple[AlertsFile, list[Problem]]:
    """The rules and channels of alerts.toml with paths and addresses filled in, or all its problems.

    `{data}` in a path stands for the data folder. A variable of `url_env` that is not set leaves `url` None: only who
    delivers needs it (Settings.require_secrets).
    """
    file, problems = check(AlertsFile, document)
    problems += _references(document)
    if file is None or problems:
        return AlertsFile(), sorted(problems, key=lambda problem: problem.line or 0)
    channels = []
    for number, channel in enumerate(file.channels):
        address = environ.get(channel.url_env or "", "").strip()
        if address and (fault := _fault(channel.kind, address)):
            message = f'"url_env" in [[channels]]: the address in the variable {channel.url_env} {fault}'
            problems.append(document.problem(("channels", number, "url_env"), message))
        path = folder.resolve(str(channel.path).replace("{data}", str(data)), environ) if channel.path else None
        url = SecretStr(address) if address else channel.url
        channels.append(channel.model_copy(update={"path": path, "url": url}))
    return file.model_copy(update={"channels": tuple(channels)}), problems


def secret_variables(document: Document) -> frozenset[str]:
    """The variables that `url_env` names, also in a file that has other problems."""
    tables = document.table.get("channels")
    found = [table.get("url_env") for table in (tables if isinstance(tables, list) else ()) if isinstance(table, dict)]
    return frozenset(name for name in found if isinstance(name, str))


def _references(document: Document) -> list[Problem]:
    channels = _names(document, "channels")
    return [*_repeated(document, "channels"), *_repeated(document, "rules"), *_unknown_channels(document, channels)]


def _names(document: Document, section: str) -> dict[str, int]:
    """Each name of the section's tables, with the number of the first table that has it."""
    names: dict[str, int] = {}
    for number, table in _tables(document, section):
        if isinstance(name := table.get("name"), str):
            names.setdefault(name, number)
    return names


def _repeated(document: Document, section: str) -> Iterator[Problem]:
    first = _names(document, section)
    for number, table in _tables(document, section):
        name = table.get("name")
        if isinstance(name, str) and first[name] != number:
            line = document.lines.get((section, first[name], "name"))
            message = f'"name" in [[{section}]]: "{name}" stands on line {line} already; give it another name'
            yield document.problem((section, number, "name"), message)


def _unknown_channels(document: Document, channels: Collection[str]) -> Iterator[Problem]:
    for number, rule in _tables(document, "rules"):
        wanted = rule.get("channels")
        for place, name in enumerate(wanted if isinstance(wanted, list) else ()):
            if isinstance(name, str) and name not in channels:
                mend = advice(name, channels) if channels else "there is none: add a [[channels]] table"
                message = f'"channels" in [[rules]]: unknown channel "{name}"; {mend}'
                yield document.problem(("rules", number, "channels", place), message)


def _tables(document: Document, section: str) -> list[tuple[int, dict[str, object]]]:
    found = document.table.get(section)
    return [(n, table) for n, table in enumerate(found if isinstance(found, list) else ()) if isinstance(table, dict)]
