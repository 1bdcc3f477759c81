"""Commands that ask the warehouse and keep it: `sitrep sql`, `search`, `explain`, `export`, `import`, `maintain`..."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import ConfigOption, composed
from flows.formats import Exported, Format


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT over the published snapshot.")],
    form: Annotated[Format, typer.Option("--format", help="How the rows are written.")] = Format.TABLE,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write to this file (needed for parquet on a terminal).")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.001, help="Stop the query after so long.")] = 60,
    limit: Annotated[int | None, typer.Option(min=1, help="Write no more rows.")] = None,
    config: ConfigOption = None,
) -> None:
    """Query the published snapshot with SQL, read-only.

    Example: sitrep sql "select * from incidents_now" --format markdown
    """
    from flows.querying import print_query

    print_query(composed(config), query, form, out, seconds=seconds, limit=limit)


def search(
    words: Annotated[
        str, typer.Argument(help='Words, "phrases", -unwanted: car bombing, or \'"car bombing" -drill\'.')
    ],
    since: Annotated[
        str | None, typer.Option(help="Reported since: 7d, 24h, 2w, 3m, 1y, or a day such as 2026-11-01.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many articles and how many claims.")] = 10,
    form: Annotated[Format, typer.Option("--format", help="table, or json for programs.")] = Format.TABLE,
    config: ConfigOption = None,
) -> None:
    """Search the texts and claims that count now, the best first; all words must occur, in any of their English forms.

    Example: sitrep search "car bombing" --since 7d
    """
    from flows.searching import print_search

    print_search(composed(config), words, since, limit, form)


def explain(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Id of a claim or an incident, or its first characters.")],
    config: ConfigOption = None,
) -> None:
    """Show where a number comes from: a claim with its sentence and rule, or an incident with all that made its toll.

    Example: sitrep explain 3f2a90c1
    """
    from flows.explaining import explain as do

    do(composed(config), wanted)


def export(
    folder: Annotated[Path, typer.Argument(help="Folder that the files are written to.")],
    form: Annotated[Exported, typer.Option("--format", help="What is written.")] = Exported.PARQUET,
    mart: Annotated[list[str] | None, typer.Option(help="Only this mart (repeatable; default: all).")] = None,
    config: ConfigOption = None,
) -> None:
    """Write the marts as Parquet by month, CSV or GeoJSON, or one table shaped like UCDP GED, ACLED or GDELT counts.

    Example: sitrep export out --format ucdp-ged

    A table shaped like another data set says which of its fields cannot be filled.
    """
    from flows.exporting import export_marts

    export_marts(composed(config), form, folder, mart or [])


def imported(
    file: Annotated[
        Path, typer.Argument(help="Table of claims (CSV, UTF-8): claim_id for a correction, or a row of its own.")
    ],
    source: Annotated[str | None, typer.Option(help="Whose rows they are (default: the column source).")] = None,
    config: ConfigOption = None,
) -> None:
    """Take analysts' corrections and rows in, kept apart from the machine's by source; no run ever overwrites them.

    Example: sitrep import claims.csv --source "desk Nairobi"

    Bad rows are named with their line and the others are taken in; the exit code is then 1.
    """
    from flows.annotating import import_claims

    raise typer.Exit(import_claims(config, file, source))


def status(config: ConfigOption = None) -> None:
    """Show on one screen the last runs, stages with seconds, lag, sick feeds, outbox, disk and engine.

    Example: sitrep status
    """
    from flows.showing_status import show_status

    show_status(composed(config))


def migrate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be applied.")] = False,
    config: ConfigOption = None,
) -> None:
    """Make the warehouse, or bring it to this version of Sitrep.

    Example: sitrep migrate --dry-run
    """
    from flows.installing import migrate_warehouse

    migrate_warehouse(composed(config), dry_run=dry_run)


def check(config: ConfigOption = None) -> None:
    """Check configuration, pipeline and warehouse; each line says ok or what is wrong.

    Example: sitrep check --config /srv/sitrep/config
    """
    from flows.installing import check_all

    raise typer.Exit(check_all(composed(config)))


def maintain(config: ConfigOption = None) -> None:
    """Keep the warehouse sound and small: integrity, retention, compaction, pruning of snapshots and backups.

    Example: sitrep maintain

    Ends with 1 where a check does not hold; `[maintain]` in settings.toml says what is kept how long.
    """
    from flows.maintain import maintain as do

    raise typer.Exit(do(config))


def restore(
    source: Annotated[
        Path | None, typer.Option("--from", help="Copy to restore (default: the newest good one).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Restore although the warehouse is sound.")] = False,
    config: ConfigOption = None,
) -> None:
    """Put the newest good backup in the place of a damaged or lost warehouse, and say what is missing.

    Example: sitrep restore

    The damaged file is kept beside it. Published snapshots count as backups.
    """
    from flows.maintain import restore_warehouse

    restore_warehouse(config, source, force=force)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for command in (sql, search, explain, export, status, migrate, check, maintain, restore):
        app.command()(command)
    app.command("import")(imported)
