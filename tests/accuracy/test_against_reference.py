"""Our measures are those of the labels' own scoring program, number by number, on predictions that are wrong in every way.

The predictions are made from the labels with a seeded hand: some dropped, moved, doubled, or with another value. So every
branch of both programs is taken, and no text has to be read.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tasks.accuracy.board import judge, result
from tasks.accuracy.findings import read_found
from tasks.accuracy.labels import parse_labels

GOLD = Path(__file__).parents[3] / "shared" / "gold"
SCORE = GOLD / "score.py"
FILES = sorted(path.name for path in GOLD.glob("*.jsonl")) if SCORE.exists() else []

PERCENT = r"\s*([\d.]+|-)%?"
RETRIEVAL = r"\s+P\s+([\d.]+)\s+R\s+([\d.]+)\s+F1\s+([\d.]+)"
# What the program prints -> our keys, one for each group.
LINES = {
    rf"  {harm}\s+right where gold > 0{PERCENT}.*gold = 0{PERCENT}.*exact ranges{PERCENT}": [
        f"{harm}.positive", f"{harm}.zero", f"{harm}.range"
    ]
    for harm in ("killed", "injured")
} | {
    rf"  claims\s+{RETRIEVAL}": ["claims.precision", "claims.recall", "claims.f1"],
    **{
        rf"    {name}\s+right{PERCENT}": [f"claims.{name.replace(' ', '_')}"]
        for name in ("count", "qualifier", "scope", "factuality", "victim_class", "claimant", "place", "date", "same incident")
    },
    rf"  statements .*?>= 0.5\){RETRIEVAL}.*speaker right{PERCENT}": [
        "statements.precision", "statements.recall", "statements.f1", "statements.speaker"
    ],
    rf"  places found{RETRIEVAL}.*of those found{PERCENT}.*of all gold{PERCENT}": [
        "places.precision", "places.recall", "places.f1", "places.near", "places.near_all"
    ],
    rf"  dates found{RETRIEVAL}.*value right of those found{PERCENT}.*value F1\s+([\d.]+)": [
        "dates.precision", "dates.recall", "dates.f1", "dates.value", "dates.value_f1"
    ],
    rf"  sub-event.*accuracy{PERCENT}.*weighted F1\s+([\d.]+)": ["events.sub_event", "events.sub_event_f1"],
    rf"  PLOVER.*right actor{PERCENT}.*found{PERCENT}": ["acts.right", "acts.found"],
}  # fmt: skip


class Hand:
    """Turns labels into a prediction that is right in most things."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def slips(self, often: float = 0.2) -> bool:
        return self.random.random() < often

    def predict(self, row: dict[str, Any]) -> dict[str, Any]:
        gold, size = row["gold"], len(row["text"])
        return {
            "id": row["id"],
            "tolls": {h: self.toll(gold[h]) for h in ("killed", "injured") if gold.get(h) and not self.slips()},
            "claims": self.shuffled([self.claim(c, size) for c in gold.get("claims", ())], {"harm": "missing"}),
            "statements": self.shuffled([self.statement(a) for a in gold.get("attributions", ()) if a["content"]], {}),
            "places": self.shuffled([self.place(*p) for p in gold.get("toponyms", ())], {}),
            "dates": self.shuffled([self.date(*d) for d in gold.get("dates", ())], {}),
            "events": self.events(gold),
        }

    def shuffled(self, found: list[dict[str, Any]], change: dict[str, Any]) -> list[dict[str, Any]]:
        kept = [each for each in found if not self.slips(0.1)]
        kept += [{**each, **change} for each in kept if self.slips(0.1)] + [each for each in kept if self.slips(0.05)]
        self.random.shuffle(kept)
        return kept

    def toll(self, bounds: list[int]) -> dict[str, Any]:
        low, high = bounds
        best = None if self.slips() else self.random.randint(max(0, low - 1), high + 1)
        return {"low": None if self.slips() else low, "best": best, "high": None if self.slips() else high}

    def span(self, start: int, end: int) -> tuple[int, int]:
        moved = max(0, start + self.random.choice([0, 0, 0, -3, 4, 30])) if self.slips(0.5) else start
        return moved, moved + max(1, end - start)

    def claim(self, label: dict[str, Any], size: int) -> dict[str, Any]:
        start, end = self.span(label["start"], label["end"])
        found = {**label, "start": start, "end": min(end, size), "confidence": 0.9}
        wrong = {"low": 77, "qualifier": "about", "scope": "subset", "factuality": "denied", "victim_class": "medic"}
        wrong |= {
            "claimant": "the unheard-of office",
            "place": None,
            "date": "1999",
            "incident": self.random.choice([1, 2, None]),
        }
        found |= {key: value for key, value in wrong.items() if self.slips()}
        if found["place"] and self.slips():
            found["place"] = {"text": found["place"], "name": "elsewhere", "lat": None}
        return found

    def statement(self, label: dict[str, Any]) -> dict[str, Any]:
        spans = [span for part in label["content"] for span in part["spans"]] or [[0, 1]]
        start, end = self.span(min(s for s, _ in spans), max(e for _, e in spans))
        sources = [span for part in label["source"] for span in part["spans"]]
        named = sources and not self.slips()
        speaker = self.span(*sources[0]) if named else (None, None)
        return {"content_start": start, "content_end": end, "speaker_start": speaker[0], "speaker_end": speaker[1]}

    def place(self, start: int, end: int, lat: float, lon: float) -> dict[str, Any]:
        start, end = self.span(start, end)
        if self.slips():
            return {"start": start, "end": end, "lat": None, "lon": None}
        return {"start": start, "end": end, "lat": lat + self.random.uniform(-2, 2), "lon": lon}

    def date(self, start: int, end: int, value: str) -> dict[str, Any]:
        start, end = self.span(start, end)
        return {"start": start, "end": end, "value": "1999" if self.slips() else value}

    def events(self, gold: dict[str, Any]) -> list[dict[str, Any]]:
        if self.slips(0.1) or not ("type" in gold or "sub_event_type" in gold):
            return []
        sub_event = "Armed clash" if self.slips(0.5) else "Peaceful protest"
        kind = self.random.choice([gold.get("type", "ACCUSE"), gold.get("type", "ACCUSE"), "RETREAT", "ASSAULT"])
        actor = self.random.choice([gold.get("actor"), (gold.get("actor") or "x")[:5].upper(), "nobody at all", None])
        other = {"type": "MAKE", "actor": gold.get("actor"), "acled_sub_event_type": None}
        return [{"type": kind, "actor": actor, "acled_sub_event_type": sub_event}] + [other] * self.slips()


