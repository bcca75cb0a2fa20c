"""Raw files: which of them still hold what was sealed, and deleting them once their landed rows are kept for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kefu.landing.entities import load_contract
from kefu.landing.messages import Message
from kefu.landing.records import CachedFile, load_cache
from kefu.landing.sealed_files import seal_file


@dataclass(frozen=True)
class RawFile:
    """One file below the exports folder that still holds rows of somebody."""

    name: str
    row_count: int


def raw_files(exports: Path, warehouse: Path, rows: dict[str, int]) -> list[RawFile]:
    """Give the files on disk that hold landed rows, also those whose copies were landed from another file.

    `rows` counts rows by the id of the landed file.
    """
    found = []
    for name, item in sorted(_known(warehouse).items()):
        count = sum(rows.get(record.file_id, 0) for record in item.records)
        if count and (exports / name).is_file():
            found.append(RawFile(name, count))
    return found


def delete(exports: Path, warehouse: Path, names: Iterable[str], today: date) -> tuple[list[str], list[Message]]:
    """Delete raw files whose rows are all landed, after keeping the landed copies; give the deleted and the refused."""
    known = _known(warehouse)
    deleted, refused = [], []
    for name in names:
        item, path = known[name], exports / name
        reason = _reason_to_keep(path, item)
        if reason:
            refused.append(Message(f"{name} stays: {reason.en}", f"{name} 未删除：{reason.zh}"))
            continue
        for record in item.records:
            if record.status == "landed":
                seal_file(warehouse, record, load_contract().version, today.isoformat())
        path.unlink()
        deleted.append(name)
    return deleted, refused


def _known(warehouse: Path) -> dict[str, CachedFile]:
    return load_cache(warehouse / "landing", load_contract().version)


def _reason_to_keep(path: Path, item: CachedFile) -> Message | None:
    """Say why a file must not be deleted: something in it is landed nowhere, or it is another file by now."""
    unread = [record for record in item.records if record.status not in ("landed", "duplicate")]
    if unread:
        return Message("something in it could not be read", "其中有无法读取的内容")
    lost = sum(record.rows_lost for record in item.records)
    if lost:
        return Message(
            f"{lost} rows of it are in quarantine and would be lost", f"其中 {lost} 行在隔离区，删除后将丢失"
        )
    found = path.stat()
    if (item.size, item.mtime_ns) != (found.st_size, found.st_mtime_ns):
        return Message("it changed a moment ago", "文件刚被改动")
    return None
