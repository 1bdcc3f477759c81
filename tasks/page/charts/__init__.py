"""Charts as Vega-Lite, one specification a file, made with Altair by `python -m tasks.page.charts.build`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

NAMES = ("daily", "timeline", "series")


def specification(name: str) -> dict[str, Any]:
    """The committed specification `name`, without data."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return found


def script() -> str:
    """All of them as a script that page.js reads."""
    return f"window.SITREP_CHARTS={json.dumps({name: specification(name) for name in NAMES}, separators=(',', ':'))};\n"
