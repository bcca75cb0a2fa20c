"""Puts the folder on the path."""

from __future__ import annotations

import sys
from pathlib import Path

# The test modules share appraisal_world; importlib mode puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parent))
