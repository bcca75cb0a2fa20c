"""What the raw sample says of people, for the scans."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from plants import plants

from support import ROOT


@pytest.fixture(scope="session")
def planted() -> set[str]:
    """All names, numbers, addresses and texts of the sample."""
    return plants(ROOT / "exports")
