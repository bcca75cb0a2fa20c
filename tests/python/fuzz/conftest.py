"""The fuzz tests share the poison set's people and the landing tests' writers."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "poison"), str(HERE.parent / "landing")]
