"""`sitrep train`, on a treebank of a few sentences: the recipe's whole path, not its quality."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy

from config.training import licence, recipe
from seeds import PIPELINE
from tasks.errors import TreebankError
from tasks.train import NAMES_FILES, TEST_FILES, train_pipeline, training_docs

SENTENCE = """\
# newdoc id = d{n}
# sent_id = d{n}-1
1\tPolice\tpolice\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tsaw\tsee\tVERB\tVBD\tTense=Past\t0\troot\t_\t_
3\tJo\tJo\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\tEntity=(1-person-new
4\tLong\tLong\tPROPN\tNNP\tNumber=Sing\t3\tflat\t_\tSpaceAfter=No|Entity=1)
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
NAMES = "# sent_id = d{n}-1\n1\tPolice\tO\n2\tsaw\tO\n3\tJo\tB-PER\n4\tLong\tI-PER\n5\t.\tO\n\n"
SMALL = {
    "min_action_freq = 30": "min_action_freq = 0",
    "width = 192": "width = 16",
    "rows = [7000, 1000, 2500, 2500]": "rows = [50, 50, 50, 50]",
}


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    folder = tmp_path / "treebank"
    folder.mkdir()
    sentences = "".join(SENTENCE.format(n=n) for n in range(12))
    for name in ("ewt-train", "gum-train", "ewt-dev", "gum-dev", *TEST_FILES):
        (folder / f"{name}.conllu").write_text(sentences, encoding="utf-8")
    for part in ("dev", "test"):
        (folder / f"uner-ewt-{part}.iob2").write_text("".join(NAMES.format(n=n) for n in range(12)), encoding="utf-8")
    for name in NAMES_FILES:
        (folder / name).write_text("Jo I-PER\nLong I-PER\nleft O\n\n", encoding="utf-8")
    return folder


def _small() -> str:
    text = recipe()
    for old, new in SMALL.items():
        assert old in text
        text = text.replace(old, new)
    return text


def test_training_writes_a_pipeline_with_scores_and_licence(treebank, tmp_path):
    scores = train_pipeline(treebank, _small(), licence(), tmp_path / "out", max_steps=2)
    assert set(scores) == set(TEST_FILES)
    nlp = spacy.load(tmp_path / "out")
    assert nlp("Police saw Jo Long.").text == "Police saw Jo Long."
    assert nlp.meta["performance"]["pud-test"] == pytest.approx(scores["pud-test"])
    assert "CC BY-SA 4.0" in (tmp_path / "out" / "LICENSE.md").read_text(encoding="utf-8")


def test_the_same_treebank_gives_the_same_weights(treebank, tmp_path):
    for name in ("one", "two"):
        train_pipeline(treebank, _small(), licence(), tmp_path / name, max_steps=2)
    assert (tmp_path / "one" / "parser" / "model").read_bytes() == (tmp_path / "two" / "parser" / "model").read_bytes()


def _weights(folder: Path, name: str) -> bytes:
    return (folder / name / "model").read_bytes()


def test_going_on_with_one_component_leaves_the_others_as_they_are(treebank, tmp_path):
    start, out = tmp_path / "start", tmp_path / "out"
    train_pipeline(treebank, _small(), licence(), start, max_steps=2)
    train_pipeline(treebank, _small(), licence(), out, start=start, only=("ner",), max_steps=3)
    assert [name for name in ("tok2vec", "tagger", "parser") if _weights(start, name) != _weights(out, name)] == []
    assert _weights(start, "ner") != _weights(out, "ner")


def test_going_on_keeps_what_has_the_recipes_shape_and_begins_the_rest_anew(treebank, tmp_path):
    start, out = tmp_path / "start", tmp_path / "out"
    train_pipeline(treebank, _small(), licence(), start, max_steps=2)
    wider = _small().replace("hidden_width = 64", "hidden_width = 32")
    train_pipeline(treebank, wider, licence(), out, start=start, only=("ner",), max_steps=2)
    assert _weights(start, "parser") == _weights(out, "parser")
    assert spacy.load(out).config["components"]["ner"]["model"]["hidden_width"] == 32


@pytest.mark.parametrize(
    ("start", "only", "message"),
    [
        ("nowhere", (), r"nowhere holds no pipeline"),
        (None, ("ner",), r"name that pipeline with --start"),
        (PIPELINE, ("nre",), r"no component nre: --only takes tok2vec, .*ner"),
        (PIPELINE, ("ner",), r"tok2vec of .* has not the recipe's shape"),
    ],
)
def test_going_on_from_what_cannot_be_gone_on_from_is_refused(treebank, tmp_path, start, only, message):
    start = tmp_path / start if isinstance(start, str) else start
    with pytest.raises(TreebankError, match=message):
        train_pipeline(treebank, _small(), licence(), tmp_path / "out", start=start, only=only)


