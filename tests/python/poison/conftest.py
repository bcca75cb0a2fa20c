"""Fixtures of the tests on bad files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "landing"))

from landing_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty exports folder and warehouse."""
    return World(tmp_path)
