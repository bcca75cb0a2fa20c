"""Sealed files: landed copies that stay although their raw file was deleted on purpose.

Each stands in WAREHOUSE/private/sealed/<file id>: its record and its Parquet, one file per entity. They live outside
of landing/, which may be deleted at any time.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from kefu.landing.messages import Message
from kefu.landing.records import Record, read_record
from kefu.landing.writer import move_into_place, parquet_path

RECORD = "record.json"


def private_folder(warehouse: Path) -> Path:
    """Return the folder of what must survive a new landing and must not be committed; make it if need be."""
    folder = warehouse / "private"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return folder


def sealed_folder(warehouse: Path) -> Path:
    """Where the sealed files of a warehouse stand."""
    return warehouse / "private" / "sealed"


def seal_file(warehouse: Path, record: Record, version: str, sealed_on: str) -> None:
    """Keep a landed file for good; after this its raw file may go."""
    folder = sealed_folder(warehouse)
    private_folder(warehouse)
    draft, finished = folder / f".{record.file_id}", folder / record.file_id
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for entity in record.entities:
        _copy(parquet_path(warehouse / "landing", entity, record.file_id), draft / f"{entity}.parquet")
    content = {"sealed_on": sealed_on, "version": version, "record": asdict(record)}
    temporary = draft / f".{RECORD}"
    temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    move_into_place(temporary, draft / RECORD)
    # the folder of an earlier sealing holds the same rows
    shutil.rmtree(finished, ignore_errors=True)
    draft.replace(finished)


def sealed_records(warehouse: Path, version: str) -> Iterator[Record]:
    """Give the records of all sealed files, each with a message that says since when."""
    for path in sorted(sealed_folder(warehouse).glob(f"[!.]*/{RECORD}")):
        content = json.loads(path.read_text(encoding="utf-8"))
        record = read_record(content["record"])
        name, day = record.source_file, content["sealed_on"]
        is_old = content["version"] != version
        record.message = Message(
            f"{name}: its raw file was deleted on {day}, its rows stay as they were landed"
            + (" by an older version of the landing" if is_old else ""),
            f"{name}：原始文件已于 {day} 删除，数据保留当时导入的内容" + ("（由旧版导入）" if is_old else ""),
        )
        # what its lists were no longer matters: it cannot be read again
        record.context = None
        yield record


def restore(warehouse: Path, record: Record) -> None:
    """Put the Parquet of a sealed file into the landing where it is missing."""
    for entity in record.entities:
        target = parquet_path(warehouse / "landing", entity, record.file_id)
        if not target.exists():
            _copy(sealed_folder(warehouse) / record.file_id / f"{entity}.parquet", target)


def _copy(source: Path, target: Path) -> None:
    temporary = target.with_name(f".{target.stem}.tmp")
    shutil.copyfile(source, temporary)
    move_into_place(temporary, target)
