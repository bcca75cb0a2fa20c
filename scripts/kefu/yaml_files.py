"""YAML of the project, read by libyaml where it is there: that takes a tenth of the time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what a YAML file holds; raises yaml.YAMLError where it is not well-formed."""
    return yaml.load(path.read_text(encoding="utf-8"), _LOADER)
