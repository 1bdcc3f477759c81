"""Countries by their ISO 3166-1 alpha-3 code (iso3166.csv, which names its source)."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator

from config.nearest import nearest

# what people write and ISO does not: exceptionally reserved codes and everyday names
_EVERYDAY = {"UK": "GBR", "EL": "GRC", "BRITAIN": "GBR", "GREAT BRITAIN": "GBR", "USSR": "RUS", "BURMA": "MMR"}


@cache
def names() -> dict[str, str]:
    """Alpha-3 code to short English name, 249 ISO codes and XKX."""
    return {row["alpha3"]: row["name"] for row in _rows()}


@cache
def _rows() -> list[dict[str, str]]:
    text = resources.files("config").joinpath("iso3166.csv").read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def meant(word: str) -> str | None:
    """The alpha-3 code that `word` (an alpha-2 code, a name, a misspelling) was probably meant to be."""
    key = word.strip().upper()
    spellings = {row["name"].upper(): row["alpha3"] for row in _rows()}
    spellings |= {row["alpha2"]: row["alpha3"] for row in _rows()} | _EVERYDAY | {code: code for code in names()}
    if key in spellings:
        return spellings[key]
    found = nearest(key, spellings)
    return spellings[found] if found else None


def alpha3(code: str) -> str:
    """`code` itself where ISO 3166-1 has it; ValueError with the probable one otherwise."""
    if code in names():
        return code
    if proposal := meant(code):
        raise ValueError(f'unknown country "{code}"; did you mean "{proposal}" ({names()[proposal]})?')
    raise ValueError(f'unknown country "{code}"; write the three letters of ISO 3166-1, like "SYR"')


Country = Annotated[str, AfterValidator(alpha3)]
