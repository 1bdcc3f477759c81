"""Edits of feeds.toml that leave every other line, comments too, as it is.

    read -> check -> edit lines -> read again and compare with what was wanted -> replace the file in one step

A file that is missing starts as a copy of the packaged one, which stood in for it until then. Of two edits at the same
time the later one wins.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from config.documents import Document, parse
from config.errors import ConfigError, EditError
from config.folder import PACKAGED
from config.nearest import nearest
from config.positions import Statement, statements
from config.registry import FeedTable, feeds

Lines = list[str]
Tables = list[dict[str, Any]]


def append(path: Path, feed: Mapping[str, object]) -> None:
    """Adds `feed` (keys of [[feeds]]) at the end. ConfigError where it is no feed, EditError where it is there."""
    table = dict(feed)
    if problems := feeds(Document("the new feed", {"feeds": [table]}))[1]:
        raise ConfigError(problems)

    def edit(lines: Lines, tables: Tables) -> Tables:
        if any(old["url"] == table["url"] for old in tables):
            raise EditError(f"{path}: {table['url']} is there already; enable it with: sitrep feeds enable URL")
        return [*tables, _appended(lines, table)]

    _edit(path, edit)


def append_new(path: Path, wanted: Iterable[Mapping[str, object]]) -> list[str]:
    """Adds those of `wanted` whose url is not there yet, in one step; their urls. Raises as `append` does."""
    added: list[str] = []

    def edit(lines: Lines, tables: Tables) -> Tables:
        known = {url for old in tables for url in (old["url"], *old.get("moved_from", ()))}
        for table in wanted:
            if table["url"] not in known:
                known.add(str(table["url"]))
                added.append(str(table["url"]))
                tables = [*tables, _appended(lines, table)]
        return tables

    _edit(path, edit)
    return added


def move(path: Path, url: str, to_url: str, day: date) -> None:
    """Gives the feed of `url` its new address, with its old one as a trace. EditError where that cannot be done."""

    def edit(lines: Lines, tables: Tables) -> Tables:
        number = _number(path, tables, url)
        if any(table["url"] == to_url for table in tables):
            raise EditError(f"{path}: {url} moved to {to_url}, which is there already; remove one of the two")
        block, trace = _block(path, lines, number), [*tables[number].get("moved_from", []), url]
        old = next((s for s in block if _key(lines[s.first - 1]) == "moved_from"), None)
        if old is not None:
            del lines[old.first - 1 : old.last]
        block = _block(path, lines, number)
        place = next(s.first - 1 for s in block if _key(lines[s.first - 1]) == "url")
        lines[place : place + 1] = [
            f"# moved for good, seen on {day.isoformat()}: the server redirects {_toml(url)}",
            f"url = {_toml(to_url)}",
            f"moved_from = {_toml(trace)}",
        ]
        moved = {**tables[number], "url": to_url, "moved_from": trace}
        return [*tables[:number], moved, *tables[number + 1 :]]

    _edit(path, edit)


def remove(path: Path, url: str) -> None:
    """Removes the [[feeds]] table of `url`; comments above it stay. EditError where it is not there."""

    def edit(lines: Lines, tables: Tables) -> Tables:
        number = _number(path, tables, url)
        block = _block(path, lines, number)
        first, last = block[0].first - 1, block[-1].last
        del lines[first:last]
        while first < len(lines) and first > 0 and not lines[first].strip() and not lines[first - 1].strip():
            del lines[first]
        return tables[:number] + tables[number + 1 :]

    _edit(path, edit)


def enable(path: Path, url: str) -> None:
    """Lets the feed of `url` be polled again. EditError where it is not there."""
    _switch(path, url, on=True)


def disable(path: Path, url: str) -> None:
    """Keeps the feed of `url` in the file without polling it. EditError where it is not there."""
    _switch(path, url, on=False)


def _appended(lines: Lines, table: Mapping[str, object]) -> dict[str, Any]:
    """Writes a [[feeds]] table behind `lines`; what it then means."""
    while lines and not lines[-1].strip():
        lines.pop()
    block = [f"{key} = {_toml(table[key])}" for key in FeedTable.model_fields if table.get(key) is not None]
    lines += ["", "[[feeds]]", *block, ""] if lines else ["[[feeds]]", *block, ""]
    return {key: value for key, value in table.items() if value is not None}


def _switch(path: Path, url: str, *, on: bool) -> None:
    def edit(lines: Lines, tables: Tables) -> Tables:
        number = _number(path, tables, url)
        block, word = _block(path, lines, number), "true" if on else "false"
        if "enabled" in tables[number]:
            place = next(s.first - 1 for s in block if _key(lines[s.first - 1]) == "enabled")
            key, value = lines[place].split("=", 1)
            lines[place] = f"{key}={value.replace('false' if on else 'true', word, 1)}"
        elif not on:
            lines.insert(block[-1].last, "enabled = false")
        else:
            return tables
        return [*tables[:number], {**tables[number], "enabled": on}, *tables[number + 1 :]]

    _edit(path, edit)


def _edit(path: Path, edit: Callable[[Lines, Tables], Tables]) -> None:
    """Applies `edit`, which changes the lines and returns the tables that they must then mean."""
    path = path.resolve()  # a link stays a link
    try:
        is_new = not path.exists()
        body = (PACKAGED / "feeds.toml" if is_new else path).read_bytes()
        edited = _edited(path, body, edit)
        if is_new or edited != body:
            _replace(path, edited)
    except OSError as error:
        raise EditError(f"{path}: cannot be changed: {error.strerror}; check permissions and free space") from error


def _edited(path: Path, body: bytes, edit: Callable[[Lines, Tables], Tables]) -> bytes:
    document = _checked(body, path)
    text = body.decode("utf-8")
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    wanted = edit(lines, list(document.table.get("feeds", [])))
    edited = ending.join(lines).encode("utf-8")
    if parse(edited, str(path)).table.get("feeds", []) != wanted:
        raise EditError(f"{path}: this file is not written in [[feeds]] tables; edit it by hand")
    _checked(edited, path)
    return edited


def _checked(body: bytes, path: Path) -> Document:
    document = parse(body, str(path))
    if problems := feeds(document)[1]:
        raise ConfigError(problems)
    return document


def _number(path: Path, tables: Tables, url: str) -> int:
    urls = [table["url"] for table in tables]
    if url in urls:
        return urls.index(url)
    meant = nearest(url, urls)
    raise EditError(f"{path}: no feed {url}; " + (f"did you mean {meant}?" if meant else "see: sitrep feeds list"))


def _block(path: Path, lines: Lines, number: int) -> list[Statement]:
    """The header and keys of the [[feeds]] table `number`; the only tables of a valid feeds.toml are these."""
    found = statements("\n".join(lines).removeprefix("\ufeff"))
    headers = [place for place, statement in enumerate(found) if statement.is_header]
    if number >= len(headers):
        raise EditError(f"{path}: this file is not written in [[feeds]] tables; edit it by hand")
    end = headers[number + 1] if number + 1 < len(headers) else len(found)
    return found[headers[number] : end]


def _key(line: str) -> str:
    return line.split("=", 1)[0].strip().strip("\"'")


def _toml(value: object) -> str:
    """A string, number, boolean or array of strings in TOML. JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _replace(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".feeds-", suffix=".toml", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        else:
            draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
