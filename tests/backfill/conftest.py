"""The pipeline is read once for all tests of this folder: it costs seconds, and every command would read it anew."""

from __future__ import annotations

from copy import copy

import pytest

from flows import compose

_MADE: dict[tuple[object, ...], object] = {}


@pytest.fixture(autouse=True)
def _one_pipeline(monkeypatch):
    real = compose.make_extractor

    def made(pipeline, lexicon, batch_size, wanted):
        key = (pipeline, batch_size, wanted)
        if key not in _MADE:
            _MADE[key] = real(pipeline, lexicon, batch_size, wanted)
        return copy(_MADE[key])

    monkeypatch.setattr(compose, "make_extractor", made)
