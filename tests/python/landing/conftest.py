"""Fixtures of the landing tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

# The test modules share landing_world; importlib mode puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parent))

from landing_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty exports folder and warehouse."""
    return World(tmp_path)


@pytest.fixture(scope="session")
def headers() -> dict[str, list[str]]:
    """The column lists of the real exports."""
    text = (Path(__file__).parent / "headers.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
