"""The extractor reaches its floors: on the project's own articles always, on the labelled files where they are.

Whole files, as `sitrep evaluate` reads them. A floor that is missed is told with what was measured and the command that
shows the errors.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from config.floors import floors
from config.folder import PACKAGED
from config.settings import load
from flows.compose import App
from tasks.accuracy.floors import verdicts
from tasks.accuracy.measures import MEASURES
from tasks.evaluate import evaluate
from tests.nlp.claims.articles import line, read_articles

GOLD = Path(__file__).parents[3] / "shared" / "gold"
FLOORS = floors(None, PACKAGED, PACKAGED)
OWN = "articles"
# Claims and tolls, about a minute; the others (statements, acts, toponyms) take twice that: SITREP_TEST_GOLD=all.
EVERY = os.environ.get("SITREP_TEST_GOLD") == "all"
TOLD = ("claims.f1", "killed.positive")
FILES = sorted(stem for stem in FLOORS.keys() - {OWN} if EVERY or any(key in FLOORS[stem] for key in TOLD))


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory):
    """The extractor as the command composes it; SITREP_TEST_PIPELINE names another pipeline."""
    pipeline = os.environ.get("SITREP_TEST_PIPELINE")
    environment = {"SITREP_NLP__PIPELINE": pipeline} if pipeline else {}
    return App(load(None, environment, tmp_path_factory.mktemp("nowhere"))).extractor


def hold(lines: Iterable[str], stem: str, extractor, command: str) -> None:
    found = evaluate(lines, extractor)
    assert found.unread == ()
    missed = [
        f"{each.key} is {100 * each.measure.value if each.measure else 0:.2f}, its floor {each.floor}"
        for each in verdicts(found.result.measures, FLOORS[stem])
        if not each.holds
    ]
    assert not missed, f"{'; '.join(missed)}; see the errors with: {command}"


def test_every_floor_names_a_measure():
    assert {key for of_file in FLOORS.values() for key in of_file} <= MEASURES.keys()


def test_the_own_articles_reach_their_floors(extractor):
    """One source of truth: the labelled articles, as the rows that their module prints."""
    command = "python -m tests.nlp.claims.articles > articles.jsonl; sitrep evaluate articles.jsonl --errors 5"
    hold(map(line, read_articles()), OWN, extractor, command)


@pytest.mark.parametrize("stem", FILES)
def test_the_labelled_files_reach_their_floors(stem, extractor):
    file = GOLD / f"{stem}.jsonl"
    if not file.exists():
        pytest.skip(f"no labelled texts at ../shared/gold/{file.name}: nothing to measure")
    with file.open(encoding="utf-8") as lines:
        hold(lines, stem, extractor, f"sitrep evaluate ../shared/gold/{file.name} --errors 5")
