"""Texts without a header row, known by their cells: call records and queue logs of telephone systems."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from kefu.landing.cells import Bad, ColumnCleaner, is_null, unwrap
from kefu.landing.decode import Digest, head_text, open_text
from kefu.landing.entities import Contract, TableKind
from kefu.landing.headers import HEADER_SEARCH_ROWS, HeaderMatch, normalise
from kefu.landing.tables import RowBatch, Table, batch_size

# A text with a field list of its own shows moments and durations or extensions in its records.
_MOMENT = re.compile(r"^\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2}$")
_MARK = re.compile(r"^(Ext\..*|\d{1,2}:\d{2}:\d{2})$")


def headerless_table(path: Path, digest: Digest, contract: Contract, fields: Sequence[str]) -> Table | None:
    """Find the kind whose columns fit the cells; ``fields`` is the shop's own order for kinds that have none."""
    text = head_text(path, digest).removeprefix("\ufeff")
    for kind in contract.kinds:
        layouts = [tuple(fields)] if kind.fields_of and fields else kind.layouts
        if not layouts:
            continue
        rows = _head(text, kind)
        for layout in layouts:
            if _fits(rows, layout, kind):
                return _table(path, digest, rows, layout, kind)
    return None


def needs_fields(path: Path, digest: Digest, contract: Contract) -> TableKind | None:
    """Give the kind that a text seems to be if only a list named its fields, None when it seems to be none."""
    text = head_text(path, digest).removeprefix("\ufeff")
    for kind in contract.kinds:
        if not kind.fields_of:
            continue
        rows = _head(text, kind)
        alike = [row for row in rows if any(map(_MOMENT.match, row)) and any(map(_MARK.match, row))]
        if 2 * len(alike) > len(rows):
            return kind
    return None


def field_order(rows: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Give the column names from (position, field) pairs; a position that nobody names stays nameless."""
    named = {int(position): normalise(field).replace("_", "-") for position, field in rows}
    return tuple(named.get(position, "") for position in range(1, max(named, default=0) + 1))


def _reader(lines: Iterator[str] | Sequence[str], kind: TableKind) -> Any:  # noqa: ANN401 - csv names no type for it
    # A log that is no csv has quotes of its own, which open nothing.
    quoting = csv.QUOTE_MINIMAL if kind.delimiter == "," else csv.QUOTE_NONE
    return csv.reader(lines, delimiter=kind.delimiter, quoting=quoting)


def _head(text: str, kind: TableKind) -> list[Sequence[Any]]:
    lines = list(io.StringIO(text, newline=""))
    try:
        rows = [_unprefixed(row, kind) for row in islice(_reader(lines, kind), HEADER_SEARCH_ROWS)]
    except csv.Error:
        return []
    return [row for row in rows if any(row)]


def _unprefixed(row: list[str], kind: TableKind) -> list[str]:
    if kind.prefix and row:
        row[0] = row[0].removeprefix(kind.prefix)
    return row


def _fits(rows: Sequence[Sequence[str]], layout: Sequence[str], kind: TableKind) -> bool:
    """True when most rows hold what the kind requires where the layout says."""
    required = {name: column.type for column in kind.entity.columns if column.is_required for name in column.headers}
    checks = [
        (position, ColumnCleaner(required[name]) if name in required else None, kind.patterns.get(name))
        for position, name in enumerate(layout)
        if name in required or name in kind.patterns
    ]
    if not all(set(group) & set(layout) for group in kind.requires):
        return False
    good = sum(len(row) <= len(layout) and all(_is_good(row, *check) for check in checks) for row in rows)
    return 2 * good > len(rows)


def _is_good(row: Sequence[str], position: int, cleaner: ColumnCleaner | None, pattern: str | None) -> bool:
    cell = unwrap(row[position]) if position < len(row) else ""
    if is_null(cell):
        return cleaner is None
    if pattern and not re.fullmatch(pattern, cell):
        return False
    return cleaner is None or not isinstance(cleaner.clean_text(cell), Bad)


def _table(path: Path, digest: Digest, head: list[Sequence[Any]], layout: Sequence[str], kind: TableKind) -> Table:
    names = list(layout)
    match = HeaderMatch(-1, names, names, kind, len(names), kind, [])

    def batches() -> Iterator[RowBatch]:
        size = batch_size(len(names))
        with open_text(path, digest.encoding) as stream:
            reader = _reader(stream, kind)
            while True:
                rows: list[Sequence[Any]] = []
                numbers: list[int] = []
                start = reader.line_num + 1
                for row in islice(reader, size):
                    if start == 1 and row:
                        row[0] = row[0].removeprefix("\ufeff")
                    rows.append(_unprefixed(row, kind))
                    numbers.append(start)
                    start = reader.line_num + 1
                if not rows:
                    return
                yield RowBatch(rows, numbers, True)

    return Table(match, head, None, batches, has_notes=False)
