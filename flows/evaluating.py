"""`sitrep evaluate`: labelled files in; tables, floors, errors by kind and the reliability of confidence out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.floors import Floors, floors
from flows.compose import App
from flows.console import complain, counted, say
from flows.errors import Unusable
from flows.evaluation_report import as_json, show_calibration, show_measures, show_mistakes, show_unread
from tasks.accuracy.calibration import Calibration, merged
from tasks.accuracy.diagram import reliability_svg
from tasks.accuracy.floors import Verdict, verdicts
from tasks.accuracy.measures import MEASURES
from tasks.evaluate import Evaluation, evaluate, refitted
from tasks.nlp.pipeline import COMPONENTS


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of the command."""

    errors: int = 0
    floors: Path | None = None
    json: Path | None = None
    plot: Path | None = None
    refit: Path | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One labelled file: what was measured, against which floors."""

    name: str
    evaluation: Evaluation
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Every row was read, and every floor holds."""
        return not self.evaluation.unread and all(verdict.holds for verdict in self.verdicts)


def evaluate_files(files: Sequence[Path], app: App, wishes: Wishes) -> int:
    """Print what the files came to; 0 all floors hold, 1 one is missed or a row was unreadable.

    Raises Unusable (exit code 2) for a file that cannot be read, ConfigError for a floors file that is wrong.
    """
    wanted = _floors(files, app, wishes.floors)
    for file in files:
        _check(file)
    for out in (wishes.json, wishes.plot, wishes.refit):
        if out and not out.parent.is_dir():
            raise Unusable(f"{out}: there is no folder {out.parent}; make it, or name another file")
    _leave_out(wishes.without, app)
    reports = []
    for file in files:
        report = _report(file, app, {} if wishes.without else wanted.get(file.stem, {}))
        reports.append(report)
        _show(report, wishes.errors)
    _keep(reports, app.extractor.engine_version, wishes)
    missed = sum(not verdict.holds for report in reports for verdict in report.verdicts)
    if missed:
        complain(f"sitrep: {missed} floors are missed; --errors 5 shows what went wrong")
    return 0 if all(report.holds for report in reports) else 1


def _floors(files: Sequence[Path], app: App, file: Path | None) -> Floors:
    found = floors(file, app.settings.folder, Path.cwd())
    for stem in {each.stem for each in files} & set(found):
        for key in found[stem]:
            if key not in MEASURES:
                raise Unusable(f'floors of "{stem}": no measure is called "{key}"; there are: {", ".join(MEASURES)}')
    return found


def _check(file: Path) -> None:
    """Fail before the extractor is loaded and other files are measured."""
    try:
        file.open("rb").close()  # nothing is read: a pipe would lose it
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}; name files of JSON Lines with id, text and gold") from error


def _leave_out(components: Sequence[str], app: App) -> None:
    """Switch components off; what comes after them works with their defaults. Floors are for the whole."""
    for name in components:
        if name not in COMPONENTS:
            raise Unusable(f'no component is called "{name}"; there are: {", ".join(COMPONENTS)}')
        app.extractor.nlp.disable_pipe(name)


def _report(file: Path, app: App, wanted: dict[str, float]) -> Report:
    with file.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines:
        evaluation = evaluate(counted(lines, f"{file.name}, rows read"), app.extractor)
    if not evaluation.result.texts:
        why = f" (line {evaluation.unread[0].line}: {evaluation.unread[0].message})" if evaluation.unread else ""
        raise Unusable(f"{file}: no labelled row in it{why}; a row is an object with id, text and gold")
    return Report(file.stem, evaluation, tuple(verdicts(evaluation.result.measures, wanted)))


def _show(report: Report, examples: int) -> None:
    show_measures(report.name, report.evaluation.result, report.verdicts)
    show_unread(report.name, report.evaluation.unread)
    show_mistakes(report.name, report.evaluation.result, examples)
    if report.evaluation.result.calibration.cases:
        show_calibration(report.name, report.evaluation.result.calibration)


def _keep(reports: Sequence[Report], engine: str, wishes: Wishes) -> None:
    """The files that were asked for."""
    if wishes.json:
        _write(wishes.json, as_json([(r.name, r.evaluation, r.verdicts) for r in reports], engine))
    if wishes.plot:
        trust = _all(reports)
        _write(wishes.plot, reliability_svg(trust, f"{', '.join(r.name for r in reports)}; engine {engine}"))
    if wishes.refit:
        weights, held_out = refitted([report.evaluation for report in reports])
        _write(wishes.refit, weights)
        say(f"weights of confidence fitted on {held_out.claims} claims; error on claims held out: {held_out.error:.3f}")
        say("they count from the next start; measure them on files that they were not fitted on")


def _all(reports: Sequence[Report]) -> Calibration:
    return merged(report.evaluation.result.calibration for report in reports)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}; name another file") from error
    say(f"wrote {file}")
