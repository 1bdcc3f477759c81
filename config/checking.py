"""From the error report of a pydantic model to problems with file, line, section and what would be valid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.documents import Document
from config.errors import Problem
from config.nearest import advice
from config.positions import KeyPath
from config.tables import Table

M = TypeVar("M", bound=Table)
Locate = Callable[[KeyPath, str], Problem]

_TYPES = {
    "string_type": "text in quotes",
    "string_unicode": "text in UTF-8",
    "string_too_short": "text that is not empty",
    "path_type": "text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "too_short": "a list with at least one element",
    "tuple_type": 'a list, like ["a", "b"]',
    "model_type": "a table",
}


def check(model: type[M], document: Document, locate: Locate | None = None) -> tuple[M | None, list[Problem]]:
    """The model of the document's table, or all its problems. `locate` makes a problem of a key path and a message."""
    if document.problems:
        return None, list(document.problems)
    try:
        return model.model_validate(document.table), []
    except ValidationError as report:
        details = report.errors(include_url=False, include_input=False)
    # one wrong value may be reported once for each type that it could have had
    first_of = {tuple(detail["loc"]): detail for detail in reversed(details)}
    # a list with a wrong element is also reported as too short
    around = {path[:depth] for path in first_of for depth in range(len(path))}
    make = locate or document.problem
    problems = [make(path, _message(model, path, detail)) for path, detail in first_of.items() if path not in around]
    return None, sorted(problems, key=lambda problem: problem.line or 0)


def tables_at(annotation: object, path: KeyPath) -> type[BaseModel] | None:
    """The model that stands at `path` below a model, a tuple of models or an optional one; None for plain values."""
    found = _model_in(annotation)
    for part in path:
        if isinstance(part, int) or found is None:
            continue
        field = found.model_fields.get(part)
        found = _model_in(field.annotation) if field else None
    return found


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _message(model: type[Table], path: KeyPath, detail: ErrorDetails) -> str:
    key, where = path[-1] if path else "", section(path)
    place = f" in {where}" if where else ""
    match detail["type"]:
        case "extra_forbidden":
            parent = tables_at(model, path[:-1])
            kind = "key" if where else "section"
            return f'unknown {kind} "{key}"{place}; {advice(str(key), parent.model_fields if parent else ())}'
        case "missing":
            return f'missing key "{key}"{place}; add it'
        case "value_error":
            return f'"{named(path)}"{place}: {detail["ctx"]["error"]}'
        case _:
            return f'"{named(path)}"{place}: {_plain(detail)}'


def section(path: KeyPath) -> str:
    """The section of a key as the file writes it: `[fetch]`, `[[feeds]]`; empty for the top of the file."""
    names = [part for part in path if isinstance(part, str)]
    many = len(path) > 1 and isinstance(path[1], int)
    return "" if len(names) < 2 else f"[[{names[0]}]]" if many else f"[{names[0]}]"  # noqa: PLR2004 - section and key


def named(path: KeyPath) -> str:
    """The key of a path; an array's element is named by its array."""
    names = [part for part in path if isinstance(part, str)]
    return names[-1] if names else ""


def _plain(detail: ErrorDetails) -> str:
    """What would be valid, in TOML's words where pydantic speaks of Python's types."""
    if wanted := _TYPES.get(detail["type"]):
        return f"must be {wanted}"
    return detail["msg"].replace("Input should be", "must be").replace("Input should", "must")
