"""What `make bench ONLY=extract` measures, in a process of its own (extraction.py starts it): prints one JSON object.

python tests/bench/extraction_worker.py speed|claims-speed|memory|accuracy|hostile [GOLD.jsonl ...]
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import spacy

from config.settings import load
from flows.compose import App
from seeds import PIPELINE
from seeds.sample import article_text
from tasks.evaluate import evaluate
from tasks.nlp.extractor import Extractor
from tasks.nlp.source import SourceText
from tests.nlp.claims.articles import line, read_articles

TEXTS = 500
PAIRS = 10  # paired runs over a tenth of the texts each
MEGABYTE = 1_000_000
HOSTILE = {
    "figures and killed": "killed 12. ",
    "figures and killed, no stop": "12 killed 34 killed ",
    "digits": "1234567890",
    "no punctuation": "the man was killed in the city and ",
    "brackets": "((12 killed) ",
    "only brackets": "(",
    "quotation marks": "“ said ” \" ' ",
    "line ends": "\n",
    "a word a line": "killed\n",
    "one letter": "a",
    "rows": "city 12 killed 30 wounded\n",
}


def texts(gold: list[str]) -> list[str]:
    """500 news articles: those of the gold files, or the project's own and the sample article over and over."""
    own = [article.text for article in read_articles()] + [article_text()]
    found = [json.loads(row)["text"] for file in gold for row in rows(file)]
    return list(islice(cycle(found or own), TEXTS))


def rows(file: str) -> list[str]:
    """Lines of a file; U+2028 and its like, which JSON leaves as they are, end none."""
    return Path(file).read_text(encoding="utf-8").rstrip("\n").split("\n")


def app() -> App:
    """Sitrep with its own settings."""
    return App(load(None, {}, Path("nowhere")))


def seconds(work: Callable[[], object]) -> float:
    """Processor time of `work`."""
    started = time.process_time()
    work()
    return time.process_time() - started


def speed(wanted: str, gold: list[str]) -> dict[str, float]:
    """Median share of the bare pipeline's time, run by turns on the same texts."""
    bare, extractor = spacy.load(PIPELINE), app().extractor_of(wanted)
    every = texts(gold)
    size = len(every) // PAIRS
    shares = []
    run(extractor, every[:size])  # both warm
    for number in range(PAIRS):
        some = every[number * size : (number + 1) * size]
        alone = seconds(lambda some=some: list(bare.pipe(some)))
        shares.append(seconds(lambda some=some: run(extractor, some)) / alone)
    return {"share": statistics.median(shares)}


def run(extractor: Extractor, some: list[str]) -> None:
    """Extract and forget."""
    for _ in extractor.read(SourceText(text) for text in some):
        pass


def memory(gold: list[str]) -> dict[str, float]:
    """Peak of the whole process over all texts, pipeline and gazetteer included."""
    run(app().extractor, texts(gold))
    return {"megabytes": peak()}


def peak() -> float:
    """Largest resident size so far (getrusage: kilobytes on Linux, bytes on macOS)."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / 1e6 if sys.platform == "darwin" else size / 1e3


def accuracy(gold: list[str]) -> dict[str, float]:
    """Claim F1, in points: gated, only claims, and the difference to every sentence parsed."""
    found = {}
    for wanted in ("open", "everything", "claims"):
        extractor = app().extractor_of(wanted)
        measured = evaluate(labelled(gold), extractor).result.measures
        found[wanted] = next(100 * m.value for m in measured if m.key == "claims.f1")
    return found


def labelled(gold: list[str]) -> Iterator[str]:
    """Rows with labels."""
    if gold:
        for file in gold:
            yield from rows(file)
    else:
        yield from map(line, read_articles())


def hostile(_: list[str]) -> dict[str, float]:
    """Processor time of each megabyte that nobody would write."""
    extractor = app().extractor
    run(extractor, ["Two men were killed in Homs."])
    return {
        name: seconds(lambda text=text: run(extractor, [(text * (MEGABYTE // len(text) + 1))[:MEGABYTE]]))
        for name, text in HOSTILE.items()
    }


WORK: dict[str, Callable[[list[str]], dict[str, float]]] = {
    "speed": lambda gold: speed("everything", gold),
    "claims-speed": lambda gold: speed("claims", gold),
    "memory": memory,
    "accuracy": accuracy,
    "hostile": hostile,
}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](sys.argv[2:])))