def printed(gold: Path, predicted: Path) -> dict[str, float]:
    """The percentages that the labels' program prints, by our keys."""
    program = subprocess.run([sys.executable, SCORE, gold, predicted], capture_output=True, text=True, check=True)
    found = {}
    for pattern, keys in LINES.items():
        if match := re.search(rf"^{pattern}", program.stdout, re.MULTILINE):
            found |= {key: float(n) for key, n in zip(keys, match.groups(), strict=True) if n != "-"}
    return found


def compared(rows: list[dict[str, Any]], folder: Path, seed: int) -> tuple[dict[str, float], dict[str, float]]:
    """The program's numbers and ours, for the same labels and predictions."""
    hand = Hand(seed)
    predictions = [hand.predict(row) for row in rows]
    gold, predicted = folder / "gold.jsonl", folder / "predicted.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    predicted.write_text("".join(json.dumps(row) + "\n" for row in predictions), encoding="utf-8")
    judged = (judge(parse_labels(json.dumps(r)), read_found(p)) for r, p in zip(rows, predictions, strict=True))
    return printed(gold, predicted), {m.key: 100 * m.value for m in result(judged).measures}


def agree(theirs: dict[str, float], ours: dict[str, float]) -> None:
    assert theirs
    for key, value in theirs.items():
        # Printed with one decimal; what has no case is not a measure of ours.
        assert ours.get(key, 0.0) == pytest.approx(value, abs=0.0501), key


@pytest.mark.skipif(not FILES, reason="no labelled texts at ../shared/gold: nothing to compare with")
@pytest.mark.parametrize("name", FILES or ["none"])
def test_our_measures_are_those_of_the_labels_program(name, tmp_path):
    rows = [json.loads(line) for line in (GOLD / name).open(encoding="utf-8") if line.strip()]
    agree(*compared(rows, tmp_path, seed=len(rows)))


@pytest.mark.skipif(not FILES, reason="no labelled texts at ../shared/gold: nothing to compare with")
def test_dates_are_measured_as_the_labels_program_does(tmp_path):
    """None of the files has dates labelled, so rows of our own."""
    text = "On Monday, 3 May, in June and again last year, nothing happened."
    labels = [[3, 9, "2021-05-03"], [11, 16, "2021-05-03"], [21, 25, "2021-06"], [36, 45, "2020"]]
    rows = [{"id": n, "text": text, "gold": {"dates": labels[: n % 5]}} for n in range(60)]
    agree(*compared(rows, tmp_path, seed=4))
