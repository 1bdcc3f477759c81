"""What every table of the configuration is made of: a frozen model that refuses unknown keys, and its value types."""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict

T = TypeVar("T")

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")


class Table(BaseModel):
    """One table of a configuration file: frozen, its keys known, its types those that TOML gives."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, allow_inf_nan=False, str_max_length=2_000
    )


def _language(tag: str) -> str:
    if not _TAG.fullmatch(tag):
        raise ValueError(f'"{tag}" is no language tag; write BCP 47 like "en", "pt-BR" or "zh-Hans"')
    return tag


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(f'"{text}" is no name; use small letters, digits, "-", "_" and ".", like "daily-file"')
    return text


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line without control characters")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must be text that is not empty")
    return _one_line(text)


# TOML has arrays, the models have tuples
Many = Annotated[tuple[T, ...], Strict(False)]
# language, optional script and region of RFC 5646; variants and extensions are not used by feeds
Language = Annotated[str, AfterValidator(_language)]
Name = Annotated[str, AfterValidator(_name)]
# the length comes first: it must see the string type to speak of text
Line = Annotated[str, Field(max_length=500), AfterValidator(_one_line)]
Text = Annotated[str, Field(max_length=500), AfterValidator(_not_blank)]
