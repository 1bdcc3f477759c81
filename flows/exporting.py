"""`sitrep export`: the marts as files for other programs."""

from __future__ import annotations

from pathlib import Path

from flows.compose import App
from flows.console import say
from flows.errors import Unusable
from flows.formats import Exported
from warehouse import export
from warehouse.export import MARTS, SHAPES, Written

_WITH_PLACES = ("incidents_now",)


def export_marts(app: App, form: Exported, folder: Path, marts: list[str]) -> None:
    """Write `marts` (none named: all of the form) of the published snapshot below `folder`, and say what was written.

    Raises Unusable for a mart that is not exported, ExportFailed, SnapshotMissing.
    """
    wanted = _wanted(form, marts)
    with app.warehouse.reader() as connection:
        for mart in wanted:
            if form is Exported.PARQUET:
                _say(export.parquet(connection, mart, folder))
            elif form is Exported.GEOJSON:
                _say(export.geojson(connection, mart, folder / f"{mart}.geojson"))
            else:
                name = form.value.replace("-", "_") if form.value in SHAPES else mart
                _say(export.table(connection, mart, folder / f"{name}.csv"))
    if form.value in SHAPES:
        _say_gaps(form.value, folder)


def _wanted(form: Exported, marts: list[str]) -> list[str]:
    if form.value in SHAPES:
        if marts:
            raise Unusable(f"--mart: {form.value} is one table of its own")
        return [SHAPES[form.value]]
    known = list(_WITH_PLACES) if form is Exported.GEOJSON else list(MARTS)
    if unknown := [mart for mart in marts if mart not in known]:
        raise Unusable(f"--mart {unknown[0]}: as {form.value} these are exported: {', '.join(known)}")
    return marts or known


def _say(written: Written) -> None:
    say(f"{written.rows:>8} rows  {written.path}")


def _say_gaps(shape: str, folder: Path) -> None:
    """What the table cannot be filled with: said, and kept beside it."""
    gaps = export.not_filled(shape)
    lines = [f"{len(gaps)} fields cannot be filled:", *(f"  {name}: {reason}" for name, reason in gaps.items())]
    path = folder / f"{shape.replace('-', '_')}.not_filled.txt"
    path.write_text("\n".join([f"{shape}, from Sitrep's mart {SHAPES[shape]}", *lines]) + "\n", encoding="utf-8")
    for line in lines:
        say(line)
