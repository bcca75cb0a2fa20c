"""The fast road for regular csv files: Arrow reads whole columns, which regular.py cleans and lands.

A file whose lines do not add up raises Irregular and is read again slowly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from kefu.landing.csv_records import MOST_LINES
from kefu.landing.decode import Digest
from kefu.landing.regular import SLICE, RegularLander
from kefu.landing.rows import TableLander
from kefu.landing.tables import RowBatch, Table

BLOCK = 1 << 22


class Irregular(Exception):
    """The file is no plain grid of lines; read it with the csv module instead."""


def is_eligible(table: Table, digest: Digest) -> bool:
    """True when the header is the first line and the encoding decodes without a loss or strictly fails."""
    return (
        table.delimiter is not None
        and table.match.row == 0
        and not any("\n" in cell or "\r" in cell for cell in table.match.raw)
        and (digest.is_clean or digest.encoding == "gb18030")
        and not digest.needs_repair
    )


def _batches(path: Path, digest: Digest, table: Table) -> Iterator[pa.RecordBatch]:
    names = [str(position) for position in range(len(table.match.names))]
    assert table.delimiter is not None
    try:
        reader = pa_csv.open_csv(
            path,
            read_options=pa_csv.ReadOptions(
                column_names=names,
                skip_rows=1,
                block_size=BLOCK,
                encoding="gb18030" if digest.encoding == "gb18030" else "utf8",
                use_threads=False,
            ),
            parse_options=pa_csv.ParseOptions(delimiter=table.delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            for start in range(0, batch.num_rows, SLICE):
                yield batch.slice(start, SLICE)
    except (pa.ArrowInvalid, UnicodeError) as error:  # also a name that is no text
        raise Irregular(str(error)) from error


class FastTableLander:
    """Lands a regular csv table; odd batches go to the TableLander it is given."""

    def __init__(self, slow: TableLander, table: Table, path: Path, digest: Digest) -> None:
        """Wrap the lander of the same table."""
        self._slow = slow
        self._table = table
        self._path = path
        self._digest = digest
        self._regular = RegularLander(slow)

    def land(self) -> None:
        """Stream the whole table; raises Irregular, with rows already in the sink, when it is no plain grid."""
        self._slow.begin()
        line = 2
        for batch in _batches(self._path, self._digest, self._table):
            columns = batch.columns
            numbers, line = _line_numbers(columns, batch.num_rows, line)
            if not isinstance(numbers, range) and (_has_swallowed(numbers, line) or _has_quoted_lines(columns)):
                raise Irregular("a record that may hold others")
            if not self._regular.land(columns, numbers):
                rows: list[Sequence[str]] = list(zip(*(column.to_pylist() for column in columns), strict=True))
                self._slow.land_batch(RowBatch(rows, numbers, True))
        # Blank lines and lone carriage returns shift the numbers of all lines after them.
        if line - 1 != self._digest.line_count:
            raise Irregular(f"{line - 1} lines read of {self._digest.line_count}")


def _has_swallowed(numbers: Sequence[int], end: int) -> bool:
    return any(after - number > MOST_LINES for number, after in pairwise([*numbers, end]))


def _has_quoted_lines(columns: Sequence[pa.Array]) -> bool:
    """True when a cell has line breaks and a quote: the quote may have been meant to open a cell of another record."""
    return any(pc.any(pc.match_substring_regex(column, '(?s)\\n.*"|".*\\n')).as_py() for column in columns)


def _line_numbers(columns: list[pa.Array], count: int, line: int) -> tuple[Sequence[int], int]:
    """Number the rows of a batch by the line they begin on; gives also the line after the batch."""
    inner = [column for column in columns if pc.any(pc.match_substring(column, "\n")).as_py()]
    if not inner:
        return range(line, line + count), line + count
    heights = [1] * count
    for column in inner:
        for index, extra in enumerate(pc.count_substring(column, "\n").to_pylist()):
            heights[index] += extra
    numbers = []
    for height in heights:
        numbers.append(line)
        line += height
    return numbers, line
