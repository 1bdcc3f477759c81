"""What the teacher learns from and writes: sentences of treebanks, names files and plain news."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.tokens import Doc

from tasks.nlp.parsing.treebank import (
    conllu_sentences,
    document,
    names_by_sentence,
    names_document,
    tagged_sentences,
    with_names,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with what is known of them; heads count from 1, 0 is the root."""

    words: list[str]
    spaces: list[bool]
    heads: list[int] | None = None
    deps: list[str] | None = None
    tags: list[str] | None = None
    names: list[str] | None = None
    source: str = ""


def trees_of(treebank: Path, name: str, names: str = "missing") -> list[Sentence]:
    """Sentences of a CoNLL-U file; `names` "gum" reads its Entity column, "uner" the names file beside it."""
    vocab = spacy.blank("en").vocab
    given = {}
    if names == "uner":
        given = names_by_sentence(_lines(treebank / f"uner-{name}.iob2"))
    found = []
    for sentence in conllu_sentences(_lines(treebank / f"{name}.conllu")):
        doc = document(vocab, [sentence], "gum" if names == "gum" else "missing")
        if given:
            doc = with_names(doc, [sentence], given)
        found.append(_sentence(doc, sentence.sent_id, trees=True, names=names != "missing"))
    return found


def names_of(path: Path) -> list[Sentence]:
    """Sentences of a names file, which knows no trees."""
    vocab = spacy.blank("en").vocab
    docs = (names_document(vocab, [sentence]) for sentence in tagged_sentences(_lines(path)))
    return [_sentence(doc, f"{path.stem}-{n // 5}", trees=False, names=True) for n, doc in enumerate(docs)]


def news_of(path: Path) -> list[Sentence]:
    """Sentences of the texts of a JSON Lines file (`text`), as Sitrep cuts them, each once."""
    from tasks.nlp.parsing.gate import Gate  # noqa: PLC0415  # registers doc._.sentences

    nlp = spacy.blank("en")
    gate = Gate(nlp, "gate", _lexicon(), "open")
    found: dict[str, Sentence] = {}
    for number, line in enumerate(_lines(path)):
        doc = gate(nlp.make_doc(json.loads(line)["text"]))
        for each in doc._.sentences:
            words = [token for token in doc[each.first : each.end] if not token.is_space]
            if 3 <= len(words) <= 100:  # noqa: PLR2004  # shorter are no sentences, longer mostly tables
                spaces = [bool(token.whitespace_) for token in words]
                text = " ".join(token.text for token in words)
                found.setdefault(text, Sentence([t.text for t in words], spaces, source=f"{path.stem}-{number}"))
    return list(found.values())


def _lexicon() -> dict[str, object]:
    from config.settings import load  # noqa: PLC0415  # only `read` wants it

    return dict(load(None, {}, Path()).lexicon)


def _sentence(doc: Doc, source: str, *, trees: bool, names: bool) -> Sentence:
    return Sentence(
        [t.text for t in doc],
        [bool(t.whitespace_) for t in doc],
        [0 if t.head.i == t.i else t.head.i + 1 for t in doc] if trees else None,
        ["root" if t.dep_ == "ROOT" else t.dep_ for t in doc] if trees else None,
        [t.tag_ for t in doc] if trees else None,
        [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc] if names else None,
        source,
    )


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from file


def write(out: Path, stem: str, sentences: Iterable[Sentence]) -> None:
    """Trees as `stem`.conllu and names as `stem`.iob2; neighbours of one source are one document."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / f"{stem}.conllu").open("w") as trees, (out / f"{stem}.iob2").open("w") as names:
        last = ""
        for number, s in enumerate(sentences):
            if s.source != last:
                trees.write(f"# newdoc id = {s.source}\n")
                last = s.source
            trees.write(f"# sent_id = {stem}-{number}\n")
            for i, word in enumerate(s.words):
                misc = "_" if s.spaces[i] else "SpaceAfter=No"
                trees.write(f"{i + 1}\t{word}\t_\t_\t{s.tags[i]}\t_\t{s.heads[i]}\t{s.deps[i]}\t_\t{misc}\n")
            trees.write("\n")
            write_names(names.write, f"{stem}-{number}", s)


def write_names(write_line: Callable[[str], object], sent_id: str, sentence: Sentence) -> None:
    """Rows of Universal NER's format."""
    rows = zip(sentence.words, sentence.names, strict=True)
    write_line(
        f"# sent_id = {sent_id}\n" + "".join(f"{i}\t{w}\t{n}\t-\t-\n" for i, (w, n) in enumerate(rows, 1)) + "\n"
    )


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Names as (first word, word behind the last, kind)."""
    starts = [i for i, tag in enumerate(tags) if tag.startswith("B-")]
    return {(i, _end(tags, i), tags[i][2:]) for i in starts}


def _end(tags: Sequence[str], start: int) -> int:
    return next((i for i in range(start + 1, len(tags)) if not tags[i].startswith("I-")), len(tags))
