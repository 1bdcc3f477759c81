"""The teacher's model: a small pretrained encoder (MiniLM) under one BiLSTM and four heads.

Biaffine arcs and labels (Dozat and Manning, 2017), part-of-speech tags, names.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  # its customary name
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from training.sentences import Sentence

WORDS, RATE_ENCODER, RATE_HEADS = 1_000, 2e-4, 2e-3
IGNORED = -100
SHAPES = 9
# Each names source draws the line of a name its own way, so each has its own last layer; the first, GUM's, is read.
SCHEMES = ("gum", "ner-wikigold", "ner-re3d")


@dataclass(frozen=True, slots=True)
class Stage:
    """Epochs of training, the share of them in which the rate rises, and the first and last part of the full rate."""

    epochs: float
    warm: float = 0.06
    first: float = 1.0
    last: float = 0.0


class Biaffine(nn.Module):
    """Scores of every pair of a dependent and a head, `out` of them a pair."""

    def __init__(self, size: int, out: int = 1) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(out, size + 1, size + 1))

    def forward(self, dependent: Tensor, head: Tensor) -> Tensor:
        """(batch, x, size), (batch, y, size) -> (batch, out, x, y)."""
        return torch.einsum("bxi,oij,byj->boxy", F.pad(dependent, (0, 1), value=1.0), self.w, _one(head))


def _one(x: Tensor) -> Tensor:
    return F.pad(x, (0, 1), value=1.0)


class Teacher(nn.Module):
    """Encoder, BiLSTM, heads. `labels`: the values of deps, tags and names, in order."""

    def __init__(self, encoder: Path, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.labels = labels
        self.tokenizer = AutoTokenizer.from_pretrained(encoder)
        self.encoder = AutoModel.from_pretrained(encoder, add_pooling_layer=False)
        size = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, size)  # the encoder knows no capitals
        nn.init.zeros_(self.shape.weight)
        self.word_shape = nn.Embedding(SHAPES, 32)
        self.mix = nn.Parameter(torch.zeros(self.encoder.config.num_hidden_layers + 1))
        self.lstm = nn.LSTM(size + 32, 200, batch_first=True, bidirectional=True)
        wide = size + 32 + 400
        self.dependent, self.head = _mlp(wide, 256), _mlp(wide, 256)
        self.label_dependent, self.label_head = _mlp(wide, 128), _mlp(wide, 128)
        self.arcs, self.arc_labels = Biaffine(256), Biaffine(128, len(labels["deps"]))
        self.tags = nn.Sequential(_mlp(wide, 128), nn.Linear(128, len(labels["tags"])))
        self.names = nn.Sequential(_mlp(wide, 128), nn.Linear(128, len(SCHEMES) * len(labels["names"])))
        self.dropout, self.root = nn.Dropout(0.25), nn.Parameter(torch.randn(wide) * 0.02)

    def forward(self, sentences: Sequence[Sentence]) -> dict[str, Tensor]:
        """Scores of arcs (batch, word, head), tags and names (batch, word, label), and what labels of arcs need."""
        words, shapes = self._encoded(sentences)
        x = self.dropout(torch.cat([words, self.word_shape(shapes)], -1))
        lengths = torch.tensor([len(s.words) for s in sentences])
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        context, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=x.size(1))
        x = self.dropout(torch.cat([x, context], -1))
        rooted = torch.cat([self.root.expand(len(x), 1, -1), x], 1)
        there = torch.arange(rooted.size(1))[None] <= lengths[:, None]
        arcs = self.arcs(self.dependent(x), self.head(rooted)).squeeze(1).masked_fill(~there[:, None], -1e4)
        return {
            "arcs": arcs,
            "dependents": self.label_dependent(x),
            "heads": self.label_head(rooted),
            "tags": self.tags(x),
            "names": self._names(x, sentences),
        }

    def _names(self, x: Tensor, sentences: Sequence[Sentence]) -> Tensor:
        """Scores of names by the scheme that each sentence was labelled by."""
        scores = self.names(x).unflatten(-1, (len(SCHEMES), -1))
        return torch.stack([scores[b, :, _scheme(s)] for b, s in enumerate(sentences)])

    def labels_of(self, scores: dict[str, Tensor], heads: Tensor) -> Tensor:
        """Scores (batch, word, label) of the arcs to `heads`."""
        size = scores["heads"].size(-1)
        chosen = torch.gather(scores["heads"], 1, heads.unsqueeze(-1).expand(-1, -1, size))
        return torch.einsum("bxi,oij,bxj->bxo", _one(scores["dependents"]), self.arc_labels.w, _one(chosen))

    def _encoded(self, sentences: Sequence[Sentence]) -> tuple[Tensor, Tensor]:
        """Vectors of words, the mean of their pieces over mixed layers, and their shapes."""
        words = [s.words for s in sentences]
        pieces = self.tokenizer(words, is_split_into_words=True, padding=True, truncation=True, return_tensors="pt")
        owner = torch.zeros_like(pieces["input_ids"])
        shapes = torch.zeros(len(words), max(map(len, words)), dtype=torch.long)
        piece_shapes = torch.zeros_like(owner)
        for b, row in enumerate(words):
            shapes[b, : len(row)] = torch.tensor([_shape(word) for word in row])
            for i, word in enumerate(pieces.word_ids(b)):
                if word is not None:
                    owner[b, i], piece_shapes[b, i] = word + 1, shapes[b, word]
        embedded = self.encoder.embeddings.word_embeddings(pieces["input_ids"]) + self.shape(piece_shapes)
        mask = pieces["attention_mask"]
        layers = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True).hidden_states
        mixed = sum(weight * layer for weight, layer in zip(self.mix.softmax(0), layers, strict=True))
        room = torch.zeros(len(words), shapes.size(1) + 1, mixed.size(-1))
        summed = room.scatter_add(1, owner.unsqueeze(-1).expand_as(mixed), mixed)
        count = torch.zeros(room.shape[:2]).scatter_add(1, owner, torch.ones(owner.shape))
        return summed[:, 1:] / count[:, 1:].clamp(min=1).unsqueeze(-1), shapes


def _scheme(sentence: Sentence) -> int:
    return next((i for i, name in enumerate(SCHEMES) if sentence.names and sentence.source.startswith(name)), 0)


def _mlp(wide: int, size: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(wide, size), nn.GELU(), nn.Dropout(0.25))


def _shape(word: str) -> int:
    """Capitals, digits and the rest, as one of SHAPES numbers."""
    if not any(c.isalpha() for c in word):
        return 1 if any(c.isdigit() for c in word) else 2
    if word.islower():
        return 3
    if word.isupper():
        return 4 if len(word) > 1 else 5
    if word[0].isupper():
        return 6 if word[1:].islower() else 7
    return 8


def loss_of(teacher: Teacher, batch: Sequence[Sentence]) -> Tensor:
    """Sum of the losses of what the sentences of `batch` know."""
    scores = teacher(batch)
    size = scores["tags"].size(1)

    def targets(values: Iterable[list[int] | None]) -> Tensor:
        return torch.tensor([(row or []) + [IGNORED] * (size - len(row or [])) for row in values])

    def numbers(key: str, rows: Iterable[list[str] | None]) -> Tensor:
        index = {label: i for i, label in enumerate(teacher.labels[key])}
        return targets([index.get(label, IGNORED) for label in row] if row else None for row in rows)

    heads = targets(s.heads for s in batch)
    pairs = [
        (scores["arcs"], heads, 1.0),
        (teacher.labels_of(scores, heads.clamp(min=0)), numbers("deps", (s.deps for s in batch)), 1.0),
        (scores["tags"], numbers("tags", (s.tags for s in batch)), 0.5),
        (scores["names"], numbers("names", (s.names for s in batch)), 1.0),
    ]
    losses = [
        weight * F.cross_entropy(given.flatten(0, 1).float(), wanted.flatten(), ignore_index=IGNORED)
        for given, wanted, weight in pairs
        if (wanted != IGNORED).any()
    ]
    return torch.stack(losses).sum()


def batches(sentences: Sequence[Sentence], words: int, chance: random.Random | None = None) -> list[list[int]]:
    """Indexes of sentences of like length, at most about `words` words a batch, padding included."""
    noise = chance.random if chance else lambda: 0.0
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words) + 6 * noise())
    found: list[list[int]] = []
    batch: list[int] = []
    for i in order:
        batch.append(i)
        if len(sentences[i].words) * len(batch) >= words:
            found.append(batch)
            batch = []
    found += [batch] if batch else []
    if chance:
        chance.shuffle(found)
    return found


def train(teacher: Teacher, sentences: Sequence[Sentence], stage: Stage) -> None:
    """Train in place; prints the loss every 50 steps."""
    chance = random.Random(1)  # noqa: S311  # an order, no secret
    teacher.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    encoder = [p for name, p in teacher.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    heads = [p for name, p in teacher.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": encoder, "lr": RATE_ENCODER}, {"params": heads, "lr": RATE_HEADS}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    total = int(stage.epochs * len(batches(sentences, WORDS)))
    warm = stage.warm * total

    def rate(step: int) -> float:
        return min(1.0, (step + 1) / warm) * max(0.005, stage.first + (stage.last - stage.first) * step / total)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    turns = itertools.chain.from_iterable(batches(sentences, WORDS, chance) for _ in itertools.count())
    for step, batch in enumerate(itertools.islice(turns, total), start=1):
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(teacher, [sentences[i] for i in batch])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), 2.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step} of {total}: loss {loss.item():.3f}", flush=True)


@torch.no_grad()
def read(teacher: Teacher, sentences: Sequence[Sentence]) -> list[tuple[Sentence, float]]:
    """Each sentence with the teacher's tree, tags and names, and how sure the arcs are (mean chance of the best)."""
    teacher.eval()
    found: dict[int, tuple[Sentence, float]] = {}
    for batch in batches(sentences, 3_000):
        with torch.autocast("cpu", torch.bfloat16):
            scores = {key: score.float() for key, score in teacher([sentences[i] for i in batch]).items()}
        arcs = scores["arcs"].log_softmax(-1)
        sizes = [len(sentences[i].words) for i in batch]
        heads = [tree(arcs[b, :n, : n + 1]) for b, n in enumerate(sizes)]
        padded = torch.tensor([row + [0] * (arcs.size(1) - len(row)) for row in heads])
        tags = scores["tags"].argmax(-1).tolist()
        names = scores["names"].log_softmax(-1).numpy()
        deps = teacher.labels_of(scores, padded).argmax(-1).tolist()
        for b, (i, n) in enumerate(zip(batch, sizes, strict=True)):
            labels = [teacher.labels["deps"][k] for k in deps[b][:n]]
            known = Sentence(
                sentences[i].words,
                sentences[i].spaces,
                heads[b],
                ["root" if h == 0 else "dep" if d == "root" else d for h, d in zip(heads[b], labels, strict=True)],
                [teacher.labels["tags"][k] for k in tags[b][:n]],
                sentences[i].names or best_names(teacher.labels["names"], names[b, :n]),
                sentences[i].source,
            )
            found[i] = known, float(arcs[b, :n].max(-1).values.exp().mean())
    return [found[i] for i in range(len(sentences))]


