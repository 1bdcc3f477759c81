"""The command line as a user runs it: another process, its own home and folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# how long an example takes is no law: a busy machine must not fail a test
settings.register_profile("sitrep", deadline=None)
settings.load_profile("sitrep")

Sitrep = Callable[..., "subprocess.CompletedProcess[str]"]
PROGRAM = "from flows.cli import main; main()"
REPOSITORY = Path(__file__).parents[1]


def _sitrep_in(folder: Path) -> Sitrep:
    def run(*arguments: object, timeout: float = 120, stdin: str | None = None, **environment: str):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SITREP_", "PREFECT_"))}
        pipeline = os.environ.get("SITREP_TEST_PIPELINE")
        overrides = {"SITREP_NLP__PIPELINE": pipeline} if pipeline else {}
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *map(str, arguments)],
            cwd=folder,
            env={**kept, "HOME": str(folder), "PYTHONPATH": str(REPOSITORY), **overrides, **environment},
            capture_output=True,
            text=True,
            input=stdin,
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def sitrep_in() -> Callable[[Path], Sitrep]:
    """`sitrep_in(folder)` gives a `sitrep` that runs in that folder."""
    return _sitrep_in


@pytest.fixture
def sitrep(tmp_path: Path) -> Sitrep:
    """Run `sitrep` with arguments in an empty folder; gives what it printed and its exit code."""
    return _sitrep_in(tmp_path)
