"""Parquet output: one file per source file and entity, written under a temporary name and then moved."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from kefu.landing.entities import Contract, Entity
from kefu.landing.messages import Message, reason_message, shown

QUARANTINE_BATCH = 20_000
ROW_GROUP_CELLS = 2_000_000

Values = Sequence[str | None] | pa.Array


def texts_of(values: Values) -> Sequence[str | None]:
    """Give a column as Python texts."""
    return values.to_pylist() if isinstance(values, pa.Array) else values


def _strings(values: Values) -> pa.Array:
    return values if isinstance(values, pa.Array) else pa.array(values, pa.string())


@dataclass(frozen=True)
class Provenance:
    """What every row of one source file carries."""

    shop_id: str
    source_file: str
    file_id: str
    exported_at: datetime
    export_rank: int
    landed_at: datetime


def row_hash(joined: str) -> str:
    """Hash the raw text of a row."""
    # MD5, since DuckDB computes the same one for whole columns.
    return hashlib.md5(joined.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def parquet_path(landing: Path, entity: str, file_id: str) -> Path:
    """Where the rows of one source file and entity stand."""
    return landing / entity / f"{file_id}.parquet"


def move_into_place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, once its content is on the disk: a power cut leaves the old file or the new."""
    with temporary.open("rb+") as handle:
        os.fsync(handle.fileno())
    os.replace(temporary, path)


def write_table(table: pa.Table, path: Path) -> None:
    """Write a whole Parquet file atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.tmp")
    pq.write_table(table, temporary, compression="zstd")
    move_into_place(temporary, path)


def write_schemas(landing: Path, contract: Contract) -> None:
    """Write the empty ``_schema.parquet`` of every entity where it is missing or outdated."""
    for entity in contract.entities.values():
        path = parquet_path(landing, entity.name, "_schema")
        if not path.exists() or not pq.read_schema(path).equals(entity.schema):
            write_table(entity.schema.empty_table(), path)


class _EntityFile:
    def __init__(self, path: Path, entity: Entity) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.temporary = path.with_name(f".{path.stem}.tmp")
        self.writer = pq.ParquetWriter(self.temporary, entity.schema, compression="zstd")
        self.row_count = 0
        self._held: list[pa.RecordBatch] = []
        self._held_rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Hold a batch until there is enough for a row group."""
        self._held.append(batch)
        self._held_rows += batch.num_rows
        self.row_count += batch.num_rows
        if self._held_rows * batch.num_columns >= ROW_GROUP_CELLS:
            self.flush()

    def flush(self) -> None:
        """Write what is held as one row group."""
        if self._held:
            self.writer.write_table(pa.Table.from_batches(self._held), row_group_size=self._held_rows)
        self._held, self._held_rows = [], 0


@dataclass
class Tally:
    """What became of the rows of one table: each row of the file is in ``rows_in`` and in one of the others."""

    table: str
    kind: str
    entity: str = "-"
    rows_in: int = 0
    landed: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)  # lost rows by reason
    structural: Counter[str] = field(default_factory=Counter)  # rows that are no data, by what they are

    def head(self, count: int) -> None:
        """Count the header row and the rows above it."""
        if count:
            self.rows_in += count
            self.structural["header"] += 1
            if count > 1:
                self.structural["title"] += count - 1

    def as_row(self) -> dict[str, Any]:
        """Give the tally as plain values for the record of the file."""
        return {
            "table": self.table,
            "kind": self.kind,
            "entity": self.entity,
            "rows_in": self.rows_in,
            "landed": self.landed,
            "quarantined": {name: count for name, count in self.quarantined.items() if count},
            "structural": {name: count for name, count in self.structural.items() if count},
        }

    @property
    def is_balanced(self) -> bool:
        """True when no row went astray."""
        return self.rows_in == self.landed + self.quarantined.total() + self.structural.total()


@dataclass
class _Quarantined:
    rows: list[int] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    columns: dict[str, list[str | None]] = field(default_factory=dict)


