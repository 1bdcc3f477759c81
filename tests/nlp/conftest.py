"""The English pipeline, bare and with Sitrep's components, loaded once a session."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from config.settings import load
from flows.compose import App
from seeds import PIPELINE
from tasks.nlp.extractor import Extractor


@pytest.fixture(scope="session")
def english() -> Language:
    """The shipped pipeline with Universal Dependencies labels; SITREP_TEST_PIPELINE names another one."""
    return spacy.load(os.environ.get("SITREP_TEST_PIPELINE") or PIPELINE)


@pytest.fixture(scope="session")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    """The whole extractor, composed as a flow composes it."""
    pipeline = os.environ.get("SITREP_TEST_PIPELINE")
    environment = {"SITREP_NLP__PIPELINE": pipeline} if pipeline else {}
    return App(load(None, environment, Path(tmp_path_factory.mktemp("nowhere")))).extractor
