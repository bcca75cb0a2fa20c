"""Tables of every container as batches of raw rows: csv, xlsx, xls, HTML and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import lxml.html
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from kefu.landing.decode import Digest, head_text, open_text
from kefu.landing.entities import Contract
from kefu.landing.headers import HEADER_SEARCH_ROWS, HeaderMatch, match_header

BATCH_ROWS = 50_000
BATCH_CELLS = 600_000
# Rows of the second and later sheets of a workbook are numbered on from here, Excel's limit.
SHEET_ROWS = 1_048_576
DELIMITERS = (",", "\t", ";")

csv.field_size_limit(1 << 26)


@dataclass
class RowBatch:
    """Raw rows and their 1-based physical row numbers; ``is_text`` says that every cell is a str."""

    rows: list[Sequence[Any]]
    numbers: Sequence[int]
    is_text: bool


@dataclass
class Table:
    """One table of a file: where its header is and how to stream the rows under it."""

    match: HeaderMatch
    head: list[Sequence[Any]]
    sheet: str | None
    batches: Callable[[], Iterator[RowBatch]]
    delimiter: str | None = None  # of a csv
    has_notes: bool = True  # a second header line may stand under the header


def batch_size(width: int) -> int:
    """Rows per batch for a table of that width, so that a batch stays within some hundred MB."""
    return max(1000, min(BATCH_ROWS, BATCH_CELLS // max(width, 1)))


def csv_tables(path: Path, digest: Digest, contract: Contract) -> list[Table]:
    """Find the table of a delimited text file; the delimiter is the one that shows the best header."""
    # The same line ends as in the real reading: str.splitlines knows more of them.
    lines = list(io.StringIO(head_text(path, digest).removeprefix("\ufeff"), newline=""))
    best: tuple[tuple[bool, int], str, HeaderMatch, list[Sequence[Any]]] | None = None
    for delimiter in DELIMITERS:
        try:
            head: list[Sequence[Any]] = list(islice(csv.reader(lines, delimiter=delimiter), HEADER_SEARCH_ROWS))
        except csv.Error:
            continue
        match = match_header(head, contract.kinds)
        if match and (best is None or (match.kind is not None, match.hits) > best[0]):
            best = ((match.kind is not None, match.hits), delimiter, match, head)
    if best is None:
        return []
    _, delimiter, match, head = best
    return [Table(match, head, None, lambda: _csv_batches(path, digest.encoding, delimiter, match), delimiter)]


def _csv_batches(path: Path, encoding: str, delimiter: str, match: HeaderMatch) -> Iterator[RowBatch]:
    size = batch_size(len(match.names))
    with open_text(path, encoding) as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        for _ in range(match.row + 1):
            next(reader)
        while True:
            before = reader.line_num
            rows: list[Sequence[Any]] = list(islice(reader, size))
            if not rows:
                return
            if reader.line_num - before == len(rows):
                numbers: Sequence[int] = range(before + 1, reader.line_num + 1)
            else:
                numbers = _line_numbers(rows, before)
            yield RowBatch(rows, numbers, True)


def _line_numbers(rows: list[Sequence[Any]], before: int) -> list[int]:
    numbers = []
    line = before + 1
    for row in rows:
        numbers.append(line)
        line += 1 + sum(
            cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in row if "\n" in cell or "\r" in cell
        )
    return numbers


def _memory_table(rows: list[list[Any]], contract: Contract, sheet: str | None, offset: int) -> Table | None:
    head: list[Sequence[Any]] = list(rows[:HEADER_SEARCH_ROWS])
    match = match_header(head, contract.kinds)
    if match is None:
        return None

    def batches() -> Iterator[RowBatch]:
        size = batch_size(len(match.names))
        for start in range(match.row + 1, len(rows), size):
            part = rows[start : start + size]
            yield RowBatch(list(part), range(offset + start + 1, offset + start + len(part) + 1), False)

    return Table(match, head, sheet, batches)


def workbook_tables(path: Path, contract: Contract) -> list[Table]:
    """Read every sheet of an xlsx or xls workbook; raises calamine's errors for damaged or locked ones."""
    tables = []
    with path.open("rb") as stream:
        workbook = CalamineWorkbook.from_filelike(stream)
        for index, name in enumerate(workbook.sheet_names):
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            table = _memory_table(rows, contract, name, index * SHEET_ROWS)
            if table:
                tables.append(table)
    return tables


def html_tables(path: Path, digest: Digest, contract: Contract) -> list[Table]:
    """Read the tables of an HTML page saved as a workbook."""
    with open_text(path, digest.encoding) as stream:
        text = stream.read()
    # lxml refuses str input that carries an encoding declaration.
    root = lxml.html.fromstring(text.lstrip("\ufeff").encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    tables = []
    for index, element in enumerate(root.iter("table")):
        rows = []
        for line in element.iter("tr"):
            cells: list[Any] = []
            for cell in line.iterchildren("td", "th"):
                cells.append(cell.text_content())
                span = cell.get("colspan", "1")
                cells += [""] * (min(int(span), 200) - 1 if span.isdigit() else 0)
            rows.append(cells)
        table = _memory_table(rows, contract, None, index * SHEET_ROWS)
        if table:
            tables.append(table)
    return tables


def parquet_tables(path: Path, contract: Contract) -> list[Table]:
    """Read a Parquet file; its column names are the header."""
    with pq.ParquetFile(path) as file:
        names: Sequence[Any] = file.schema_arrow.names
    match = match_header([names], contract.kinds)
    return [Table(match, [names], None, lambda: _parquet_batches(path))] if match else []


def _parquet_batches(path: Path) -> Iterator[RowBatch]:
    number = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=batch_size(file.schema_arrow.names.__len__())):
            columns = [column.to_pylist() for column in batch.columns]
            rows: list[Sequence[Any]] = list(zip(*columns, strict=True))
            yield RowBatch(rows, range(number, number + len(rows)), False)
            number += len(rows)
