"""`make bench`: every figure on one line (name, value, bound, ok or short); exit code 1 where one is short.

python tests/bench/run.py            all benchmarks
python tests/bench/run.py demo       one of them
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy

sys.path.insert(0, str(Path(__file__).parent))
from alerts import alerts
from extraction import extract
from fetching import fetch
from figures import Figure
from incidents import incidents
from operate import operate
from paging import page
from reading import dates, gazetteer
from warehousing import warehouse

from seeds import PIPELINE
from seeds.sample import article_text

PROGRAM = [sys.executable, "-c", "from flows.cli import main; main()"]
# What is reached, rounded down (LAS; F1 of names); the goals are .83, .86, .87 and .70.
FLOORS = {
    ("ewt-test", "dep_las"): 0.82,
    ("gum-test", "dep_las"): 0.855,
    ("pud-test", "dep_las"): 0.87,
    ("gum-test", "ents_f"): 0.61,
}
WORDS = 100_000


def pipeline() -> Iterator[Figure]:
    """The shipped pipeline: size, speed, and the scores of its training."""
    size = sum(path.stat().st_size for path in PIPELINE.rglob("*") if path.is_file())
    yield Figure("pipeline.megabytes", size / 1e6, 25)
    scores = json.loads((PIPELINE / "meta.json").read_text(encoding="utf-8"))["performance"]
    for (file, score), floor in FLOORS.items():
        yield Figure(f"pipeline.{file}.{score}", scores[file][score], floor, at_least=True)
    nlp = spacy.load(PIPELINE)
    text = article_text()
    texts = [text] * (WORDS // len(text.split()))
    started = time.perf_counter()
    words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=16))
    yield Figure("pipeline.words_per_second", words / (time.perf_counter() - started), 2_000, at_least=True)


def start() -> Iterator[Figure]:
    """How long a command takes that needs neither Prefect nor spaCy."""
    started = time.perf_counter()
    subprocess.run([*PROGRAM, "--help"], check=True, capture_output=True)
    yield Figure("start.help_seconds", time.perf_counter() - started, 2)


def demo() -> Iterator[Figure]:
    """The demo with an empty home, after installation."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        ended = subprocess.run([*PROGRAM, "demo", "--folder", f"{folder}/demo"], check=False, capture_output=True)
        yield Figure("demo.seconds", time.perf_counter() - started, 90)
        yield Figure("demo.broken_promises", ended.returncode, 0)


BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "pipeline": pipeline,
    "start": start,
    "dates": dates,
    "gazetteer": gazetteer,
    "extract": extract,
    "incidents": incidents,
    "warehouse": warehouse,
    "alerts": alerts,
    "fetch": fetch,
    "page": page,
    "demo": demo,
    "operate": operate,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; 0 where every figure holds, 1 where one is short, 2 for an unknown name."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; choose from {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    short = 0
    for name in names or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            print(figure, flush=True)
            short += not figure.holds
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
