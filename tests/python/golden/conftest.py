"""Fixtures of the golden tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The test modules share golden_world; importlib mode puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parent))

from golden_world import Marts, build_cases


@pytest.fixture(scope="session")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marts]:
    """Build all golden cases once and open what was published."""
    found = Marts(build_cases(tmp_path_factory.mktemp("golden")))
    yield found
    found.close()
