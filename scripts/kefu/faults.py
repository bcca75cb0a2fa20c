"""What is said of an error that nobody expected: its kind and where it happened, never its own words.

Readers and engines quote the cell that they stumbled over, so the words of an error may be somebody's name or message.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

TRACE = "KEFU_TRACE"
ROOT = Path(__file__).resolve().parents[2]


def told(error: BaseException) -> str:
    """Describe an error by its kind, those that caused it, and the places in the code it went through."""
    kinds = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    places = [
        f"  {_shown(frame.filename)}, line {frame.lineno}, {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return "\n".join(
        [
            f"Unexpected error / 意外错误: {' < '.join(kinds)}",
            *places,
            f"Its own words are not shown, as they may quote data; {TRACE}=1 shows them. / "
            f"不显示其原文，因为可能含有数据；设置 {TRACE}=1 可显示。",
        ]
    )


def _shown(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


def telling_nothing(run: Callable[[], None]) -> None:
    """Run a program; an error that it does not expect ends it with status 1 and without its words."""
    try:
        run()
    except Exception as error:
        if os.environ.get(TRACE):
            raise
        sys.stderr.write(told(error) + "\n")
        sys.exit(1)
