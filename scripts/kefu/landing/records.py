"""What the landing remembers of every file: its record in landed_files and the cache between runs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kefu.landing.entities import Contract
from kefu.landing.messages import Message
from kefu.landing.writer import Tally, move_into_place, parquet_path, row_hash, write_table

ALL_FILES = "all_files"
_WHOLE_FILE = Tally("-", "-", rows_in=1, quarantined=Counter(whole_file=1)).as_row()


@dataclass
class Record:
    """One file or zip member: what it was, what became of it."""

    source_file: str
    shop_id: str
    file_id: str
    sha256: str | None
    byte_count: int
    status: str = "new"
    kind: str | None = None
    platform: str | None = None
    nearest: str | None = None
    missing: str | None = None
    columns: list[str] = field(default_factory=list)  # kind.column of every header that was found
    rows_read: int = 0
    rows_landed: int = 0
    rows_lost: int = 0
    exported_at: str | None = None
    export_rank: int | None = None
    export_source: str | None = None
    landed_at: str = ""
    message: Message | None = None
    tables: list[dict[str, Any]] = field(default_factory=list)  # writer.Tally.as_row of each table in the file
    entities: dict[str, int] = field(default_factory=dict)
    inferences: list[Message] = field(default_factory=list)
    context: str | None = None  # digest of the shop's lists, where the parse depended on them

    def reset(self, status: str = "new") -> Record:
        """Give the same file with nothing known of its content."""
        return replace(
            Record(self.source_file, self.shop_id, self.file_id, self.sha256, self.byte_count), status=status
        )


def file_id(shop_id: str, sha256: str, version: str) -> str:
    """Identify content within a shop under one version of the landing."""
    return hashlib.sha256(f"{shop_id}\x1f{sha256}\x1f{version}".encode()).hexdigest()[:24]


@dataclass
class CachedFile:
    """A file on disk as the last run saw it."""

    size: int
    mtime_ns: int
    records: list[Record]


def load_cache(landing: Path, version: str) -> dict[str, CachedFile]:
    """Read the cache; an unreadable one, or one of another version, is as good as none."""
    try:
        content = json.loads((landing / "_cache.json").read_text(encoding="utf-8"))
        if content["version"] != version:
            return {}
        return {
            name: CachedFile(item["size"], item["mtime_ns"], [read_record(record) for record in item["records"]])
            for name, item in content["files"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def read_record(values: dict[str, Any]) -> Record:
    """Give a record from its plain values."""
    record = Record(**values)
    record.message = Message(*values["message"]) if values["message"] else None
    record.inferences = [Message(*pair) for pair in values["inferences"]]
    return record


def save_cache(landing: Path, version: str, files: dict[str, CachedFile]) -> None:
    """Write the cache atomically."""
    content = {"version": version, "files": {name: asdict(item) for name, item in files.items()}}
    temporary = landing / "._cache.tmp"
    temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    move_into_place(temporary, landing / "_cache.json")


def write_landed_files(landing: Path, contract: Contract, records: Iterable[Record]) -> None:
    """Write the entities landed_files and file_rows, where they say anything new."""
    records = sorted(records, key=lambda record: record.source_file)
    owners = {record.file_id: record for record in records if record.status == "landed"}
    rows = {
        "landed_files": [_row(record) for record in records],
        "file_rows": [row for record in records for row in _row_counts(record, owners)],
    }
    for entity, content in rows.items():
        table = pa.Table.from_pylist(content, schema=contract.entities[entity].schema)
        path = parquet_path(landing, entity, ALL_FILES)
        if not path.exists() or not pq.read_table(path).equals(table):
            write_table(table, path)


def _row_counts(record: Record, owners: dict[str, Record]) -> list[dict[str, Any]]:
    """Give what became of the rows of each table of a file, one row per outcome and reason.

    A file whose rows nobody can count is one: itself, lost as a whole.
    """
    owner = owners.get(record.file_id) if record.status == "duplicate" else None
    rows = []
    for number, table in enumerate((owner or record).tables or [_WHOLE_FILE], 1):
        counts = [("in", "-", table["rows_in"])]
        counts.append(("superseded", "duplicate_file", table["landed"]) if owner else ("landed", "-", table["landed"]))
        counts += [("quarantined", reason, count) for reason, count in table["quarantined"].items()]
        counts += [("structural", reason, count) for reason, count in table["structural"].items()]
        for outcome, reason, count in counts:
            row = _provenance(record, f"{number}\x1f{outcome}\x1f{reason}\x1f{count}")
            row |= {"table_no": str(number), "table_name": table["table"], "file_kind": table["kind"]}
            row |= {"landing_table": table["entity"]}
            rows.append(row | {"outcome": outcome, "reason": reason, "row_count": str(count)})
    return rows


def _provenance(record: Record, content: str) -> dict[str, Any]:
    return {
        "shop_id": record.shop_id,
        "source_file": record.source_file,
        "source_file_id": record.file_id,
        "source_row": 1,
        "exported_at": datetime.fromisoformat(record.exported_at) if record.exported_at else None,
        "export_rank": record.export_rank,
        "landed_at": datetime.fromisoformat(record.landed_at),
        "row_hash": row_hash(f"{record.source_file}\x1f{record.sha256}\x1f{content}"),
    }


def _row(record: Record) -> dict[str, Any]:
    return _provenance(record, record.status) | {
        "file_kind": record.kind,
        "platform": record.platform,
        "status": record.status,
        "nearest_kind": record.nearest,
        "missing_columns": record.missing,
        "found_columns": ",".join(record.columns) or None,
        "byte_count": str(record.byte_count),
        "content_sha256": record.sha256,
        "rows_read": str(record.rows_read),
        "rows_landed": str(record.rows_landed),
        "rows_quarantined": str(record.rows_lost),
        "export_time_source": record.export_source,
        "message_en": record.message.en if record.message else None,
        "message_zh": record.message.zh if record.message else None,
    }


def purge(landing: Path, contract: Contract, records: Iterable[Record]) -> int:
    """Remove the Parquet of withdrawn files and what a killed run left; give how many files went."""
    keep = {(entity, record.file_id) for record in records for entity in record.entities}
    removed = 0
    for entity in contract.entities:
        for path in (landing / entity).iterdir():
            is_kept = (entity, path.stem) in keep or path.stem in ("_schema", ALL_FILES)
            if path.suffix == ".tmp" or (path.suffix == ".parquet" and not is_kept):
                path.unlink()
                removed += path.suffix == ".parquet"
    return removed