def tree(scores: Tensor) -> list[int]:
    """Heads of the words by log-chances (word, head): the best of each, or where those are no tree the best tree."""
    heads: list[int] = scores.argmax(1).tolist()
    if heads.count(0) == 1 and all(_reaches_root(heads, i) for i in range(len(heads))):
        return heads
    root = int(scores[:, 0].argmax())
    graph = nx.DiGraph()
    for dependent, row in enumerate(scores.tolist()):
        for head, score in enumerate(row):
            if head != dependent + 1 and (head or dependent == root):
                graph.add_edge(head, dependent + 1, weight=score)
    for head, dependent in nx.maximum_spanning_arborescence(graph).edges:
        heads[dependent - 1] = head
    return heads


def _reaches_root(heads: Sequence[int], word: int) -> bool:
    seen, at = set(), word + 1
    while at and at not in seen:
        seen.add(at)
        at = heads[at - 1]
    return at == 0


def best_names(labels: Sequence[str], scores: np.ndarray) -> list[str]:
    """The likeliest IOB2 tags by log-chances (word, label), where no I- follows another kind (Viterbi)."""
    kinds = [label[2:] for label in labels]
    allowed = np.array([[not b.startswith("I-") or kind == b[2:] for b in labels] for kind in kinds])
    steps = np.where(allowed, 0.0, -1e4)
    opens = np.array([-1e4 if label.startswith("I-") else 0.0 for label in labels])
    best, back = scores[0] + opens, []
    for row in scores[1:]:
        ways = best[:, None] + steps
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return [labels[k] for k in reversed(path)]
