"""The claim components behind the trained ones: what dates, places, names and events would add is left out on purpose."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import config
from tasks.nlp import source
from tasks.nlp.assertions import claimants, factuality, scope
from tasks.nlp.claims import claims, tolls
from tasks.nlp.findings import Claim, Toll
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.numbers import numbers
from tasks.nlp.parsing import gate, parsing
from tasks.nlp.parsing.trained import Trained
from tasks.nlp.victims import harms, victims

PIPES = {
    "sitrep_numbers": numbers,
    "sitrep_harms": harms,
    "sitrep_victims": victims,
    "sitrep_claimants": claimants,
    "sitrep_factuality": factuality,
    "sitrep_scope": scope,
    "sitrep_claims": claims,
    "sitrep_tolls": tolls,
}
assert source.SourceText  # registers published_on and title
assert parsing.Parsing  # registers its factory


@pytest.fixture(scope="session")
def shipped_lexicon() -> dict[str, Any]:
    files = (Path(config.__file__).parent / "lexicon").glob("*.toml")
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}


@pytest.fixture
def lexicon(shipped_lexicon: dict[str, Any]) -> dict[str, Any]:
    """A copy that a test may change."""
    return deepcopy(shipped_lexicon)


@pytest.fixture(scope="session")
def words_of_lexicon(shipped_lexicon: dict[str, Any]) -> Lexicon:
    return Lexicon(shipped_lexicon)


class Reader:
    """A pipeline and the claim components behind it, without touching the pipeline that other tests share."""

    def __init__(self, nlp: Language, lexicon: dict[str, Any]) -> None:
        self.nlp = nlp
        ends = nlp.create_pipe("sitrep_gate", config={"lexicon": lexicon, "wanted": gate.OPEN})
        read = nlp.create_pipe("sitrep_parsing")
        read.trained = Trained(nlp.pipeline)
        self.rules = [nlp.create_pipe(name, config={"lexicon": lexicon}) for name in PIPES]
        self.pipes = [ends, read, *self.rules]

    def __call__(self, text: str) -> Doc:
        doc = self.nlp.make_doc(text)
        for pipe in self.pipes:
            doc = pipe(doc)
        return doc


@pytest.fixture
def claims_pipeline(english: Language) -> Callable[[dict[str, Any]], Reader]:
    return lambda lexicon: Reader(english, lexicon)


@pytest.fixture(scope="session")
def reader(english: Language, shipped_lexicon: dict[str, Any]) -> Reader:
    return Reader(english, shipped_lexicon)


@pytest.fixture(scope="session")
def read_claims(reader: Reader) -> Callable[[str], tuple[Claim, ...]]:
    return lambda text: reader(text)._.claims


@pytest.fixture(scope="session")
def read_tolls(reader: Reader) -> Callable[[str], dict[str, Toll]]:
    return lambda text: reader(text)._.tolls


@pytest.fixture(scope="session")
def number_texts(reader: Reader) -> Callable[[str], list[str]]:
    return lambda text: [text[n.start : n.stop] for n in reader(text)._.numbers]


@pytest.fixture(scope="session")
def blank_claims(shipped_lexicon: dict[str, Any]) -> Reader:
    """The components on a tokeniser alone: no tags, no parse."""
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    return Reader(nlp, shipped_lexicon)
