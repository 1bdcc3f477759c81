"""The teacher: a parser too slow to ship, whose trees on plain news teach the shipped pipeline (see README.md here).

python -m training.teacher train --treebank DIR --encoder DIR --out teacher.pt
python -m training.teacher read --treebank DIR --encoder DIR --teacher teacher.pt --texts news.jsonl --out taught
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from training.model import Stage, Teacher, read, train
from training.sentences import Sentence, names_of, news_of, spans, trees_of, write, write_names

LONGEST = 120  # words of a training sentence
LEFT_OUT = 5  # the least sure fifth of what is read teaches nobody


def score(teacher: Teacher, gold: Sequence[Sentence]) -> str:
    """Attachment with labels, tags, and F1 of names, in percent."""
    found = [s for s, _ in read(teacher, [Sentence(g.words, g.spaces) for g in gold])]
    words = [(a, b, c, d) for g, f in zip(gold, found, strict=True) for a, b, c, d in _rows(g, f)]
    las = sum(a and b for a, b, _, _ in words) / len(words)
    tags = sum(c for _, _, c, _ in words) / len(words)
    names = [(spans(g.names), spans(f.names)) for g, f in zip(gold, found, strict=True) if g.names]
    right, both = sum(len(a & b) for a, b in names), sum(len(a) + len(b) for a, b in names)
    return f"LAS {100 * las:.2f} tags {100 * tags:.2f} names {200 * right / max(1, both):.2f}"


def _rows(gold: Sentence, found: Sentence) -> Iterator[tuple[bool, bool, bool, int]]:
    for i in range(len(gold.words)):
        yield gold.heads[i] == found.heads[i], gold.deps[i] == found.deps[i], gold.tags[i] == found.tags[i], i


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("train", "read"))
    for name in ("treebank", "encoder", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--names-only", action="store_true", help="a third of the training: enough for names, not for trees"
    )
    given = parser.parse_args()
    torch.manual_seed(1)
    torch.set_flush_denormal(True)
    if given.what == "train":
        _train(given.treebank, given.encoder, given.out, names_only=given.names_only)
    else:
        _read(given.treebank, given.encoder, given.teacher, given.texts, given.out)


def _train(treebank: Path, encoder: Path, out: Path, *, names_only: bool) -> None:
    known = [*trees_of(treebank, "ewt-train"), *trees_of(treebank, "gum-train", "gum"), *_named(treebank)]
    known = [s for s in known if len(s.words) <= LONGEST]
    labels = {key: sorted({v for s in known for v in getattr(s, key) or ()}) for key in ("deps", "tags", "names")}
    teacher = Teacher(encoder, labels)
    if names_only:
        train(teacher, known, Stage(1, warm=0.24, last=0.75))
        train(teacher, [s for s in known if s.names], Stage(1.5, warm=0.1, first=0.55))
    else:
        train(teacher, known, Stage(4))
    torch.save((teacher.state_dict(), labels), out)
    for name, names in (("ewt-test", "uner"), ("gum-test", "gum"), ("pud-test", "missing")):
        print(name, score(teacher, trees_of(treebank, name, names)))


def _read(treebank: Path, encoder: Path, weights: Path, texts: Sequence[Path], out: Path) -> None:
    state, labels = torch.load(weights, weights_only=True)
    teacher = Teacher(encoder, labels)
    teacher.load_state_dict(state)
    news = read(teacher, [s for path in texts for s in news_of(path)])
    least = sorted(sure for _, sure in news)[len(news) // LEFT_OUT] if news else 0.0
    write(out, "news", (s for s, sure in news if sure >= least))
    # The names files draw the line of a name otherwise than GUM ("the city" is one): the teacher names them GUM's way.
    write(out, "names", (s for s, _ in read(teacher, [_bare(s) for s in _named(treebank)])))
    with (out / "ewt-train.iob2").open("w", encoding="utf-8") as file:
        for s, _ in read(teacher, [_bare(s) for s in trees_of(treebank, "ewt-train")]):
            write_names(file.write, s.source, s)


def _bare(sentence: Sentence) -> Sentence:
    return Sentence(sentence.words, sentence.spaces, source=sentence.source)


def _named(treebank: Path) -> list[Sentence]:
    return [s for file in ("ner-wikigold.conll", "ner-re3d.conll") for s in names_of(treebank / file)]


if __name__ == "__main__":
    main()
