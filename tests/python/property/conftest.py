"""Fixtures of the property tests: one build of random shops for all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from random_build import RandomBuild, build_random_shops


@pytest.fixture(scope="session")
def random_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RandomBuild]:
    """The shops, what the reference says of them, and the warehouse that dbt built from their files."""
    folder = tmp_path_factory.mktemp("property")
    shops = build_random_shops(folder)
    with duckdb.connect(str(folder / "warehouse" / "build.duckdb"), read_only=True) as connection:
        yield RandomBuild(shops, connection)
