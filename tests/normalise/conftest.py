from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import Newsroom, empty_warehouse, opened_newsroom


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_warehouse(tmp_path_factory.mktemp("template"))


@pytest.fixture
def newsroom(template: Path, tmp_path: Path) -> Iterator[Newsroom]:
    yield from opened_newsroom(template, tmp_path)
