"""The command line. Commands are thin and import late: Prefect and spaCy cost seconds that `sitrep sql` should not pay.

Exit codes: 0 all done; 1 something could not be done (the message says what); 2 wrong usage, configuration or pipeline.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from config.errors import SettingsError
from flows.cli_options import ConfigOption, composed
from flows.console import complain, say
from flows.errors import FlowError, Unusable
from flows.formats import Wanted
from tasks.errors import LexiconError, PipelineError, SitrepError
from warehouse.errors import WarehouseError

FAILED, MISUSED = 1, 2

app = typer.Typer(
    name="sitrep",
    help="Watch the news for people killed, injured, missing, abducted, detained or displaced: who claims what.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Entry point: every expected error is one message and an exit code, never a traceback."""
    try:
        app()
    except (SettingsError, PipelineError, LexiconError, Unusable) as error:
        complain(f"sitrep: {error}")
        sys.exit(MISUSED)
    except (SitrepError, WarehouseError, FlowError) as error:
        complain(f"sitrep: {error}")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        complain("sitrep: interrupted; the next run takes up what is pending")
        sys.exit(FAILED)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say, not even at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Folder of the new installation.")] = Path(),
) -> None:
    """Write a configuration to edit, and an empty warehouse.

    Example: sitrep init /srv/sitrep
    """
    from flows.installing import initialise

    initialise(folder)


@app.command()
def run(config: ConfigOption = None) -> None:
    """Run one cycle: poll, fetch, normalise, extract, load, resolve, alert, publish.

    Example: sitrep run --config /srv/sitrep/config

    Ends with 1 where every feed failed, a check failed, or an alert could not be delivered for good.
    """
    from flows.running import run_once

    raise typer.Exit(run_once(composed(config)))


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo's configuration and data go (made anew).")] = Path(
        "data/demo"
    ),
) -> None:
    """Run the whole flow three times on sample articles served on loopback.

    Example: sitrep demo
    """
    from flows.demo import run_demo

    raise typer.Exit(run_demo(folder))


@app.command()
def extract(
    source: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="JSON Lines, or one text (*.txt); - is standard input.")
    ] = "-",
    only: Annotated[
        Wanted | None, typer.Option("--only", help="Look for nothing else: two to three times as fast.")
    ] = None,
    published: Annotated[str | None, typer.Option(help="Day that a *.txt appeared, such as 2012-06-14.")] = None,
    config: ConfigOption = None,
) -> None:
    """Read texts: JSONL rows (id, text, published_at, optional title, url) in, one JSON object a row out.

    Example: sitrep extract articles.jsonl > claims.jsonl; sitrep extract article.txt --published 2012-06-14

    A row that cannot be read gives a row with "error"; the others go on, and the exit code is 1.
    """
    from flows.extracting import extract_file, is_text

    if published and not is_text(source):
        raise typer.BadParameter(
            f"it is for one text (*.txt); rows of {source} say published_at", param_hint="--published"
        )
    raise typer.Exit(extract_file(source, composed(config), only, published))


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="JSON Lines: id, text, published_at, gold.")],
    errors: Annotated[int, typer.Option("--errors", min=0, help="Show so many examples of each kind of error.")] = 0,
    floors: Annotated[Path | None, typer.Option("--floors", help="Floors in percent (default: floors.toml).")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write everything to this file as JSON.")] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Write a reliability diagram to this file as SVG.")
    ] = None,
    refit: Annotated[
        Path | None, typer.Option("--refit", help="Fit the weights of confidence anew, into this file.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Leave out this component, to see what it adds (repeatable).")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Measure the extractor on labelled texts, against floors: one table a file, errors by kind, calibration.

    Example: sitrep evaluate gold/claims.jsonl --errors 5

    Ends with 0 where all floors hold, 1 where one is missed or a row is broken, 2 where a file cannot be read.
    """
    from flows.evaluating import Wishes, evaluate_files

    wishes = Wishes(errors, floors, json, plot, refit, tuple(without or ()))
    raise typer.Exit(evaluate_files(gold, composed(config), wishes))


@app.command()
def train(
    treebank: Annotated[Path, typer.Option(help="Folder of the treebank and names files.")],
    out: Annotated[Path, typer.Option(help="Folder that the trained pipeline is written to.")] = Path("build/pipeline"),
    taught: Annotated[
        Path | None,
        typer.Option(help="Folder of a teacher's trees (*.conllu) and names (*.iob2), see training/README.md."),
    ] = None,
    start: Annotated[
        Path | None, typer.Option(help="Folder of a trained pipeline to go on from (default: begin anew).")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="With --start: train this component alone, the others stay as they are.")
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Stop after so many steps (default: the recipe's).")] = None,
) -> None:
    """Train the English pipeline from treebanks, with its scores in meta.json (one to three hours on one core).

    Example: sitrep train --treebank treebank --out build/pipeline
    """
    from flows.training import train_into

    train_into(treebank, out, taught=taught, start=start, only=only or (), steps=steps)


def _version(shown: bool) -> None:
    if shown:
        from importlib.metadata import version

        say(f"sitrep {version('sitrep')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    return None


def _add_groups() -> None:
    from flows.cli_alerts import alerts
    from flows.cli_feeds import feeds
    from flows.cli_incidents import incidents
    from flows.cli_operate import register as add_operating
    from flows.cli_page import page
    from flows.cli_raw import raw
    from flows.cli_warehouse import register as add_asking

    add_asking(app)
    add_operating(app)
    app.command()(page)
    app.add_typer(feeds, name="feeds")
    app.add_typer(incidents, name="incidents")
    app.add_typer(alerts, name="alerts")
    app.add_typer(raw, name="raw")


_add_groups()
