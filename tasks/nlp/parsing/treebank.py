"""Training data: Universal Dependencies treebanks and names files as spaCy documents.

Text in, `Doc` out; reading the files is the caller's work. Sources and licences are named in seeds/pipeline/LICENSE.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans
from spacy.vocab import Vocab

from tasks.errors import TreebankError

NAME_LABELS: Mapping[str, str] = {
    "PER": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "Person": "PER",
    "Organisation": "ORG",
    "Location": "LOC",
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
}

# Long groups teach sentence boundaries, single sentences teach the parser to stand without context.
GROUP_SIZES: Sequence[int] = (10, 3, 1)

_MENTION = re.compile(r"\(([^()]*)|([^()]*)\)")
_ENTITY = re.compile(r"Entity=([^|]*)")
_LINKS = frozenset({"of", "&", "-", "for", "the", "and"})
_CONLLU_COLUMNS = 10
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%'") | {"'s", "n't", "''"}
_NO_SPACE_AFTER = frozenset("([{$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a CoNLL-U file: its document's name, its id and its rows of ten columns."""

    document: str
    sent_id: str
    rows: tuple[tuple[str, ...], ...]


@dataclass
class _Columns:
    """What one spaCy document is built from, token by token."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)
    mentions: list[tuple[int, int, str]] = field(default_factory=list)


def conllu_sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U text; raises TreebankError where a row has not ten columns."""
    document, sent_id, rows = "", "", list[tuple[str, ...]]()
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\n")
        if line.startswith("# newdoc id = "):
            document = line.removeprefix("# newdoc id = ")
        elif line.startswith("# sent_id = "):
            sent_id = line.removeprefix("# sent_id = ")
        elif line and not line.startswith("#"):
            row = tuple(line.split("\t"))
            if len(row) != _CONLLU_COLUMNS:
                raise TreebankError(f"line {number}: {len(row)} columns where CoNLL-U has {_CONLLU_COLUMNS}")
            rows.append(row)
        elif not line and rows:
            yield Sentence(document, sent_id, tuple(rows))
            rows = []
    if rows:
        yield Sentence(document, sent_id, tuple(rows))


def grouped(sentences: Iterable[Sentence], sizes: Sequence[int] = GROUP_SIZES) -> Iterator[list[Sentence]]:
    """Consecutive sentences of one document, in groups whose sizes go round `sizes`."""
    by_document: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        by_document.setdefault(sentence.document, []).append(sentence)
    turns = cycle(sizes)
    for members in by_document.values():
        start = 0
        while start < len(members):
            size = next(turns)
            yield members[start : start + size]
            start += size


def document(vocab: Vocab, group: Sequence[Sentence], names: str) -> Doc:
    """One document of `group`. `names`: "gum" reads GUM's Entity column, "missing" leaves names unknown.

    Where no row has a UPOS, as in a teacher's trees, parts of speech, features and lemmas stay unknown too.
    """
    columns = _Columns()
    for sentence in group:
        _append(columns, sentence)
    full = any(columns.pos)
    doc = Doc(
        vocab,
        words=columns.words,
        spaces=columns.spaces,
        tags=columns.tags,
        pos=columns.pos if full else None,
        morphs=columns.morphs if full else None,
        lemmas=columns.lemmas if full else None,
        heads=columns.heads,
        deps=columns.deps,
        sent_starts=columns.starts,  # type: ignore[arg-type]  # spaCy takes booleans, its stub says otherwise
    )
    if names == "missing":
        doc.set_ents([], default="missing")
    else:
        doc.set_ents(filter_spans([span for m in columns.mentions if (span := _name(doc, m))]))
    return doc


def _append(columns: _Columns, sentence: Sentence) -> None:
    offset = len(columns.words)
    tokens = [row for row in sentence.rows if row[0].isdigit()]
    joined = _joined(sentence.rows)
    index = {int(row[0]): offset + k for k, row in enumerate(tokens)}
    stack: list[tuple[str, str, int]] = []
    for k, row in enumerate(tokens):
        number, head = int(row[0]), int(row[6])
        columns.words.append(row[1])
        columns.lemmas.append(row[2])
        columns.pos.append(_said(row[3]))
        columns.tags.append(_said(row[4]))
        columns.morphs.append(_said(row[5]))
        columns.spaces.append(joined.get(number, "SpaceAfter=No" not in row[9]))
        columns.heads.append(index[head] if head else offset + k)
        columns.deps.append(row[7] if head else "ROOT")
        columns.starts.append(k == 0)
        columns.mentions.extend(_closed(stack, row[9], offset + k))


def _said(column: str) -> str:
    return "" if column == "_" else column


def _joined(rows: Iterable[Sequence[str]]) -> dict[int, bool]:
    """Whether a space follows each token inside a multiword token ("don't" is one word of two tokens)."""
    joined: dict[int, bool] = {}
    for row in rows:
        if "-" in row[0]:
            first, last = (int(n) for n in row[0].split("-"))
            joined.update(dict.fromkeys(range(first, last), False))
            joined[last] = "SpaceAfter=No" not in row[9]
    return joined


