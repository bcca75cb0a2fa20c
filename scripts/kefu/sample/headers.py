"""Column lists of the native exports (from the format specification, blanks at the end of a name included)."""

import json
from pathlib import Path

_HEADERS: dict[str, list[str]] = json.loads((Path(__file__).parent / "headers.json").read_text(encoding="utf-8"))


def header(name: str) -> list[str]:
    """Return the columns of one file generation in file order."""
    return list(_HEADERS[name])
