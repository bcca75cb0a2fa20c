"""Files that are written from data: bring them up to date, or say which are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from enum import IntEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Language(IntEnum):
    """The two languages of every text, as the position in an [english, chinese] pair."""

    EN = 0
    ZH = 1

    @property
    def folder(self) -> str:
        """The folder of the language below docs."""
        return self.name.lower()


def stale(files: dict[str, str], patterns: Iterable[str], root: Path = ROOT) -> list[str]:
    """Name the files whose text is not the one given, and those of the patterns that nothing writes any more."""
    found = {path.relative_to(root).as_posix() for pattern in patterns for path in root.glob(pattern)}
    wrong = [name for name, text in files.items() if not _is_current(root / name, text)]
    return sorted([*wrong, *(found - files.keys())])


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() == text.encode("utf-8")


def write(files: dict[str, str], patterns: Iterable[str], root: Path = ROOT) -> list[str]:
    """Write what is stale, remove what nothing writes any more, and name both."""
    wrong = stale(files, patterns, root)
    for name in wrong:
        path = root / name
        if name not in files:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name].encode("utf-8"))
    return wrong


def main(render: Callable[[], dict[str, str]], patterns: list[str]) -> None:
    """Write, or with ``--check`` only name, what is stale; exit with 1 when a check finds something."""
    if "--check" in sys.argv[1:]:
        wrong = stale(render(), patterns)
        print(*(f"stale, 需要重新生成: {name}" for name in wrong), sep="\n", end="\n" if wrong else "")
        sys.exit(1 if wrong else 0)
    for name in write(render(), patterns):
        print(name)
