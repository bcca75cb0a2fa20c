"""Fixtures shared by the Python tests: one parsed manifest and one build of the sample for the whole run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kefu.hash_key import ENVIRONMENT, set_hash_key
from support import HASH_KEY, ROOT, SampleBuild

os.environ[ENVIRONMENT] = HASH_KEY


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> SampleBuild:
    """Build the committed sample once, into a warehouse of its own."""
    build = SampleBuild(tmp_path_factory.mktemp("sample") / "warehouse", "")
    return SampleBuild(build.warehouse, build.run())


@pytest.fixture
def built(sample_build: SampleBuild) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the build's own database (staging and all) read-only."""
    with duckdb.connect(str(sample_build.warehouse / "build.duckdb"), read_only=True) as connection:
        set_hash_key(connection, sample_build.warehouse)
        yield connection


@pytest.fixture
def published(sample_build: SampleBuild) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published marts read-only."""
    with duckdb.connect(str(sample_build.warehouse / "kefu.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Parse the project and return dbt's manifest."""
    target = tmp_path_factory.mktemp("manifest")
    program = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert program
    flags = [
        "--no-version-check",
        "--log-level-file",
        "none",
        "--target-path",
        str(target),
        "--no-partial-parse",
        "--write-json",
        "-q",
    ]
    environment = os.environ | {"KEFU_WAREHOUSE": str(target)}
    subprocess.run([program, "parse", *flags], cwd=ROOT, env=environment, check=True)
    return json.loads((target / "manifest.json").read_text(encoding="utf-8"))
