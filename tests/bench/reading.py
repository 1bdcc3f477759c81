"""`make bench ONLY=dates` and `ONLY=gazetteer`: the parts of extraction that have a bound of their own."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import spacy
from figures import Figure

import config
from tasks.nlp.dates.dates import Dates

TEXT = (
    "On Thursday and late last month, since February 2011, two days ago, on 14 June, in the 1990s, in fiscal year 2012, "
    "a day earlier, on the third day of the siege, in mid-February and on 25-Jan-2011. "
)
EXPRESSIONS = 11
# the peak of getrusage is the parent's in some kernels: what is resident is asked for instead
LOADING = """
import os, time
from seeds.gazetteer import demonym_rows, place_rows
from tasks.nlp.places.gazetteer import Gazetteer
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
before = resident()
started = time.process_time()
kept = Gazetteer.from_rows(place_rows(), demonym_rows())
print(time.process_time() - started, resident() - before)
"""


def dates() -> Iterator[Figure]:
    """Expressions read in a second of processor time, the text's other words not counted."""
    lexicon = {"dates": tomllib.loads((Path(config.__file__).parent / "lexicon" / "dates.toml").read_text("utf-8"))}
    component, doc = Dates(lexicon), spacy.blank("en").make_doc(TEXT * 1_000)
    doc._.published_on = date(2012, 6, 14)
    started = time.process_time()
    count = len(component(doc)._.dates)
    yield Figure("dates.expressions_a_second", count / (time.process_time() - started), 5_000, at_least=True)
    yield Figure("dates.expressions_missed", 1_000 * EXPRESSIONS - count, 0)


def gazetteer() -> Iterator[Figure]:
    """Seconds and megabytes for the gazetteer, in a process that has nothing else."""
    ended = subprocess.run([sys.executable, "-c", LOADING], check=True, capture_output=True, text=True)
    seconds, megabytes = (float(each) for each in ended.stdout.split())
    yield Figure("gazetteer.load_seconds", seconds, 1)
    yield Figure("gazetteer.megabytes", megabytes, 150)
