"""Fixtures of the sample tests."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from kefu.sample.generate import DEFAULT_SEED, build_exports  # noqa: E402
from kefu.sample.model import ShopWorld  # noqa: E402
from kefu.sample.world import build_worlds  # noqa: E402


@pytest.fixture(scope="session")
def exports() -> dict[str, bytes]:
    """The default sample, in memory."""
    return build_exports(DEFAULT_SEED)


@pytest.fixture(scope="session")
def worlds() -> dict[str, ShopWorld]:
    """The worlds behind the default sample."""
    return build_worlds(DEFAULT_SEED)
