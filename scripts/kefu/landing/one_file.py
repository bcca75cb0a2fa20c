"""Lands one recognised file: picks the reader, fixes the export time, fills the record."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kefu.landing.chat_jd import land_jd_chat
from kefu.landing.chat_lines import MessageRows, numbered_lines
from kefu.landing.chat_tmall import land_a, land_flat
from kefu.landing.entities import Contract
from kefu.landing.export_time import export_time
from kefu.landing.fast_csv import FastTableLander, Irregular, is_eligible
from kefu.landing.files import Part
from kefu.landing.messages import Message, Unreadable, failed, lacks_fields, unrecognised
from kefu.landing.recognise import Recognition, recognise
from kefu.landing.records import Record
from kefu.landing.reports import ReportLander
from kefu.landing.rows import TableLander
from kefu.landing.times import SHANGHAI
from kefu.landing.writer import Provenance, Sink

# Layouts in which no line names the buyer: who is an agent must be known from the whole landing.
FLAT_LAYOUTS = ("B", "C", "D")
# What the system says of a disk or quota without room.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
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
            return _unrecognised(record, found)
        record.kind, record.platform = found.kind, found.platform
        try:
            _read(part, record, found, contract, landing, known.accounts, is_fast=True)
        except Irregular:
            _read(part, record, found, contract, landing, known.accounts, is_fast=False)
    except MemoryError:
        raise
    except OSError as error:
        if error.errno in NO_ROOM:
            # not the file's fault: marked as failed it would never be tried again
            raise
        record.status, record.message = "failed", failed(record.source_file, f"{type(error).__name__}: {error}"[:200])
        return record
    except Unreadable as error:
        record.status, record.message = "failed", failed(record.source_file, *error.cause)
        return record
    except Exception as error:
        # Whatever a reader trips over, the other files must still land.
        cause = f"{type(error).__name__}: {error}"[:200]
        record.status, record.message = "failed", failed(record.source_file, cause)
        return record
    record.status = "landed"
    return record


def _fill_time(record: Record, part: Part, found: Recognition) -> None:
    moment = export_time(part.names, found.titles, part.mtime)
    record.exported_at, record.export_rank = moment.exported_at.isoformat(), moment.rank
    record.export_source = moment.source
    if moment.source == "mtime" and found.tables and found.tables[0][1].name not in LISTS:
        record.inferences.append(
            Message(
                f"{record.source_file}: no export time in name or content, taken from the file's modification time",
                f"{record.source_file}：文件名和内容均无导出时间，采用文件修改时间",
            )
        )


def _unrecognised(record: Record, found: Recognition) -> Record:
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
            sink.kind = kind.name
            if kind.is_report:
                ReportLander(table, kind, contract, sink, " ".join(part.names)).land()
                continue
            lander = TableLander(table, kind, contract, sink, is_clean)
            found_columns.update(f"{kind.name}.{source.column.name}" for source in lander.sources)
            if is_fast and is_eligible(table, part.digest):
                FastTableLander(lander, table, part.path, part.digest).land()
            else:
                lander.land()
        if found.layout:
            lines = numbered_lines(part.path, part.digest.encoding, is_clean, sink)
            entity = "jd_chat_messages" if found.layout == "jd" else "tmall_chat_messages"
            rows = MessageRows(contract.entities[entity], sink)
            if found.layout == "jd":
                land_jd_chat(lines, rows, sink)
            elif found.layout == "A":
                land_a(lines, rows)
            else:
                land_flat(found.layout, lines, rows, accounts)
    record.columns = sorted(found_columns)
    record.entities = sink.row_counts
    record.rows_read = sink.rows_read
    record.rows_lost = sink.rows_lost
    record.rows_landed = sum(count for entity, count in sink.row_counts.items() if entity != "quarantine")
    record.inferences += sink.inferences
