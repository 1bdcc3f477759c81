"""How an evaluation is shown: tables on standard output, or one JSON object."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import floor
from typing import Any

from flows.console import complain, heading, say, table
from tasks.accuracy.board import Result
from tasks.accuracy.calibration import Bin, Calibration
from tasks.accuracy.floors import Verdict
from tasks.accuracy.measures import MEASURES
from tasks.accuracy.records import Mistake
from tasks.evaluate import Evaluation, Unread

_KINDS = 20  # most frequent kinds of errors that are listed
_UNREAD = 10
_BAR = 40  # characters of a full bar


def show_measures(name: str, result: Result, verdicts: Iterable[Verdict]) -> None:
    """One line a measure: its share in percent, how many cases, the floor, ok or short."""
    heading(f"{name}: {result.texts} texts")
    rows = [_line(verdict) for verdict in verdicts]
    table(["measure", "percent", "hits", "cases", "floor", "", "what is measured"], rows)
    if not any(row[4] for row in rows):
        say(f"no floors for {name}: nothing can be short; give it some under [{name}] with --floors FILE")


def _line(verdict: Verdict) -> Sequence[object]:
    least = "" if verdict.floor is None else f"{verdict.floor:.2f}"
    if verdict.measure is None:
        return verdict.key, "", "", "", least, "not measured", MEASURES[verdict.key]
    measure = verdict.measure
    state = "" if verdict.floor is None else "ok" if verdict.holds else "short"
    shares = f"{_percent(measure.value):.2f}", f"{measure.numerator:.0f}", f"{measure.denominator:.0f}"
    return verdict.key, *shares, least, state, measure.says


def _percent(share: float) -> float:
    """Cut, not rounded: what is short of its floor must not look like it."""
    return floor(10_000 * share + 1e-6) / 100


def show_unread(name: str, unread: Sequence[Unread]) -> None:
    """The rows that could not be read, on standard error."""
    for row in unread[:_UNREAD]:
        complain(f"sitrep: {name} line {row.line}: {row.message}")
    if len(unread) > _UNREAD:
        complain(f"sitrep: {name}: {len(unread) - _UNREAD} more rows could not be read")


def show_mistakes(name: str, result: Result, examples: int) -> None:
    """The most frequent kinds of errors with their counts, and `examples` of each kind."""
    if not result.mistakes:
        return
    heading(f"{name}: errors by kind")
    table(["errors", "kind"], [(count, kind) for kind, count in result.kinds[:_KINDS]])
    if len(result.kinds) > _KINDS:
        rest = result.kinds[_KINDS:]
        say(f"and {sum(count for _, count in rest)} errors of {len(rest)} more kinds")
    if examples:
        _show_examples(name, result, examples)


def _show_examples(name: str, result: Result, examples: int) -> None:
    of_kind: dict[str, list[Mistake]] = defaultdict(list)
    for mistake in result.mistakes:
        of_kind[mistake.kind].append(mistake)
    for kind, count in result.kinds:
        heading(f"{name}: {kind} ({count})")
        for mistake in of_kind[kind][:examples]:
            say(f"- {mistake.id}: wanted {mistake.wanted}, got {mistake.got}")
            say(f"    {mistake.quote}")


def show_calibration(name: str, trust: Calibration) -> None:
    """The reliability table: for each bin of confidence, how many claims, how sure, how many of them right."""
    heading(f"{name}: confidence of {trust.cases} claims, expected calibration error {trust.error:.3f}")
    rows = [_bin(each) for each in trust.bins if each.cases]
    table(["confidence", "claims", "mean", "right", f"0{' ' * (_BAR - 2)}1"], rows)


def _bin(each: Bin) -> Sequence[object]:
    """A bar as long as the share that was right; "|" marks where confidence promised it to end."""
    bar = ["█"] * round(_BAR * each.right) + ["·"] * (_BAR - round(_BAR * each.right))
    bar[min(_BAR - 1, round(_BAR * each.confidence))] = "|"
    span = f"{each.low:.1f} to {each.high:.1f}"
    return span, each.cases, f"{each.confidence:.2f}", f"{each.right:.2f}", "".join(bar)


def as_json(files: Iterable[tuple[str, Evaluation, Sequence[Verdict]]], engine: str) -> str:
    """All files as one JSON object; shares in [0, 1], floors in percent."""
    shown = [_file(name, evaluation, verdicts) for name, evaluation, verdicts in files]
    whole = {"engine_version": engine, "holds": all(file["holds"] for file in shown), "files": shown}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _file(name: str, evaluation: Evaluation, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    result = evaluation.result
    return {
        "name": name,
        "texts": result.texts,
        "holds": not evaluation.unread and all(verdict.holds for verdict in verdicts),
        "measures": [_measure(verdict) for verdict in verdicts],
        "errors": [{"kind": kind, "count": count} for kind, count in result.kinds],
        "mistakes": [
            {"kind": m.kind, "id": m.id, "wanted": m.wanted, "got": m.got, "quote": m.quote} for m in result.mistakes
        ],
        "calibration": {
            "error": result.calibration.error,
            "bins": [
                {"low": b.low, "high": b.high, "claims": b.cases, "confidence": b.confidence, "right": b.right}
                for b in result.calibration.bins
                if b.cases
            ],
        },
        "unread": [{"line": row.line, "message": row.message} for row in evaluation.unread],
    }


def _measure(verdict: Verdict) -> dict[str, Any]:
    measure = verdict.measure
    return {
        "key": verdict.key,
        "value": measure.value if measure else None,
        "numerator": measure.numerator if measure else None,
        "denominator": measure.denominator if measure else 0,
        "floor": verdict.floor,
        "holds": verdict.holds,
    }