class Sink:
    """Receives the rows of one source file; as a context manager it publishes them only when nothing failed."""

    def __init__(self, landing: Path, contract: Contract, provenance: Provenance, kind: str) -> None:
        """Open nothing yet: files are made with their first row."""
        self._landing = landing
        self._contract = contract
        self._files: dict[str, _EntityFile] = {}
        self._quarantined = _Quarantined()
        self.provenance = provenance
        self.kind = kind
        self.tallies: list[Tally] = []
        self.quarantine_count = 0
        self.inferences: list[Message] = []

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Publish all files, or remove the unfinished ones when an error is on its way out."""
        if error is None:
            self._flush_quarantine()
        for file in self._files.values():
            if error is None:
                file.flush()
            file.writer.close()
            if error is None:
                move_into_place(file.temporary, file.path)
            else:
                file.temporary.unlink(missing_ok=True)

    def begin(self, table: str, kind: str, entity: str) -> Tally:
        """Go on to the next table of the file."""
        self.kind = kind
        self.tallies.append(Tally(table, kind, entity))
        return self.tally

    @property
    def tally(self) -> Tally:
        """What became of the rows of the present table."""
        return self.tallies[-1]

    @property
    def row_counts(self) -> dict[str, int]:
        """Rows written per entity."""
        return {name: file.row_count for name, file in self._files.items()}

    def write(
        self,
        entity: Entity,
        columns: dict[str, Values],
        rows: Sequence[int],
        hashes: Values,
        extra: Values | None = None,
        shop_ids: Sequence[str] | None = None,
    ) -> None:
        """Write a batch of cleaned rows; columns that are not given are NULL."""
        count = len(rows)
        if not count:
            return
        given = self.provenance

        def constant(value: Any, name: str) -> pa.Array:  # noqa: ANN401 - any Arrow scalar
            return pa.repeat(pa.scalar(value, entity.schema.field(name).type), count)

        arrays: list[pa.Array] = [
            pa.array(shop_ids, pa.string()) if shop_ids else constant(given.shop_id, "shop_id"),
            constant(given.source_file, "source_file"),
            constant(given.file_id, "source_file_id"),
            pa.array(rows, pa.int64()),
            constant(given.exported_at, "exported_at"),
            constant(given.export_rank, "export_rank"),
            constant(given.landed_at, "landed_at"),
            _strings(hashes),
        ]
        for column in entity.columns:
            values = columns.get(column.name)
            arrays.append(pa.nulls(count, pa.string()) if values is None else _strings(values))
        arrays.append(pa.nulls(count, pa.string()) if extra is None else _strings(extra))
        file = self._files.get(entity.name)
        if file is None:
            file = _EntityFile(parquet_path(self._landing, entity.name, given.file_id), entity)
            self._files[entity.name] = file
        file.add(pa.RecordBatch.from_arrays(arrays, schema=entity.schema))

    def quarantine(
        self, row: int, joined: str, reason: str, column: str | None, value: str | None, is_row_lost: bool
    ) -> None:
        """Report a row or a cell that could not be read; of the value only what cannot be personal is kept."""
        value = None if value is None else shown(value)
        message = reason_message(self.provenance.source_file, self.tally.table, row, reason, column, value, is_row_lost)
        held = self._quarantined
        held.rows.append(row)
        held.hashes.append(row_hash(joined))
        values = {
            "file_kind": self.kind,
            "column_name": column,
            "bad_value": value,
            "reason": reason,
            "is_row_lost": "true" if is_row_lost else "false",
            "message_en": message.en,
            "message_zh": message.zh,
        }
        for name, text in values.items():
            held.columns.setdefault(name, []).append(text)
        self.quarantine_count += 1
        if is_row_lost:
            self.tally.quarantined[reason] += 1
        if len(held.rows) >= QUARANTINE_BATCH:
            self._flush_quarantine()

    def _flush_quarantine(self) -> None:
        held, self._quarantined = self._quarantined, _Quarantined()
        self.write(self._contract.entities["quarantine"], held.columns, held.rows, held.hashes)
