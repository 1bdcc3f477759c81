"""The word lists of lexicon/*.toml: read by file, and a deployment's laid over the packaged ones.

A deployment's file of the same name extends: tables are merged key by key, lists get what is new behind what is there,
any other value replaces. So one line adds a word, and no packaged word is lost by it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.documents import Document, read
from config.errors import ConfigError, Problem
from config.nearest import advice

Lexicon = dict[str, dict[str, Any]]


def lexicon(folder: Path, cwd: Path | None = None) -> Lexicon:
    """Every *.toml of `folder` by its name without the ending; empty where there is none. Raises ConfigError."""
    documents = _documents(folder, cwd or folder.parent)
    if problems := [problem for document in documents.values() for problem in document.problems]:
        raise ConfigError(problems)
    return {stem: document.table for stem, document in documents.items()}


def layered(packaged: Lexicon, folder: Path, cwd: Path) -> tuple[Lexicon, list[Problem]]:
    """`packaged` with the files of a deployment's lexicon folder laid over it, and their problems."""
    merged = dict(packaged)
    problems: list[Problem] = []
    for stem, document in _documents(folder, cwd).items():
        problems += document.problems
        if stem not in packaged:
            message = f'no word list is called "{stem}"; {advice(stem, packaged)}'
            problems.append(Problem(document.name, None, "", stem, message))
            continue
        merged[stem] = _laid_over(packaged[stem], document.table, document, (), problems)
    return merged, problems


def _documents(folder: Path, cwd: Path) -> dict[str, Document]:
    return {path.stem: read(path, cwd) for path in sorted(folder.glob("*.toml"))}


def _laid_over(
    below: dict[str, Any], above: dict[str, Any], document: Document, at: tuple[str, ...], problems: list[Problem]
) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        path, old = (*at, key), below.get(key)
        if key in below and _shape(old) != _shape(value):
            message = f'"{".".join(path)}" is a {_shape(old)} in the packaged word list; write a {_shape(old)}'
            problems.append(document.problem(path, message))
        elif isinstance(old, dict):
            merged[key] = _laid_over(old, value, document, path, problems)
        elif isinstance(old, list):
            merged[key] = old + [word for word in value if word not in old]
        else:
            merged[key] = value
    return merged


def _shape(value: object) -> str:
    match value:
        case dict():
            return "table"
        case list():
            return "list"
        case bool():
            return "true or false"
        case int() | float():
            return "number"
        case _:
            return "text"
