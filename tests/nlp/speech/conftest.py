"""The components of this folder behind the bare English pipeline: names, statements, positions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import config
import tasks.nlp.dates.dates
import tasks.nlp.names.names
import tasks.nlp.parsing.parsing
import tasks.nlp.source
import tasks.nlp.speech.positions
import tasks.nlp.speech.statements  # noqa: F401  # registers its factory
from tasks.nlp.parsing.trained import Trained

LEXICON_FILES = Path(config.__file__).parent / "lexicon"
PUBLISHED = date(2012, 6, 14)
COMPONENTS = ("sitrep_dates", "sitrep_names", "sitrep_statements", "sitrep_positions")


@pytest.fixture(scope="session")
def lexicon() -> dict[str, Any]:
    """All of config/lexicon by file stem."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(LEXICON_FILES.glob("*.toml"))}


@pytest.fixture(scope="session")
def speech(english: Language, lexicon: dict[str, Any]) -> list[Any]:
    """The components of this room in pipeline order, built apart so that the shared pipeline stays bare."""
    made = Language(english.vocab)
    parsing = made.create_pipe("sitrep_parsing")
    parsing.trained = Trained(english.pipeline)
    return [
        made.create_pipe("sitrep_gate", config={"lexicon": lexicon}),
        parsing,
        *(made.create_pipe(name, config={"lexicon": lexicon}) for name in COMPONENTS),
    ]


@pytest.fixture(scope="session")
def read(english: Language, speech: list[Any]) -> Callable[[str], Doc]:
    """A text -> its Doc with dates, referents, statements and positions, published on Thursday 14 June 2012."""

    def _read(text: str) -> Doc:
        doc = english.make_doc(text)
        doc._.published_on = PUBLISHED
        for component in speech:
            doc = component(doc)
        return doc

    return _read
