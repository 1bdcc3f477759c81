"""Train the English pipeline from a folder of treebanks (`sitrep train`).

Reads the files, writes the pipeline, its scores and its licence note. Seeded: the same folder and recipe give the same
weights on the same kind of machine. A second folder may hold what a stronger, slower parser (the teacher) read in plain
text: trees as `*.conllu`, names as `*.iob2` of the same stem, and names for the training part of EWT, which has none.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_loop
from spacy.util import load_config, load_config_from_str
from thinc.api import use_ops

from tasks.errors import TreebankError
from tasks.nlp.parsing.treebank import (
    Sentence,
    conllu_sentences,
    document,
    grouped,
    names_by_sentence,
    names_document,
    tagged_sentences,
    with_names,
)

if TYPE_CHECKING:
    from confection import Config
    from spacy.language import Language

TREEBANKS = {"ewt": "missing", "gum": "gum"}
# Their documents are few, so each is seen twice an epoch.
NAMES_FILES = ("ner-wikigold.conll", "ner-re3d.conll")
NAMES_REPEATS = 2
NAMES_GROUP = 5
TEST_FILES = ("ewt-test", "gum-test", "pud-test")
# Looked for before the training starts: it takes hours.
FILES = (
    *(f"{name}.conllu" for name in ("ewt-train", "gum-train", "ewt-dev", "gum-dev", *TEST_FILES)),
    *(f"uner-ewt-{part}.iob2" for part in ("dev", "test")),
    *NAMES_FILES,
)
META = {
    "name": "sitrep_news",
    "version": "1.1.0",
    "description": "English in Universal Dependencies labels, with names of persons, organisations and places",
    "author": "The Sitrep authors",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD English EWT", "license": "CC BY-SA 4.0"},
        {"name": "UD English GUM, without the genres whose texts forbid commercial use", "license": "CC BY 4.0"},
        {"name": "Wikigold", "license": "CC BY 4.0"},
        {"name": "re3d, without the part under the BBC's terms", "license": "public domain, OGL, CC BY-SA"},
        {"name": "all-MiniLM-L6-v2, encoder of the teacher (training/README.md)", "license": "Apache-2.0"},
    ],
}
# Going on from a trained pipeline: fewer steps, and batches that are full from the start.
CONTINUED: dict[str, str | int] = {
    "training.max_steps": 2500,
    "training.batcher.size.start": 1000,
}
SCORES = ("tag_acc", "pos_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f", "ents_f")


def train_pipeline(
    treebank: Path,
    recipe: str,
    licence: str,
    out: Path,
    *,
    taught: Path | None = None,
    start: Path | None = None,
    only: Sequence[str] = (),
    max_steps: int | None = None,
) -> dict[str, dict[str, float]]:
    """Train by `recipe` (spaCy config text) into the folder `out`; returns the scores per test file.

    `taught` is the folder of a teacher's trees and names. `start` is a pipeline to go on from: its components that have
    the recipe's shape keep their weights, the others begin anew. `only` names the components to train while the others
    stay as they are (default: all). Writes the best checkpoint, its scores in meta.json and `licence` as LICENSE.md.
    Raises TreebankError.
    """
    if only and not start:
        raise TreebankError("--only trains a part of a pipeline: name that pipeline with --start DIR")
    for name in FILES:
        _found(treebank / name)
    nlp = spacy.blank("en")
    with TemporaryDirectory(prefix="sitrep-train-") as folder:
        work = Path(folder)
        _write(work / "train.spacy", training_docs(nlp, treebank, taught))
        _write(work / "dev.spacy", [d for name in ("ewt-dev", "gum-dev") for d in test_docs(nlp, treebank, name)])
        overrides: dict[str, str | int] = {
            "paths.train": str(work / "train.spacy"),
            "paths.dev": str(work / "dev.spacy"),
            **(CONTINUED if start else {}),
        }
        if max_steps is not None:
            overrides["training.max_steps"] = max_steps
        config = load_config_from_str(recipe, overrides=overrides, interpolate=start is not None)
        if start:
            _go_on(config, start, only)
        with use_ops("numpy", use_blis=False):  # numpy's matrix products are faster than thinc's own
            train_loop(init_nlp(config), work)
        best = spacy.load(work / "model-best")
    scores = {name: evaluate(best, test_docs(best, treebank, name)) for name in TEST_FILES}
    package(best, scores, licence, out)
    return scores


def _go_on(config: Config, start: Path, only: Sequence[str]) -> None:
    """Take from `start` the components whose models have the shape that `config` asks for; freeze all but `only`."""
    if not (start / "config.cfg").is_file():
        raise TreebankError(f"{start} holds no pipeline (config.cfg is missing): name one with --start DIR")
    given = load_config(start / "config.cfg", interpolate=True)["components"]
    names = config["nlp"]["pipeline"]
    if unknown := set(only) - set(names):
        raise TreebankError(f"no component {', '.join(sorted(unknown))}: --only takes {', '.join(names)}")
    for name, component in list(config["components"].items()):
        if name in given and _same(component["model"], given[name]["model"]):
            config["components"][name] = {"source": str(start)}
        elif only and name not in only:
            raise TreebankError(f"{name} of {start} has not the recipe's shape: train it too, with --only {name}")
    if only:
        config["training"]["frozen_components"] = [name for name in names if name not in only]
        config["training"]["annotating_components"] = ["tok2vec"]  # what is trained reads the frozen vectors


def _same(wanted: object, given: object) -> bool:
    """Whether `given` says all that `wanted` says; a saved pipeline also writes down what is left at its default."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        return all(key in given and _same(value, given[key]) for key, value in wanted.items())
    return wanted == given


