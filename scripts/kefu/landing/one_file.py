"""Lands one recognised file: picks the reader, fixes the export time, fills the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kefu.landing.chat_jd import land_jd_chat
from kefu.landing.chat_lines import MessageRows, Text
from kefu.landing.chat_tmall import land_flat
from kefu.landing.chat_tmall_a import land_a
from kefu.landing.entities import Contract, TableKind
from kefu.landing.export_time import export_time
from kefu.landing.fast_csv import FastTableLander, Irregular, is_eligible
from kefu.landing.files import NO_ROOM, Part
from kefu.landing.messages import (
    Message,
    cause_of,
    failed,
    header_twice,
    lacks_fields,
    left_out_table,
    no_rows,
    shown_name,
    unknown_container,
    unrecognised,
)
from kefu.landing.recognise import Recognition, recognise
from kefu.landing.records import Record
from kefu.landing.regular import land_cells
from kefu.landing.reports import ReportLander
from kefu.landing.rows import TableLander
from kefu.landing.tables import Table
from kefu.landing.times import SHANGHAI
from kefu.landing.writer import Provenance, Sink, Tally

# Layouts in which no line names the buyer: who is an agent must be known from the whole landing.
FLAT_LAYOUTS = ("B", "C", "D")
# Lists that people write: which version is the newest matters little, so nothing is said about their times.
LISTS = ("roster", "shops", "threecx_fields")


@dataclass(frozen=True)
class ShopLists:
    """What a shop's own lists tell, without which some of its files cannot be read."""

    accounts: frozenset[str] = frozenset()
    call_fields: tuple[str, ...] = ()


def now() -> datetime:
    """The present moment in Shanghai wall clock, to the second."""
    return datetime.now(SHANGHAI).replace(tzinfo=None, microsecond=0)


def land_part(
    part: Part, record: Record, contract: Contract, landing: Path, lists: dict[str, ShopLists] | None
) -> Record | None:
    """Land one file and give its finished record; never raises for what is in the file.

    Returns None for a file that must wait until the ``lists`` of the shops are known.
    """
    record = record.reset()
    record.landed_at = now().isoformat()
    try:
        known = (lists or {}).get(record.shop_id, ShopLists())
        found = recognise(part, contract, known.call_fields)
        if lists is None and (found.layout in FLAT_LAYOUTS or found.lacks_fields):
            return None
        _fill_time(record, part, found)
        if found.kind is None:
            return _unrecognised(record, found, part.container)
        record.kind, record.platform = found.kind, found.platform
        try:
            _read(part, record, found, contract, landing, known.accounts, is_fast=True)
        except Irregular:
            _read(part, record, found, contract, landing, known.accounts, is_fast=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # Whatever a reader trips over, the other files must still land; a panic of calamine is no Exception.
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            # not the file's fault: marked as failed it would never be tried again
            raise
        record = record.reset("failed")
        record.landed_at = now().isoformat()
        record.message = failed(record.source_file, cause_of(error, part.container))
        return record
    record.status = "landed"
    return record


def _fill_time(record: Record, part: Part, found: Recognition) -> None:
    moment = export_time(part.names, found.titles, part.mtime)
    record.exported_at, record.export_rank = moment.exported_at.isoformat(), moment.rank
    record.export_source = moment.source
    if moment.source == "mtime" and found.tables and found.tables[0][1].name not in LISTS:
        name = shown_name(record.source_file)
        record.inferences.append(
            Message(
                f"{name}: no export time in name or content, taken from the file's modification time",
                f"{name}：文件名和内容均无导出时间，采用文件修改时间",
            )
        )


def _unrecognised(record: Record, found: Recognition, container: str) -> Record:
    if found.row_count:
        whole = Tally("-", "-", rows_in=found.row_count)
        whole.quarantined["unrecognised"] = found.row_count
        record.tables = [whole.as_row()]
    if container in ("empty", "binary"):
        record.status, record.message = "unrecognised", unknown_container(record.source_file, container)
        return record
    nearest = found.nearest
    record.status = "unrecognised"
    record.nearest = nearest.name if nearest else None
    record.missing = ",".join(found.missing) or None
    if found.lacks_fields:
        record.message = lacks_fields(record.source_file)
        return record
    record.message = unrecognised(
        record.source_file,
        nearest.label_en if nearest else None,
        nearest.label_zh if nearest else None,
        found.missing,
    )
    return record


def _read(
    part: Part,
    record: Record,
    found: Recognition,
    contract: Contract,
    landing: Path,
    accounts: frozenset[str],
    is_fast: bool,
) -> None:
    assert record.exported_at is not None
    assert record.export_rank is not None
    assert record.kind is not None
    provenance = Provenance(
        shop_id=record.shop_id,
        source_file=record.source_file,
        file_id=record.file_id,
        exported_at=datetime.fromisoformat(record.exported_at),
        export_rank=record.export_rank,
        landed_at=datetime.fromisoformat(record.landed_at),
    )
    found_columns: set[str] = set()
    with Sink(landing, contract, provenance, record.kind) as sink:
        is_clean = part.digest.is_clean or part.container in ("xlsx", "xls", "parquet")
        for table, kind in found.tables:
            sink.begin(table.name, kind.name, kind.entity.name)
            _note_header(table, kind, record)
            if kind.is_report:
                ReportLander(table, kind, contract, sink, " ".join(part.names)).land()
                continue
            lander = TableLander(table, kind, contract, sink, is_clean)
            found_columns.update(f"{kind.name}.{source.column.name}" for source in lander.sources)
            if is_fast and is_eligible(table, part.digest):
                FastTableLander(lander, table, part.path, part.digest).land()
            elif table.delimiter is None and is_clean:
                land_cells(lander, table)
            else:
                lander.land()
            if sink.tally.rows_in == sink.tally.structural.total():
                record.inferences.append(no_rows(record.source_file))
        for table in found.left_out:
            tally = sink.begin(table.name, "-", "-")
            tally.rows_in = tally.quarantined["unrecognised_table"] = table.row_count or 0
            record.inferences.append(left_out_table(record.source_file, table.name, tally.rows_in))
        if found.layout:
            text = Text(part.path, part.digest.encoding, is_clean, sink)
            entity = "jd_chat_messages" if found.layout == "jd" else "tmall_chat_messages"
            sink.begin("-", record.kind, entity)
            if found.layout == "A":
                land_a(text, contract.entities[entity], sink)
            elif found.layout == "jd":
                land_jd_chat(text.lines(), MessageRows(contract.entities[entity], sink))
            else:
                land_flat(found.layout, text.lines(), MessageRows(contract.entities[entity], sink), accounts)
    record.columns = sorted(found_columns)
    record.entities = sink.row_counts
    record.tables = [tally.as_row() for tally in sink.tallies]
    record.rows_landed = sum(tally.landed for tally in sink.tallies)
    record.rows_lost = sum(tally.quarantined.total() for tally in sink.tallies)
    record.rows_read = record.rows_landed + record.rows_lost
    record.inferences += sink.inferences


def _note_header(table: Table, kind: TableKind, record: Record) -> None:
    """Say which of the columns that are read stand twice: the first of them counts."""
    names = set(table.match.names)
    twice = [
        column.shown_headers[column.headers.index(header)]
        for column in kind.entity.columns
        for header in column.headers
        if header in names and f"{header}__2" in names
    ]
    if twice:
        record.inferences.append(header_twice(record.source_file, twice))