def _closed(stack: list[tuple[str, str, int]], misc: str, token: int) -> Iterator[tuple[int, int, str]]:
    """Mentions of GUM's Entity column that end at `token`, as (start, end, kind); open ones stay on `stack`."""
    found = _ENTITY.search(misc)
    for part in _MENTION.finditer(found[1]) if found else ():
        if part[1] is not None:
            key, _, rest = part[1].partition("-")
            stack.append((key, rest.partition("-")[0], token))
            if found and found[1][part.end() : part.end() + 1] == ")":
                yield stack[-1][2], token + 1, stack.pop()[1]
        elif part[0] != ")":
            key = part[2].split("-")[0]
            for j in range(len(stack) - 1, -1, -1):
                if stack[j][0] == key:
                    _, kind, start = stack.pop(j)
                    yield start, token + 1, kind
                    break


def _name(doc: Doc, mention: tuple[int, int, str]) -> Span | None:
    """The proper core of a mention: the run of name tokens around a PROPN head, or None for a common noun."""
    first, last, kind = mention
    if kind not in NAME_LABELS or last <= first:
        return None
    head = doc[first:last].root
    if head.pos_ != "PROPN":
        return None
    left = right = head.i
    while left - 1 >= first and (
        _in_name(doc[left - 1]) or (_links(doc[left - 1]) and left - 2 >= first and doc[left - 2].pos_ == "PROPN")
    ):
        left -= 1
    while right + 1 < last and (
        _in_name(doc[right + 1]) or (_links(doc[right + 1]) and right + 2 < last and _in_name(doc[right + 2]))
    ):
        right += 1
    while _links(doc[left]) and left < right:
        left += 1
    return Span(doc, left, right + 1, label=NAME_LABELS[kind])


def _in_name(token: Token) -> bool:
    return token.pos_ == "PROPN" or (token.is_title and token.pos_ in ("ADJ", "NOUN", "NUM"))


def _links(token: Token) -> bool:
    return token.lower_ in _LINKS


def tagged_sentences(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Sentences of a CoNLL names file (word, tag) a row; blank lines part sentences."""
    sentence: list[tuple[str, str]] = []
    for raw in lines:
        fields = raw.split()
        if len(fields) == 2:  # noqa: PLR2004  # a row is a word and its tag; comments are longer
            sentence.append((fields[0], fields[1]))
        elif not fields and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def names_by_sentence(lines: Iterable[str]) -> dict[str, list[str]]:
    """IOB2 tags by sentence id, of a Universal NER file (its order differs from the treebank's)."""
    tags: dict[str, list[str]] = {}
    sent_id = ""
    for raw in lines:
        if raw.startswith("# sent_id = "):
            sent_id = raw.strip().removeprefix("# sent_id = ")
        elif raw[:1].isdigit():
            tags.setdefault(sent_id, []).append(raw.rstrip("\n").split("\t")[2])
    return tags


def names_document(vocab: Vocab, group: Sequence[Sequence[tuple[str, str]]]) -> Doc:
    """A document that knows only names (PER, ORG, LOC): parse, tags and lemmas stay missing."""
    pairs = [pair for sentence in group for pair in sentence]
    words = [word for word, _ in pairs]
    follows = [*words[1:], ""]
    spaces = [b not in _NO_SPACE_BEFORE and a not in _NO_SPACE_AFTER for a, b in zip(words, follows, strict=True)]
    doc = Doc(vocab, words=words, spaces=spaces)
    doc.set_ents([Span(doc, a, b, label=label) for a, b, label in _runs([tag for _, tag in pairs])])
    return doc


def with_names(doc: Doc, group: Sequence[Sentence], tags: Mapping[str, Sequence[str]]) -> Doc:
    """`doc`, built from `group`, with the names that IOB `tags` by sentence give.

    The names may be of another release of the treebank: a sentence whose token count differs keeps its names missing.
    """
    row: list[str] = []
    missing: list[Span] = []
    for sentence in group:
        length = sum(columns[0].isdigit() for columns in sentence.rows)
        given = tags.get(sentence.sent_id, ())
        if len(given) != length:
            missing.append(Span(doc, len(row), len(row) + length))
            given = ["O"] * length
        row.extend(given)
    doc.set_ents([Span(doc, a, b, label=label) for a, b, label in _runs(row)], missing=missing, default="outside")
    return doc


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Runs of IOB1 or IOB2 tags whose kind maps to PER, ORG or LOC, as (start, end, label)."""
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        mark, _, kind = tag.partition("-")
        now = NAME_LABELS.get(kind, "")
        if label and (mark != "I" or now != label):
            yield start, i, label
            label = ""
        if now and not label:
            start, label = i, now
