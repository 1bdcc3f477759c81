"""The tables of alerts.toml: rules (what is worth an alert), channels (where it goes), operators (who runs this)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from config.alert_rules import HARMS, KINDS, Rule
from config.channels import Channel, Operators, fault
from config.checking import check
from config.documents import Document
from config.errors import Problem
from config.folder import Folder
from config.nearest import advice
from config.tables import Many, Table

__all__ = ["HARMS", "KINDS", "AlertsFile", "Channel", "Operators", "Place", "Rule", "alerting", "secret_variables"]


class AlertsFile(Table):
    """alerts.toml."""

    rules: Many[Rule] = ()
    channels: Many[Channel] = ()
    operators: Operators = Operators()


@dataclass(frozen=True, slots=True)
class Place:
    """Where paths and secrets of alerts.toml come from: folders and environment."""

    folder: Folder
    data: Path
    environ: Mapping[str, str]

    def path(self, path: Path | None) -> Path | None:
        """`path` made absolute; `{data}` stands for the data folder."""
        if path is None:
            return None
        return self.folder.resolve(str(path).replace("{data}", str(self.data)), self.environ)

    def secret(self, variable: str | None, file: Path | None) -> tuple[str, str | None]:
        """(what the variable or file holds, what is wrong): "" where it is not set, or not there."""
        if variable is not None:
            return self.environ.get(variable, "").strip(), None
        path = self.path(file)
        if path is None:
            return "", None
        try:
            return path.read_text(encoding="utf-8").strip(), None
        except FileNotFoundError:
            return "", None  # as with a variable that is not set: only who delivers needs it
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            return "", f"{path} cannot be read: {reason}; check its permissions"


def alerting(
    document: Document, folder: Folder, data: Path, environ: Mapping[str, str]
) -> tuple[AlertsFile, list[Problem]]:
    """The rules and channels of alerts.toml with paths and addresses filled in, or all its problems.

    `{data}` in a path stands for the data folder. A secret that is not set leaves its field None: only who delivers
    needs it (Settings.require_secrets).
    """
    file, problems = check(AlertsFile, document)
    problems += _references(document)
    if file is None or problems:
        return AlertsFile(), sorted(problems, key=lambda problem: problem.line or 0)
    place = Place(folder, data, environ)
    channels = []
    for number, channel in enumerate(file.channels):
        filled, wrong = _filled(channel, place)
        problems += [document.problem(("channels", number, key), message) for key, message in wrong]
        channels.append(filled)
    operators, wrong = _operating(file.operators, place)
    problems += [document.problem(("operators", key), message) for key, message in wrong]
    return file.model_copy(update={"channels": tuple(channels), "operators": operators}), problems


def wrong_condition(document: Document, number: int, reason: str) -> Problem:
    """The problem of the `where` of the rule of this number, which only a database can find."""
    name = document.table["rules"][number]["name"]
    return document.problem(("rules", number, "where"), f'"where" in [[rules]]: of rule "{name}": {reason}')


def _filled(channel: Channel, place: Place) -> tuple[Channel, list[tuple[str, str]]]:
    """The channel with its address, secret and path, and what is wrong with them by key."""
    wrong = []
    address, unreadable = place.secret(channel.url_env, channel.url_file)
    if unreadable:
        wrong.append(("url_file", f'"url_file" in [[channels]]: {unreadable}'))
    if address and (bad := fault(channel.kind, address)):
        key = "url_env" if channel.url_env else "url_file"
        what = f"variable {channel.url_env}" if channel.url_env else f"file {channel.url_file}"
        wrong.append((key, f'"{key}" in [[channels]]: the address in the {what} {bad}'))
    secret, unreadable = place.secret(channel.secret_env, channel.secret_file)
    if unreadable:
        wrong.append(("secret_file", f'"secret_file" in [[channels]]: {unreadable}'))
    update = {
        "path": place.path(channel.path),
        "url": SecretStr(address) if address else channel.url,
        "secret": SecretStr(secret) if secret else None,
    }
    return channel.model_copy(update=update), wrong


def _operating(operators: Operators, place: Place) -> tuple[Operators, list[tuple[str, str]]]:
    """The same for [operators]."""
    name = operators.heartbeat_url_env
    address, _ = place.secret(name, None)
    wrong = []
    if address and (bad := fault("webhook", address)):
        message = f'"heartbeat_url_env" in [operators]: the address in the variable {name} {bad}'
        wrong.append(("heartbeat_url_env", message))
    update = {
        "dead_man_file": place.path(operators.dead_man_file),
        "heartbeat_url": SecretStr(address) if address else operators.heartbeat_url,
    }
    return operators.model_copy(update=update), wrong


def secret_variables(document: Document) -> frozenset[str]:
    """The variables that hold secrets, also in a file that has other problems."""
    tables = document.table.get("channels")
    operators = document.table.get("operators")
    listed = [*(tables if isinstance(tables, list) else ()), operators]
    keys = ("url_env", "secret_env", "heartbeat_url_env")
    found = [table.get(key) for table in listed if isinstance(table, dict) for key in keys]
    return frozenset(name for name in found if isinstance(name, str))


def _references(document: Document) -> list[Problem]:
    channels = _names(document, "channels")
    named: list[tuple[str, int | None, str, object]] = [
        *(("rules", n, "channels", t.get("channels")) for n, t in _tables(document, "rules")),
        *(("channels", n, "fallback", t.get("fallback")) for n, t in _tables(document, "channels")),
    ]
    operators = document.table.get("operators")
    if isinstance(operators, dict):
        named.append(("operators", None, "channels", operators.get("channels")))
    unknown = [problem for one in named for problem in _unknown_channels(document, channels, *one)]
    return [*_repeated(document, "channels"), *_repeated(document, "rules"), *unknown]


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


def _unknown_channels(
    document: Document, channels: Collection[str], section: str, number: int | None, key: str, wanted: object
) -> Iterator[Problem]:
    path = (section, key) if number is None else (section, number, key)
    many = isinstance(wanted, list)
    for order, name in enumerate(wanted if isinstance(wanted, list) else (wanted,)):
        if isinstance(name, str) and name not in channels:
            mend = advice(name, channels) if channels else "there is none: add a [[channels]] table"
            place = f"[{section}]" if number is None else f"[[{section}]]"
            message = f'"{key}" in {place}: unknown channel "{name}"; {mend}'
            yield document.problem((*path, order) if many else path, message)


def _tables(document: Document, section: str) -> list[tuple[int, dict[str, object]]]:
    found = document.table.get(section)
    return [(n, table) for n, table in enumerate(found if isinstance(found, list) else ()) if isinstance(table, dict)]
