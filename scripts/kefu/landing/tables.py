"""Tables of every container as batches of raw rows: csv, xlsx, xls, HTML and Parquet."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import lxml.html
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from kefu.landing.csv_records import Records
from kefu.landing.decode import Digest, head_text, open_text
from kefu.landing.entities import Contract
from kefu.landing.headers import HEADER_SEARCH_ROWS, NO_MATCH, HeaderMatch, match_header
from kefu.landing.messages import SHEET_ROWS, Unreadable

BATCH_ROWS = 50_000
BATCH_CELLS = 600_000
DELIMITERS = (",", "\t", ";", "|")
# A page is held as a tree that is many times its size.
HTML_LIMIT = 64 << 20


@dataclass
class RowBatch:
    """Raw rows and their 1-based physical row numbers; ``is_text`` says that every cell is a str.

    ``broken`` holds rows that are no rows: their number, their text and the quarantine reason.
    """

    rows: list[Sequence[Any]]
    numbers: Sequence[int]
    is_text: bool
    broken: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class Table:
    """One table of a file: where its header is and how to stream the rows under it."""

    match: HeaderMatch
    head: list[Sequence[Any]]
    sheet: str | None
    batches: Callable[[], Iterator[RowBatch]]
    delimiter: str | None = None  # of a csv
    has_notes: bool = True  # a second header line may stand under the header
    head_rows: int = 0  # rows of the file down to the header, titles above it included
    row_count: int | None = None  # rows of the whole table, where its reader knows them

    @property
    def name(self) -> str:
        """Name the table within its file: the sheet, or the list of a JSON file."""
        return self.sheet or "-"


def batch_size(width: int) -> int:
    """Rows per batch for a table of that width, so that a batch stays within some hundred MB."""
    return max(1000, min(BATCH_ROWS, BATCH_CELLS // max(width, 1)))


def csv_tables(path: Path, digest: Digest, contract: Contract) -> list[Table]:
    """Find the table of a delimited text file; the delimiter is the one that shows the best header."""
    text = head_text(path, digest).removeprefix("\ufeff")
    best: tuple[tuple[bool, int], str, HeaderMatch, list[Sequence[Any]]] | None = None
    for delimiter in DELIMITERS:
        # The same line ends as in the real reading: str.splitlines knows more of them.
        found = list(islice(Records(io.StringIO(text, newline=""), delimiter), HEADER_SEARCH_ROWS))
        head: list[Sequence[Any]] = [row for _, row, _ in found]
        match = match_header(head, contract.kinds)
        if match and (best is None or (match.kind is not None, match.hits) > best[0]):
            best = ((match.kind is not None, match.hits), delimiter, match, head)
    if best is None:
        return []
    _, delimiter, match, head = best
    batches = partial(_csv_batches, path, digest.encoding, delimiter, match)
    return [Table(match, head, None, batches, delimiter, head_rows=match.row + 1)]


def _csv_batches(path: Path, encoding: str, delimiter: str, match: HeaderMatch) -> Iterator[RowBatch]:
    size = batch_size(len(match.names))
    with open_text(path, encoding) as stream:
        records = Records(stream, delimiter)
        for _ in islice(records, match.row + 1):
            pass
        records.width = len(match.names)
        while found := list(islice(records, size)):
            batch = RowBatch([], [], True)
            numbers: list[int] = []
            for number, row, problem in found:
                if problem is None:
                    batch.rows.append(row)
                    numbers.append(number)
                else:
                    batch.broken.append((number, "\x1f".join(row), problem))
            batch.numbers = numbers
            yield batch


def _memory_table(rows: list[list[Any]], contract: Contract, sheet: str | None, offset: int) -> Table:
    head: list[Sequence[Any]] = list(rows[:HEADER_SEARCH_ROWS])
    match = match_header(head, contract.kinds) or NO_MATCH

    def batches() -> Iterator[RowBatch]:
        size = batch_size(len(match.names))
        for start in range(match.row + 1, len(rows), size):
            part = rows[start : start + size]
            yield RowBatch(list(part), range(offset + start + 1, offset + start + len(part) + 1), False)

    return Table(match, head, sheet, batches, head_rows=match.row + 1, row_count=len(rows))


def workbook_tables(path: Path, contract: Contract) -> list[Table]:
    """Read every sheet of an xlsx or xls workbook; raises calamine's errors for damaged or locked ones."""
    tables = []
    with path.open("rb") as stream:
        workbook = CalamineWorkbook.from_filelike(stream)
        for index, name in enumerate(workbook.sheet_names):
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                tables.append(_memory_table(rows, contract, name, index * SHEET_ROWS))
    return tables


def html_tables(path: Path, digest: Digest, contract: Contract) -> list[Table]:
    """Read the tables of an HTML page saved as a workbook; raises Unreadable for one that is too large."""
    if digest.size > HTML_LIMIT:
        raise Unreadable(
            f"an HTML page of more than {HTML_LIMIT >> 20} MB: save it as xlsx or csv",
            f"超过 {HTML_LIMIT >> 20} MB 的 HTML 网页：请另存为 xlsx 或 csv",
        )
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
        if rows:
            tables.append(_memory_table(rows, contract, f"table {index + 1}" if index else None, index * SHEET_ROWS))
    return tables


def parquet_tables(path: Path, contract: Contract) -> list[Table]:
    """Read a Parquet file; its column names are the header."""
    with path.open("rb") as stream, pq.ParquetFile(stream) as file:
        names: Sequence[Any] = file.schema_arrow.names
        row_count = file.metadata.num_rows
    match = match_header([names], contract.kinds) or NO_MATCH
    return [Table(match, [names], None, lambda: _parquet_batches(path), row_count=row_count)]


def _parquet_batches(path: Path) -> Iterator[RowBatch]:
    number = 1
    with path.open("rb") as stream, pq.ParquetFile(stream) as file:
        for batch in file.iter_batches(batch_size=batch_size(file.schema_arrow.names.__len__())):
            columns = [column.to_pylist() for column in batch.columns]
            rows: list[Sequence[Any]] = list(zip(*columns, strict=True))
            yield RowBatch(rows, range(number, number + len(rows)), False)
            number += len(rows)
