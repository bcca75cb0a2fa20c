"""When a file was exported: its name, else its title rows, else a growing number, else its modification time (R18)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from kefu.landing.cells import cell_text
from kefu.landing.times import SHANGHAI, parse_time

_FIRST, _LAST = datetime(2010, 1, 1), datetime(2040, 1, 1)
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)[-_ T]?(\d\d)(\d\d)(\d\d)?(?!\d)")
_WRITTEN = re.compile(
    r"(?<!\d)(20\d\d)[-_.年](\d{1,2})[-_.月](\d{1,2})日?"
    r"(?:[-_ T]{1,3}(\d{1,2})[-_:.：时 ](\d{2})(?:[-_:.：分 ](\d{2}))?(?!\d))?(?!\d)"
)
_DAY = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_EPOCH_MS = re.compile(r"(?<!\d)(1[2-9]\d{11}|2[01]\d{11})(?!\d)")
_EPOCH = re.compile(r"(?<!\d)(1[2-9]\d{8}|2[01]\d{8})(?!\d)")
_TITLE = re.compile(
    r"(?:导出|下载|生成|export(?:ed)?|generated|downloaded)\s*(?:时间|日期|time|at|on)?\s*[:：]?\s*"
    r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ExportTime:
    """The moment of an export in Shanghai wall clock, its rank and where they come from."""

    exported_at: datetime
    rank: int
    source: str  # name, content, number, mtime


def _moment(parts: Sequence[str | None]) -> datetime | None:
    try:
        moment = datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]
    except ValueError:
        return None
    return moment if _FIRST <= moment < _LAST else None


def _millis(moment: datetime) -> int:
    return round(moment.replace(tzinfo=SHANGHAI).timestamp() * 1000)


def _from_epoch(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, SHANGHAI).replace(tzinfo=None)


def time_in_name(name: str) -> datetime | None:
    """Read the export time from a file name; of several plain dates the last, since a report covers what is past."""
    stem = PurePosixPath(name).name
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    for found in _COMPACT.finditer(stem):
        moment = _moment(found.groups())
        if moment:
            return moment
    written = [found for found in _WRITTEN.finditer(stem) if _moment(found.groups())]
    timed = [found for found in written if found[4]]
    if timed or written:
        return _moment((timed or written)[-1].groups())
    epoch_ms, epoch = _EPOCH_MS.search(stem), _EPOCH.search(stem)
    if epoch_ms:
        return _from_epoch(int(epoch_ms[1]) / 1000)
    if epoch:
        return _from_epoch(int(epoch[1]))
    # Eight digits alone are a running number (JD), with words around them a day.
    days = [] if stem.isdigit() else [found for found in _DAY.finditer(stem) if _moment(found.groups())]
    return _moment(days[-1].groups()) if days else None


def time_in_titles(rows: Sequence[Sequence[object]]) -> datetime | None:
    """Read the export time from the title rows above a header."""
    for row in rows:
        found = _TITLE.search(" ".join(cell_text(cell) for cell in row))
        if found:
            moment = parse_time(found[1])
            if moment:
                return moment
    return None


def export_time(names: Sequence[str], titles: Sequence[Sequence[object]], mtime: float) -> ExportTime:
    """Decide the export time of a file; ``names`` is its own name first, then that of the zip around it."""
    modified = _from_epoch(int(mtime))
    for name in names:
        moment = time_in_name(name)
        if moment:
            return ExportTime(moment, _millis(moment), "name")
    moment = time_in_titles(titles)
    if moment:
        return ExportTime(moment, _millis(moment), "content")
    for name in names:
        stem = PurePosixPath(name).stem
        if stem.isdigit() and stem.isascii() and len(stem) <= 18:
            return ExportTime(modified, int(stem), "number")
    return ExportTime(modified, _millis(modified), "mtime")
