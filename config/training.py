"""The packaged training recipe of the English pipeline and the licence note that goes with what it trains."""

from __future__ import annotations

from importlib import resources


def recipe() -> str:
    """The spaCy configuration that `sitrep train` follows."""
    return resources.files("config").joinpath("training.cfg").read_text(encoding="utf-8")


def licence() -> str:
    """The licence note of a pipeline trained by that recipe, as Markdown."""
    return resources.files("config").joinpath("training-licence.md").read_text(encoding="utf-8")