def package(nlp: Language, scores: dict[str, dict[str, float]], licence: str, out: Path) -> None:
    """Write `nlp` to `out` with what a user must know of it: name, version, scores, sources and licence."""
    nlp.config["paths"] = {"train": None, "dev": None}
    nlp.meta.update(META)
    nlp.meta["performance"] = scores
    nlp.to_disk(out)
    (out / "LICENSE.md").write_text(licence, encoding="utf-8")


def evaluate(nlp: Language, docs: list[Doc]) -> dict[str, float]:
    """Accuracy of `nlp` on gold `docs` in [0, 1]; a score that the docs have no gold for is left out."""
    scores = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in docs])
    return {key: round(float(scores[key]), 4) for key in SCORES if scores.get(key) is not None}


def test_docs(nlp: Language, treebank: Path, name: str) -> list[Doc]:
    """Gold documents of a dev or test file, with EWT's names from Universal NER."""
    corpus, _, part = name.partition("-")
    groups = list(grouped(_sentences(treebank / f"{name}.conllu"), sizes=(10,)))
    if corpus != "ewt":
        return [document(nlp.vocab, group, TREEBANKS.get(corpus, "missing")) for group in groups]
    tags = names_by_sentence(_lines(treebank / f"uner-ewt-{part}.iob2"))
    return [with_names(document(nlp.vocab, group, "missing"), group, tags) for group in groups]


def training_docs(nlp: Language, treebank: Path, taught: Path | None) -> list[Doc]:
    """Documents to learn from, in the order of training; raises TreebankError where a file is missing."""
    docs: list[Doc] = []
    for corpus, names in TREEBANKS.items():
        sentences = _sentences(treebank / f"{corpus}-train.conllu")
        given = taught / f"{corpus}-train.iob2" if taught else None
        if given and given.is_file():
            docs += _named_docs(nlp, sentences, given)
        else:
            docs += [document(nlp.vocab, group, names) for group in grouped(sentences)]
    for file in () if taught and (taught / "names.iob2").is_file() else NAMES_FILES:
        tagged = list(tagged_sentences(_lines(treebank / file)))
        groups_of = [tagged[i : i + NAMES_GROUP] for i in range(0, len(tagged), NAMES_GROUP)]
        docs += [names_document(nlp.vocab, group) for group in groups_of] * NAMES_REPEATS
    for trees in sorted(taught.glob("*.conllu")) if taught else ():
        docs += _named_docs(nlp, _sentences(trees), trees.with_suffix(".iob2"))
    random.Random(0).shuffle(docs)  # noqa: S311  # the order of training, no secret
    return docs


def _named_docs(nlp: Language, sentences: Iterable[Sentence], names: Path) -> list[Doc]:
    tags = names_by_sentence(_lines(names))
    groups = grouped(sentences)
    return [with_names(document(nlp.vocab, group, "missing"), group, tags) for group in groups]


def _sentences(path: Path) -> Iterator[Sentence]:
    yield from conllu_sentences(_lines(path))


def _found(path: Path) -> Path:
    if not path.is_file():
        raise TreebankError(f"{path} is missing: name the treebank folder with --treebank DIR")
    return path


def _lines(path: Path) -> Iterator[str]:
    with _found(path).open(encoding="utf-8") as file:
        yield from file


def _write(path: Path, docs: list[Doc]) -> None:
    DocBin(docs=docs, store_user_data=False).to_disk(path)
