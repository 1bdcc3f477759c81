"""Environment variables that override settings.toml: SITREP_<SECTION>__<KEY>, lists and numbers as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_origin

from pydantic.fields import FieldInfo

from config.checking import tables_at
from config.errors import Problem
from config.nearest import nearest
from config.sections import Sections

PREFIX = "SITREP_"
CONFIG = "SITREP_CONFIG"
FOR_TESTS = "SITREP_TEST_"


@dataclass(frozen=True, slots=True)
class Overrides:
    """`values` as settings.toml would hold them; `names` has the variable that each (section, key) came from."""

    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def overrides(environ: Mapping[str, str], secrets: Collection[str] = ()) -> Overrides:
    """What the SITREP_ variables of `environ` override; `secrets` are variables that alerts.toml names."""
    values: dict[str, dict[str, Any]] = {}
    names: dict[tuple[str, str], str] = {}
    problems = []
    known = variables()
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name == CONFIG or name.startswith(FOR_TESTS) or name in secrets:
            continue
        if name not in known:
            problems.append(Problem(name, None, "", name, f"unknown variable; {_advice(name, [*known, CONFIG])}"))
            continue
        section, key = known[name]
        names[section, key] = name
        values.setdefault(section, {})[key] = _value(section, key, environ[name])
    return Overrides(values, names, tuple(problems))


def variables() -> dict[str, tuple[str, str]]:
    """Every variable that overrides a key, with its section and key."""
    return {
        f"{PREFIX}{section}__{key}".upper(): (section, key)
        for section in Sections.model_fields
        for key in _fields(section)
    }


def _advice(name: str, known: list[str]) -> str:
    """Without the prefix, which would make all of them alike."""
    if meant := nearest(name.removeprefix(PREFIX), [word.removeprefix(PREFIX) for word in known]):
        return f'did you mean "{PREFIX}{meant}"?'
    return f"a key of settings.toml is {PREFIX}<SECTION>__<KEY>"


def _fields(section: str) -> dict[str, FieldInfo]:
    table = tables_at(Sections, (section,))
    return table.model_fields if table else {}


def _value(section: str, key: str, text: str) -> object:
    """`text` as JSON, or itself for keys that hold text and for what is no JSON (the model then says what is)."""
    annotation = _fields(section)[key].annotation
    if annotation is str or get_origin(annotation) is Literal:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
