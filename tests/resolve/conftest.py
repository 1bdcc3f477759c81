"""An empty warehouse with the tiny world on top."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.resolve.world import World, at
from warehouse.connection import Warehouse
from warehouse.migrate import migrate


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("empty")
    migrate(Warehouse(folder / "sitrep.duckdb", folder / "snapshot.duckdb"), at(1))
    return folder / "sitrep.duckdb"


@pytest.fixture
def world(tmp_path: Path, empty_warehouse: Path) -> World:
    warehouse = Warehouse(tmp_path / "sitrep.duckdb", tmp_path / "snapshot.duckdb")
    shutil.copy(empty_warehouse, warehouse.path)
    return World(warehouse)
