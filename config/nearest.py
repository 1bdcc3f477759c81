"""The name that a misspelled one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

# below this ratio (0 to 100) a proposal puzzles more than it helps: "timout_seconds" scores 97, "colour" for "format"
# 33
_ALIKE = 60


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The member of `valid` that is most like `name`, None where none is."""
    found = process.extractOne(name, list(valid), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_ALIKE)
    return found[0] if found else None


def advice(name: str, valid: Iterable[str]) -> str:
    """The end of a message about an unknown name: the nearest valid one, else all of them (at least one)."""
    names = sorted(valid)
    if meant := nearest(name, names):
        return f'did you mean "{meant}"?'
    return "valid are " + ", ".join(names)