def test_a_teachers_reading_of_the_names_files_stands_for_their_own_labels(treebank, taught):
    own = [doc for doc in training_docs(spacy.blank("en"), treebank, taught) if "left" in doc.text]
    (taught / "names.conllu").write_text(TAUGHT.replace("Amy", "Ann"), encoding="utf-8")
    (taught / "names.iob2").write_text((taught / "news.iob2").read_text(encoding="utf-8"), encoding="utf-8")
    docs = training_docs(spacy.blank("en"), treebank, taught)
    assert own
    assert [doc for doc in docs if "left" in doc.text] == []
    assert [doc for doc in docs if "Ann" in doc.text]


TAUGHT = """\
# newdoc id = news-1
# sent_id = news-0
1\tGuards\t_\t_\tNNS\t_\t2\tnsubj\t_\t_
2\tsaw\t_\t_\tVBD\t_\t0\troot\t_\t_
3\tAmy\t_\t_\tNNP\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t_\t_\t.\t_\t2\tpunct\t_\t_

"""


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    folder = tmp_path / "taught"
    folder.mkdir()
    (folder / "news.conllu").write_text(TAUGHT, encoding="utf-8")
    (folder / "news.iob2").write_text(
        "# sent_id = news-0\n1\tGuards\tO\n2\tsaw\tO\n3\tAmy\tB-PER\n4\t.\tO\n\n", encoding="utf-8"
    )
    (folder / "ewt-train.iob2").write_text("".join(NAMES.format(n=n) for n in range(12)), encoding="utf-8")
    return folder


def test_a_teachers_trees_and_names_are_learnt_and_what_it_does_not_say_stays_unknown(treebank, taught):
    docs = training_docs(spacy.blank("en"), treebank, taught)
    (news,) = [doc for doc in docs if "Amy" in doc.text]
    assert [t.dep_ for t in news] == ["nsubj", "ROOT", "obj", "punct"]
    assert [(e.text, e.label_) for e in news.ents] == [("Amy", "PER")]
    assert [name for name in ("POS", "LEMMA", "MORPH", "TAG") if news.has_annotation(name)] == ["TAG"]
    assert all([e.text for e in doc.ents] for doc in docs if doc.has_annotation("DEP"))


def test_without_a_teacher_the_names_of_ewt_stay_unknown(treebank):
    docs = training_docs(spacy.blank("en"), treebank, None)
    assert any(doc.has_annotation("DEP") and all(t.ent_iob_ == "" for t in doc) for doc in docs)


def test_trees_without_their_names_are_refused_by_name(treebank, taught, tmp_path):
    (taught / "news.iob2").unlink()
    with pytest.raises(TreebankError, match=r"news\.iob2 is missing"):
        train_pipeline(treebank, _small(), licence(), tmp_path / "out", taught=taught)


def test_a_missing_file_is_named_before_the_hours_of_training(treebank, tmp_path):
    (treebank / "pud-test.conllu").unlink()
    with pytest.raises(TreebankError, match=r"pud-test\.conllu is missing"):
        train_pipeline(treebank, "the recipe is not even read", licence(), tmp_path / "out")


# LAS on the test files, F1 of names: what is reached, rounded down. They may rise, never fall.
FLOORS = {
    ("ewt-test", "dep_las"): 0.82,
    ("gum-test", "dep_las"): 0.855,
    ("pud-test", "dep_las"): 0.87,
    ("gum-test", "ents_f"): 0.61,
}


@pytest.mark.parametrize(("file", "score"), FLOORS)
def test_the_shipped_pipeline_scores_at_least_the_floor(file, score):
    meta = json.loads((PIPELINE / "meta.json").read_text(encoding="utf-8"))
    assert meta["performance"][file][score] >= FLOORS[file, score]


def test_the_shipped_pipeline_is_small_enough_and_names_its_licence():
    size = sum(path.stat().st_size for path in PIPELINE.rglob("*") if path.is_file())
    assert size <= 25_000_000
    assert json.loads((PIPELINE / "meta.json").read_text(encoding="utf-8"))["license"] == "CC BY-SA 4.0"
    note = (PIPELINE / "LICENSE.md").read_text(encoding="utf-8")
    assert all(name in note for name in ("CC BY-SA 4.0", "EWT", "GUM"))
